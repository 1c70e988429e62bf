// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "server/store/intake.hpp"
#include "server/store/receipts.hpp"
#include "server/store/registry/registry.hpp"
#include "server/store/signals.hpp"

/// Where everything is kept. One method a use case; SQL lives only behind this interface. Thread-safe.
/// Anonymity (architecture section 3.6): rows that hold words of a giver carry no address, exact time or
/// order; ids that devices made are kept only as keyed hashes, so nothing here leads from a device or a
/// volgcode to answers.
namespace peilpunt::store {

/// What each engine does in its own way: intake, what is read of it, and the care of the whole.
class Store : public Registry {
  public:
    // What givers send. Durable before `done`; all that has queued goes into one commit.
    virtual void add_response(NewResponse response, Done done) = 0;
    virtual void add_signal(NewSignal signal, Done done) = 0;
    virtual void add_recording(NewRecording recording, Done done) = 0;
    virtual void add_quarantine(NewQuarantine item, Done done) = 0;

    virtual results::Cells cells(PollId poll, int revision) = 0;
    /// Moves these counts from where they are to the cell beside it that is set apart.
    virtual Result<void> set_apart(const PollCounts& counts, std::string_view who) = 0;
    /// The same for all answers that kiosks of this venue say to have taken on that day or after it; how
    /// many.
    virtual Result<std::int64_t> set_apart_since(std::string_view venue, Date day, std::string_view who) = 0;

    // Signals as the council reads them.
    virtual SignalPage signals(const SignalFilter& filter, std::string_view cursor, int limit) = 0;
    virtual std::optional<SignalRow> signal(SignalId id) = 0;
    /// The Ogg Opus of a recording; nothing when it has not arrived.
    virtual std::optional<std::string> recording(std::string_view id) = 0;
    virtual std::vector<SignalCell> signal_cells(const SignalFilter& filter) = 0;
    virtual Result<void> mark_read(SignalId id) = 0;
    virtual std::optional<ReceiptSubject> receipt(std::string_view receipt_hash) = 0;
    /// What was given at the kiosks of one place: follow key and subject, by key; at most `most`.
    virtual std::vector<std::pair<std::string, ReceiptSubject>> given_at(const AreaCode& municipality,
                                                                         std::string_view venue,
                                                                         int most) = 0;

    // Contact details: another file, never a common key (architecture 3.6).
    virtual void add_contact(ContactWish wish, ContactDone done) = 0;
    virtual std::vector<ContactWish> contacts() = 0;

    /// `hint` is called, on any thread and soon, when another server changed what public pages show. Only a
    /// hint: some are lost, so state_version is looked at now and then as well. Null ends it.
    virtual void watch(std::function<void()> /*hint*/) {}
    virtual std::int64_t quarantined() = 0;
    /// Recounts, checks integrity and the audit chain; every fault in one line each.
    virtual std::vector<std::string> verify() = 0;
    /// Whether what is sent now could be kept: storage_full or storage_failed otherwise. Quick and without
    /// waiting for writes that go on; knows again by itself when there is room.
    virtual Result<void> can_store() = 0;
    /// What differs from the schema that this version makes, a line each; reads no rows.
    virtual std::vector<std::string> check_schema() = 0;
    /// A consistent copy while serving, into an empty folder; what fails leaves nothing there.
    virtual Result<void> backup(const std::string& folder) = 0;
    /// Removes ledger entries older than `ledger_before` and expired sessions and pairing codes.
    virtual Result<std::int64_t> purge(Date ledger_before, TimePoint now, bool dry_run) = 0;
    /// Rewrites the files so that nothing deleted and no order of arrival lingers.
    virtual Result<void> tidy() = 0;
};

}  // namespace peilpunt::store
