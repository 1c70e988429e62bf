// SPDX-License-Identifier: EUPL-1.2
// What kiosks show of what became of things: steps by volgcode, and cards for the poster.
#include <algorithm>

#include "server/app/app.hpp"
#include "server/app/poll_codes.hpp"
#include "shared/model/languages.hpp"
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

/// The option that most people chose, of the first question of which that can be said.
struct MostChosen {
    const Question* question = nullptr;
    const Option* option = nullptr;
    std::int64_t count = 0, of = 0;
    bool about = false;  ///< in tenths, of a tussenstand
};

/// The one option with the highest `value`; nothing when two share it, or when it is "anders": then nothing
/// can be said that most people chose.
template <class Figures, class Value>
const typename Figures::value_type* single_highest(const Figures& figures, Value value) {
    const auto best = std::max_element(figures.begin(), figures.end(),
                                       [&](const auto& a, const auto& b) { return value(a) < value(b); });
    if (best == figures.end() || best->option == kOtherOption) return nullptr;
    const auto as_high = std::count_if(figures.begin(), figures.end(),
                                       [&](const auto& one) { return value(one) == value(*best); });
    return as_high == 1 ? &*best : nullptr;
}

bool is_choice(const Question* question) {
    return question && (question->kind == QuestionKind::single || question->kind == QuestionKind::multiple);
}

MostChosen most_chosen(const std::vector<Poll>& revisions, const results::Release& release) {
    for (const auto& figures : release.questions) {
        const auto* question = results::question_of(revisions, release, figures);
        if (!figures.answered || !is_choice(question)) continue;
        // A hidden figure may be the largest one, so nothing can be said then.
        const bool hidden = std::any_of(figures.options.begin(), figures.options.end(),
                                        [](const auto& option) { return !option.count; });
        if (hidden) return {};
        const auto* most = single_highest(figures.options, [](const auto& option) { return *option.count; });
        if (most && question->option(most->option))
            return {question, question->option(most->option), *most->count, *figures.answered, false};
    }
    return {};
}

MostChosen most_chosen(const std::vector<Poll>& revisions, const results::Interim& interim) {
    const auto& poll = results::poll_of(revisions, interim);
    for (const auto& told : interim.questions) {
        const auto* question = poll.question(told.question);
        if (!is_choice(question)) continue;
        const auto* most = single_highest(told.options, [](const auto& option) { return option.tenth; });
        if (most && question->option(most->option))
            return {question, question->option(most->option), most->tenth, 10, true};
    }
    return {};
}

LocalText card_of(const MostChosen& most) {
    const auto& texts = text::Catalogue::builtin();
    std::map<std::string, std::string> said;
    for (const std::string_view language : kLanguages)
        said[std::string(language)] = texts.format(
            most.about ? text::Key("kiosk.poster.card-about") : text::Key("kiosk.poster.card"), language,
            {{"count", text::number(most.count, language)},
             {"of", text::number(most.of, language)},
             {"option", most.option->text.in(language)}});
    return LocalText(std::move(said));
}

}  // namespace

std::vector<sync::Poster> posters_for(const State& state, const AreaCode& municipality) {
    std::vector<std::pair<std::string, sync::Poster>> dated;
    for (const Poll& poll : state.polls) {
        const auto& places = poll.municipalities;
        if (std::find(places.begin(), places.end(), municipality) == places.end()) continue;
        const results::Release* release = state.release(poll.id);
        const results::Interim* interim = state.interim(poll.id);
        const MostChosen most = release   ? most_chosen(state.revisions, *release)
                                : interim ? most_chosen(state.revisions, *interim)
                                          : MostChosen{};
        if (!most.option) continue;
        dated.emplace_back(
            release ? release->released_at : format_date(interim->day),
            sync::Poster{card_of(most), poll.expectation.what_happens, poll.expectation.feedback_on});
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
