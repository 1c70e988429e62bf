// SPDX-License-Identifier: EUPL-1.2
// What kiosks show of what became of things: steps by volgcode, and cards for the poster.
#include <algorithm>

#include "server/app/app.hpp"
#include "server/app/poll_codes.hpp"
#include "shared/text/catalogue.hpp"

namespace peilpunt::app {

namespace {

constexpr std::size_t kMostPosters = 6;
constexpr std::size_t kMostFollowedPolls = 200;  // some 200 kB in seven languages
constexpr std::string_view kStepPrefix = "web.stap.";

sync::StepState state_of(Step::When when) {
    switch (when) {
        case Step::When::done:
            return sync::StepState::done;
        case Step::When::now:
            return sync::StepState::now;
        case Step::When::later:
            break;
    }
    return sync::StepState::later;
}

/// The option that most people chose, of the first question whose figures show one; nothing else is said.
struct MostChosen {
    const Question* question = nullptr;
    const results::OptionFigure* option = nullptr;
    std::int64_t answered = 0;
};

MostChosen most_chosen(const Poll& poll, const results::Release& release) {
    for (const auto& figures : release.questions) {
        const Question* question = poll.question(figures.question);
        if (!question || !figures.answered) continue;
        if (question->kind != QuestionKind::single && question->kind != QuestionKind::multiple) continue;
        const results::OptionFigure* most = nullptr;
        for (const auto& option : figures.options) {
            // A hidden figure may be the largest one, so nothing can be said then.
            if (option.hidden || !option.count) return {};
            if (option.option != kOtherOption && (!most || *option.count > *most->count)) most = &option;
        }
        if (most && question->option(most->option)) return {question, most, *figures.answered};
    }
    return {};
}

}  // namespace

std::vector<sync::Poster> posters_for(const State& state, const AreaCode& municipality) {
    std::vector<std::pair<std::string, sync::Poster>> dated;
    const auto& texts = text::Catalogue::builtin();
    for (const Poll& poll : state.polls) {
        const auto& places = poll.municipalities;
        if (std::find(places.begin(), places.end(), municipality) == places.end()) continue;
        const results::Release* release = state.release(poll.id);
        const MostChosen most = release ? most_chosen(poll, *release) : MostChosen{};
        if (!most.option) continue;
        std::map<std::string, std::string> said;
        for (const std::string_view language : kLanguages)
            said[std::string(language)] =
                texts.format("kiosk.poster.card", language,
                             {{"count", text::number(*most.option->count, language)},
                              {"of", text::number(most.answered, language)},
                              {"option", most.question->option(most.option->option)->text.in(language)}});
        dated.emplace_back(release->released_at,
                           sync::Poster{LocalText(std::move(said)), poll.expectation.what_happens,
                                        poll.expectation.feedback_on});
    }
    std::stable_sort(dated.begin(), dated.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<sync::Poster> posters;
    for (auto& [when, poster] : dated)
        if (posters.size() < kMostPosters) posters.push_back(std::move(poster));
    return posters;
}

namespace {

/// How things stand with it, without a code that leads there.
sync::Followed standing_of(const State& state, const store::ReceiptSubject& subject) {
    sync::Followed one;
    for (const Step& step : steps_of(state, subject))
        one.steps.push_back({step.key.substr(kStepPrefix.size()), state_of(step.when), step.date});
    if (subject.kind != store::ReceiptKind::response) return one;
    if (const Poll* poll = state.poll(subject.poll.str())) {
        one.subject = poll->title;
        one.poll = name_of(*poll);
    }
    return one;
}

}  // namespace

std::vector<sync::Followed> App::followed_at(const State& state, const store::Kiosk& kiosk) {
    std::vector<sync::Followed> all;
    // Polls of this place, the newest first, for codes that prove themselves.
    for (const Poll& poll : state.polls) {
        const auto& places = poll.municipalities;
        const bool here = std::find(places.begin(), places.end(), kiosk.municipality) != places.end();
        if (here && all.size() < kMostFollowedPolls)
            all.push_back(standing_of(state, {store::ReceiptKind::response, poll.id, false}));
    }
    const auto given =
        store_.given_at(kiosk.municipality, kiosk.venue, static_cast<int>(sync::kMaxFollowKeys));
    for (const auto& [key, subject] : given) {
        auto one = standing_of(state, subject);
        if (one.steps.empty()) continue;
        auto same = std::find_if(all.begin(), all.end(), [&](const sync::Followed& other) {
            return other.poll == one.poll && other.steps == one.steps;
        });
        if (same == all.end()) same = all.insert(all.end(), std::move(one));
        same->keys.push_back(key);
    }
    return all;
}

}  // namespace peilpunt::app
