// SPDX-License-Identifier: EUPL-1.2
#include "server/web/sender.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/app/colours.hpp"
#include "server/app/logo.hpp"
#include "server/web/route_sets.hpp"

namespace peilpunt::web {
namespace {

std::string own(const app::State& state, const AreaCode& code, const std::string& what) {
    return app::setting(state, "sender." + code.str() + '.' + what);
}

bool has_own_colours(const app::State& state, const AreaCode& code) {
    for (const auto* what : {"action", "band", "mark"})
        if (state.settings.contains("sender." + code.str() + ".colour." + what)) return true;
    return false;
}

std::shared_ptr<const http::ReadyBytes> colours_of(const View& view, const AreaCode& code) {
    const auto colour = [&](const char* what) {
        return app::Colour::parse(own(*view.state, code, std::string("colour.") + what))
            .value_or(app::Colour{});
    };
    const app::SenderColours colours{colour("action"), colour("band"), colour("mark")};
    return http::make_ready("text/css; charset=utf-8", app::style_sheet(colours), "no-cache");
}

/// The area of "{gebied}" when it is a sender here.
std::optional<AreaCode> sender_of(const View& view, const http::Request& request) {
    const auto code = AreaCode::parse(request.value("gebied"));
    if (!code || !view.state->areas.find(*code)) return std::nullopt;
    return *code;
}

void send_colours(Site& site, const http::Request& request, const http::Responder& respond) {
    const auto view = view_of(site, request);
    const auto code = sender_of(view, request);
    if (!code || !has_own_colours(*view.state, *code)) return respond(not_found(site, request));
    respond(http::Reply::from(
        site.pages.get(request.path, edition_of(view), [&] { return colours_of(view, *code); })));
}

void send_logo(Site& site, const http::Request& request, const http::Responder& respond) {
    const auto view = view_of(site, request);
    const auto code = sender_of(view, request);
    const auto logo = code ? app::read_logo(own(*view.state, *code, "logo"))
                           : Result<app::Logo>(Error{ErrorCode::not_found, ""});
    if (!logo) return respond(not_found(site, request));
    respond(http::Reply::from(site.pages.get(request.path, edition_of(view), [&] {
        return http::make_ready(logo->type, logo->bytes, "no-cache");
    })));
}

}  // namespace

AreaCode main_sender(const app::State& state) {
    const auto municipalities = state.areas.municipalities();
    if (municipalities.size() == 1) return municipalities.front().code;
    for (const auto& area : state.areas.all())
        if (area.code.level() == AreaLevel::region) return area.code;
    return {};
}

Values council_values(const View& view, const AreaCode& code) {
    const auto& state = *view.state;
    return {{"raad", code.empty() ? std::string("participatieraad")
                                  : app::setting(state, "body." + code.str() + ".name")},
            {"raaduitleg", app::setting(state, "body.explanation." + view.voice.language)}};
}

void add_sender(nlohmann::json& data, const View& view, const AreaCode& code) {
    for (const auto& [name, value] : council_values(view, code)) data[name] = value;
    data["sender_contact"] = false;
    data["sender_css"] = data["sender_logo"] = "";
    if (code.empty()) return;
    const auto& state = *view.state;
    const auto phone = own(state, code, "phone"), email = own(state, code, "email");
    std::string dial;
    std::copy_if(phone.begin(), phone.end(), std::back_inserter(dial),
                 [](char c) { return (c >= '0' && c <= '9') || c == '+'; });
    data["sender_name"] = own(state, code, "name");
    data["sender_mark"] = dutch_mark(view.voice.language);
    data["sender_email"] = email;
    data["sender_phone"] = phone;
    data["sender_dial"] = dial;
    data["sender_contact"] = !phone.empty() || !email.empty();
    const auto start = "/afzender/" + code.str();
    if (has_own_colours(state, code)) data["sender_css"] = start + "/kleuren.css";
    if (!own(state, code, "logo").empty()) data["sender_logo"] = start + "/logo";
}

void add_sender_routes(Routes& routes, const std::shared_ptr<Site>& site) {
    routes.push_back({http::Method::get, "/afzender/{gebied}/kleuren.css",
                      [site](const http::Request& request, const http::Responder& respond) {
                          send_colours(*site, request, respond);
                      }});
    routes.push_back({http::Method::get, "/afzender/{gebied}/logo",
                      [site](const http::Request& request, const http::Responder& respond) {
                          send_logo(*site, request, respond);
                      }});
}

}  // namespace peilpunt::web
