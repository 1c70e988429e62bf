// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <chrono>
#include <cstddef>
#include <optional>
#include <variant>
#include <vector>

#include "shared/model/ids.hpp"
#include "shared/model/sources.hpp"
#include "shared/sync/sync.hpp"

/// When a kiosk pushes, pulls, waits and parks: a pure state machine without clock, thread, disk or socket.
namespace peilpunt::kiosk::engine {

using Time = std::chrono::milliseconds;  ///< Clock::steady

/// Half-open span of a random delay.
struct Span {
    Time least{}, most{};
};

/// The rough clock. Batches leave long enough after somebody walked away, or in tens.
struct Pace {
    Span after_capture{std::chrono::minutes(1), std::chrono::minutes(4)};
    int at_once = 10;  ///< so many waiting leave without delay
    Span pull{std::chrono::minutes(4), std::chrono::minutes(6)};
    Span report{std::chrono::minutes(55), std::chrono::minutes(65)};  ///< an empty batch, for the fleet page
    Time retry_first = std::chrono::seconds(5);
    Time retry_most = std::chrono::minutes(15);
    Time obey_at_most = std::chrono::hours(1);  ///< of a Retry-After

    /// Everything within seconds; for demonstrations and tests on real time, never where residents are.
    static Pace soon();
};

// ---- events ----
/// First of all, and again after nothing else.
struct Started {
    bool paired = false;
    bool has_code = false;     ///< a pairing code was given
    bool has_content = false;  ///< something to show already
    int waiting = 0;
};
/// An answer or signal went into the outbox; `waiting` includes it.
struct Captured {
    int waiting = 0;
};
struct Tick {};
/// The server's signed answer was applied: of `sent` envelopes `answered` were forgotten; `waiting` are left.
struct Pushed {
    std::size_t sent = 0, answered = 0;
    int waiting = 0;
};
/// The server says that this batch can never be taken in (400, 413, 422). `only` is set when it held one
/// envelope.
struct Refused {
    std::size_t sent = 0;
    std::optional<EnvelopeId> only;
};
struct Pulled {};
struct Enrolled {};
/// The pairing code is wrong, used or too old: only a person can help.
struct CodeRefused {};
/// No answer, no valid signature, 5xx, 408, 429, or no access.
struct Failed {
    std::optional<Time> retry_after;
    bool no_access = false;  ///< 401 or 403: revoked or unknown; asking often does not help
};
using Event = std::variant<Started, Captured, Tick, Pushed, Refused, Pulled, Enrolled, CodeRefused, Failed>;

// ---- effects ----
/// Send a batch of at most so many envelopes; answered by Pushed, Refused or Failed.
struct Push {
    std::size_t most = sync::kMaxBatchEnvelopes;
    bool operator==(const Push&) const = default;
};
/// Answered by Pulled or Failed.
struct Pull {
    bool operator==(const Pull&) const = default;
};
/// Answered by Enrolled, CodeRefused or Failed.
struct Enrol {
    bool operator==(const Enrol&) const = default;
};
/// Set this envelope aside; not answered.
struct Park {
    EnvelopeId id;
    bool operator==(const Park&) const = default;
};
using Effect = std::variant<Push, Pull, Enrol, Park>;

/// Push and pull wait and fail apart, so that one that cannot succeed never keeps the other from its turn.
struct Lane {
    std::optional<Time> due;
    int failures = 0;  ///< in a row
};

enum class Exchange { none, push, pull, enrol };

struct State {
    Pace pace;
    bool paired = false, has_code = false;
    bool was_paired = false;              ///< with what is stored; a refused code leaves that as it is
    Exchange under_way = Exchange::none;  ///< there is one at a time
    int waiting = 0;
    Lane push, pull, enrol;
    bool leaving = false;  ///< push is due for what was captured, and not for the report
    std::size_t limit = sync::kMaxBatchEnvelopes;  ///< halved while the server refuses a batch
    /// Refused on its own; an empty batch shows whether the envelope is at fault, or everything is.
    std::optional<EnvelopeId> suspect;

    /// When to send the next Tick; nothing while an exchange is under way or when only a person can help.
    std::optional<Time> wake_at() const;
};

struct Step {
    State state;
    std::vector<Effect> effects;
};
/// The same state, event, time and random bytes always give the same step.
Step step(State state, const Event& event, Time now, Random& random);

}  // namespace peilpunt::kiosk::engine
