// SPDX-License-Identifier: EUPL-1.2
// What came out of a poll, as a page and as a file.
#include <nlohmann/json.hpp>

#include "server/web/outcome_csv.hpp"
#include "server/web/outcome_view.hpp"
#include "server/web/poll_view.hpp"
#include "server/web/route_sets.hpp"

namespace peilpunt::web {
namespace {

std::string outcome_html(const Site& site, const View& view, const Poll& poll) {
    auto data =
        page_data(view, view.words("web.uitkomst.titel") + ": " + poll.title.in(view.words.language()));
    set_place(data, view, poll.municipalities);
    data.update(outcome_data(view, poll));
    return site.templates.render("resident/outcome", view.voice, data);
}

void show_outcome(Site& site, const http::Request& request, const http::Responder& respond) {
    auto view = view_of(site, request);
    const auto* poll = view.state->poll(request.value("slug"));
    if (!poll) return respond(not_found(site, request));
    if (poll->slug != request.value("slug"))
        return respond(moved(request, "/peiling/" + poll->slug + "/uitkomst"));
    view.voice.young = is_for_young(*poll);
    view.words = site.words(view.voice);
    respond(cached_page(site, view, [&] { return outcome_html(site, view, *poll); }));
}

void send_csv(Site& site, const http::Request& request, const http::Responder& respond) {
    const auto view = view_of(site, request);
    const auto* poll = view.state->poll(request.value("slug"));
    if (poll && poll->slug != request.value("slug"))
        return respond(moved(request, "/peiling/" + poll->slug + "/uitkomst.csv"));
    const auto* release = poll ? view.state->release(poll->id) : nullptr;
    const auto* interim = poll ? view.state->interim(poll->id) : nullptr;
    if (!release && !interim) return respond(not_found(site, request));
    respond(http::Reply::from(site.pages.get(cache_key(view), edition_of(view), [&] {
        const auto& revisions = view.state->revisions;
        const auto csv = release ? outcome_csv(view.words, revisions, *release, view.state->areas)
                                 : outcome_csv(view.words, revisions, *interim);
        auto ready =
            std::make_shared<http::ReadyBytes>(*http::make_ready("text/csv; charset=utf-8", csv, "no-cache"));
        ready->extra.add("Content-Disposition", "attachment; filename=\"uitkomst-" + poll->slug + ".csv\"");
        return ready;
    })));
}

}  // namespace

void add_outcome_routes(Routes& routes, const std::shared_ptr<Site>& site) {
    routes.push_back({http::Method::get, "/peiling/{slug}/uitkomst",
                      [site](const http::Request& request, const http::Responder& respond) {
                          show_outcome(*site, request, respond);
                      }});
    routes.push_back({http::Method::get, "/peiling/{slug}/uitkomst.csv",
                      [site](const http::Request& request, const http::Responder& respond) {
                          send_csv(*site, request, respond);
                      }});
}

}  // namespace peilpunt::web
