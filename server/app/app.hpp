// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>
#include <vector>

#include "server/app/arrivals.hpp"
#include "server/app/keys.hpp"
#include "server/app/kiosk_pace.hpp"
#include "server/app/outcomes.hpp"
#include "server/app/settings.hpp"
#include "server/store/store.hpp"
#include "shared/model/receipt.hpp"
#include "shared/sync/bundle.hpp"
#include "shared/sync/sync.hpp"

/// The use cases: what anyone can do with Peilpunt, one function each. Knows no HTTP and no SQL.
namespace peilpunt::app {

/// What anybody may see, as one immutable whole; replaced when something changes.
struct State {
    std::int64_t version = 0;
    std::vector<Poll> polls;  ///< the published revision of each poll, newest first; no drafts
    AreaTree areas;
    std::string region_name;
    store::ToldOfPolls told;  ///< what may be told of the answers; the rest of it is for the next edition
    /// What is set, by name (server/app/settings.hpp), and a few marks of the program: "voorbeeld" = "ja":
    /// the data are examples.
    std::map<std::string, std::string> settings;
    std::map<std::string, std::string>
        fixed;  ///< settings that cannot be changed here: name, and what fixes them

    std::vector<store::ClipName> clips;

    /// By its id, its slug, or a slug that one of its earlier revisions had.
    const Poll* poll(std::string_view slug_or_id) const;
    /// A revision that is or was published, for answers that were given on it.
    const Poll* revision(PollId poll, int revision) const;
    std::vector<const Poll*> open_polls(Date today, std::string_view municipality = {}) const;
    /// Each nothing when there is none yet. A tussenstand is no longer told once there is an uitslag.
    const results::Release* release(PollId poll) const;
    const results::Interim* interim(PollId poll) const;
    const results::Progress* progress(PollId poll) const;

    std::vector<Poll> revisions;  ///< all that are or were published
};

struct Accepted {
    store::Stored status = store::Stored::stored;
    Receipt receipt;
};
using AcceptedDone = std::function<void(Result<Accepted>)>;

/// One step of what became of something given.
struct Step {
    enum class When { done, now, later };
    /// Text key: "web.stap." + ontvangen, sluiting or gesloten, uitslag, terugkoppeling (of a poll);
    /// ontvangen, gelezen (of a signal).
    std::string key;
    When when = When::later;
    std::optional<Date> date;
};
/// The steps of what a volgcode stands for, from the first to the last; empty when its poll is gone.
std::vector<Step> steps_of(const State& state, const store::ReceiptSubject& subject);
/// At most six cards of what people said, as far as it was told, newest first, for kiosks of `municipality`.
std::vector<sync::Poster> posters_for(const State& state, const AreaCode& municipality);
struct Followed {
    bool is_signal = false;
    const Poll* poll = nullptr;  ///< of a response; lives as long as `state`
    std::shared_ptr<const State> state;
    std::vector<Step> steps;
};

/// Why a message of a kiosk was refused, as the fleet page counts it.
enum class Refusal {
    unknown_kiosk,
    revoked,
    signature,    ///< of another key, or over other bytes
    other_kiosk,  ///< signed by one kiosk, about another
    version,      ///< a protocol that is not known here
    too_large,    ///< unpacked, or too many envelopes
    unreadable,   ///< gzip or JSON that is not whole, or breaks a rule
    unknown_key,  ///< an envelope sealed to a key that is not here; it is kept apart
};
/// "onbekende-kiosk", "ingetrokken", "handtekening", "andere-kiosk", "onbekende-versie", "te-groot",
/// "onleesbaar", "onbekende-sleutel"
std::string_view word(Refusal refusal);

/// Contact details for a panel; goes by a request of its own.
struct ContactDetails {
    bool is_16 = false;
    bool parent_agrees = false;  ///< needed under 16 (GDPR art. 8, UAVG art. 5)
    seal::Secret phone;          ///< at least one of phone and email
    seal::Secret email;
    AreaCode municipality;
    std::vector<std::string> topics;  ///< theme ids
    std::string text_version;         ///< which consent text was shown (standards PRI-5)
};

struct SignIn {
    seal::Secret token;  ///< for the cookie
    store::User user;
};

/// Signals counted: plain for who may read them one by one, else with disclosure control in the tables.
struct SignalCounts {
    std::optional<std::int64_t> total;    ///< nothing: fewer than ten, for who may not read them
    results::CountTable by_theme;         ///< one column
    results::CountTable by_municipality;  ///< one column
    /// Empty when its margins hide more than the two tables above: together they would tell what it hides.
    results::CountTable by_theme_and_municipality;
    results::CountTable by_district;     ///< one column
    results::CountTable by_channel;      ///< one column
    results::CountTable by_month;        ///< one column; "2026-11"
    results::CountTable by_perspective;  ///< one column
};

class App {
  public:
    App(store::Store& store, Keys keys, const Clock& clock, Random& random);
    ~App();
    App(const App&) = delete;

