// SPDX-License-Identifier: EUPL-1.2
#include "server/web/site.hpp"

#include "server/web/sender.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/model/languages.hpp"
#include "shared/text/isolate.hpp"

namespace peilpunt::web {
namespace {

std::string owners_line(const View& view) {
    std::vector<std::string> names;
    for (const auto& area : view.state->areas.municipalities()) names.push_back(area.name);
    const auto who = listed(names, view.words);
    const Values values{{"wie", who}};
    return view.words("web.eigenaars",
                      {{"wie", names.size() == 1 ? view.words("web.gemeente-van", values)
                                                 : view.words("web.gemeenten-van", values)}});
}

}  // namespace

Site::Site(app::App& use_cases)
    : app(use_cases),
      texts(text::Catalogue::builtin()),
      templates(texts),
      tickets(use_cases.keys()),
      sign_ins(use_cases.keys(), use_cases.clock()),
      kept_forms(use_cases.clock()),
      forms(65'536) {}

std::string language_of(const http::Request& request) {
    const auto asked = request.query.get("taal");
    return std::string(language_row(asked).code);
}

View view_of(const Site& site, const http::Request& request, bool young) {
    const Voice voice{language_of(request), young};
    return {site.app.state(), site.today(), voice, Words(site.texts, voice), request.path};
}

Edition edition_of(const View& view) { return {view.state->version, view.today}; }

std::string cache_key(const View& view) { return view.path + '?' + view.voice.language; }

std::string slug_of(std::string_view name) {
    std::string slug;
    for (const char c : name) {
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) slug += c;
        if (c >= 'A' && c <= 'Z') slug += static_cast<char>(c - 'A' + 'a');
        if (c == ' ' || c == '-') slug += '-';
    }
    return slug;
}

std::string listed(const std::vector<std::string>& all, const Words& words) {
    if (all.empty()) return {};
    std::vector<std::string> names;
    for (const auto& name : all) names.push_back(text::isolated(name, words.language()));
    std::string first = names.front();
    for (std::size_t i = 1; i + 1 < names.size(); ++i) first += words("web.komma") + names[i];
    return names.size() == 1 ? first : words("web.en", {{"eerste", first}, {"laatste", names.back()}});
}

nlohmann::json help_data(const View& view) {
    auto lines = nlohmann::json::array();
    const auto help = app::help_lines(*view.state, view.voice.language);
    const auto mark = help.dutch ? dutch_mark(view.voice.language) : std::string();
    for (const auto& [label, number] : help.lines) {
        std::string dial;
        std::copy_if(number.begin(), number.end(), std::back_inserter(dial),
                     [](char c) { return (c >= '0' && c <= '9') || c == '+'; });
        lines.push_back({{"label", label}, {"label_mark", mark}, {"number", number}, {"dial", dial}});
    }
    return lines.empty() ? nlohmann::json(false) : nlohmann::json{{"lines", std::move(lines)}};
}

nlohmann::json page_data(const View& view, std::string_view title, std::string_view description) {
    const auto& words = view.words;
    auto languages = nlohmann::json::array();
    for (const auto& row : kLanguageTable) {
        languages.push_back({{"code", row.code},
                             {"lang", row.tag},
                             {"name", row.own_name},
                             {"current", row.code == view.voice.language}});
    }
    nlohmann::json data = {
        {"title", std::string(title) + " – Peilpunt"},
        {"share_title", title},
        {"description", description.empty() ? words("web.home.omschrijving") : std::string(description)},
        {"path", view.path},
        {"site", app::setting(*view.state, "site")},
        {"example", app::setting(*view.state, "voorbeeld") == "ja"},
        {"home", "/"},
        {"place", words("web.plaats.regio", {{"naam", view.state->region_name}})},
        {"languages", {{"list", std::move(languages)}}},
        {"more_letters", !language_row(view.voice.language).in_first_font},
        {"owners", owners_line(view)},
        {"contact_open", app::setting(*view.state, "contact.open") == "ja"}};
    add_sender(data, view, main_sender(*view.state));
    return data;
}

void set_place(nlohmann::json& data, const View& view, const std::vector<AreaCode>& municipalities) {
    const bool one = municipalities.size() == 1;
    const auto name = one ? view.state->areas.name_of(municipalities.front()) : view.state->region_name;
    const Values values{{"naam", name}};
    if (view.voice.young) {
        data["place"] = view.words("web.plaats.jongeren", values);
    } else if (one) {
        data["place"] = view.words("web.plaats.gemeente", values);
    }
    if (!one) return;
    data["home"] = '/' + slug_of(name);
    add_sender(data, view, municipalities.front());
}

http::Reply moved(const http::Request& request, std::string path) {
    const auto query = request.target.find('?');
    return http::Reply::moved(query == std::string::npos ? path : path + request.target.substr(query));
}

http::Reply cached_page(Site& site, const View& view, const std::function<std::string()>& make) {
    return http::Reply::from(site.pages.get(cache_key(view), edition_of(view), [&make] {
        return http::make_ready("text/html; charset=utf-8", make(), "no-cache");
    }));
}

}  // namespace peilpunt::web
