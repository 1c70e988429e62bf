// SPDX-License-Identifier: EUPL-1.2
#include "server/web/pages.hpp"

#include <nlohmann/json.hpp>

#include "server/app/accounts.hpp"
#include "server/web/needs.hpp"
#include "server/web/route_sets.hpp"

namespace peilpunt::web {

Pages::Pages(app::App& use_cases) : site_(std::make_shared<Site>(use_cases)) {}
Pages::~Pages() = default;

std::vector<http::Route> Pages::routes() const {
    Routes routes;
    add_file_routes(routes);
    add_sender_routes(routes, site_);
    add_home_routes(routes, site_);
    add_poll_routes(routes, site_);
    add_outcome_routes(routes, site_);
    add_signal_routes(routes, site_);
    add_follow_routes(routes, site_);
    add_contact_routes(routes, site_);
    add_article_routes(routes, site_);
    add_sign_in_routes(routes, site_);
    add_own_account_routes(routes, site_);
    add_work_start_routes(routes, site_);
    add_work_poll_routes(routes, site_);
    add_work_signal_routes(routes, site_);
    add_work_insight_routes(routes, site_);
    add_work_kiosk_routes(routes, site_);
    add_settings_routes(routes, site_);
    add_used_setup_routes(routes, site_);
    return routes;
}

std::string Pages::error_page(int status, const http::Request& request) const {
    return error_html(*site_, status, request);
}

http::ServerHooks Pages::hooks() const {
    http::ServerHooks hooks;
    hooks.visitor_of = [site = site_](std::string_view token) -> std::optional<http::Visitor> {
        auto found = site->app.accounts().find(token);
        if (!found) return std::nullopt;
        return http::Visitor{std::move(found->csrf_token), std::move(found->actor)};
    };
    hooks.may = [](const http::Visitor& visitor, http::Needs needs) {
        return visitor.actor && app::may(*visitor.actor, right_of(needs));
    };
    hooks.ask_to_sign_in = [site = site_](const http::Request& request) {
        return ask_to_sign_in(*site, request);
    };
    hooks.error_page = [site = site_](int status, const http::Request& request) {
        return error_html(*site, status, request);
    };
    hooks.site = [site = site_] {
        const auto state = site->app.state();
        const auto address = state->settings.find("site");
        return address == state->settings.end() ? std::string() : address->second;
    };
    return hooks;
}

std::string error_html(const Site& site, int status, const http::Request& request) {
    const auto view = view_of(site, request);
    std::string code = "500";
    for (const auto* known : {"403", "404", "405", "413", "429"})
        if (std::to_string(status) == known) code = known;
    if (status == 401) code = "403";
    const auto heading = view.words.named("web.fout." + code);
    auto data = page_data(view, heading);
    data["heading"] = heading;
    data["explanation"] = view.words.named("web.fout." + code + "-uitleg");
    data["hide_from_search"] = true;
    data["languages"] = false;
    data["site"] = "";
    return site.templates.render("resident/error", view.voice, data);
}

http::Reply not_found(const Site& site, const http::Request& request) {
    if (auto plain = http::plain_address(request)) {
        auto reply = http::Reply::redirect(std::move(*plain));
        reply.status = 308;
        return reply;
    }
    return http::Reply::html(error_html(site, 404, request), 404);
}

}  // namespace peilpunt::web