    /// Never null; cheap.
    std::shared_ptr<const State> state() const;
    /// Reads the state again when another process or function changed it; then tells what is due. Called
    /// every few seconds by the housekeeper, and by tests.
    void housekeep();
    const Clock& clock() const { return clock_; }
    Random& random() const { return random_; }
    const Keys& keys() const { return keys_; }
    store::Store& store() { return store_; }
    Arrivals& arrivals() { return *arrivals_; }

    // ---- what givers do ----
    /// Checks against the revision it was given on and the grace time (14 days after closing, for kiosks),
    /// and stores. Errors: invalid (all faults), not_found, closed, storage_full, storage_failed, busy. The
    /// receipt is the one given, or made from the id by a keyed hash, so that the same id always gets the
    /// same one.
    void submit_response(const Response& response, const Origin& origin,
                         const std::optional<Receipt>& receipt, AcceptedDone done);
    /// What came over the open link: the same, and set apart when it does not look like a person's. Busy as
    /// well when this network gave far more than any disk should hold.
    void submit_response(const Response& response, const Origin& origin, const Sender& sender,
                         AcceptedDone done);
    void give_signal(const Signal& signal, const Origin& origin, const std::optional<Receipt>& receipt,
                     AcceptedDone done);
    /// The same, waiting for the disk; for worker threads, tests and the command line.
    Result<Accepted> submit_response(const Response& response, const Origin& origin);
    Result<Accepted> give_signal(const Signal& signal, const Origin& origin);
    /// not_found for a code that leads nowhere.
    Result<Followed> follow(const Receipt& receipt);
    /// The same `id` with the same details is one wish. `done` is called when it is durable.
    void leave_contact(const ContactDetails& details, const ResponseId& id, store::ContactDone done);
    /// The same, waiting for the disk.
    Result<void> leave_contact(const ContactDetails& details);

    // ---- council ----
    /// unauthorized for an unknown name, a wrong password or a disabled user, in the same words and time.
    Result<SignIn> sign_in(std::string_view name, const seal::Secret& password);
    void sign_out(std::string_view token);
    std::optional<std::pair<store::Session, store::User>> session(std::string_view token);
    /// `scope` of the user is applied on top of the filter. Nothing for who may not read words (reading.hpp).
    /// Of a kind, a page can have somewhat fewer or more rows than `limit`.
    store::SignalPage signals(const store::User& user, store::SignalFilter filter, std::string_view cursor,
                              int limit);
    /// Nothing when it is not in the user's scope, or the user may not read words. Looking at it changes
    /// nothing.
    std::optional<store::SignalRow> signal(const store::User& user, SignalId id);
    /// Says to its giver that the council read it. not_found when the user may not read it.
    Result<void> mark_read(const store::User& user, SignalId id);
    /// What was spoken, as Ogg Opus; nothing when the user may not read its signal, or it has not arrived.
    std::optional<std::string> recording(const store::User& user, SignalId id);
    SignalCounts count_signals(const store::User& user, store::SignalFilter filter);

