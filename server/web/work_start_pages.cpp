// SPDX-License-Identifier: EUPL-1.2
// The start page: what is new, what is open, what waits.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "server/app/fleet.hpp"
#include "server/web/outcome_view.hpp"
#include "server/web/route_sets.hpp"
#include "server/web/work_site.hpp"

namespace peilpunt::web {
namespace {

constexpr int kCountedAtMost = 200;

std::string greeting(const Site& site, const View& view, const http::Request& request) {
    const auto local = dutch_time(site.app.clock().now());
    const auto hour =
        std::chrono::duration_cast<std::chrono::hours>(local - std::chrono::floor<std::chrono::days>(local));
    const auto& full = actor_of(request).name();
    const Values name{{"naam", full.substr(0, full.find(' '))}};
    if (hour.count() < 12) return view.words("raad.goedemorgen", name);
    return hour.count() < 18 ? view.words("raad.goedemiddag", name) : view.words("raad.goedenavond", name);
}

nlohmann::json item(const std::string& href, const std::string& text, const std::string& when,
                    std::string_view tone, const std::string& more) {
    return {{"href", href}, {"text", text}, {"when", when}, {"tone", tone}, {"more", more}};
}

nlohmann::json queue(std::string_view id, const std::string& title, const std::string& total,
                     nlohmann::json list, const std::string& nothing, const std::string& nothing_more) {
    const bool empty = list.empty();
    return {{"queue_id", id},
            {"queue_title", title},
            {"total", total},
            {"ours", false},
            {"items", empty ? nlohmann::json(false) : nlohmann::json{{"list", std::move(list)}}},
            {"nothing", empty ? nothing : std::string()},
            {"nothing_more", nothing_more}};
}

// What came in one way and nobody read yet.
struct Heap {
    int count = 0;
    Date newest{};
    std::map<std::string, int> themes, venues;
};

Heap heap_of(const store::SignalPage& page, Channel channel) {
    Heap heap;
    for (const auto& row : page.rows) {
        if (row.origin.channel != channel) continue;
        ++heap.count;
        heap.newest = std::max(heap.newest, row.origin.moment.date);
        if (!row.signal.theme.empty() && row.signal.theme != "anders") ++heap.themes[row.signal.theme];
        if (!row.origin.venue.empty()) ++heap.venues[row.origin.venue];
    }
    return heap;
}

// The places where most was said, else the theme that comes up most.
std::string about(const Words& words, const Heap& heap) {
    const auto less = [](const auto& a, const auto& b) { return a.second < b.second; };
    if (!heap.venues.empty()) {
        std::string text;
        auto venues = heap.venues;
        for (int i = 0; i < 2 && !venues.empty(); ++i) {
            const auto most = std::max_element(venues.begin(), venues.end(), less);
            text += (text.empty() ? "" : ", ") + most->first + ' ' + std::to_string(most->second);
            venues.erase(most);
        }
        return text;
    }
    if (heap.themes.empty()) return {};
    const auto most = std::max_element(heap.themes.begin(), heap.themes.end(), less);
    return words("raad.vooral-over", {{"thema", words.named("thema." + most->first)}});
}

// Unread signals by the way they came in: a list of things to read, not a statistic.
nlohmann::json new_signals(const Site& site, const View& view, const http::Request& request) {
    const auto& words = view.words;
    store::SignalFilter filter;
    filter.unread_only = true;
    const auto page = site.app.signals().list(actor_of(request), filter, {}, kCountedAtMost);
    auto list = nlohmann::json::array();
    for (const auto channel : kChannels) {
        const auto heap = heap_of(page, channel);
        if (heap.count == 0) continue;
        const auto way = std::string(word(channel));
        list.push_back(item("/raad/signalen?nieuw=ja&weg=" + way,
                            fill_in(words.named("raad.via." + way), {{"aantal", std::to_string(heap.count)}}),
                            month_name(words, format_date(heap.newest).substr(0, 7)), "",
                            about(words, heap)));
    }
    const auto total = std::to_string(page.rows.size()) + (page.next.empty() ? "" : "+");
    auto data = queue("nieuw", words("raad.nieuwe-signalen"), total, std::move(list),
                      words("raad.geen-nieuwe"), words("raad.geen-nieuwe-uitleg"));
    data["ours"] = true;
    return data;
}

std::string responses_text(const View& view, const Poll& poll) {
    const auto* progress = view.state->progress(poll.id);
    if (!progress || progress->people == 0) return view.words("raad.nog-geen-antwoorden");
    const auto about = view.words("raad.ongeveer", {{"aantal", view.words.number(progress->people)}});
    return view.words("raad.antwoorden", {{"aantal", about}});
}

nlohmann::json open_polls(const View& view, const http::Request& request) {
    const auto& words = view.words;
    auto list = nlohmann::json::array();
    for (const auto* poll : app::polls_for(*view.state, actor_of(request))) {
        if (!is_open(*poll, view.today)) continue;
        list.push_back(item("/raad/peilingen/" + poll->slug, poll->title.in(view.words.language()),
                            words("raad.tot-en-met", {{"datum", words.date(last_day(*poll))}}), "",
                            responses_text(view, *poll)));
    }
    const auto total = std::to_string(list.size());
    return queue("open", words("raad.open-peilingen"), total, std::move(list), words("raad.geen-open"),
                 words("raad.geen-open-uitleg"));
}

nlohmann::json waiting(const View& view, const http::Request& request) {
    const auto& words = view.words;
    auto list = nlohmann::json::array();
    for (const auto* poll : app::polls_for(*view.state, actor_of(request))) {
        if (is_open(*poll, view.today) || view.today < poll->opens) continue;
        const auto days = (view.today - poll->expectation.feedback_on).count();
        auto when = words.date(poll->expectation.feedback_on);
        if (days > 0) when = words.counted("raad.te-laat", days);
        if (days == 0) when = words("raad.vandaag-uitslag");
        list.push_back(item("/raad/peilingen/" + poll->slug, poll->title.in(view.words.language()), when,
                            days > 0    ? "late-t"
                            : days == 0 ? "wait-t"
                                        : "",
                            words("raad.eigenaar", {{"naam", poll->expectation.owner}})));
    }
    const auto total = std::to_string(list.size());
    return queue("wacht", words("raad.wacht-op-uitslag"), total, std::move(list), words("raad.niets-wacht"),
                 words("raad.niets-wacht-uitleg"));
}

nlohmann::json region_rows(const Site& site, const View& view, const http::Request& request) {
    const auto& actor = actor_of(request);
    const auto table = site.app.signals().count(actor, {}).by_municipality;
    const auto kiosks = site.app.fleet().list(actor);
    auto rows = nlohmann::json::array();
    const auto reach = app::reach_of(actor, app::Right::see_overview);
    for (const auto& area : reach.municipalities_in(view.state->areas)) {
        const auto code = area.code.str();
        const auto row = std::find(table.rows.begin(), table.rows.end(), code);
        std::string signals = "0";
        if (row != table.rows.end()) {
            const auto total = table.cells[static_cast<std::size_t>(row - table.rows.begin())][0];
            signals = total ? view.words.number(*total) : view.words("raad.te-weinig");
        }
        const auto count = std::count_if(kiosks.begin(), kiosks.end(), [&area](const store::Kiosk& kiosk) {
            return kiosk.municipality == area.code && !kiosk.revoked;
        });
        rows.push_back({{"name", area.name},
                        {"signals", signals},
                        {"polls", std::to_string(view.state->open_polls(view.today, code).size())},
                        {"kiosks", std::to_string(count)}});
    }
    return rows;
}

http::Reply start(const Site& site, const http::Request& request) {
    const auto view = work_view(site, request);
    const auto& words = view.words;
    auto data = work_data(view, request, words("raad.start"), "/raad");
    const std::chrono::weekday weekday(view.today);
    data["greeting"] = greeting(site, view, request);
    data["day"] =
        words("raad.vandaag", {{"dag", words.named("raad.dag." + std::to_string(weekday.c_encoding()))},
                               {"datum", words.date(view.today)}});
    data["queues"] = {open_polls(view, request), waiting(view, request)};
    const bool reader = app::may(actor_of(request), app::Right::read_signals);
    data["reader"] = reader;
    if (reader) {
        auto unread = new_signals(site, view, request);
        if (unread["total"] != "0") add_menu_count(data, "/raad/signalen", unread["total"]);
        data["queues"].insert(data["queues"].begin(), std::move(unread));
    }
    data["region_title"] = words("raad.per-gemeente-nu");
    data["region"] = region_rows(site, view, request);
    return work_page(site, "work/start", view, data);
}

}  // namespace

void add_work_start_routes(Routes& routes, const std::shared_ptr<Site>& site) {
    routes.push_back({.method = http::Method::get,
                      .pattern = "/raad",
                      .handler = [site](const http::Request& request) { return start(*site, request); },
                      .needs = needs(app::Right::see_overview)});
    routes.push_back(
        {.method = http::Method::get,
         .pattern = "/beheer",
         .handler = [](const http::Request&) { return http::Reply::redirect("/beheer/kiosken"); },
         .needs = needs(app::Right::see_kiosks)});
}

}  // namespace peilpunt::web
