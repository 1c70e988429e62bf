// SPDX-License-Identifier: EUPL-1.2
// The first page, of the region and of each municipality.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/web/outcome_view.hpp"
#include "server/web/poll_view.hpp"
#include "server/web/route_sets.hpp"

namespace peilpunt::web {
namespace {

constexpr std::size_t kOutcomes = 6;

bool concerns(const Poll& poll, const Area* municipality) {
    return !municipality || std::find(poll.municipalities.begin(), poll.municipalities.end(),
                                      municipality->code) != poll.municipalities.end();
}

nlohmann::json outcome_item(const View& view, const Poll& poll) {
    const auto& words = view.words;
    const auto* release = view.state->release(poll.id);
    const auto* interim = view.state->interim(poll.id);
    const bool open = is_open(poll, view.today);
    nlohmann::json item{{"slug", poll.slug},
                        {"poll_title", poll.title.in(words.language())},
                        {"poll_title_mark", mark_of(poll.title, words.language())},
                        {"open", open},
                        {"closed", !open},
                        {"tone", open ? "wait" : "good"},
                        {"state", open ? words("web.home.stand-open") : words("web.home.stand-klaar")},
                        {"top", false}};
    item["how_many"] =
        release ? words("web.home.hoeveel", {{"aantal", words.number(release->responses)}})
                : words("web.uitkomst.hoeveel-ongeveer", {{"aantal", words.number(interim->about)}});
    const auto best = release ? highlights(view, *release, 1) : highlights(view, *interim, 1);
    if (!best.empty()) item["top"] = highlight_data(words, best)["list"][0];
    return item;
}

nlohmann::json outcomes(const View& view, const Area* municipality) {
    auto list = nlohmann::json::array();
    for (const auto& poll : view.state->polls) {
        const auto* release = view.state->release(poll.id);
        const bool told = release ? !release->too_few() : view.state->interim(poll.id) != nullptr;
        if (!told || !concerns(poll, municipality)) continue;
        if (list.size() < kOutcomes) list.push_back(outcome_item(view, poll));
    }
    return list.empty() ? nlohmann::json(false) : nlohmann::json{{"list", std::move(list)}};
}

std::string home_html(const Site& site, const View& view, const Area* municipality) {
    const auto& words = view.words;
    auto data = page_data(view, words("web.home.titel"));
    auto polls = nlohmann::json::array();
    const auto scope = municipality ? municipality->code.str() : std::string();
    for (const auto* poll : view.state->open_polls(view.today, scope))
        polls.push_back(poll_promise(view, *poll));
    data["no_polls"] = polls.empty();
    data["polls"] = std::move(polls);
    data["outcomes"] = outcomes(view, municipality);
    const auto query = language_query(view.voice);
    const auto more = query.empty() ? query : '&' + query.substr(1);
    data["signal_query"] = more;
    data["areas"] = false;
    data["join"] = true;
    if (municipality) {
        set_place(data, view, {municipality->code});
        data["signal_query"] = "&gemeente=" + municipality->code.str() + more;
    } else {
        auto list = nlohmann::json::array();
        for (const auto& area : view.state->areas.municipalities())
            list.push_back({{"slug", slug_of(area.name)}, {"name", area.name}});
        if (!list.empty()) data["areas"] = {{"list", std::move(list)}};
    }
    return site.templates.render("resident/home", view.voice, data);
}

}  // namespace

void add_home_routes(Routes& routes, const std::shared_ptr<Site>& site) {
    routes.push_back(
        {http::Method::get, "/", [site](const http::Request& request, const http::Responder& respond) {
             const auto view = view_of(*site, request);
             respond(cached_page(*site, view, [&] { return home_html(*site, view, nullptr); }));
         }});
    routes.push_back({http::Method::get, "/{gemeente}",
                      [site](const http::Request& request, const http::Responder& respond) {
                          const auto view = view_of(*site, request);
                          for (const auto& area : view.state->areas.municipalities()) {
                              if (slug_of(area.name) != request.value("gemeente")) continue;
                              return respond(
                                  cached_page(*site, view, [&] { return home_html(*site, view, &area); }));
                          }
                          respond(not_found(*site, request));
                      }});
}

}  // namespace peilpunt::web
