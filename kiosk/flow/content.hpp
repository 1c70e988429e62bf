// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shared/model/area.hpp"
#include "shared/model/poll.hpp"
#include "shared/model/sources.hpp"

namespace peilpunt::flow {

/// One step of what became of something given; `step` is the end of the key "web.stap.<step>".
struct FollowStep {
    enum class When { done, now, later };
    std::string step;
    When when = When::later;
    std::optional<Date> date;
    bool operator==(const FollowStep&) const = default;
};
/// What became of something given at this place.
struct Followed {
    LocalText subject;  ///< title of the poll; empty: something that was told
    std::vector<FollowStep> steps;
    bool operator==(const Followed&) const = default;
};
/// One card of the poster.
struct Poster {
    LocalText said, done;
    std::optional<Date> date;  ///< by when there is more news
    bool operator==(const Poster&) const = default;
};

/// What the kiosk can offer today; immutable, replaced as a whole when something newer was pulled.
struct Content {
    std::vector<std::shared_ptr<const Poll>> polls;  ///< open today, in the order to offer them
    AreaCode municipality;                           ///< where the kiosk stands
    /// By language: label, phone number. Empty: the program's own.
    std::map<std::string, std::vector<std::pair<std::string, std::string>>> help_lines;
    std::string site_url;         ///< base of the QR code, may be empty
    std::vector<Area> places;     ///< the parts of the municipality, to say where something is
    std::vector<Poster> posters;  ///< shown when nobody is here
    bool can_follow = false;      ///< whether steps of volgcodes can be looked up
};

/// Why the kiosk cannot serve anyone right now.
enum class Trouble { none, not_paired, no_content, storage_full, storage_failed, damaged };

/// What this machine can do with sound; found out at the start and when that changes.
struct VoiceStatus {
    bool sound = false;                  ///< there is something to play on
    std::vector<std::string> languages;  ///< of Peilpunt, those that can be spoken
    bool microphone = false;             ///< there is something to hear with
    bool operator==(const VoiceStatus&) const = default;
};

/// What the machine says of itself when staff ask for a test.
struct SelfTest {
    bool disk = false;   ///< something can be written and read back
    bool clock = false;  ///< set, and not far from the server's
    bool operator==(const SelfTest&) const = default;
};

/// What staff find out about the sound; nothing of what is heard is kept.
struct SoundTest {
    std::optional<bool> heard{};  ///< the tone, by staff's own word; empty: not asked
    bool listened = false;        ///< the microphone was tried
    int loudest = 0;              ///< of what it heard, 0..100
    bool operator==(const SoundTest&) const = default;
};

/// What came of an exchange with a USB stick; counts, never content.
struct StickExchange {
    enum class Trouble {
        none,
        no_stick,
        not_paired,
        full,
        not_written,
        damaged,  ///< what the stick brought cannot be read, and was left alone
        foreign,  ///< it is not by our server, or not for this kiosk
        not_kept  ///< stick or disk failed while it was taken in
    };
    Trouble trouble = Trouble::none;  ///< the first thing that went wrong
    std::optional<int> written{};     ///< envelopes that are on the stick now; empty: it was not written
    std::optional<int> settled{};     ///< envelopes that the server has; empty: nothing was taken in
    bool news = false;                ///< other polls or messages were taken in
    bool operator==(const StickExchange&) const = default;
};

/// What the staff screen tells; counts and times, never content.
struct StaffStatus {
    int waiting_responses = 0;
    int waiting_signals = 0;
    int parked = 0;
    std::optional<int> oldest_waiting_hours;  ///< empty: nothing waits
    std::optional<TimePoint> last_contact;    ///< empty: never
    int disk_free_percent = 100;
    TimePoint clock{};
    std::string venue;  ///< empty: not paired
    std::string version;
    bool operator==(const StaffStatus&) const = default;
};

}  // namespace peilpunt::flow
