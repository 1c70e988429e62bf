// SPDX-License-Identifier: EUPL-1.2
// Following a volgcode. The code goes in the body of a form, never in an address: addresses end up in
// histories.
#include <nlohmann/json.hpp>

#include "server/web/poll_view.hpp"
#include "server/web/route_sets.hpp"

namespace peilpunt::web {
namespace {

constexpr int kLooksPerMinute = 60;
constexpr std::size_t kBodyLimit = 1024;

std::string ask_html(const Site& site, const View& view, const std::string& error) {
    auto data = page_data(view, view.words("web.volg.titel"), view.words("web.volg.omschrijving"));
    data["asking"] = true;
    data["script"] = true;  // takes the number of a kiosk's QR code out of the address
    data["code_error"] = error.empty() ? nlohmann::json(false) : nlohmann::json{{"text", error}};
    return site.templates.render("resident/follow", view.voice, data);
}

nlohmann::json step_data(const View& view, const app::Step& step) {
    const auto& words = view.words;
    using When = app::Step::When;
    std::string when = step.when == When::done  ? words("web.volg.klaar")
                       : step.when == When::now ? words("web.volg.nu")
                                                : words("web.volg.daarna");
    if (step.date) when = step.when == When::done ? words.date(*step.date) : promised_for(view, *step.date);
    return {{"when", when},
            {"step_text", words.named(step.key)},
            {"step_more", words.named(step.key + (step.when == When::done ? ".klaar" : ".uitleg"))},
            {"is_now", step.when == When::now},
            {"step_class", step.when == When::done  ? "done"
                           : step.when == When::now ? "now"
                                                    : "later"}};
}

std::string steps_html(const Site& site, const View& view, const Receipt& receipt,
                       const app::Followed& followed) {
    const auto& words = view.words;
    const auto heading = followed.is_signal ? words("web.volg.kop-signaal") : words("web.volg.kop-peiling");
    auto data = page_data(view, heading);
    data["hide_from_search"] = true;
    data["languages"] = false;
    auto steps = nlohmann::json::array();
    for (const auto& step : followed.steps) steps.push_back(step_data(view, step));
    nlohmann::json found{{"code", receipt.grouped()}, {"heading", heading}, {"steps", std::move(steps)}};
    if (followed.poll) {
        set_place(data, view, followed.poll->municipalities);
        found["about_poll"] =
            words("web.volg.over-peiling", {{"titel", followed.poll->title.in(words.language())}});
        if (followed.state->release(followed.poll->id)) found["outcome_slug"] = followed.poll->slug;
    }
    data["found"] = std::move(found);
    data["help"] = help_data(view);
    return site.templates.render("resident/follow", view.voice, data);
}

http::Reply uncached(std::string html, int status) {
    auto reply = http::Reply::html(std::move(html), status);
    reply.headers.add("Cache-Control", "no-store");
    return reply;
}

http::Reply follow(const Site& site, const http::Request& request) {
    const auto view = view_of(site, request);
    const auto form = http::Form::parse(request.body);
    const auto receipt =
        form ? Receipt::parse(form->get("code")) : Result<Receipt>(Error{ErrorCode::invalid, {}});
    if (!receipt) return uncached(ask_html(site, view, view.words("web.volg.fout-vorm")), 400);
    const auto followed = site.app.follow(*receipt);
    if (!followed) return uncached(ask_html(site, view, view.words("web.volg.fout-onbekend")), 404);
    return uncached(steps_html(site, view, *receipt, *followed), 200);
}

}  // namespace

void add_follow_routes(Routes& routes, const std::shared_ptr<Site>& site) {
    routes.push_back(
        {http::Method::get, "/volg", [site](const http::Request& request, const http::Responder& respond) {
             const auto view = view_of(*site, request);
             respond(cached_page(*site, view, [&] { return ask_html(*site, view, {}); }));
         }});
    routes.push_back({.method = http::Method::post,
                      .pattern = "/volg",
                      .handler = [site](const http::Request& request) { return follow(*site, request); },
                      .guard = http::Guard::origin,
                      .body_limit = kBodyLimit,
                      .per_minute = kLooksPerMinute});
}

}  // namespace peilpunt::web
