// SPDX-License-Identifier: EUPL-1.2
// Signals as a reading list: the words first, then theme, place and channel.
#include <charconv>
#include <nlohmann/json.hpp>

#include "server/web/route_sets.hpp"
#include "server/web/work_site.hpp"
#include "shared/model/languages.hpp"

namespace peilpunt::web {
namespace {

constexpr int kPerPage = 25;

std::string link(const std::string& path, const std::string& query) {
    return query.empty() ? path : path + '?' + query;
}

std::string when(const View& view, const Moment& moment) {
    return text::month(moment.date, view.words.language()) + ", " +
           view.words.named("dagdeel." + std::string(word(moment.part)));
}

std::string theme_of(const View& view, const Signal& signal) {
    return signal.theme.empty() ? view.words("raad.geen-thema") : view.words.named("thema." + signal.theme);
}

std::string place(const View& view, const Signal& signal) {
    return view.state->areas.name_of(signal.area.empty() ? signal.municipality : signal.area);
}

/// What was typed or picked; of what was only spoken, that it was.
std::string words_of(const View& view, const Signal& signal) {
    return signal.text.empty() ? view.words("raad.alleen-gesproken") : signal.text;
}

// Everything that the list needs to come back to the same place.
struct List {
    store::SignalFilter filter;
    std::string cursor;
    store::SignalPage page;

