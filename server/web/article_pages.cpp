// SPDX-License-Identifier: EUPL-1.2
// Pages that only tell something: privacy and accessibility.
#include <nlohmann/json.hpp>

#include "server/web/route_sets.hpp"

namespace peilpunt::web {
namespace {

// Sections a, b, c ... below `prefix`, each with a heading "<prefix>a-kop" and paragraphs "<prefix>a1",
// "<prefix>a2" ...
std::string article_html(const Site& site, const View& view, const std::string& prefix) {
    const auto title = view.words.named(prefix + "titel");
    auto data = page_data(view, title);
    data["heading"] = title;
    auto parts = nlohmann::json::array();
    for (char letter = 'a'; site.texts.has(prefix + letter + "-kop"); ++letter) {
        auto paragraphs = nlohmann::json::array();
        for (int i = 1; site.texts.has(prefix + letter + std::to_string(i)); ++i)
            paragraphs.push_back(view.words.named(prefix + letter + std::to_string(i)));
        parts.push_back({{"part_heading", view.words.named(prefix + letter + "-kop")},
                         {"paragraphs", std::move(paragraphs)}});
    }
    data["parts"] = std::move(parts);
    return site.templates.render("resident/article", view.voice, data);
}

void add_article(Routes& routes, const std::shared_ptr<Site>& site, const std::string& path,
                 const std::string& prefix) {
    routes.push_back({http::Method::get, path,
                      [site, prefix](const http::Request& request, const http::Responder& respond) {
                          const auto view = view_of(*site, request);
                          respond(
                              cached_page(*site, view, [&] { return article_html(*site, view, prefix); }));
                      }});
}

}  // namespace

void add_article_routes(Routes& routes, const std::shared_ptr<Site>& site) {
    add_article(routes, site, "/privacy", "web.privacy.");
    add_article(routes, site, "/toegankelijkheid", "web.toegankelijk.");
}

}  // namespace peilpunt::web
