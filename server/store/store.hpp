// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "server/results/results.hpp"
#include "server/store/registry/told.hpp"
#include "shared/model/poll.hpp"
#include "shared/model/response.hpp"

namespace peilpunt::sql {
class Database;
}
namespace peilpunt::records {
class Journal;
}

/// Where everything is kept. One method a use case; SQL lives only behind this interface. Thread-safe.
/// Anonymity (architecture section 3.6): rows that hold words of a giver carry no address, exact time or
/// order; ids that devices made are kept only as keyed hashes, so nothing here leads from a device or a
/// volgcode to answers.
namespace peilpunt::store {

/// What tells that a submission was seen before, without keeping its id.
struct Ledger {
    std::string key;    ///< 16 bytes: keyed hash of the device-made id
    std::string check;  ///< 16 bytes: keyed hash of id and content together
};

struct NewResponse {
    Ledger ledger;
    std::string receipt_hash;  ///< 16 bytes: keyed hash of the volgcode; empty: it is not kept
    std::string row_id;        ///< 16 random bytes, made here; not the device's id
    PollId poll;
    int revision = 1;
    results::CellKey cell;
    Origin origin;
    std::string language;
    bool late = false;  ///< given before the poll closed, arrived after
    std::string answers_json;
    results::Tally tally;  ///< what it adds to its cell
    std::string kiosk;  ///< id of the kiosk that sent it, for its running totals; not kept with the answers
    std::string follow_key;  ///< by which the kiosks of `origin.venue` find the volgcode; empty: not at all
};

struct NewSignal {
    Ledger ledger;
    std::string receipt_hash;
    SignalId row_id;
    Signal signal;  ///< its own id is not stored
    Origin origin;
    std::string kiosk;       ///< as in NewResponse
    std::string follow_key;  ///< as in NewResponse
};

/// What somebody said aloud; its signal names `id`, and may arrive before or after it.
struct NewRecording {
    Ledger ledger;
    std::string id;  ///< 16 bytes: keyed hash of the device's id
    std::string ogg;
    std::string kiosk;  ///< as in NewResponse
    Moment moment;      ///< for the ledger; not kept with the sound
};

/// Something that cannot be taken as what it claims to be; kept whole for a person to look at.
struct NewQuarantine {
    Ledger ledger;
    std::string row_id;     ///< 16 random bytes
    std::string kind;       ///< "inzending", "signaal", "opname", "envelop"
    std::string reason;     ///< kebab-case
    std::string counts_as;  ///< poll id, "signalen" or "opnamen": which running total of the kiosk it belongs
                            ///< to, or empty
    std::string kiosk;      ///< id, or empty
    Moment moment;
    std::string body;
};

/// Counts by poll, revision and cell.
using PollCounts = std::map<std::tuple<PollId, int, results::CellKey>, results::Tally>;

enum class Stored {
    stored,       ///< new, and durable
    duplicate,    ///< the same id with the same content was there already
    quarantined,  ///< kept apart: the same id with other content, or handed in as NewQuarantine
};

/// Called exactly once, on the writer's thread, after the commit reached the disk (or failed). Must not
/// block.
using Done = std::function<void(Result<Stored>)>;

struct SignalFilter {
    std::string scope{};         ///< municipality code, or empty for the whole region
    std::string municipality{};  ///< each empty: all
    std::string area{};          ///< district or neighbourhood, with all that lies in it
    std::string theme{};
    std::string channel{};
    std::string perspective{};
    std::string month{};  ///< "2026-11"
    std::string kind{};   ///< wire word; it lies within the words, so stores do not look at it: App does
    bool unread_only = false;
};

struct SignalRow {
    SignalId id;
    Signal signal;  ///< `id` empty
    Origin origin;
    bool read = false;
};

struct SignalPage {
    std::vector<SignalRow> rows;  ///< newest part of day first; within it in random order
    std::string next;             ///< cursor of the next page; empty: this is the last
};

/// Number of signals in one combination; kept on write.
struct SignalCell {
    std::string municipality, area, theme, channel, month, perspective;
    std::int64_t count = 0;
};

enum class ReceiptKind { response, signal };
struct ReceiptSubject {
    ReceiptKind kind = ReceiptKind::response;
    PollId poll;        ///< of a response
    bool read = false;  ///< of a signal: somebody of the council read it
};

struct User {
    UserId id;
    std::string name;  ///< sign-in name, lower case
    std::string full_name;
    std::string role;      ///< "raad", "beleid", "beheer", "toezicht"
    std::string scope;     ///< area code
    std::string password;  ///< Argon2id
    bool disabled = false;
};

struct Session {
    std::string token_hash;  ///< 32 bytes
    UserId user;
    std::string csrf;
    TimePoint expires{};
};

struct Kiosk {
    KioskId id;
    std::string venue;
    AreaCode municipality;
    std::string sign_key;  ///< 32 bytes; empty: not paired yet
    bool revoked = false;
    std::string last_contact;  ///< RFC 3339, whole minutes; empty: never
    std::string version;
    int waiting = 0, parked = 0, oldest_waiting_hours = 0, disk_free_percent = 100;
    std::int64_t clock_offset_s = 0;
    std::int64_t last_batch = 0;
    /// By poll id, "signalen" and "opnamen": what the kiosk says it captured, and what arrived here (stored
    /// or quarantined).
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> totals;
    std::map<std::string, std::int64_t> refusals;  ///< of its messages, by reason, ever
    std::vector<std::string> left_out;  ///< of the content, what its version cannot read; a line each
    std::set<std::string> keys;  ///< ids of the server keys that it seals to and that its queue is sealed to
    /// What it captured less what arrived and what still waits there; 0 when nothing is missing.
    std::int64_t missing() const;
};

struct KioskReport {
    KioskId id;
    std::string last_contact, version;
    int waiting = 0, parked = 0, oldest_waiting_hours = 0, disk_free_percent = 100;
    std::int64_t clock_offset_s = 0, batch = 0;
    std::map<std::string, std::int64_t> captured;
    std::vector<std::string> left_out{};
    std::set<std::string> keys{};
};

/// How often messages were refused, by the kiosk that they say to be from and the reason; KioskId() stands
/// for all that are not known here.
using Refusals = std::map<std::pair<KioskId, std::string>, std::int64_t>;

struct ContactWish {
    std::string row_id;  ///< 16 bytes: keyed hash of the form's id and what was in it
    std::string municipality;
    std::string sealed;  ///< to the contact keeper's key, padded to one size
};

/// Called exactly once, on the writer's thread, when the wish is durable, or was before; must not block.
using ContactDone = std::function<void(Result<void>)>;

/// One entry of the audit log, as it is shown. `who`: an id (records::ActorId::str), or the name that was
/// given.
struct AuditEntry {
    std::int64_t number = 0;
    std::string at, who, what, subject, hash;
};

/// A text that somebody reads aloud at kiosks; for everybody to hear.
struct ClipName {
    std::string language, words;
    std::string hash;  ///< sync::clip_hash of its sound
    bool operator==(const ClipName&) const = default;
};

struct StoreState {
    std::int64_t version = 0;  ///< goes up with every change that public pages show
    std::vector<Poll> polls;   ///< every revision of every poll
    std::vector<Area> areas;
    ToldOfPolls told;
    std::map<std::string, std::string> settings;
    std::vector<ClipName> clips;  ///< in order of language and words
};

struct SettingChange;  // server/store/founding.hpp
struct Founding;

class Store {
  public:
    virtual ~Store() = default;

