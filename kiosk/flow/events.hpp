// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kiosk/flow/content.hpp"
#include "shared/model/ids.hpp"
#include "shared/model/receipt.hpp"
#include "shared/model/response.hpp"

/// Everything that can happen to the kiosk, and everything that it can ask of the outside.
namespace peilpunt::flow {

enum class Task { none, poll, signal, follow };
enum class Keyboard { abc, qwerty, signs };

// What a person does.
struct Activity {};   ///< the screen was touched, wherever
struct Elsewhere {};  ///< a tap that met no item
struct ChooseLanguage {
    std::string language;
};
struct ChooseTask {
    Task task;
};
struct ChoosePoll {
    std::size_t index;
};
struct Next {};
struct Skip {};
struct Back {};
struct AskHelp {};
struct CloseHelp {};
struct ShowLanguages {};  ///< on the help page: all languages to choose from
struct SetLarger {
    bool on;
};
struct SetContrast {
    bool on;
};
struct ReadAloud {};   ///< the speaker button: read this screen, or be quiet
struct SayNumber {};   ///< the volgcode, which others may hear: only when asked for
struct FocusMoved {};  ///< the keypad stands on another item: say it
struct SetReadAloud {
    bool on;
};  ///< read every screen as it comes
struct ChangeVolume {
    int steps;
};
struct AskStop {};
struct Stop {};  ///< yes, stop: wipes everything
struct Stay {};  ///< no, go on; also the answer to "are you still there?"
struct Pick {
    std::string option;
};  ///< an option, a theme or an age group
struct PickLevel {
    int level;
};  ///< scale
struct GivePoints {
    std::string option;
    int steps;
};
struct TurnPage {};
struct TypeText {
    std::string utf8;
};
struct Backspace {};
struct ClearText {};  ///< empties the text; once more puts it back
struct SwitchKeyboard {
    Keyboard keyboard;
};
struct ChangeRow {
    std::string row;
};  ///< check screen: answer again
struct RemoveRow {
    std::string row;
};
struct RestoreRow {
    std::string row;
};
struct OwnWords {};       ///< "I tell it myself", on the screens with ready answers
struct Speak {};          ///< "I say it", on the screen that offers ways to tell
struct Record {};         ///< begins, or begins again
struct StopRecording {};  ///< recording or listening back ends
struct HearBack {};
struct DropRecording {};
struct NumberLost {};  ///< "I have no number any more"
struct Submit {};
struct Done {};  ///< "Klaar. Wis het scherm."

// What staff do.
struct CornerTap {};
struct PinDigit {
    char digit;
};
struct PinBackspace {};
struct PinEnter {};
struct CloseStaff {};
struct StartHelping {};  ///< a helper will type for somebody else
struct UseStick {};      ///< exchange with the USB stick
struct StartSelfTest {};
struct PlayTone {};  ///< self-test: once more
struct ToneHeard {
    bool heard;
};  ///< self-test: staff's own word
struct Listen {};  ///< self-test of the microphone, begins or begins again
struct TouchSpot {
    int spot;
};  ///< one of the kTouchSpots of the self-test

// What the outside reports.
struct Tick {};
struct ContentChanged {
    std::shared_ptr<const Content> content;
};
struct TroubleChanged {
    Trouble trouble;
};
struct StaffStatusChanged {
    StaffStatus status;
};
struct VoiceStatusChanged {
    VoiceStatus status;
};
/// The voice is at these bytes of this item's spoken text; `reading` tells of which reading.
struct SpeechMoved {
    int reading;
    std::string item;
    std::size_t from, to;
};
struct SpeechEnded {
    int reading;
};
/// So long is the recording now, and so loud, 0..100; `take` tells which recording.
struct RecordingMoved {
    int take, ms, level;
};
struct RecordingEnded {
    int take, ms;
    bool broken;  ///< the microphone failed
};
struct PlaybackMoved {
    int take, ms;
    bool last;
};
struct ScreenFailed {};  ///< drawing threw: back to a screen that is known to work
/// One submission's own id and volgcode; the same on every try to keep it.
struct Identity {
    ResponseId id;
    Receipt receipt;
    bool operator==(const Identity&) const = default;
};
struct Captured {
    Identity identity;
};  ///< it is on disk
struct CaptureFailed {
    std::optional<Identity> identity;
    ErrorCode code;
};
struct PinChecked {
    bool right;
};
struct StepsFound {
    std::optional<Followed> followed;  ///< empty: nothing of this place has that number
};
struct SelfTested {
    SelfTest result;
};
struct StickDone {
    StickExchange result;
};

using Event =
    std::variant<Activity, Elsewhere, ChooseLanguage, ChooseTask, ChoosePoll, Next, Skip, Back, AskHelp,
                 CloseHelp, ShowLanguages, SetLarger, SetContrast, ReadAloud, SayNumber, FocusMoved,
                 SetReadAloud, ChangeVolume, AskStop, Stop, Stay, Pick, PickLevel, GivePoints, TurnPage,
                 TypeText, Backspace, ClearText, SwitchKeyboard, ChangeRow, RemoveRow, RestoreRow, OwnWords,
                 NumberLost, Submit, Done, CornerTap, PinDigit, PinBackspace, PinEnter, CloseStaff,
                 StartHelping, StartSelfTest, TouchSpot, Tick, ContentChanged, TroubleChanged,
                 StaffStatusChanged, VoiceStatusChanged, SpeechMoved, SpeechEnded, Speak, Record,
                 StopRecording, HearBack, DropRecording, RecordingMoved, RecordingEnded, PlaybackMoved,
                 ScreenFailed, Captured, CaptureFailed, PinChecked, StepsFound, SelfTested, UseStick,
                 StickDone, PlayTone, ToneHeard, Listen>;

/// Ready answers that were picked while telling something, by the ends of their keys.
struct Picked {
    std::vector<std::string> sentences;  ///< "kiosk.sentence.<id>"
    std::vector<std::string> helps;      ///< "kiosk.helps.<id>"
    std::vector<std::string> own_part;   ///< "kiosk.own.<id>"
    bool empty() const { return sentences.empty() && helps.empty() && own_part.empty(); }
    bool operator==(const Picked&) const = default;
};
inline constexpr std::array<std::string_view, 6> kSentences{"onveilig", "kapot", "duur",
                                                            "komen",    "snap",  "alleen"};
inline constexpr std::array<std::string_view, 5> kHelps{"praten", "uitleg", "maken", "buren", "tijden"};
inline constexpr std::array<std::string_view, 5> kOwnParts{"meehelpen", "samen", "vertellen", "meepraten",
                                                           "niets"};

// What is asked of the outside.
/// Seal and keep; answer with Captured or CaptureFailed. Without an identity, make one.
struct CaptureResponse {
    Response response;
    std::optional<Identity> identity;
    bool helped = false;  ///< a helper typed it for somebody else
};
struct CaptureSignal {
    Signal signal;  ///< only what was typed; what was picked comes before it
    std::optional<Identity> identity;
    bool helped = false;
    Picked picked;
    bool spoken = false;  ///< the recording belongs to it
};
/// Answer with StepsFound.
struct FindSteps {
    Receipt receipt;
};
/// Answer with SelfTested.
struct TestMachine {};
/// Let a short tone be heard, once.
struct SoundTone {};
/// Answer with StickDone; may take a minute.
struct ExchangeWithStick {};
/// Answer with PinChecked.
struct CheckPin {
    std::string pin;
};
/// Answer with StaffStatusChanged.
struct ReadStaffStatus {};
/// Read what is on the screen, once it is drawn; answer with SpeechMoved and SpeechEnded.
struct ReadScreen {
    enum class Part {
        whole,
        changes,
        number,
        focus  ///< only what the keypad stands on
    };  ///< changes: what was not there, or not said like this, before
    int reading;
    Part part;
};
struct Hush {};
/// Answer with RecordingMoved and, in the end, RecordingEnded.
struct StartRecorder {
    int take;
};
/// Answer with PlaybackMoved.
struct PlayRecorder {
    int take;
};
struct StopRecorder {};
struct ForgetRecording {};
/// The visit is over: nothing of it may stay with whoever speaks.
struct ForgetVisit {};
using Effect = std::variant<CaptureResponse, CaptureSignal, CheckPin, ReadStaffStatus, FindSteps, TestMachine,
                            ReadScreen, Hush, StartRecorder, PlayRecorder, StopRecorder, ForgetRecording,
                            ForgetVisit, ExchangeWithStick, SoundTone>;

}  // namespace peilpunt::flow
