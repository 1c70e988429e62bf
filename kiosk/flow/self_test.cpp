// SPDX-License-Identifier: EUPL-1.2
// Staff try the machine step by step: touch, sound, microphone, and what it says of disk and clock.
#include "kiosk/flow/stepper.hpp"

namespace peilpunt::flow {

void Stepper::operator()(const StartSelfTest&) {
    if (state.screen != Screen::staff) return;
    state.touched = 0;
    state.self_test.reset();
    state.sound_test = {};
    go(Screen::self_test);
    effects.push_back(TestMachine{});
}

void Stepper::operator()(const TouchSpot& event) {
    if (state.screen != Screen::self_test || event.spot < 0 || event.spot >= kTouchSpots) return;
    state.touched |= 1u << event.spot;
}

void Stepper::operator()(const SelfTested& event) {
    if (state.screen == Screen::self_test) state.self_test = event.result;
}

void Stepper::next_test() {
    if (test_step(state) == TestStep::result) return go(Screen::staff);
    ++state.page;
    if (test_step(state) == TestStep::sound) (*this)(PlayTone{});
}

void Stepper::operator()(const PlayTone&) {
    if (state.screen != Screen::self_test || test_step(state) != TestStep::sound) return;
    if (state.voice.sound) effects.push_back(SoundTone{});
}

void Stepper::operator()(const ToneHeard& event) {
    if (state.screen != Screen::self_test || test_step(state) != TestStep::sound) return;
    state.sound_test.heard = event.heard;
    next_test();
}

void Stepper::operator()(const Listen&) {
    Recording& trial = state.session.recording;
    if (state.screen != Screen::self_test || test_step(state) != TestStep::microphone) return;
    if (!state.voice.microphone || trial.phase != Recording::Phase::none) return;
    state.sound_test.listened = false;
    state.sound_test.loudest = 0;
    trial.phase = Recording::Phase::running;
    trial.take = ++state.takes;
    trial.test = true;
    effects.push_back(Hush{});  // or it would hear our tone
    effects.push_back(StartRecorder{trial.take});
}

}  // namespace peilpunt::flow