    // What givers send. Durable before `done`; all that has queued goes into one commit.
    virtual void add_response(NewResponse response, Done done) = 0;
    virtual void add_signal(NewSignal signal, Done done) = 0;
    virtual void add_recording(NewRecording recording, Done done) = 0;
    virtual void add_quarantine(NewQuarantine item, Done done) = 0;

    // What public pages and rules need.
    virtual StoreState load_state() = 0;
    virtual std::int64_t state_version() = 0;
    /// `hint` is called, on any thread and soon, when another server changed what public pages show. Only a
    /// hint: some are lost, so state_version is looked at now and then as well. Null ends it.
    virtual void watch(std::function<void()> /*hint*/) {}
    virtual Result<void> save_areas(const std::vector<Area>& areas) = 0;
    /// A new poll or a new revision, as a draft. Conflict when that revision exists with other content, when
    /// a later one exists, and when another poll has or ever had its slug.
    virtual Result<void> save_poll(const Poll& poll, std::string_view who) = 0;
    /// Publishes a draft; not_found when there is no such draft.
    virtual Result<void> open_poll(PollId poll, int revision, std::string_view who) = 0;
    /// Closes all published revisions of a poll on `day`. Conflict when `revision` is not the one that is
    /// open now: it was closed, or a newer one published, meanwhile.
    virtual Result<void> close_poll(PollId poll, int revision, Date day, std::string_view who) = 0;
    virtual Result<void> set_setting(std::string_view key, std::string_view value) = 0;
    /// All of them, each with its entry in the log, in one transaction.
    virtual Result<void> change_settings(const std::vector<SettingChange>& changes, std::string_view who) = 0;
    /// Everything in one transaction; conflict when there are areas or users already.
    virtual Result<void> found(const Founding& founding, std::string_view who) = 0;
    /// Ogg Opus; instead of an earlier one of the same language and words.
    virtual Result<void> save_clip(const ClipName& name, std::string_view ogg, std::string_view who) = 0;
    virtual Result<void> remove_clip(std::string_view language, std::string_view words,
                                     std::string_view who) = 0;  ///< not_found
    virtual std::optional<std::string> clip(std::string_view hash) = 0;
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

