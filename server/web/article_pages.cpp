// SPDX-License-Identifier: EUPL-1.2
// Pages that only tell something: privacy and accessibility.
#include <nlohmann/json.hpp>

#include "server/web/route_sets.hpp"
#include "server/web/sender.hpp"

namespace peilpunt::web {
namespace {

// Sections a, b, c ... below `prefix`, each with a heading "<prefix>a-kop" and paragraphs "<prefix>a1",
// "<prefix>a2" ...
std::string article_html(const Site& site, const View& view, const std::string& prefix) {
    const auto title = view.words.named(prefix + "titel");
    auto data = page_data(view, title);
    data["heading"] = title;
    const auto council = council_values(view, main_sender(*view.state));
    auto parts = nlohmann::json::array();
    for (char letter = 'a'; site.texts.has(prefix + letter + "-kop"); ++letter) {
        auto paragraphs = nlohmann::json::array();
        for (int i = 1; site.texts.has(prefix + letter + std::to_string(i)); ++i)
            paragraphs.push_back(fill_in(view.words.named(prefix + letter + std::to_string(i)), council));
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

// RFC 9116; there is none until the operator says whom to write to (setting security.contact).
void send_security_contact(Site& site, const http::Request& request, const http::Responder& respond) {
    const auto view = view_of(site, request);
    const auto contact = app::setting(*view.state, "security.contact");
    if (contact.empty()) return respond(not_found(site, request));
    http::Reply reply;
    reply.content_type = "text/plain; charset=utf-8";
    reply.body = "Contact: " + contact + "\nExpires: " + format_date(view.today + std::chrono::days(180)) +
                 "T00:00:00Z\nPreferred-Languages: nl, en\n";
    // Who finds it on another address knows that it is ours.
    if (const auto own = app::setting(*view.state, "site"); own.starts_with("https://"))
        reply.body += "Canonical: " + own + "/.well-known/security.txt\n";
    respond(std::move(reply));
}

}  // namespace

void add_article_routes(Routes& routes, const std::shared_ptr<Site>& site) {
    add_article(routes, site, "/privacy", "web.privacy.");
    add_article(routes, site, "/toegankelijkheid", "web.toegankelijk.");
    routes.push_back({http::Method::get, "/.well-known/security.txt",
                      [site](const http::Request& request, const http::Responder& respond) {
                          send_security_contact(*site, request, respond);
                      }});
}

}  // namespace peilpunt::web
