// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <vector>

#include "kiosk/flow/flow.hpp"

namespace peilpunt::flow {

/// One event on its way through the rules; only flow's own files know it.
struct Stepper {
    State state;
    std::vector<Effect> effects;
    Millis now;

    // moving about (moving.cpp)
    void operator()(const ChooseLanguage& event);
    void operator()(const ChooseTask& event);
    void operator()(const ChoosePoll& event);
    void operator()(const Next&);
    void operator()(const Skip&);
    void operator()(const Back&);
    void operator()(const TurnPage&);
    void operator()(const AskHelp&);
    void operator()(const CloseHelp&);
    void operator()(const ShowLanguages&);
    void operator()(const SetLarger& event);
    void operator()(const SetContrast& event);
    void operator()(const AskStop&);
    void operator()(const Stop&);
    void operator()(const Stay&);
    void operator()(const Done&);

    // answering (answering.cpp)
    void operator()(const Pick& event);
    void operator()(const PickLevel& event);
    void operator()(const GivePoints& event);
    void operator()(const TypeText& event);
    void operator()(const Backspace&);
    void operator()(const ClearText&);
    void operator()(const SwitchKeyboard& event);

    // telling and following (telling.cpp, following.cpp)
    void operator()(const OwnWords&);
    void operator()(const NumberLost&);
    void operator()(const StepsFound& event);

    // saying it aloud (recording.cpp)
    void operator()(const Speak&);
    void operator()(const Record&);
    void operator()(const StopRecording&);
    void operator()(const HearBack&);
    void operator()(const DropRecording&);
    void operator()(const RecordingMoved& event);
    void operator()(const RecordingEnded& event);
    void operator()(const PlaybackMoved& event);
    void stop_recorder();
    /// The microphone was tried; nothing of what it heard stays.
    void end_trial();
    /// After each event: nobody is recorded, or heard, on another screen than the one that shows it.
    void mind_recorder();

    // checking and keeping (keeping.cpp)
    void operator()(const ChangeRow& event);
    void operator()(const RemoveRow& event);
    void operator()(const RestoreRow& event);
    void operator()(const Submit&);
    void operator()(const Captured& event);
    void operator()(const CaptureFailed& event);

    // the voice (speaking.cpp)
    void operator()(const ReadAloud&);
    void operator()(const SayNumber&);
    void operator()(const FocusMoved&);
    void operator()(const SetReadAloud& event);
    void operator()(const ChangeVolume& event);
    void operator()(const VoiceStatusChanged& event);
    void operator()(const SpeechMoved& event);
    void operator()(const SpeechEnded& event);
    void read(ReadScreen::Part part);
    void hush();
    /// After each event: a new screen ends what was being said, and may be read itself.
    void keep_speaking(const Place& before, const Event& event);

    // staff (staff.cpp, self_test.cpp) and the outside (outside.cpp)
    void operator()(const Activity&);
    void operator()(const Elsewhere&);
    void operator()(const Tick&);
    void operator()(const ContentChanged& event);
    void operator()(const TroubleChanged& event);
    void operator()(const StaffStatusChanged& event);
    void operator()(const ScreenFailed&);
    void operator()(const CornerTap&);
    void operator()(const PinDigit& event);
    void operator()(const PinBackspace&);
    void operator()(const PinEnter&);
    void operator()(const PinChecked& event);
    void operator()(const CloseStaff&);
    void operator()(const StartHelping&);
    void operator()(const StartSelfTest&);
    void operator()(const TouchSpot& event);
    void operator()(const SelfTested& event);
    void operator()(const PlayTone&);
    void operator()(const ToneHeard& event);
    void operator()(const Listen&);
    void next_test();
    void operator()(const UseStick&);
    void operator()(const StickDone& event);

    void go(Screen screen);
    void ask(const std::string& question);
    /// Where nobody is served: the start, or out of order.
    void rest();
    /// After news from outside: only who is not being served sees another screen.
    void rest_anew();
    void wipe_and_rest();
    void after_question();
    /// The next and the previous screen of telling something.
    void tell_on();
    void tell_back();
    void scrub_number();
    /// Asks for the steps of the number that was typed, if it can be one.
    void look_up();
    void pick_ready(const std::string& id);
    void set_text(std::string text);
    void pick_option(const Question& question, const std::string& option);
    void forget_removed(std::string_view row);
};

}  // namespace peilpunt::flow
