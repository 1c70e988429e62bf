// SPDX-License-Identifier: EUPL-1.2
// Saying it aloud: record, listen back, do it again, throw it away.
#include <algorithm>

#include "kiosk/flow/stepper.hpp"

namespace peilpunt::flow {

using Phase = Recording::Phase;

void Stepper::operator()(const Speak&) {
    if (state.screen == Screen::how && state.voice.microphone) go(Screen::speaking);
}

void Stepper::operator()(const Record&) {
    Recording& spoken = state.session.recording;
    if (state.screen != Screen::speaking || spoken.phase == Phase::running) return;
    hush();  // or the microphone would hear us
    forget_removed("recording");
    spoken = {};
    spoken.phase = Phase::running;
    spoken.take = ++state.takes;
    effects.push_back(StartRecorder{spoken.take});
}

void Stepper::stop_recorder() {
    Recording& spoken = state.session.recording;
    if (spoken.phase != Phase::running && spoken.phase != Phase::playing) return;
    effects.push_back(StopRecorder{});
    if (spoken.phase == Phase::playing) spoken.phase = Phase::kept;
}

void Stepper::operator()(const StopRecording&) { stop_recorder(); }

void Stepper::operator()(const HearBack&) {
    Recording& spoken = state.session.recording;
    if (state.screen != Screen::speaking || spoken.phase != Phase::kept) return stop_recorder();
    hush();
    spoken.phase = Phase::playing;
    spoken.heard_ms = 0;
    effects.push_back(PlayRecorder{spoken.take});
}

void Stepper::operator()(const DropRecording&) {
    if (state.session.recording.phase == Phase::none) return;
    state.session.recording = {};
    forget_removed("recording");
    effects.push_back(ForgetRecording{});
}

void Stepper::operator()(const RecordingMoved& event) {
    Recording& spoken = state.session.recording;
    if (spoken.phase != Phase::running || event.take != spoken.take) return;
    constexpr int kFall =
        5;  // a report, ten times a second: so that the words below the meter do not flicker
    spoken.ms = std::min(event.ms, kMaxRecordingMs);
    spoken.level = std::max(event.level, spoken.level - kFall);
    if (spoken.test && spoken.ms > kSettleMs)
        state.sound_test.loudest = std::max(state.sound_test.loudest, event.level);
    if (state.overlay != Overlay::idle) state.last_activity = now;  // who speaks is there
    if (spoken.test && spoken.ms >= kListenMs) end_trial();
}

void Stepper::operator()(const RecordingEnded& event) {
    Recording& spoken = state.session.recording;
    if (spoken.phase != Phase::running || event.take != spoken.take) return;
    if (spoken.test) return end_trial();
    spoken.ms = std::min(event.ms, kMaxRecordingMs);
    spoken.broken = event.broken;
    spoken.phase = event.ms < kMinRecordingMs ? Phase::none : Phase::kept;
    if (spoken.phase == Phase::none) effects.push_back(ForgetRecording{});
    if (state.overlay != Overlay::idle) state.last_activity = now;
}

void Stepper::operator()(const PlaybackMoved& event) {
    Recording& spoken = state.session.recording;
    if (spoken.phase != Phase::playing || event.take != spoken.take) return;
    spoken.heard_ms = event.ms;
    if (event.last) spoken.phase = Phase::kept;
    if (state.overlay != Overlay::idle) state.last_activity = now;
}

void Stepper::end_trial() {
    state.sound_test.listened = true;
    stop_recorder();
    (*this)(DropRecording{});
}

void Stepper::mind_recorder() {
    const bool tried = state.screen == Screen::self_test && test_step(state) == TestStep::microphone;
    if (state.session.recording.test) {
        if (!tried) end_trial();
        return;
    }
    if (state.screen != Screen::speaking || state.overlay != Overlay::none) stop_recorder();
}

}  // namespace peilpunt::flow