    std::string query(const std::string& at) const {
        auto text = filter_query(filter);
        if (!at.empty()) text += (text.empty() ? "na=" : "&na=") + http::encode_query(at);
        return text;
    }
    std::string address(const store::SignalRow& row) const {
        return link("/raad/signalen/" + row.id.str(), query(cursor));
    }
};

nlohmann::json rows(const View& view, const List& list, const std::string& current) {
    auto data = nlohmann::json::array();
    for (const auto& row : list.page.rows)
        data.push_back({{"href", list.address(row)},
                        {"current", row.id.str() == current},
                        {"unread", !row.read},
                        {"words", words_of(view, row.signal)},
                        {"spoken", !row.signal.recording.empty()},
                        {"about", theme_of(view, row.signal) + ", " + place(view, row.signal)},
                        {"when", when(view, row.origin.moment)}});
    return data;
}

nlohmann::json chips(const View& view, const store::SignalFilter& filter) {
    auto data = nlohmann::json::array();
    const auto& words = view.words;
    const auto add = [&](std::string_view name, const std::string& text) {
        if (!text.empty())
            data.push_back({{"text", text}, {"href", link("/raad/signalen", filter_query(filter, name))}});
    };
    const auto area = [&view](const std::string& code) {
        const auto parsed = AreaCode::parse(code);
        return parsed ? view.state->areas.name_of(*parsed) : std::string();
    };
    add("thema", words.named("thema." + filter.theme));
    add("gemeente", area(filter.municipality));
    add("wijk", area(filter.area));
    add("weg", words.named("weg." + filter.channel));
    add("soort", words.named("soort." + filter.kind));
    add("perspectief", words.named("raad.perspectief." + filter.perspective));
    add("maand", filter.month.empty() ? "" : month_name(words, filter.month));
    add("nieuw", filter.unread_only ? words("raad.alleen-nieuw") : "");
    return data;
}

nlohmann::json facts(const View& view, const store::SignalRow& row) {
    const auto& words = view.words;
    const auto& signal = row.signal;
    auto list = nlohmann::json::array();
    const auto add = [&list](const std::string& name, const std::string& value, bool quoted) {
        if (!value.empty()) list.push_back({{"name", name}, {"value", value}, {"quoted", quoted}});
    };
    const auto quote = [](const std::string& text) { return text.empty() ? text : "‘" + text + "’"; };
    add(words("raad.wat-helpt"), quote(signal.what_helps), true);
    add(words("raad.wat-zelf"), quote(signal.own_part), true);
    const auto channel = words.named("weg." + std::string(word(row.origin.channel)));
    add(words("raad.weg-en-plek"), row.origin.venue.empty() ? channel : channel + ", " + row.origin.venue,
        false);
    add(words("raad.wanneer"), when(view, row.origin.moment), false);
    const auto municipality = view.state->areas.name_of(signal.municipality);
    add(words("raad.gebied"),
        signal.area.empty() ? municipality + ". " + words("raad.geen-wijk")
                            : place(view, signal) + ", " + municipality,
        false);
    if (!is_dutch(signal.language))
        add(words("raad.taal"),
            is_known_language(signal.language) ? std::string(language_row(signal.language).own_name)
                                               : signal.language,
            false);
    return list;
}

nlohmann::json reading(const View& view, const List& list, const store::SignalRow& row) {
    auto badges = nlohmann::json::array();
    badges.push_back({{"tone", row.read ? "plain" : "mark"},
                      {"text", row.read ? view.words("raad.gelezen") : view.words("raad.nieuw")}});
    badges.push_back({{"tone", "tint"}, {"text", theme_of(view, row.signal)}});
    if (row.signal.kind != SignalKind::unsaid)
        badges.push_back(
            {{"tone", "plain"}, {"text", view.words.named("soort." + std::string(word(row.signal.kind)))}});
    if (row.signal.perspective != Perspective::unsaid)
        badges.push_back(
            {{"tone", "plain"},
             {"text", view.words.named("raad.perspectief." + std::string(word(row.signal.perspective)))}});
    if (!row.signal.recording.empty())
        badges.push_back({{"tone", "plain"}, {"text", view.words("raad.gesproken")}});
    nlohmann::json data{
        {"words", row.signal.text},
        {"typed", !row.signal.text.empty()},
        {"sound",
         row.signal.recording.empty() ? std::string() : "/raad/signalen/" + row.id.str() + "/opname"},
        {"badges", std::move(badges)},
        {"facts", facts(view, row)},
        {"back", link("/raad/signalen", list.query(list.cursor))},
        {"previous", ""},
        {"next", ""},
        {"next_id", ""},
        {"mark", row.read ? std::string()
                          : link("/raad/signalen/" + row.id.str() + "/gelezen", list.query(list.cursor))}};
    for (std::size_t i = 0; i < list.page.rows.size(); ++i) {
        if (list.page.rows[i].id != row.id) continue;
        if (i > 0) data["previous"] = list.address(list.page.rows[i - 1]);
        if (i + 1 == list.page.rows.size()) continue;
        data["next"] = list.address(list.page.rows[i + 1]);
        data["next_id"] = list.page.rows[i + 1].id.str();
    }
    return data;
}

std::string new_count(const Site& site, const http::Request& request) {
    store::SignalFilter unread;
    unread.unread_only = true;
    const auto page = site.app.signals().list(actor_of(request), unread, {}, 200);
    return std::to_string(page.rows.size()) + (page.next.empty() ? "" : "+");
}

http::Reply show(const Site& site, const http::Request& request, const std::optional<SignalId>& wanted) {
    const auto view = work_view(site, request);
    const auto& words = view.words;
    const auto& actor = actor_of(request);
    List list{read_filter(view, request), std::string(request.query.get("na")), {}};
    list.page = site.app.signals().list(actor, list.filter, list.cursor, kPerPage);
    auto data = work_data(view, request, words("raad.signalen"), "/raad/signalen");
    data["signal"] = false;
    if (wanted) {
        const auto row = site.app.signals().find(actor, *wanted);
        if (!row) return not_found(site, request);
        data["signal"] = reading(view, list, *row);
    }
    const auto counts = site.app.signals().count(actor, list.filter);
    const auto unread = new_count(site, request);
    if (unread != "0") add_menu_count(data, "/raad/signalen", unread);
    data["summary"] = words("raad.signalen-kop", {{"aantal", unread}});
    data["count_text"] = words.counted("raad.aantal-signalen", counts.total.value_or(0));
    auto narrowed = chips(view, list.filter);
    data["any_chip"] = !narrowed.empty();
    data["chips"] = std::move(narrowed);
    auto month_filter = list.filter;
    month_filter.month.clear();
    data["filters"] = filter_fields(view, request, list.filter,
                                    site.app.signals().count(actor, month_filter).by_month.rows, true);
    data["rows"] = rows(view, list, wanted ? wanted->str() : std::string());
    data["some"] = !list.page.rows.empty() || wanted;
    data["none"] = list.page.rows.empty() && !wanted;
    data["more"] = list.page.next.empty()
                       ? nlohmann::json(false)
                       : nlohmann::json{{"href", link("/raad/signalen", list.query(list.page.next))}};
    return work_page(site, "work/signals", view, data);
}

/// The part of `size` bytes that "bytes=first-last" asks for, half-open; nothing when it asks for no such
/// part.
std::optional<std::pair<std::size_t, std::size_t>> asked_part(std::string_view range, std::size_t size) {
    constexpr std::string_view kUnit = "bytes=";
    if (!range.starts_with(kUnit) || size == 0) return std::nullopt;
    range.remove_prefix(kUnit.size());
    const auto dash = range.find('-');
    if (dash == std::string_view::npos || dash == 0) return std::nullopt;
    const auto number = [](std::string_view digits, std::size_t& value) {
        const auto* end = digits.data() + digits.size();
        return std::from_chars(digits.data(), end, value).ptr == end;
    };
    std::size_t first = 0;
    std::size_t last = size - 1;
    const auto end = range.substr(dash + 1);
    if (!number(range.substr(0, dash), first) || (!end.empty() && !number(end, last))) return std::nullopt;
    if (first >= size || last < first) return std::nullopt;
    return std::pair(first, std::min(last, size - 1) + 1);
}

/// Says to the giver that it was read; then the same signal again, or the next one that the page named.
http::Reply mark(const Site& site, const http::Request& request) {
    const auto id = SignalId::parse(request.value("id"));
    if (!id || !site.app.signals().mark_read(actor_of(request), *id)) return not_found(site, request);
    const List list{read_filter(work_view(site, request), request), std::string(request.query.get("na")), {}};
    const auto form = http::Form::parse(request.body);
    const auto next = form ? SignalId::parse(form->get("volgende")) : Result<SignalId>(Error{});
    return http::Reply::redirect(
        link("/raad/signalen/" + (next ? *next : *id).str(), list.query(list.cursor)));
}

/// What was spoken. Players ask for parts, so that they can jump.
http::Reply play(const Site& site, const http::Request& request) {
    const auto id = SignalId::parse(request.value("id"));
    auto ogg = id ? site.app.signals().recording(actor_of(request), *id) : std::nullopt;
    if (!ogg) return not_found(site, request);
    http::Reply reply;
    reply.content_type = "audio/ogg";
    reply.headers.add("Accept-Ranges", "bytes");
    if (const auto part = asked_part(request.headers.get("range"), ogg->size())) {
        reply.status = 206;
        reply.headers.add("Content-Range", "bytes " + std::to_string(part->first) + '-' +
                                               std::to_string(part->second - 1) + '/' +
                                               std::to_string(ogg->size()));
        reply.body = ogg->substr(part->first, part->second - part->first);
    } else {
        reply.body = std::move(*ogg);
    }
    return reply;
}

}  // namespace

void add_work_signal_routes(Routes& routes, const std::shared_ptr<Site>& site) {
    routes.push_back(
        {.method = http::Method::get,
         .pattern = "/raad/signalen",
         .handler = [site](const http::Request& request) { return show(*site, request, std::nullopt); },
         .needs = needs(app::Right::read_signals)});
    routes.push_back({.method = http::Method::get,
                      .pattern = "/raad/signalen/{id}",
                      .handler =
                          [site](const http::Request& request) {
                              const auto id = SignalId::parse(request.value("id"));
                              return id ? show(*site, request, *id) : not_found(*site, request);
                          },
                      .needs = needs(app::Right::read_signals)});
    routes.push_back({.method = http::Method::post,
                      .pattern = "/raad/signalen/{id}/gelezen",
                      .handler = [site](const http::Request& request) { return mark(*site, request); },
                      .needs = needs(app::Right::assess_signals),
                      .guard = http::Guard::token,
                      .body_limit = 4 * 1024});
    routes.push_back({.method = http::Method::get,
                      .pattern = "/raad/signalen/{id}/opname",
                      .handler = [site](const http::Request& request) { return play(*site, request); },
                      .needs = needs(app::Right::read_signals)});
}

}  // namespace peilpunt::web