    // People who sign in.
    virtual Result<void> add_user(const User& user, std::string_view who) = 0;
    virtual std::optional<User> user_by_name(std::string_view name) = 0;
    virtual std::vector<User> users() = 0;
    virtual Result<void> set_password(std::string_view name, std::string_view password,
                                      std::string_view who) = 0;
    virtual Result<void> disable_user(std::string_view name, std::string_view who) = 0;
    virtual Result<void> add_session(const Session& session) = 0;
    /// The session with its user, when neither expired nor disabled.
    virtual std::optional<std::pair<Session, User>> session(std::string_view token_hash, TimePoint now) = 0;
    virtual void drop_session(std::string_view token_hash) = 0;

    // Kiosks.
    virtual Result<void> add_pairing(std::string_view code_hash, std::string_view venue,
                                     const AreaCode& municipality, TimePoint expires,
                                     std::string_view who) = 0;
    /// Uses the code up and makes the kiosk, in one transaction. A kiosk that is here already, revoked or
    /// not, moves to the code's venue, with its totals. The same code and key once more, within its time,
    /// give the same kiosk, so that a lost answer loses nothing. Unauthorized for an unknown or expired code,
    /// and for one that was used by another key.
    virtual Result<Kiosk> enrol(std::string_view code_hash, KioskId id, std::string_view sign_key,
                                TimePoint now) = 0;
    virtual std::optional<Kiosk> kiosk(KioskId id) = 0;
    virtual std::vector<Kiosk> kiosks() = 0;
    virtual Result<void> revoke_kiosk(KioskId id, std::string_view who) = 0;
    virtual Result<void> report_kiosk(const KioskReport& report) = 0;
    virtual Result<void> count_refusals(const Refusals& refusals) = 0;
    /// By reason, of all that named a kiosk that is not known here.
    virtual std::map<std::string, std::int64_t> refused_strangers() = 0;

    // Contact details: another file, never a common key (architecture 3.6).
    virtual void add_contact(ContactWish wish, ContactDone done) = 0;
    virtual std::vector<ContactWish> contacts() = 0;

    virtual std::vector<AuditEntry> audit() = 0;
    /// Everything that is not intake, and the log that it writes: same transaction, one SQL text.
    virtual sql::Database& database() = 0;
    virtual const records::Journal& journal() const = 0;
    /// An entry about what is not in the store, such as a file of keys.
    virtual Result<void> note(std::string_view what, std::string_view subject, std::string_view who) = 0;
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
