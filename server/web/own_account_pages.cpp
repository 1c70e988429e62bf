// SPDX-License-Identifier: EUPL-1.2
// What somebody who is signed in looks after for themselves: where they are signed in, and the password.
#include <nlohmann/json.hpp>

#include "server/app/accounts.hpp"
#include "server/web/qr_picture.hpp"
#include "server/web/route_sets.hpp"
#include "server/web/work_site.hpp"

namespace peilpunt::web {
namespace {

constexpr std::size_t kBodyLimit = 4096;
constexpr const char* kSignIns = "/raad/aanmeldingen";
constexpr const char* kPassword = "/raad/wachtwoord";
constexpr const char* kSecondStep = "/raad/tweede-stap";
constexpr std::string_view kOthers = "andere";

std::string_view token_of(const http::Request& request) {
    return request.cookie(http::session_cookie_name(request.secure));
}

/// No finer than a part of the day.
std::string moment_text(const View& view, TimePoint time) {
    const auto moment = moment_of(time);
    return view.words.date(moment.date) + ", " +
           view.words.named("dagdeel." + std::string(word(moment.part)));
}

std::string browser_text(const View& view, const std::string& name) {
    const auto bar = name.find('/');
    if (bar == std::string::npos) return view.words("raad.browser-onbekend");
    const auto browser = name.substr(0, bar), system = name.substr(bar + 1);
    if (browser.empty() || system.empty()) return browser + system;
    return view.words("raad.browser-op", {{"browser", browser}, {"systeem", system}});
}

http::Reply list(const Site& site, const http::Request& request) {
    const auto view = work_view(site, request);
    auto data = work_data(view, request, view.words("raad.mijn-aanmeldingen"), kSignIns);
    auto rows = nlohmann::json::array();
    for (const auto& one : site.app.accounts().sign_ins_of(actor_of(request), token_of(request)))
        rows.push_back({{"s_id", one.id},
                        {"s_browser", browser_text(view, one.browser)},
                        {"s_since", moment_text(view, one.since)},
                        {"s_used", moment_text(view, one.used)},
                        {"s_this", one.is_this},
                        {"s_other", !one.is_this}});
    data["has_others"] = rows.size() > 1;
    data["sign_ins"] = std::move(rows);
    return work_page(site, "work/sign-ins", view, data);
}

http::Reply end(const Site& site, const http::Request& request) {
    const auto form = http::Form::parse(request.body);
    if (!form) return http::Reply::redirect(kSignIns);
    const auto which = form->get("welke");
    auto& accounts = site.app.accounts();
    const auto ended = which == kOthers ? accounts.end_other_sign_ins(actor_of(request), token_of(request))
                                        : accounts.end_sign_in(actor_of(request), which);
    // What is not there any more has ended.
    if (!ended && ended.error().code != ErrorCode::not_found) throw ResultError(ended.error());
    return http::Reply::redirect(kSignIns);
}

http::Reply password_form(const Site& site, const http::Request& request, const std::string& error = {},
                          int status = 200) {
    const auto view = work_view(site, request);
    auto data = work_data(view, request, view.words("raad.wachtwoord-wijzigen"), kPassword);
    data["password_error"] = error.empty() ? nlohmann::json(false) : nlohmann::json{{"text", error}};
    return work_page(site, "work/password", view, data, status);
}

http::Reply change_password(Site& site, const http::Request& request) {
    const auto words = work_view(site, request).words;
    const auto form = http::Form::parse(request.body);
    if (!form || form->get("wachtwoord-oud").empty() || form->get("wachtwoord").empty())
        return password_form(site, request, words("raad.wachtwoord-invullen"), 400);
    if (form->get("wachtwoord") != form->get("wachtwoord-nog-eens"))
        return password_form(site, request, words("raad.wachtwoord-verschilt"), 400);
    const auto& actor = actor_of(request);
    // Counted apart from signing in, or a stranger's tries could keep somebody from this.
    const auto one = site.sign_ins.begin(request, "wachtwoord van " + actor.id());
    if (one.wait > 0) {
        auto reply = password_form(site, request, words("raad.aanmelden-te-vaak"), 429);
        reply.headers.add("Retry-After", std::to_string(one.wait));
        return reply;
    }
    const auto changed =
        site.app.accounts().change_password(actor, seal::Secret(std::string(form->get("wachtwoord-oud"))),
                                            seal::Secret(std::string(form->get("wachtwoord"))));
    if (!changed && changed.error().code == ErrorCode::unauthorized)
        return password_form(site, request, words("raad.wachtwoord-oud-fout"), 400);
    site.sign_ins.forget(one);
    if (!changed) {
        if (changed.error().faults.empty()) throw ResultError(changed.error());
        return password_form(site, request, words.named("beheer.fout." + changed.error().faults[0].code),
                             400);
    }
    auto reply = http::Reply::redirect("/raad/aanmelden?gewijzigd=ja");
    http::set_cookie(reply, http::session_cookie_name(request.secure), "", request.secure,
                     std::chrono::seconds(0));
    return reply;
}

http::Reply second_step(const Site& site, const http::Request& request, const std::string& error = {},
                        int status = 200) {
    const auto view = work_view(site, request);
    const auto step = site.app.accounts().second_step(actor_of(request));
    auto data = work_data(view, request, view.words("raad.tweede-stap"), kSecondStep);
    data["not_wanted"] = !step.wanted;
    data["done"] = step.done;
    data["to_do"] = step.wanted && !step.done;
    data["codes"] = false;
    data["late"] = step.due < view.today;
    data["due"] = view.words("raad.tweede-stap-uiterlijk", {{"datum", view.words.date(step.due)}});
    data["secret"] = step.secret;
    data["qr"] = step.link.empty() ? "" : qr_picture(step.link);
    data["step_error"] = error.empty() ? nlohmann::json(false) : nlohmann::json{{"text", error}};
    return work_page(site, "work/second-step", view, data, status);
}

http::Reply take_second_step(Site& site, const http::Request& request) {
    const auto view = work_view(site, request);
    const auto form = http::Form::parse(request.body);
    const auto& actor = actor_of(request);
    // Six digits are soon tried out by who sits at somebody else's desk.
    const auto one = site.sign_ins.begin(request, "tweede stap van " + actor.id());
    if (one.wait > 0) {
        auto reply = second_step(site, request, view.words("raad.aanmelden-te-vaak"), 429);
        reply.headers.add("Retry-After", std::to_string(one.wait));
        return reply;
    }
    const auto codes = site.app.accounts().take_second_step(actor, form ? form->get("code") : "");
    if (!codes && codes.error().code == ErrorCode::conflict) {
        site.sign_ins.forget(one);
        return http::Reply::redirect(kSecondStep);
    }
    if (!codes && codes.error().code == ErrorCode::invalid)
        return second_step(site, request, view.words("raad.tweede-stap-fout"), 400);
    if (!codes) throw ResultError(codes.error());
    site.sign_ins.forget(one);
    auto data = work_data(view, request, view.words("raad.herstelcodes"), kSecondStep);
    data["not_wanted"] = data["done"] = data["to_do"] = data["step_error"] = false;
    data["codes"] = {{"list", *codes}};
    return work_page(site, "work/second-step", view, data);
}

}  // namespace

void add_own_account_routes(Routes& routes, const std::shared_ptr<Site>& site) {
    routes.push_back({.method = http::Method::get,
                      .pattern = kSignIns,
                      .handler = [site](const http::Request& request) { return list(*site, request); },
                      .needs = http::Needs::sign_in()});
    routes.push_back({.method = http::Method::post,
                      .pattern = kSignIns,
                      .handler = [site](const http::Request& request) { return end(*site, request); },
                      .needs = http::Needs::sign_in(),
                      .guard = http::Guard::token,
                      .body_limit = kBodyLimit});
    routes.push_back(
        {.method = http::Method::get,
         .pattern = kPassword,
         .handler = [site](const http::Request& request) { return password_form(*site, request); },
         .needs = http::Needs::sign_in()});
    routes.push_back(
        {.method = http::Method::post,
         .pattern = kPassword,
         .handler = [site](const http::Request& request) { return change_password(*site, request); },
         .needs = http::Needs::sign_in(),
         .guard = http::Guard::token,
         .body_limit = kBodyLimit,
         .lane = http::Lane::hashing});
    routes.push_back({.method = http::Method::get,
                      .pattern = kSecondStep,
                      .handler = [site](const http::Request& request) { return second_step(*site, request); },
                      .needs = http::Needs::sign_in()});
    routes.push_back(
        {.method = http::Method::post,
         .pattern = kSecondStep,
         .handler = [site](const http::Request& request) { return take_second_step(*site, request); },
         .needs = http::Needs::sign_in(),
         .guard = http::Guard::token,
         .body_limit = kBodyLimit});
}

}  // namespace peilpunt::web