    // ---- polls, areas, users ----
    Result<void> import_areas(const std::vector<Area>& areas);
    /// A draft: nobody but the desk sees anything of it. Unsupported revisions and faults of
    /// rules::check_poll are refused.
    Result<void> import_poll(const Poll& poll, std::string_view who);
    /// What the desk works on: of each poll its newest revision, when that was not published yet.
    std::vector<Poll> drafts() const;
    /// The draft of the poll with this slug or id takes the place of the revision before it. Refused: closed,
    /// for a poll that has closed; invalid, for a draft that would shut a running poll; too_large, when its
    /// kiosks could not take all open polls home any more.
    Result<void> publish_poll(std::string_view slug_or_id, std::string_view who);
    /// What publishing the waiting revision does to the figures, in lines for the operator; none when nobody
    /// answers an earlier revision.
    std::vector<std::string> effects_of_publishing(std::string_view slug_or_id) const;
    /// Conflict when it is not open.
    Result<void> close_poll(std::string_view slug_or_id, std::string_view who);
    /// All of them or none, each in the log with the reason; an empty value brings the default back. Errors:
    /// not_found, invalid (a fault for each value that is wrong), conflict (fixed elsewhere).
    Result<void> change_settings(const std::map<std::string, std::string>& values, std::string_view reason,
                                 std::string_view who);
    /// Values of the configuration file, the environment and the command line; they hold before what is set
    /// here. An Error names the place of the first that is wrong.
    Result<void> fix_settings(FixedSettings fixed);
    /// When each setting was changed last, and by whom.
    std::map<std::string, store::AuditEntry> last_changes();
    /// What kiosks play instead of a voice that is made. Errors: invalid (no such language, a text that no
    /// poll and no kiosk has in it), damaged and too_large (as of sound::inspect; too many).
    Result<void> add_clip(const std::string& language, const std::string& words, std::string_view ogg,
                          std::string_view who);
    Result<void> remove_clip(const std::string& language, const std::string& words, std::string_view who);
    Result<void> add_user(std::string_view name, std::string_view full_name, std::string_view role,
                          std::string_view scope, const seal::Secret& password, std::string_view who);
    /// Also lets somebody who was disabled in again, and ends all sessions.
    Result<void> set_password(std::string_view name, const seal::Secret& password, std::string_view who);

    // ---- kiosks ----
    /// A one-time code of 8 characters, good for 15 minutes.
    Result<std::string> make_pairing_code(std::string_view venue, const AreaCode& municipality,
                                          std::string_view who);
    Result<sync::Enrolment> enrol(const sync::EnrolmentRequest& request);
    /// Why the box key of this id cannot be forgotten yet, a kiosk each: it seals to it, something there is
    /// sealed to it, or it has not said. Revoked ones do not count.
    std::vector<std::string> users_of_key(std::string_view key_id);
    /// Counts it for the fleet page; written by `housekeep`, so that strangers cost no disk. `kiosk` is what
    /// the message said; whoever is not known here is counted together.
    void refuse(std::string_view kiosk, Refusal why);
    /// Refuses a kiosk from now on; with `since` also sets apart what the kiosks of its venue say to have
    /// taken on that day or after it, and tells how many answers that were. not_found for no such kiosk.
    Result<std::int64_t> revoke_kiosk(KioskId id, std::optional<Date> since, std::string_view who);
    /// Verifies, opens and stores each envelope; `body` is the raw JSON that `signature` covers. Returns when
    /// every envelope is durable: acknowledged means stored. What cannot be opened or read is quarantined and
    /// does not hold up its neighbours. Errors: unauthorized (unknown, revoked, wrong signature, another
    /// kiosk's), invalid, unsupported, too_large, all counted; busy, storage_*; then the kiosk keeps the
    /// whole batch.
    Result<sync::Acknowledgement> accept_batch(std::string_view kiosk, std::string_view signature,
                                               const std::string& body);
    /// `signature` (context "wijzigingen-vraag") covers kiosk id, newline, cursor.
    Result<sync::Changes> changes_for(std::string_view kiosk, std::string_view signature,
                                      std::string_view cursor);
    struct BundleOutcome {
        store::Kiosk kiosk;
        int stored = 0, duplicates = 0, quarantined = 0;
        std::string answer;  ///< the bundle to take back
    };
    /// What came on a USB stick (shared/sync/bundle.hpp): every batch as accept_batch does. Nothing is stored
    /// unless all of it is whole and signed. Errors: as parse_bundle and accept_batch.
    Result<BundleOutcome> answer_bundle(std::string_view bytes);
    /// A bundle with the content of each kiosk that is not revoked.
    std::vector<std::pair<KioskId, std::string>> content_bundles();

