// SPDX-License-Identifier: EUPL-1.2
// What staff do behind their PIN.
#include <string.h>

#include <utility>

#include "kiosk/flow/stepper.hpp"

namespace peilpunt::flow {

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
    state.pin_locked_until = now + pin_wait(++state.wrong_pins);
}

void Stepper::operator()(const CloseStaff&) {
    if (!is_staff(state.screen)) return;
    explicit_bzero(state.pin.data(), state.pin.capacity());
    state.pin.clear();
    state.pin_wrong = false;
    state.stick.reset();
    wipe_and_rest();
}

void Stepper::operator()(const StartHelping&) {
    if (state.screen != Screen::staff || state.trouble != Trouble::none || !state.content) return;
    wipe_and_rest();
    state.session.helped = true;
    state.last_activity = now;
}

void Stepper::operator()(const UseStick&) {
    if (state.screen != Screen::staff && state.screen != Screen::stick) return;
    if (state.screen != Screen::stick) go(Screen::stick);
    if (std::exchange(state.stick_busy, true)) return;
    state.stick.reset();
    effects.push_back(ExchangeWithStick{});
}

void Stepper::operator()(const StickDone& event) {
    state.stick_busy = false;
    if (!is_staff(state.screen)) return;
    state.stick = event.result;
    state.last_activity = now;  // who waited for it wants to read it
    effects.push_back(ReadStaffStatus{});
}

}  // namespace peilpunt::flow
