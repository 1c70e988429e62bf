// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/model/sources.hpp"
#include "shared/sqlite/sqlite.hpp"
#include "shared/sync/sync.hpp"

namespace peilpunt::kiosk {

/// What the staff screen and `peilpunt-kiosk status` show.
struct OutboxStatus {
    bool paired = false;
    std::string kiosk_id;
    std::string venue;
    AreaCode municipality;
    int waiting_responses = 0;
    int waiting_signals = 0;
    int waiting_recordings = 0;  ///< of signals that were spoken; they travel apart
    int waiting() const { return waiting_responses + waiting_signals + waiting_recordings; }
    int parked = 0;
    int oldest_waiting_hours = 0;
    std::int64_t captured = 0;  ///< ever
    std::optional<TimePoint> last_contact;
    std::string last_error;  ///< of the last attempt to reach the server; empty after a success
    int disk_free_percent = 100;
};

/// The sealed queue and the content cache: one SQLite file (WAL, synchronous=FULL) in the kiosk's data
/// folder. Thread-safe. What is captured cannot be read back here: it is sealed to the server's key.
class Outbox {
  public:
    /// Opens or makes the folder; throws ResultError (damaged, unsupported, storage_failed) with one clear
    /// line. `vfs` and `boot` are a simulation's own disk and boot id; else those of the machine.
    Outbox(const std::string& folder, const Clock& clock, Random& random, const char* vfs = nullptr,
           const std::string& boot = {});
    ~Outbox();

    /// Seals and stores durably; only after success may the screen say thanks. `body` is the JSON of a
    /// Response or Signal (json::response_tree, signal_tree) whose id becomes the envelope's id. Errors:
    /// storage_full, storage_failed, unsupported (not paired), invalid, too_large, conflict (other content
    /// under a known id). The same submission once more, while its envelope waits, is a success and counts
    /// once.
    struct Extras {
        std::string
            follow_key;       ///< sync::follow_key, so that this place can tell what became of it; or empty
        bool helped = false;  ///< a helper typed it for somebody else
        std::string ogg{};    ///< of a signal: what was spoken; kept together with it, or not at all
    };
    Result<void> capture(sync::Kind kind, const std::string& body, const Receipt& receipt,
                         const Extras& extras);
    Result<void> capture(sync::Kind kind, const std::string& body, const Receipt& receipt) {
        return capture(kind, body, receipt, Extras{});
    }
    OutboxStatus status() const;
    /// Polls, areas, help lines as last pulled; nothing before the first pull. Cheap: cached in memory.
    std::shared_ptr<const sync::Changes> content() const;
    /// Whether there is room for another visitor; false at the last 10% or 100 MB of the disk, whichever is
    /// less.
    bool has_room() const;
    /// Writes a small file beside the queue, reads it back and removes it.
    bool disk_works() const;
    /// Where all of this lies.
    const std::string& folder() const;
    /// Argon2id check of the staff PIN; takes about half a second. Counted as wrong on the disk before it is
    /// looked at, so that cutting the power gives nobody another try.
    bool is_staff_pin(const seal::Secret& pin);
    /// Wrong PINs in a row, over restarts.
    int wrong_pins() const;

    // ---- for the sync client ----
    /// The device's own signing key, made at first use.
    const seal::SignKeys& device_keys() const;
    std::optional<sync::Enrolment> enrolment() const;
    Result<void> save_enrolment(const sync::Enrolment& enrolment);
    /// The oldest waiting envelopes within the batch limits, shuffled; empty when none wait or
    /// `max_envelopes` is 0. Not to be sent when its kiosk is KioskId(): not paired, or the disk cannot be
    /// read.
    sync::Batch next_batch(std::size_t max_envelopes = sync::kMaxBatchEnvelopes) const;
    /// Everything that waits, in as many batches as it takes, at least one. Errors: unsupported (not paired),
    /// storage_failed.
    Result<std::vector<sync::Batch>> all_batches() const;
    /// Forgets what the signed answer names as stored, duplicate or quarantined; by id only.
    Result<void> apply(const sync::Acknowledgement& acknowledgement);
    /// Sets aside one waiting envelope that the server cannot take in; it stays on the disk, is counted, and
    /// waits again after the next opening.
    Result<void> park(const EnvelopeId& id);
    Result<void> save_changes(const sync::Changes& changes);
    std::string cursor() const;
    /// What cannot be used here of what belongs to the content, one line each, for the server's fleet page;
    /// replaces what was said before.
    void leave_out(std::vector<std::string> lines);
    /// Empty after a success; else what the staff screen shows.
    void note_contact(const std::string& error);

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace peilpunt::kiosk
