// SPDX-License-Identifier: EUPL-1.2
// Polls as the council sees them: the same released figures as everybody, side by side.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/web/outcome_view.hpp"
#include "server/web/poll_view.hpp"
#include "server/web/route_sets.hpp"
#include "server/web/work_site.hpp"

namespace peilpunt::web {
namespace {

struct Standing {
    std::string text;
    std::string_view tone;
};

Standing standing(const View& view, const Poll& poll) {
    if (poll.status == PollStatus::draft) {
        if (!view.state->poll(poll.id.str())) return {view.words("raad.staat-concept"), "plain"};
        return {view.words("raad.staat-concept-revisie", {{"nummer", std::to_string(poll.revision)}}),
                "plain"};
    }
    if (is_open(poll, view.today)) return {view.words("raad.staat-open"), "mark"};
    if (view.today < poll.opens && poll.status == PollStatus::open)
        return {view.words("raad.staat-klaar"), "tint"};
    return {view.words("raad.staat-dicht"), "good"};
}

std::string places(const View& view, const Poll& poll) {
    std::vector<std::string> names;
    for (const auto& code : poll.municipalities) names.push_back(view.state->areas.name_of(code));
    return listed(names, view.words);
}

/// While it is open, in tens and once a day; then exactly.
std::string people_text(const View& view, const Poll& poll) {
    const auto& words = view.words;
    if (poll.status == PollStatus::draft) return words("raad.minder-dan-tien");
    if (const auto* release = view.state->release(poll.id))
        return release->too_few() ? words("raad.te-weinig") : words.number(release->responses);
    const auto* progress = view.state->progress(poll.id);
    if (!progress || progress->people == 0) return words("raad.minder-dan-tien");
    return words("raad.ongeveer", {{"aantal", words.number(progress->people)}});
}

nlohmann::json list_item(const View& view, const Poll& poll) {
    const auto state = standing(view, poll);
    const bool draft = poll.status == PollStatus::draft;
    return {{"slug", poll.slug},
            {"draft_query", draft ? "?concept=ja" : ""},
            {"poll_title", poll.title.in(view.words.language())},
            {"owner", poll.expectation.owner},
            {"state", state.text},
            {"tone", state.tone},
            {"places", places(view, poll)},
            {"responses", people_text(view, poll)},
            {"closes", view.words.date(last_day(poll))},
            {"feedback", view.words.date(poll.expectation.feedback_on)},
            {"late", view.today > poll.expectation.feedback_on}};
}

http::Reply list(const Site& site, const http::Request& request) {
    const auto view = work_view(site, request);
    auto data = work_data(view, request, view.words("raad.peilingen"), "/raad/peilingen");
    auto polls = nlohmann::json::array();
    int open = 0, closed = 0;
    for (const auto* poll : app::polls_for(*view.state, actor_of(request))) {
        polls.push_back(list_item(view, *poll));
        if (is_open(*poll, view.today)) ++open;
        if (poll->status == PollStatus::closed || view.today >= poll->closes) ++closed;
    }
    for (const auto& draft : site.app.drafts(actor_of(request))) polls.push_back(list_item(view, draft));
    data["summary"] =
        view.words("raad.peilingen-kop", {{"open", std::to_string(open)}, {"dicht", std::to_string(closed)}});
    data["no_polls"] = polls.empty();
    data["polls"] = polls.empty() ? nlohmann::json(false) : nlohmann::json{{"list", std::move(polls)}};
    return work_page(site, "work/polls", view, data);
}

nlohmann::json key_figures(const View& view, const Poll& poll) {
    const auto& words = view.words;
    auto figures = nlohmann::json::array();
    const auto add = [&figures](const std::string& name, const std::string& value) {
        figures.push_back({{"name", name}, {"value", value}});
    };
    add(words("raad.ingevuld"), people_text(view, poll));
    const auto* release = poll.status == PollStatus::draft ? nullptr : view.state->release(poll.id);
    if (release) {
        for (const auto& breakdown : release->breakdowns) {
            if (breakdown.by != "gemeente") continue;
            for (const auto& group : breakdown.groups)
                add(group_name(words, breakdown.by, group.value, view.state->areas),
                    group.responses ? words.number(*group.responses) : words("raad.te-weinig"));
        }
        add(words("raad.cijfers-van"), words("raad.vrijgave", {{"datum", words.date(day_of(*release))},
                                                               {"nummer", std::to_string(release->number)}}));
    }
    add(words("raad.vragen"), std::to_string(poll.questions.size()));
    add(words("raad.sluit"), view.words.date(last_day(poll)));
    return figures;
}

/// How many took part of each municipality, way and age, while the poll is open; else false.
nlohmann::json progress_data(const View& view, const Poll& poll) {
    const auto& words = view.words;
    const auto* progress = view.state->progress(poll.id);
    if (!progress || !is_open(poll, view.today)) return false;
    auto parts = nlohmann::json::array();
    for (const auto& part : progress->parts) {
        auto rows = nlohmann::json::array();
        for (const auto& [value, people] : part.groups)
            rows.push_back(
                {{"name", group_name(words, part.by, value, view.state->areas)},
                 {"value", people == 0 ? words("raad.minder-dan-tien")
                                       : words("raad.ongeveer", {{"aantal", words.number(people)}})}});
        if (rows.empty()) continue;
        const auto title = part.by == "gemeente" ? words("web.uitkomst.per-gemeente")
                           : part.by == "weg"    ? words("web.uitkomst.wegen-tabel")
                                                 : words("web.uitkomst.per-leeftijd");
        parts.push_back({{"part_title", title}, {"rows", std::move(rows)}});
    }
    if (parts.empty()) return false;
    return {{"progress_title", words("raad.voortgang", {{"datum", words.date(progress->day)}})},
            {"parts", std::move(parts)}};
}

http::Reply one(const Site& site, const http::Request& request) {
    const auto view = work_view(site, request);
    const auto slug = request.value("slug");
    const auto& actor = actor_of(request);
    const auto drafts = site.app.drafts(actor);
    const auto draft =
        std::find_if(drafts.begin(), drafts.end(), [&](const Poll& poll) { return poll.slug == slug; });
    const auto* poll = app::poll_for(*view.state, actor, slug);
    if (draft != drafts.end() && (!poll || request.query.get("concept") == "ja")) poll = &*draft;
    if (!poll) return not_found(site, request);
    if (poll->slug != slug) return moved(request, "/raad/peilingen/" + poll->slug);
    const bool published = poll->status != PollStatus::draft;
    auto data = work_data(view, request, poll->title.in(view.words.language()), "/raad/peilingen");
    data.update(poll_promise(view, *poll));
    data.update(outcome_data(view, *poll));
    const auto state = standing(view, *poll);
    data["state"] = state.text;
    data["tone"] = state.tone;
    data["published"] = published;
    data["summary"] = places(view, *poll) + ". " + poll->expectation.owner + '.';
    data["stand_title"] =
        view.state->release(poll->id) ? view.words("raad.uitslag-kop") : view.words("raad.tussenstand-kop");
    data["progress"] = progress_data(view, *poll);
    data["jump"] = is_open(*poll, view.today) && site.app.arrivals().jumping(poll->id);
    data["key_figures"] = key_figures(view, *poll);
    data["whole_title"] = view.words("raad.iedereen");
    data["feedback"] = view.words.date(poll->expectation.feedback_on);
    return work_page(site, "work/poll", view, data);
}

}  // namespace

void add_work_poll_routes(Routes& routes, const std::shared_ptr<Site>& site) {
    routes.push_back({.method = http::Method::get,
                      .pattern = "/raad/peilingen",
                      .handler = [site](const http::Request& request) { return list(*site, request); },
                      .needs = needs(app::Right::see_polls)});
    routes.push_back({.method = http::Method::get,
                      .pattern = "/raad/peilingen/{slug}",
                      .handler = [site](const http::Request& request) { return one(*site, request); },
                      .needs = needs(app::Right::see_polls)});
}

}  // namespace peilpunt::web
