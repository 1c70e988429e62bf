// SPDX-License-Identifier: EUPL-1.2
#include "server/web/work_site.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "server/web/charts.hpp"
#include "server/web/pictures.hpp"
#include "server/web/work_language.hpp"
#include "shared/model/languages.hpp"

namespace peilpunt::web {
namespace {

/// An item of the menu, and the right that shows it.
struct MenuItem {
    app::Right needs;
    const char* list;  ///< "menu", or "menu_manage" below it
    text::Key name;
    const char *picture, *href;
};
constexpr MenuItem kMenu[] = {
    {app::Right::see_overview, "menu", "raad.start", "home", "/raad"},
    {app::Right::read_signals, "menu", "raad.signalen", "inbox", "/raad/signalen"},
    {app::Right::see_polls, "menu", "raad.peilingen", "poll", "/raad/peilingen"},
    {app::Right::count_signals, "menu_manage", "raad.inzicht", "chart", "/raad/inzicht"},
    {app::Right::see_kiosks, "menu_manage", "raad.kiosken", "kiosk", "/beheer/kiosken"},
    {app::Right::change_settings, "menu_manage", "beheer.set.titel", "dials", "/beheer/instellingen"},
};

nlohmann::json option(std::string_view value, const std::string& text, const std::string& chosen) {
    return {{"f_value", value}, {"f_text", text}, {"f_chosen", value == chosen}};
}

nlohmann::json field(std::string_view id, const std::string& label, const std::string& all,
                     nlohmann::json options) {
    return {{"f_id", id}, {"f_label", label}, {"f_all", all}, {"f_options", std::move(options)}};
}

nlohmann::json area_options(const View& view, const std::vector<Area>& municipalities,
                            const store::SignalFilter& filter) {
    auto options = nlohmann::json::array();
    for (const auto& municipality : municipalities) {
        if (!filter.municipality.empty() && municipality.code.str() != filter.municipality) continue;
        for (const auto& district : view.state->areas.districts_of(municipality.code)) {
            const auto name = municipalities.size() > 1 && filter.municipality.empty()
                                  ? district.name + " (" + municipality.name + ')'
                                  : district.name;
            options.push_back(option(district.code.str(), name, filter.area));
        }
    }
    return options;
}

bool is_month(std::string_view text) {
    return text.size() == 7 && parse_date(std::string(text) + "-01").has_value();
}

}  // namespace

const app::Actor& actor_of(const http::Request& request) { return *request.visitor.value().actor; }

std::string place_of(const View& view, const app::Reach& reach) {
    if (reach.is_region()) return view.state->region_name;
    std::vector<std::string> names;
    for (const auto& area : reach.municipalities_in(view.state->areas)) names.push_back(area.name);
    return listed(names, view.words);
}

View work_view(const Site& site, const http::Request& request) {
    const Voice voice{work_language(request), false};
    return {site.app.state(),
            site.today(),
            voice,
            Words(site.texts, voice),
            request.path,
            asks_work_language(request),
            request.secure};
}

nlohmann::json work_data(const View& view, const http::Request& request, std::string_view title,
                         std::string_view current) {
    const auto& words = view.words;
    auto data = page_data(view, title);
    data["other_languages"] = other_work_languages(view, request);
    data["menu"] = nlohmann::json::array();
    data["menu_manage"] = nlohmann::json::array();
    if (!request.visitor) return data;
    const auto& actor = actor_of(request);
    for (const auto& item : kMenu)
        if (app::may(actor, item.needs))
            data[item.list].push_back({{"name", words(item.name)},
                                       {"icon", icon(item.picture)},
                                       {"href", item.href},
                                       {"current", item.href == current}});
    std::string functions;
    for (const auto& [function, reach] : actor.memberships())
        functions += (functions.empty() ? "" : "; ") +
                     fill_in(words.named("raad.rol." + std::string(app::word(function))),
                             {{"plaats", place_of(view, reach)}});
    data["me"] = actor.name();
    data["my_place"] = functions;
    data["csrf"] = request.visitor->csrf_token;
    return data;
}

void add_menu_count(nlohmann::json& data, std::string_view href, const std::string& count) {
    for (auto& item : data["menu"])
        if (item["href"] == href) item["count"] = count;
}

http::Reply work_page(const Site& site, std::string_view name, const View& view, const nlohmann::json& data,
                      int status) {
    auto reply = http::Reply::html(site.templates.render(name, view.voice, data), status);
    reply.headers.add("Cache-Control", "no-store");
    reply.headers.add("Vary", "Accept-Language");
    if (view.keep_language) keep_work_language(reply, view.voice.language, view.secure);
    return reply;
}

nlohmann::json other_work_languages(const View& view, const http::Request& request) {
    auto others = nlohmann::json::array();
    // What a form was sent to is not a page to come back to.
    if (request.method != http::Method::get) return others;
    for (const auto& row : kLanguageTable) {
        if (!row.of_workspace || row.code == view.voice.language) continue;
        std::string query = "?taal=" + std::string(row.code);
        for (const auto& [name, value] : request.query.all())
            if (name != "taal") query += '&' + http::encode_query(name) + '=' + http::encode_query(value);
        others.push_back({{"l_href", view.path + query}, {"l_lang", row.tag}, {"l_name", row.own_name}});
    }
    return others;
}

store::SignalFilter read_filter(const View& view, const http::Request& request) {
    store::SignalFilter filter;
    const auto& query = request.query;
    const auto allowed = app::reach_of(actor_of(request), app::Right::count_signals);
    const auto in_reach = [&](const AreaCode& code) {
        return view.state->areas.find(code.municipality()) && allowed.covers(code);
    };
    if (const auto code = AreaCode::parse(query.get("gemeente")); code && in_reach(*code))
        filter.municipality = code->str();
    if (const auto code = AreaCode::parse(query.get("wijk"));
        code && view.state->areas.find(*code) && in_reach(*code))
        if (filter.municipality.empty() || code->municipality().str() == filter.municipality)
            filter.area = code->str();
    if (is_theme(query.get("thema"))) filter.theme = query.get("thema");
    if (channel_of(query.get("weg"))) filter.channel = query.get("weg");
    if (signal_kind_of(query.get("soort"))) filter.kind = query.get("soort");
    if (perspective_of(query.get("perspectief"))) filter.perspective = query.get("perspectief");
    if (is_month(query.get("maand"))) filter.month = query.get("maand");
    filter.unread_only = query.get("nieuw") == "ja";
    return filter;
}

std::string filter_query(const store::SignalFilter& filter, std::string_view without) {
    std::string query;
    const auto add = [&](std::string_view name, const std::string& value) {
        if (value.empty() || name == without) return;
        query += (query.empty() ? "" : "&") + std::string(name) + '=' + http::encode_query(value);
    };
    add("thema", filter.theme);
    add("gemeente", filter.municipality);
    if (without != "gemeente") add("wijk", filter.area);
    add("weg", filter.channel);
    add("soort", filter.kind);
    add("perspectief", filter.perspective);
    add("maand", filter.month);
    add("nieuw", filter.unread_only ? "ja" : "");
    return query;
}

std::string month_name(const Words& words, const std::string& month) {
    const auto date = parse_date(month + "-01");
    return date ? text::month(*date, words.language()) : month;
}

nlohmann::json filter_fields(const View& view, const http::Request& request,
                             const store::SignalFilter& filter, const std::vector<std::string>& months,
                             bool with_unread) {
    const auto& words = view.words;
    const auto municipalities =
        app::reach_of(actor_of(request), app::Right::count_signals).municipalities_in(view.state->areas);
    auto fields = nlohmann::json::array();
    auto options = nlohmann::json::array();
    for (const auto theme : kThemes)
        options.push_back(option(theme, words.named("thema." + std::string(theme)), filter.theme));
    fields.push_back(field("thema", words("raad.thema"), words("raad.alle-themas"), std::move(options)));
    if (municipalities.size() > 1) {
        options = nlohmann::json::array();
        for (const auto& area : municipalities)
            options.push_back(option(area.code.str(), area.name, filter.municipality));
        fields.push_back(
            field("gemeente", words("raad.gemeente"), words("raad.alle-gemeenten"), std::move(options)));
    }
    fields.push_back(field("wijk", words("raad.wijk"), words("raad.alle-wijken"),
                           area_options(view, municipalities, filter)));
    options = nlohmann::json::array();
    for (const auto channel : kChannels)
        options.push_back(
            option(word(channel), words.named("weg." + std::string(word(channel))), filter.channel));
    fields.push_back(field("weg", words("raad.weg"), words("raad.alle-wegen"), std::move(options)));
    if (app::may(actor_of(request), app::Right::read_signals)) {
        options = nlohmann::json::array();
        for (const auto one : kSignalKinds)
            options.push_back(option(word(one), words.named("soort." + std::string(word(one))), filter.kind));
        fields.push_back(field("soort", words("raad.soort"), words("raad.alle-soorten"), std::move(options)));
    }
    options = nlohmann::json::array();
    for (const auto one : kPerspectives)
        options.push_back(
            option(word(one), words.named("raad.perspectief." + std::string(word(one))), filter.perspective));
    fields.push_back(field("perspectief", words("raad.perspectief"), words("raad.alle-perspectieven"),
                           std::move(options)));
    options = nlohmann::json::array();
    for (auto month = months.rbegin(); month != months.rend(); ++month)
        options.push_back(option(*month, month_name(words, *month), filter.month));
    fields.push_back(field("maand", words("raad.maand"), words("raad.alle-maanden"), std::move(options)));
    if (with_unread) {
        const auto chosen = filter.unread_only ? std::string("ja") : std::string();
        fields.push_back(field("nieuw", words("raad.gelezen-of-niet"), words("raad.alles"),
                               {option("ja", words("raad.alleen-nieuw"), chosen)}));
    }
    return fields;
}

nlohmann::json count_chart(const Words& words, const results::CountTable& table, const std::string& caption,
                           const std::function<std::string(const std::string&)>& name_of, bool sorted) {
    struct Row {
        std::string name;
        std::int64_t count;
    };
    std::vector<Row> rows;
    std::int64_t largest = 0;
    bool hidden = false;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const auto count = table.cells[i][0];
        hidden = hidden || !count;
        if (!count || *count == 0) continue;
        rows.push_back({name_of(table.rows[i]), *count});
        largest = std::max(largest, *count);
    }
    if (rows.empty() && !hidden) return false;
    if (sorted)
        std::stable_sort(rows.begin(), rows.end(),
                         [](const Row& a, const Row& b) { return a.count > b.count; });
    auto list = nlohmann::json::array();
    for (const auto& row : rows) {
        const double share = static_cast<double>(row.count) / static_cast<double>(largest);
        list.push_back({{"label", row.name},
                        {"bar", bar(share, row.count == largest)},
                        {"value", words.number(row.count)}});
    }
    // One row for all that is hidden: which ones they are would already tell something.
    if (hidden)
        list.push_back(
            {{"label", words("raad.andere")}, {"bar", hidden_bar()}, {"value", words("raad.te-weinig")}});
    return {{"caption", caption},
            {"head_row", caption},
            {"head_bar", words("raad.balk")},
            {"head_value", words("raad.aantal")},
            {"rows", std::move(list)}};
}

}  // namespace peilpunt::web
