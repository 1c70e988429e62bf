// SPDX-License-Identifier: EUPL-1.2
// "What happened with what I said?": by the number that was given here.
#include <string.h>

#include "kiosk/flow/stepper.hpp"

namespace peilpunt::flow {

void Stepper::operator()(const NumberLost&) {
    if (state.screen == Screen::follow_number) state.follow_trouble = FollowTrouble::lost;
}

void Stepper::operator()(const StepsFound& event) {
    if (state.screen != Screen::follow_number) return;
    if (!event.followed) {
        state.follow_trouble = FollowTrouble::unknown;
        return;
    }
    scrub_number();
    state.session.followed = event.followed;
    go(Screen::follow_steps);
}

void Stepper::scrub_number() {
    explicit_bzero(state.session.number.data(), state.session.number.capacity());
    state.session.number.clear();
}

void Stepper::look_up() {
    const std::string& digits = state.session.number;
    if (digits.size() < kVolgcodeDigits) {
        state.follow_trouble = FollowTrouble::short_number;
        return;
    }
    const auto receipt = Receipt::parse(digits);
    if (!receipt) {
        state.follow_trouble = FollowTrouble::wrong_number;
        return;
    }
    effects.push_back(FindSteps{*receipt});
}

}  // namespace peilpunt::flow
