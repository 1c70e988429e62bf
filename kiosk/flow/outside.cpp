// SPDX-License-Identifier: EUPL-1.2
#include <string.h>

#include "kiosk/flow/stepper.hpp"

namespace peilpunt::flow {

void Stepper::operator()(const Activity&) {
    // While "are you still there?" is asked, only a whole tap counts as an answer.
    if (state.overlay != Overlay::idle) state.last_activity = now;
    state.speech.just_hushed = state.speech.on;
    hush();
}

void Stepper::operator()(const Elsewhere&) {
    if (state.overlay == Overlay::idle) (*this)(Stay{});
}

void Stepper::operator()(const Tick&) {
    const auto deadline = next_deadline(state, now);
    if (!deadline) return;
    if (state.screen == Screen::staff || state.screen == Screen::staff_pin) {
        if (now >= *deadline) (*this)(CloseStaff{});
        return;
    }
    if (state.overlay == Overlay::idle) {
        if (now >= state.overlay_since + kStay) wipe_and_rest();
        return;
    }
    if (now < *deadline) return;
    if (state.screen == Screen::start) return wipe_and_rest();  // only the help page was open
    state.overlay = Overlay::idle;
    state.overlay_since = now;
}

void Stepper::operator()(const ContentChanged& event) {
    state.content = event.content;
    // A visit goes on with the poll that it began with.
    if (state.screen == Screen::out_of_order || state.screen == Screen::start) rest();
}

void Stepper::operator()(const TroubleChanged& event) {
    state.trouble = event.trouble;
    if (state.screen == Screen::out_of_order || state.screen == Screen::start) rest();
}

void Stepper::operator()(const StaffStatusChanged& event) { state.staff = event.status; }

void Stepper::operator()(const ScreenFailed&) { wipe_and_rest(); }

void Stepper::operator()(const CornerTap&) {
    if (state.screen != Screen::start && state.screen != Screen::out_of_order) return;
    if (state.corner_taps == 0 || now - state.corner_since > kCornerWindow) {
        state.corner_taps = 0;
        state.corner_since = now;
    }
    if (++state.corner_taps < kCornerTaps) return;
    state.corner_taps = 0;
    state.last_activity = now;
    state.pin.clear();
    state.pin_wrong = false;
    go(Screen::staff_pin);
}

void Stepper::operator()(const PinDigit& event) {
    if (state.screen != Screen::staff_pin || now < state.pin_locked_until) return;
    state.pin_wrong = false;
    if (event.digit < '0' || event.digit > '9' || state.pin.size() >= kMaxPin) return;
    state.pin.push_back(event.digit);
}

void Stepper::operator()(const PinBackspace&) {
    if (!state.pin.empty()) state.pin.pop_back();
}

void Stepper::operator()(const PinEnter&) {
    if (state.screen != Screen::staff_pin || now < state.pin_locked_until) return;
    if (state.pin.size() >= kMinPin) effects.push_back(CheckPin{state.pin});
}

void Stepper::operator()(const PinChecked& event) {
    if (state.screen != Screen::staff_pin) return;
    explicit_bzero(state.pin.data(), state.pin.capacity());
    state.pin.clear();
    if (event.right) {
        state.wrong_pins = 0;
        effects.push_back(ReadStaffStatus{});
        return go(Screen::staff);
    }
    state.pin_wrong = true;
    if (++state.wrong_pins < kMaxWrongPins) return;
    state.wrong_pins = 0;
    state.pin_locked_until = now + kPinLock;
}

void Stepper::operator()(const CloseStaff&) {
    if (state.screen != Screen::staff && state.screen != Screen::staff_pin) return;
    explicit_bzero(state.pin.data(), state.pin.capacity());
    state.pin.clear();
    state.pin_wrong = false;
    wipe_and_rest();
}

}  // namespace peilpunt::flow
