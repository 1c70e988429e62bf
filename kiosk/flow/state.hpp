// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/flow/events.hpp"

namespace peilpunt::flow {

using Millis = std::chrono::milliseconds;

enum class Screen {
    out_of_order,
    start,
    choose,
    polls,
    privacy,
    question,
    note,  ///< "anders, namelijk"
    age,
    theme,
    kind,
    where,
    how,        ///< ready sentences, or in one's own words
    sentences,  ///< what is the matter, to pick from
    story,
    speaking,  ///< recording what somebody says, and listening back
    helps,
    helps_words,  ///< the same in one's own words
    own_part,
    own_words,
    follow_number,
    follow_steps,
    check,
    saving,
    failed,
    thanks,
    poster,
    staff_pin,
    staff,
    self_test,
    stick,
};
enum class Overlay { none, help, stop, idle };

/// Loudness of the voice, in steps; each person starts at the normal one.
inline constexpr int kLowestVolume = 1, kNormalVolume = 3, kHighestVolume = 5;

/// What is being read aloud now.
struct Speech {
    bool on = false;
    int reading =
        0;  ///< goes up with each reading, so that a late report of an earlier one counts for nothing
    bool just_hushed = false;  ///< the touch that is going on made it quiet
    std::string item;          ///< whose words are heard now
    std::size_t from = 0, to = 0;
};

/// What was said aloud; the sound itself is with the recorder.
struct Recording {
    enum class Phase { none, running, kept, playing };
    Phase phase = Phase::none;
    int take = 0;
    int ms = 0;           ///< how long it is
    int heard_ms = 0;     ///< how much was played back
    int level = 0;        ///< 0..100, the loudest of the last second
    bool broken = false;  ///< the microphone failed
    bool test = false;    ///< staff try the microphone: nothing of it is kept
    bool is_kept() const { return phase == Phase::kept || phase == Phase::playing; }
};
/// Of one recording; and what is shorter was a mistake.
inline constexpr int kMaxRecordingMs = 120'000, kMinRecordingMs = 500;

/// Everything that one person chose or said; nothing of it outlives the visit.
struct Session {
    std::string language = "nl";
    bool larger = false;
    bool contrast = false;
    bool read_aloud = false;  ///< every screen is read as it comes
    int volume = kNormalVolume;
    Task task = Task::none;
    std::shared_ptr<const Poll> poll;
    Answers answers;
    std::vector<std::string> visited;  ///< questions that were on the screen
    std::vector<std::string> removed;  ///< rows of the check screen that were taken out and can be put back
    std::string age_group;
    std::string theme;
    SignalKind kind = SignalKind::unsaid;
    std::string area;  ///< code of one of Content::places
    Picked picked;
    std::string story;
    Recording recording;
    std::string helps;
    std::string own_part;
    std::string cleared;     ///< what "Maak leeg" took away
    bool returning = false;  ///< came from the check screen and goes back to it
    std::optional<Identity> identity;
    bool helped = false;  ///< a helper types for somebody else
    std::string number;   ///< of the volgcode that is being typed
    std::optional<Followed> followed;
};

/// Why no steps are shown for a number.
enum class FollowTrouble { none, short_number, wrong_number, unknown, lost };

/// The whole state of the kiosk's screen.
struct State {
    std::shared_ptr<const Content> content;  ///< null: never received
    Trouble trouble = Trouble::not_paired;
    StaffStatus staff;
    VoiceStatus voice;
    Speech speech;
    Screen screen = Screen::out_of_order;
    Overlay overlay = Overlay::none;
    bool languages = false;  ///< the help page shows all languages
    std::string question;    ///< id of the question on the screen
    int page = 0;
    Keyboard keyboard = Keyboard::abc;
    bool hint = false;  ///< "Verder" was touched without an answer
    Session session;
    int takes =
        0;  ///< recordings since the start, so that a late report of an earlier one counts for nothing
    Millis last_activity{0};
    Millis overlay_since{0};
    int corner_taps = 0;
    Millis corner_since{0};
    std::string pin;
    bool pin_wrong = false;
    int wrong_pins = 0;
    Millis pin_locked_until{0};
    FollowTrouble follow_trouble = FollowTrouble::none;
    std::optional<SelfTest> self_test;
    SoundTest sound_test;
    bool stick_busy = false;             ///< goes on when staff leave
    std::optional<StickExchange> stick;  ///< empty: nothing was exchanged yet
    unsigned touched = 0;                ///< spots of the self-test, a bit each
    ErrorCode failure = ErrorCode::internal;
};

/// What the person looks at; when it changes, touches are ignored for a moment.
struct Place {
    Screen screen = Screen::out_of_order;
    Overlay overlay = Overlay::none;
    std::string question;
    int page = 0;
    bool languages = false;
    bool recording = false, recorded = false;  ///< where speaking is
    bool operator==(const Place&) const = default;
};
Place place_of(const State& state);

/// Times of the visit. Sources: look of the kiosk (60 s, text 120 s), and 30 s to say "I am still here".
inline constexpr Millis kIdle{60'000};
inline constexpr Millis kIdleText{120'000};
inline constexpr Millis kIdleThanks{120'000};
inline constexpr Millis kStay{30'000};
inline constexpr int kStayAgainSeconds = 15;  ///< "are you still there?" is said once more
inline constexpr Millis kStaffClose{120'000};
inline constexpr Millis kCornerWindow{4'000};
inline constexpr int kCornerTaps = 5;
/// After a wrong PIN the next one waits, twice as long each time.
inline constexpr Millis kPinWait{1'000};
inline constexpr Millis kLongestPinWait{300'000};
inline constexpr Millis kPosterAfter{180'000};  ///< of rest on the start screen
inline constexpr Millis kPosterPage{12'000};
inline constexpr std::size_t kPostersPerPage = 3;
inline constexpr int kTouchSpots = 9;
/// Of the self-test: how long the microphone listens, and what counts as heard: 42 dB below the loudest.
inline constexpr int kListenMs = 5'000, kHeardLevel = 30;
inline constexpr int kSettleMs = 500;  ///< at its start: what the loudspeaker still plays does not count
inline constexpr std::size_t kVolgcodeDigits = 16;
inline constexpr std::size_t kMinPin = 4;
inline constexpr std::size_t kMaxPin = 8;

/// Whether this screen can be read aloud: there is sound, and a voice for the language.
bool can_speak(const State& state);
/// The question on the screen, or nullptr.
const Question* current_question(const State& state);
/// The answers without those to questions that were removed or are not shown.
Answers kept_answers(const Session& session);
/// The questions that are shown now, in order.
std::vector<const Question*> shown_questions(const Session& session);
/// 1-based place of the current step and how many there are; {0, 0} when there is no row of dots.
std::pair<int, int> progress(const State& state);
/// Whether "Verder" leads on: what is asked here has a right answer.
bool can_continue(const State& state);
/// Whether "Sla over" is offered.
bool can_skip(const State& state);
/// Whether anything would be lost by stopping.
bool has_input(const Session& session);

/// How many options are on one page of the current screen, the tile "more" not counted.
int options_per_page(const State& state, std::size_t options);
int pages(const State& state, std::size_t options);
/// [first, last) of the options on the current page.
std::pair<std::size_t, std::size_t> page_range(const State& state, std::size_t options);

/// Age groups that fit the poll's audience.
std::vector<std::string_view> offered_ages(const Session& session);
/// The points that one touch gives or takes.
int point_step(const Question& question);
int points_left(const Question& question, const Answers& answers);
int points_of(const Question& question, const Answers& answers, std::string_view option);
/// 1-based rank, 0 when it has none yet.
int rank_of(const Question& question, const Answers& answers, std::string_view option);
bool is_chosen(const Question& question, const Answers& answers, std::string_view option);

/// Whether this ready answer is picked on the screen that offers it.
bool is_picked(const State& state, std::string_view id);
/// The self-test goes step by step; the step is the page.
enum class TestStep { touch, sound, microphone, result };
TestStep test_step(const State& state);
/// Whether all spots of the self-test were touched.
bool all_touched(const State& state);
/// The screens behind the PIN, and the one that asks for it.
bool is_staff(Screen screen);
/// How long a next PIN has to wait.
Millis pin_wait(int wrong_pins);

/// The text that the keyboard works on, and its limit in characters; nullptr when there is none.
std::string text_on_screen(const State& state);
int text_limit(const State& state);
/// Whether the next letter becomes a capital: at the start of a sentence.
bool wants_capital(std::string_view text);

/// One line of the check screen.
struct Row {
    std::string id;  ///< question id, or "age", "theme", "kind", "where", "sentences", "story", "recording",
                     ///< "helps", "own_part"
    bool removed = false;
    bool removable = true;
    bool operator==(const Row&) const = default;
};
std::vector<Row> check_rows(const Session& session);
inline constexpr std::size_t kRowsPerPage = 4;

/// When a Tick can change something next; empty when only a touch can.
std::optional<Millis> next_deadline(const State& state, Millis now);
/// How many seconds are left to say "I am still here".
int stay_seconds(const State& state, Millis now);

}  // namespace peilpunt::flow
