// SPDX-License-Identifier: EUPL-1.2
// Files that never change under their name, and the few small ones that other programs look for.
#include <nlohmann/json.hpp>

#include "server/web/assets.hpp"
#include "server/web/route_sets.hpp"

namespace peilpunt::web {
namespace {

constexpr auto kForEver = "public, max-age=31536000, immutable";
constexpr auto kADay = "public, max-age=86400";

void add_ready(Routes& routes, const std::string& path, std::shared_ptr<const http::ReadyBytes> ready) {
    routes.push_back({http::Method::get, path,
                      [ready = std::move(ready)](const http::Request&, const http::Responder& respond) {
                          respond(http::Reply::from(ready));
                      }});
}

std::string address_of(std::string_view start) {
    for (const auto& file : embedded_files())
        if (file.address.starts_with(start)) return std::string(file.address);
    return {};
}

std::string manifest() {
    const auto icon = [](const char* size, std::string_view start) {
        return nlohmann::json{
            {"src", address_of(start)}, {"sizes", size}, {"type", "image/png"}, {"purpose", "any"}};
    };
    return nlohmann::json{
        {"name", "Peilpunt"},
        {"short_name", "Peilpunt"},
        {"lang", "nl"},
        {"start_url", "/"},
        {"scope", "/"},
        {"display", "standalone"},
        {"background_color", "#F6F3EC"},
        {"theme_color", "#0B3A46"},
        {"icons", {icon("192x192", "/assets/icon-192."), icon("512x512", "/assets/icon-512.")}}}
        .dump();
}

}  // namespace

void add_file_routes(Routes& routes) {
    for (const auto& file : embedded_files()) {
        auto ready = std::make_shared<http::ReadyBytes>();
        ready->content_type = file.type;
        ready->plain = file.bytes;
        ready->gzip = file.gzip;
        ready->brotli = file.brotli;
        ready->cache_control = kForEver;
        ready->etag = '"' + std::string(file.address) + '"';  // changes with the content
        add_ready(routes, std::string(file.address), std::move(ready));
        if (file.address.starts_with("/assets/favicon."))
            add_ready(routes, "/favicon.ico",
                      http::make_ready(std::string(file.type), std::string(file.bytes), kADay));
    }
    add_ready(routes, "/manifest.webmanifest",
              http::make_ready("application/manifest+json", manifest(), kADay));
    add_ready(
        routes, "/robots.txt",
        http::make_ready("text/plain; charset=utf-8",
                         "User-agent: *\nDisallow: /raad\nDisallow: /beheer\nDisallow: /api/\n", kADay));
}

}  // namespace peilpunt::web
