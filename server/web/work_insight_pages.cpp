// SPDX-License-Identifier: EUPL-1.2
// Signals counted: by theme, place, month, channel and perspective. Hidden counts stay hidden
// (results::protect).
#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/web/route_sets.hpp"
#include "server/web/work_site.hpp"

namespace peilpunt::web {
namespace {

std::string count_text(const Words& words, const std::optional<std::int64_t>& count) {
    return count ? words.number(*count) : words("raad.te-weinig");
}

nlohmann::json theme_table(const View& view, const results::CountTable& table) {
    if (table.columns.size() < 2) return false;
    auto columns = nlohmann::json::array();
    for (const auto& code : table.columns) {
        const auto area = AreaCode::parse(code);
        columns.push_back(area ? view.state->areas.name_of(*area) : code);
    }
    auto rows = nlohmann::json::array();
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        if (table.row_totals[i] && *table.row_totals[i] == 0) continue;
        auto cells = nlohmann::json::array();
        for (const auto& cell : table.cells[i]) cells.push_back(count_text(view.words, cell));
        rows.push_back({{"label", table.rows[i].empty() ? view.words("raad.geen-thema")
                                                        : view.words.named("thema." + table.rows[i])},
                        {"cells", std::move(cells)}});
    }
    return {{"columns", std::move(columns)}, {"rows", std::move(rows)}};
}

// The sentence above the themes: which one comes up most.
std::string theme_lead(const Words& words, const results::CountTable& table) {
    std::size_t best = table.rows.size();
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const auto count = table.cells[i][0].value_or(0);
        if (table.rows[i].empty() || table.rows[i] == "anders" || count == 0) continue;
        if (best == table.rows.size() || count > *table.cells[best][0]) best = i;
    }
    if (best == table.rows.size()) return {};
    const auto as_many = std::count(table.cells.begin(), table.cells.end(), table.cells[best]);
    if (as_many > 1) return {};
    return words.counted("raad.meest-thema", *table.cells[best][0],
                         {{"thema", words.named("thema." + table.rows[best])}});
}

std::string channel_lead(const Words& words, const results::CountTable& table,
                         std::optional<std::int64_t> total) {
    const auto web = std::find(table.rows.begin(), table.rows.end(), word(Channel::web));
    if (!total || *total == 0 || web == table.rows.end()) return {};
    const auto count = table.cells[static_cast<std::size_t>(web - table.rows.begin())][0];
    if (!count || *count == *total) return {};
    return words("raad.niet-web",
                 {{"deel", words.percent(1.0 - static_cast<double>(*count) / static_cast<double>(*total))}});
}

void add_charts(nlohmann::json& data, const View& view, const app::SignalCounts& counts) {
    const auto& words = view.words;
    data["theme_lead"] = theme_lead(words, counts.by_theme);
    data["theme_chart"] = count_chart(
        words, counts.by_theme, words("raad.thema"),
        [&](const std::string& row) {
            return row.empty() ? words("raad.geen-thema") : words.named("thema." + row);
        },
        true);
    data["theme_table"] = theme_table(view, counts.by_theme_and_municipality);
    // Of one municipality it is the total again.
    data["municipality_chart"] = counts.by_municipality.rows.size() < 2
                                     ? nlohmann::json(false)
                                     : count_chart(
                                           words, counts.by_municipality, words("raad.gemeente"),
                                           [&](const std::string& row) {
                                               const auto code = AreaCode::parse(row);
                                               return code ? view.state->areas.name_of(*code) : row;
                                           },
                                           true);
    data["district_chart"] = count_chart(
        words, counts.by_district, words("raad.wijk"),
        [&](const std::string& row) {
            const auto code = AreaCode::parse(row);
            if (!code) return words("raad.geen-wijk");
            const auto name = view.state->areas.name_of(*code);
            return name + ", " + view.state->areas.name_of(code->municipality());
        },
        true);
    data["month_chart"] = count_chart(
        words, counts.by_month, words("raad.maand"),
        [&](const std::string& row) { return month_name(words, row); }, false);
    data["channel_lead"] = channel_lead(words, counts.by_channel, counts.total);
    data["channel_chart"] = count_chart(
        words, counts.by_channel, words("raad.weg"),
        [&](const std::string& row) { return words.named("weg." + row); }, true);
    data["perspective_chart"] = count_chart(
        words, counts.by_perspective, words("raad.perspectief"),
        [&](const std::string& row) { return words.named("raad.perspectief." + row); }, true);
}

http::Reply insight(const Site& site, const http::Request& request) {
    const auto view = work_view(site, request);
    const auto& words = view.words;
    auto filter = read_filter(view, request);
    filter.unread_only = false;
    const auto& actor = actor_of(request);
    const auto counts = site.app.signals().count(actor, filter);
    auto data = work_data(view, request, words("raad.inzicht"), "/raad/inzicht");
    const auto narrowed = AreaCode::parse(filter.area.empty() ? filter.municipality : filter.area);
    const auto place = narrowed ? view.state->areas.name_of(*narrowed)
                                : place_of(view, app::reach_of(actor, app::Right::count_signals));
    const bool some = counts.total.value_or(0) > 0;
    data["summary"] = counts.total ? words.counted("raad.inzicht-kop", *counts.total, {{"plaats", place}})
                                   : words("raad.inzicht-kop-weinig", {{"plaats", place}});
    auto month_filter = filter;
    month_filter.month.clear();
    data["filters"] = filter_fields(view, request, filter,
                                    site.app.signals().count(actor, month_filter).by_month.rows, false);
    data["some"] = some;
    // "None" is said only to who may know how many there are.
    data["none"] = counts.total && !some;
    data["too_few"] = !counts.total;
    data["reader"] = app::may(actor, app::Right::read_signals);
    data["list_query"] = filter_query(filter);
    if (some) add_charts(data, view, counts);
    return work_page(site, "work/insight", view, data);
}

}  // namespace

void add_work_insight_routes(Routes& routes, const std::shared_ptr<Site>& site) {
    routes.push_back({.method = http::Method::get,
                      .pattern = "/raad/inzicht",
                      .handler = [site](const http::Request& request) { return insight(*site, request); },
                      .needs = needs(app::Right::count_signals)});
}

}  // namespace peilpunt::web
