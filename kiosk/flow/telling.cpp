// SPDX-License-Identifier: EUPL-1.2
// Telling something, one thing a screen: theme, kind, where, how, what would help, what one can do.
#include <algorithm>
#include <array>

#include "kiosk/flow/stepper.hpp"

namespace peilpunt::flow {
namespace {

/// The road; screens that are a choice within a step stand in branch_of.
constexpr std::array kRoad{Screen::theme, Screen::kind,     Screen::where, Screen::how,
                           Screen::helps, Screen::own_part, Screen::check};

/// The step of the road that this screen belongs to.
Screen step_of(Screen screen) {
    switch (screen) {
        case Screen::sentences:
        case Screen::story:
        case Screen::speaking:
            return Screen::how;
        case Screen::helps_words:
            return Screen::helps;
        case Screen::own_words:
            return Screen::own_part;
        default:
            return screen;
    }
}

bool is_offered(const State& state, Screen screen) {
    return screen != Screen::where || (state.content && !state.content->places.empty());
}

void toggle(std::vector<std::string>& list, const std::string& id) {
    const auto found = std::find(list.begin(), list.end(), id);
    if (found != list.end())
        list.erase(found);
    else
        list.push_back(id);
}

template <class Ids>
bool is_one_of(const Ids& ids, std::string_view id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

void Stepper::tell_on() {
    if (state.session.returning) return go(Screen::check);
    const auto* here = std::find(kRoad.begin(), kRoad.end(), step_of(state.screen));
    for (const auto* next = here; ++next != kRoad.end();)
        if (is_offered(state, *next)) return go(*next);
}

void Stepper::tell_back() {
    const Screen step = step_of(state.screen);
    if (step != state.screen) return go(step);
    if (step == Screen::theme) return go(Screen::privacy);
    const auto* here = std::find(kRoad.begin(), kRoad.end(), step);
    while (here != kRoad.begin())
        if (is_offered(state, *--here)) return go(*here);
}

void Stepper::pick_ready(const std::string& id) {
    Picked& picked = state.session.picked;
    if (state.screen == Screen::sentences && is_one_of(kSentences, id)) {
        forget_removed("sentences");
        toggle(picked.sentences, id);
    }
    if (state.screen == Screen::helps && is_one_of(kHelps, id)) {
        forget_removed("helps");
        toggle(picked.helps, id);
    }
    if (state.screen == Screen::own_part && is_one_of(kOwnParts, id)) {
        forget_removed("own_part");
        toggle(picked.own_part, id);
    }
}

void Stepper::operator()(const OwnWords&) {
    switch (state.screen) {
        case Screen::how:
        case Screen::sentences:
        case Screen::speaking:
            return go(Screen::story);
        case Screen::helps:
            return go(Screen::helps_words);
        case Screen::own_part:
            return go(Screen::own_words);
        default:
            return;
    }
}

}  // namespace peilpunt::flow