  private:
    /// How a submission came in, besides its origin.
    struct Arrival {
        std::optional<Receipt> receipt;
        std::string kiosk;       ///< id, or empty
        std::string follow_key;  ///< as in store::NewResponse
    };
    Result<store::NewResponse> prepare(const State& state, const Response& response, const Origin& origin,
                                       const Arrival& arrival, Receipt& receipt) const;
    Result<store::NewSignal> prepare(const State& state, const Signal& signal, const Origin& origin,
                                     const Arrival& arrival, Receipt& receipt) const;
    /// late, or an error: closed, or invalid with code "na-sluiting" or "te-laat".
    Result<bool> check_open(const State& state, const Poll& poll, const Origin& origin) const;
    /// `sent`: when the batch left its kiosk, by the server's clock.
    void add_envelope(const sync::Batch& batch, const sync::Envelope& envelope, const store::Kiosk& kiosk,
                      const State& state, TimePoint sent, store::Done done);
    /// The batch that these bytes are, when `kiosk` may send it; else a refusal, counted.
    Result<sync::Batch> read_batch(const store::Kiosk& kiosk, std::string_view body);
    Result<sync::Acknowledgement> store_batch(const store::Kiosk& kiosk, const sync::Batch& batch,
                                              TimePoint sent);
    Result<void> report_batch(const store::Kiosk& kiosk, const sync::Batch& batch, TimePoint sent);
    /// Every batch of a kiosk's stick, when each of its messages is signed by it and can be read.
    Result<std::vector<sync::Batch>> read_bundle(const sync::Bundle& bundle, const store::Kiosk& kiosk);
    /// All that this kiosk shows, with its cursor.
    sync::Changes content_of(const store::Kiosk& kiosk);
    /// What the kiosks of one place are told about everything that was given there.
    std::vector<sync::Followed> followed_at(const State& state, const store::Kiosk& kiosk);
    void replace_state();
    /// Closes the polls whose last day has passed.
    void close_what_is_over();
    void write_refusals();
    /// Moves the counts of bursts that were seen since the last time.
    void set_bursts_apart();
    static int left_on(const sync::Batch& batch);
    /// The kiosk that signed these bytes; counts a refusal when there is none.
    std::optional<store::Kiosk> signer(std::string_view kiosk, std::string_view context,
                                       std::string_view bytes, std::string_view signature);
    /// Tells what is due; reads the state again when something was.
    void make_outcomes(bool at_start);
    store::Ledger ledger_for(std::string_view id, std::string_view content) const;
    std::string receipt_hash(const Receipt& receipt) const;
    std::string recording_key(const EnvelopeId& id) const;
    std::string random_bytes() const;
    std::string staff_pin_hash() const;

    store::Store& store_;
    Keys keys_;
    const Clock& clock_;
    Random& random_;
    mutable std::mutex mutex_;  ///< guards state_ and drafts_
    std::shared_ptr<const State> state_;
    std::vector<Poll> drafts_;
    FixedSettings fixed_;  ///< set before others call
    OutcomeMaker outcomes_;
    std::shared_ptr<Arrivals> arrivals_;  ///< shared with answers that are on their way to the disk
    KioskPace pace_;
    std::mutex housekeeping_;
    std::mutex refusals_mutex_;
    store::Refusals refusals_;               ///< not written yet; under refusals_mutex_
    std::counting_semaphore<2> hashing_{2};  ///< password hashes at once: 64 MiB each
};

}  // namespace peilpunt::app
