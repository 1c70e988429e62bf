// SPDX-License-Identifier: EUPL-1.2
// Signing in and out of the workspace.
#include <nlohmann/json.hpp>

#include "server/app/accounts.hpp"
#include "server/http/access.hpp"
#include "server/web/browser_name.hpp"
#include "server/web/route_sets.hpp"
#include "server/web/work_site.hpp"

namespace peilpunt::web {
namespace {

constexpr std::size_t kBodyLimit = 4096;
// Longer than a sign-in: by the cookie of one that ended, what was typed with it is found again.
constexpr auto kCookieTime = std::chrono::hours(24);

std::string_view token_of(const http::Request& request) {
    return request.cookie(http::session_cookie_name(request.secure));
}

// Only our own workspace: a link must not lead a signed-in person elsewhere.
std::string safe_target(std::string_view asked) {
    const auto first = asked.substr(0, asked.find_first_of("/?", 1));
    const bool ours = first == "/raad" || first == "/beheer";
    const bool plain =
        asked.size() < 500 &&
        std::all_of(asked.begin(), asked.end(), [](char c) { return c > ' ' && c < 0x7f && c != '\\'; });
    return ours && plain && !asked.starts_with("/raad/aanmelden") ? std::string(asked) : std::string("/raad");
}

http::Reply form(Site& site, const http::Request& request, const View& view, std::string_view to,
                 std::string_view name, const std::string& error, int status) {
    auto data = page_data(view, view.words("raad.aanmelden"));
    data["other_languages"] = other_work_languages(view, request);
    data["to"] = to;
    data["name"] = name;
    data["password_is_enough"] = site.app.accounts().password_is_enough();
    data["sign_error"] = error.empty() ? nlohmann::json(false) : nlohmann::json{{"text", error}};
    const auto token = token_of(request);
    data["kept"] = !token.empty() && site.kept_forms.has(token);
    data["ended"] = !token.empty() && site.app.accounts().find_ended(token).has_value();
    data["changed"] = request.query.get("gewijzigd") == "ja";
    return work_page(site, "work/sign-in", view, data, status);
}

/// What was typed when the sign-in before this one had ended, to be sent again; nothing is sent by itself.
http::Reply send_again(const Site& site, const View& view, const KeptForm& kept, std::string_view token) {
    auto data = page_data(view, view.words("raad.nog-versturen"));
    data["action"] = kept.path;
    data["multipart"] = kept.multipart;
    const auto now = site.app.accounts().find(token);
    data["csrf"] = now ? now->csrf_token : "";
    data["fields"] = data["shown"] = nlohmann::json::array();
    for (const auto& [name, value] : kept.fields) {
        data["fields"].push_back({{"f_name", name}, {"f_value", value}});
        if (!value.empty()) data["shown"].push_back({{"f_name", name}, {"f_value", value}});
    }
    return work_page(site, "work/send-again", view, data);
}

// The name that somebody says to have; looked at before the request waits for a thread.
bool is_known(const Site& site, const http::Request& request) {
    const auto sent = http::Form::parse(request.body);
    return sent && site.sign_ins.is_known(request, SignInGuard::plain_name(sent->get("naam")));
}

http::Reply sign_in(Site& site, const http::Request& request) {
    const auto view = work_view(site, request);
    const auto sent = http::Form::parse(request.body);
    if (!sent) return form(site, request, view, "/raad", {}, {}, 400);
    const auto to = safe_target(sent->get("naar"));
    const auto name = SignInGuard::plain_name(sent->get("naam"));
    const auto one = site.sign_ins.begin(request, name);
    if (one.wait > 0) {
        auto reply =
            form(site, request, view, to, sent->get("naam"), view.words("raad.aanmelden-te-vaak"), 429);
        reply.headers.add("Retry-After", std::to_string(one.wait));
        return reply;
    }
    const auto signed_in =
        site.app.accounts().sign_in(name, seal::Secret(std::string(sent->get("wachtwoord"))),
                                    browser_name(request.headers.get("user-agent")), sent->get("code"));
    if (!signed_in)
        return form(site, request, view, to, sent->get("naam"),
                    signed_in.error().code == ErrorCode::unauthorized ? view.words("raad.aanmelden-onbekend")
                                                                      : signed_in.error().message,
                    http::status_of(signed_in.error().code));
    site.sign_ins.forget(one);
    const auto token = signed_in->token.reveal();
    const auto before = token_of(request);
    const auto kept = site.kept_forms.take(before, signed_in->actor.id());
    if (!before.empty()) site.app.accounts().sign_out(before);
    const auto step = site.app.accounts().second_step(signed_in->actor);
    // On the first of the seven days people go to work at once: an operator comes from the wizard.
    const bool first_day = step.due >= site.today() + std::chrono::weeks(1);
    const bool leads_there = step.wanted && !step.done && !first_day;
    auto reply = kept          ? send_again(site, view, *kept, token)
                 : leads_there ? http::Reply::redirect("/raad/tweede-stap")
                               : http::Reply::redirect(to);
    site.sign_ins.devices().mark(reply, request, name, site.today(), site.app.random());
    http::set_cookie(reply, http::session_cookie_name(request.secure), token, request.secure, kCookieTime);
    return reply;
}

http::Reply sign_out(const Site& site, const http::Request& request) {
    const auto name = http::session_cookie_name(request.secure);
    site.app.accounts().sign_out(request.cookie(name));
    auto reply = http::Reply::redirect("/raad/aanmelden");
    http::set_cookie(reply, name, "", request.secure, std::chrono::seconds(0));
    return reply;
}

}  // namespace

http::Reply ask_to_sign_in(Site& site, const http::Request& request) {
    const bool is_form = request.method == http::Method::post && !http::is_api(request.path) &&
                         http::passes_guard(http::Guard::origin, request);
    if (is_form) {
        const auto token = token_of(request);
        const auto ended = site.app.accounts().find_ended(token);
        auto form = ended ? read_kept_form(request, *site.app.state()) : std::nullopt;
        // A page of somebody else may not lay a form down here either.
        if (form && form->csrf_token == ended->csrf_token)
            site.kept_forms.keep(token, ended->person, std::move(*form));
    }
    return http::ask_to_sign_in(request);
}

void add_sign_in_routes(Routes& routes, const std::shared_ptr<Site>& site) {
    routes.push_back({http::Method::get, "/raad/aanmelden", [site](const http::Request& request) {
                          const auto view = work_view(*site, request);
                          return form(*site, request, view, safe_target(request.query.get("naar")), {}, {},
                                      200);
                      }});
    routes.push_back({.method = http::Method::post,
                      .pattern = "/raad/aanmelden",
                      .handler = [site](const http::Request& request) { return sign_in(*site, request); },
                      .guard = http::Guard::origin,  // how often: SignInGuard
                      .body_limit = kBodyLimit,
                      .lane = http::Lane::hashing,
                      .known = [site](const http::Request& request) { return is_known(*site, request); }});
    routes.push_back({.method = http::Method::post,
                      .pattern = "/raad/afmelden",
                      .handler = [site](const http::Request& request) { return sign_out(*site, request); },
                      .needs = http::Needs::sign_in(),
                      .guard = http::Guard::token,
                      .body_limit = kBodyLimit});
}

}  // namespace peilpunt::web
