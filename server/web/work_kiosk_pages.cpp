// SPDX-License-Identifier: EUPL-1.2
// The kiosks: who was heard from, what waits there, and whether anything is missing.
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "server/app/fleet.hpp"
#include "server/web/pictures.hpp"
#include "server/web/route_sets.hpp"
#include "server/web/work_site.hpp"

namespace peilpunt::web {
namespace {

constexpr std::size_t kBodyLimit = 8 * 1024;
constexpr std::int64_t kClockOff_s = 5 * 60;

struct Seen {
    std::optional<std::chrono::minutes> ago;  ///< nothing: never
    std::chrono::days patience{3};            ///< setting kiosk.silent_days
    bool silent() const { return !ago || *ago > patience; }
};

Seen seen(const View& view, const store::Kiosk& kiosk, TimePoint now) {
    const std::chrono::days patience(std::stoi(app::setting(*view.state, "kiosk.silent_days")));
    const auto at = parse_time(kiosk.last_contact);
    if (!at) return {std::nullopt, patience};
    return {std::chrono::duration_cast<std::chrono::minutes>(now - *at), patience};
}

std::string duration(const Words& words, std::chrono::minutes time) {
    const auto minutes = std::max<std::int64_t>(0, time.count());
    if (minutes < 60) return words("raad.minuten-geleden", {{"aantal", std::to_string(minutes)}});
    if (minutes < 48 * 60) return words("raad.uren-geleden", {{"aantal", std::to_string(minutes / 60)}});
    return words("raad.dagen-geleden", {{"aantal", std::to_string(minutes / (24 * 60))}});
}

struct Condition {
    std::string_view tone, picture;
    std::string text;
};

Condition condition(const Words& words, const store::Kiosk& kiosk, const Seen& contact) {
    if (kiosk.revoked) return {"", "x", words("raad.kiosk-ingetrokken")};
    if (!contact.ago) return {"wait-t", "clock", words("raad.kiosk-nooit")};
    if (kiosk.missing() > 0) return {"late-t", "warn", words("raad.kiosk-mist")};
    if (contact.silent()) return {"late-t", "plug", words("raad.kiosk-stil")};
    if (kiosk.parked > 0) return {"wait-t", "warn", words("raad.kiosk-opzij")};
    if (std::abs(kiosk.clock_offset_s) > kClockOff_s) return {"wait-t", "clock", words("raad.kiosk-klok")};
    return {"good-t", "check", words("raad.kiosk-goed")};
}

nlohmann::json card(std::string_view tone, std::string_view picture, const std::string& badge,
                    const std::string& heading, const std::string& text) {
    return {{"tone", tone}, {"icon", icon(picture)}, {"badge", badge}, {"heading", heading}, {"text", text}};
}

void add_cards(nlohmann::json& cards, const Words& words, const store::Kiosk& kiosk, const Seen& contact) {
    if (kiosk.revoked || !contact.ago) return;
    const auto& venue = kiosk.venue;
    if (kiosk.missing() > 0)
        cards.push_back(card("late", "warn", words("raad.kiosk-mist"),
                             words.counted("raad.kiosk-mist-kop", kiosk.missing(), {{"plek", venue}}),
                             words("raad.kiosk-mist-tekst")));
    if (contact.silent())
        cards.push_back(
            card("late", "plug", words("raad.kiosk-stil"),
                 words("raad.kiosk-stil-kop",
                       {{"plek", venue}, {"dagen", std::to_string(contact.ago->count() / (24 * 60))}}),
                 words("raad.kiosk-stil-tekst", {{"wacht", std::to_string(kiosk.waiting)},
                                                 {"ruimte", std::to_string(kiosk.disk_free_percent)}})));
    if (kiosk.parked > 0)
        cards.push_back(
            card("wait", "warn", words("raad.kiosk-opzij"),
                 words("raad.kiosk-opzij-kop", {{"plek", venue}, {"aantal", std::to_string(kiosk.parked)}}),
                 words("raad.kiosk-opzij-tekst")));
    if (std::abs(kiosk.clock_offset_s) > kClockOff_s)
        cards.push_back(
            card("wait", "clock", words("raad.kiosk-klok"),
                 words("raad.kiosk-klok-kop",
                       {{"plek", venue}, {"minuten", std::to_string(std::abs(kiosk.clock_offset_s) / 60)}}),
                 words("raad.kiosk-klok-tekst")));
}

nlohmann::json row(const View& view, const store::Kiosk& kiosk, const Seen& contact, bool may_manage) {
    const auto& words = view.words;
    const auto state = condition(words, kiosk, contact);
    std::int64_t captured = 0, arrived = 0;
    for (const auto& [what, totals] : kiosk.totals) {
        captured += totals.first;
        arrived += totals.second;
    }
    const auto unknown = words("raad.onbekend");
    const bool known = contact.ago.has_value();
    auto refusals = nlohmann::json::array();
    for (const auto& [reason, count] : kiosk.refusals)
        refusals.push_back(
            {{"reason", words.named("raad.weigering." + reason)}, {"count", words.number(count)}});
    return {
        {"id", kiosk.id.str()},
        {"clock",
         known ? words("raad.kiosk-seconden", {{"aantal", words.number(kiosk.clock_offset_s)}}) : unknown},
        {"disk",
         known ? words("raad.procent", {{"aantal", std::to_string(kiosk.disk_free_percent)}}) : unknown},
        {"refusals", refusals.empty() ? nlohmann::json(false) : refusals},
        {"has_left_out", !kiosk.left_out.empty()},
        {"left_out", kiosk.left_out},
        {"may_revoke", may_manage && !kiosk.revoked},
        {"venue", kiosk.venue},
        {"place", view.state->areas.name_of(kiosk.municipality)},
        {"state", state.text},
        {"tone", state.tone},
        {"icon", icon(state.picture)},
        {"contact", known ? duration(words, *contact.ago) : words("raad.nooit")},
        {"waiting", known ? std::to_string(kiosk.waiting) : unknown},
        {"oldest", !known               ? unknown
                   : kiosk.waiting == 0 ? std::string("–")
                                        : duration(words, std::chrono::hours(kiosk.oldest_waiting_hours))},
        {"parked", known ? std::to_string(kiosk.parked) : unknown},
        {"captured", known ? words.number(captured) : unknown},
        {"arrived", known ? words.number(arrived) : unknown},
        {"missing", known ? words.number(kiosk.missing()) : unknown},
        {"version", kiosk.version.empty() ? unknown : kiosk.version}};
}

/// What came of a form on this page.
struct Said {
    std::string code, venue;  ///< a new pairing code, and for where
    bool wrong = false;
};

void add_pairing_form(nlohmann::json& data, const View& view, const http::Request& request,
                      const Said& said) {
    data["new_code"] = false;
    if (!said.code.empty())
        data["new_code"] = {{"code", said.code},
                            {"code_for", view.words("raad.koppelcode", {{"plek", said.venue}})}};
    const auto reach = app::reach_of(actor_of(request), app::Right::manage_kiosks);
    data["pairing"] = !reach.is_nowhere();
    data["pair_error"] = said.wrong;
    data["pair_venue"] = said.wrong ? said.venue : std::string();
    auto places = nlohmann::json::array();
    for (const auto& area : reach.municipalities_in(view.state->areas))
        places.push_back({{"code", area.code.str()}, {"name", area.name}});
    data["pair_places"] = std::move(places);
}

std::string strangers(const Site& site, const Words& words, const app::Actor& actor) {
    std::int64_t all = 0;
    for (const auto& [reason, count] : site.app.fleet().refused_strangers(actor)) all += count;
    return all == 0 ? std::string() : words("raad.vreemden", {{"aantal", words.number(all)}});
}

http::Reply fleet(const Site& site, const http::Request& request, const Said& said = {}, int status = 200) {
    const auto view = work_view(site, request);
    const auto& words = view.words;
    const auto& actor = actor_of(request);
    const auto now = site.app.clock().now();
    auto data = work_data(view, request, words("raad.kiosken"), "/beheer/kiosken");
    auto list = nlohmann::json::array();
    auto cards = nlohmann::json::array();
    int waiting = 0;
    for (const auto& kiosk : site.app.fleet().list(actor)) {
        const auto contact = seen(view, kiosk, now);
        add_cards(cards, words, kiosk, contact);
        list.push_back(
            row(view, kiosk, contact, app::reaches(actor, app::Right::manage_kiosks, kiosk.municipality)));
        waiting += kiosk.waiting;
    }
    data["summary"] = words.counted("raad.kiosken-kop", static_cast<std::int64_t>(list.size()),
                                    {{"wacht", std::to_string(waiting)}});
    data["attention"] = cards.empty() ? nlohmann::json(false) : nlohmann::json{{"cards", std::move(cards)}};
    data["no_fleet"] = list.empty();
    data["fleet"] = list.empty() ? nlohmann::json(false) : nlohmann::json{{"list", std::move(list)}};
    const auto unknown = strangers(site, words, actor);
    data["strangers"] = unknown.empty() ? nlohmann::json(false) : nlohmann::json(unknown);
    add_pairing_form(data, view, request, said);
    return work_page(site, "work/kiosks", view, data, status);
}

http::Reply pair(const Site& site, const http::Request& request) {
    const auto form = http::Form::parse(request.body);
    const auto municipality = AreaCode::parse(form ? form->get("gemeente") : std::string_view());
    Said said{{}, form ? std::string(form->get("plek")) : std::string(), false};
    const auto code = municipality
                          ? site.app.fleet().make_pairing_code(actor_of(request), said.venue, *municipality)
                          : Result<std::string>(Error{ErrorCode::invalid, ""});
    said.wrong = !code && code.error().code == ErrorCode::invalid;
    if (!code && !said.wrong) throw ResultError(code.error());
    if (code) said.code = *code;
    return fleet(site, request, said, said.wrong ? 400 : 200);
}

http::Reply revoke(const Site& site, const http::Request& request) {
    const auto id = KioskId::parse(request.value("id"));
    if (!id) return not_found(site, request);
    const auto form = http::Form::parse(request.body);
    const auto day = form ? parse_date(form->get("vanaf")) : Result<Date>(Error{});
    const auto since = day ? std::optional<Date>(*day) : std::nullopt;
    const auto done = site.app.fleet().revoke(actor_of(request), *id, since);
    if (!done && done.error().code == ErrorCode::not_found) return not_found(site, request);
    if (!done) throw ResultError(done.error());
    return http::Reply::redirect("/beheer/kiosken");
}

}  // namespace

void add_work_kiosk_routes(Routes& routes, const std::shared_ptr<Site>& site) {
    routes.push_back({.method = http::Method::get,
                      .pattern = "/beheer/kiosken",
                      .handler = [site](const http::Request& request) { return fleet(*site, request); },
                      .needs = needs(app::Right::see_kiosks)});
    routes.push_back({.method = http::Method::post,
                      .pattern = "/beheer/kiosken/koppelcode",
                      .handler = [site](const http::Request& request) { return pair(*site, request); },
                      .needs = needs(app::Right::manage_kiosks),
                      .guard = http::Guard::token,
                      .body_limit = kBodyLimit});
    routes.push_back({.method = http::Method::post,
                      .pattern = "/beheer/kiosken/{id}/intrekken",
                      .handler = [site](const http::Request& request) { return revoke(*site, request); },
                      .needs = needs(app::Right::manage_kiosks),
                      .guard = http::Guard::token,
                      .body_limit = kBodyLimit});
}

}  // namespace peilpunt::web
