// SPDX-License-Identifier: EUPL-1.2
// Reading aloud: when a screen is read, and what makes it quiet.
#include <algorithm>

#include "kiosk/flow/stepper.hpp"

namespace peilpunt::flow {
namespace {

/// What a person hears at once, because the screen answers with more than a colour.
template <class... Kinds>
bool is_one_of(const Event& event) {
    return (std::holds_alternative<Kinds>(event) || ...);
}

bool answers_on_the_screen(const Event& event) {
    return is_one_of<Pick, PickLevel, GivePoints, RemoveRow, RestoreRow, Next, SetLarger, SetContrast,
                     SetReadAloud, ChangeVolume>(event);
}

}  // namespace

bool can_speak(const State& state) {
    const auto& languages = state.voice.languages;
    const bool recording = state.session.recording.phase == Recording::Phase::running;
    return state.voice.sound && !recording && !is_staff(state.screen) &&
           std::find(languages.begin(), languages.end(), state.session.language) != languages.end();
}

void Stepper::hush() {
    if (!state.speech.on) return;
    state.speech.on = false;
    state.speech.item.clear();
    effects.push_back(Hush{});
}

void Stepper::read(ReadScreen::Part part) {
    hush();
    if (!can_speak(state)) return;
    if (state.session.recording.phase == Recording::Phase::playing) stop_recorder();
    state.speech.on = true;
    effects.push_back(ReadScreen{++state.speech.reading, part});
}

void Stepper::operator()(const ReadAloud&) {
    // The touch on "Even stil" made it quiet already.
    if (!state.speech.just_hushed) read(ReadScreen::Part::whole);
    state.speech.just_hushed = false;
}

void Stepper::operator()(const SayNumber&) {
    if (state.screen == Screen::thanks) read(ReadScreen::Part::number);
}

void Stepper::operator()(const FocusMoved&) { read(ReadScreen::Part::focus); }

void Stepper::operator()(const SetReadAloud& event) { state.session.read_aloud = event.on; }

void Stepper::operator()(const ChangeVolume& event) {
    state.session.volume = std::clamp(state.session.volume + event.steps, kLowestVolume, kHighestVolume);
    if (!state.session.read_aloud) read(ReadScreen::Part::changes);  // how loud it is can only be heard
}

void Stepper::operator()(const VoiceStatusChanged& event) {
    state.voice = event.status;
    if (!can_speak(state)) hush();
}

void Stepper::operator()(const SpeechMoved& event) {
    if (!state.speech.on || event.reading != state.speech.reading) return;
    state.speech.item = event.item;
    state.speech.from = event.from;
    state.speech.to = event.to;
    if (state.overlay != Overlay::idle) state.last_activity = now;  // nobody can answer while it talks
}

void Stepper::operator()(const SpeechEnded& event) {
    if (!state.speech.on || event.reading != state.speech.reading) return;
    state.speech.on = false;
    state.speech.item.clear();
    if (state.overlay != Overlay::idle) state.last_activity = now;
}

void Stepper::keep_speaking(const Place& before, const Event& event) {
    const bool moved = place_of(state) != before || std::holds_alternative<ChooseLanguage>(event);
    if (moved) hush();
    if (state.overlay == Overlay::idle) {  // said to everybody: who looks away may still be there
        const bool again =
            std::holds_alternative<Tick>(event) && stay_seconds(state, now) == kStayAgainSeconds;
        if (moved || again) read(ReadScreen::Part::whole);
        return;
    }
    if (!state.session.read_aloud) return;
    if (moved)
        read(ReadScreen::Part::whole);
    else if (answers_on_the_screen(event))
        read(ReadScreen::Part::changes);
}

}  // namespace peilpunt::flow
