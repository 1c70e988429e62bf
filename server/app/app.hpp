// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
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

class Accounts;
class Actor;
class CodeKeys;
class Fleet;
class Signals;

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
/// The published polls that the actor sees, newest first; they live as long as `state`.
std::vector<const Poll*> polls_for(const State& state, const Actor& actor);
/// One of them, as State::poll finds it; null when there is none that the actor sees.
const Poll* poll_for(const State& state, const Actor& actor, std::string_view slug_or_id);
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
    Arrivals& arrivals() { return *arrivals_; }
    Accounts& accounts() { return *accounts_; }  ///< people who sign in
    Fleet& fleet() { return *fleet_; }           ///< the kiosks as people manage them
    Signals& signals() { return *signals_; }     ///< as the council reads and counts them

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

    // ---- polls, areas, settings ----
    Result<void> import_areas(const std::vector<Area>& areas);
    /// A draft: nobody but the desk sees anything of it. Unsupported revisions and faults of
    /// rules::check_poll are refused.
    Result<void> import_poll(const Poll& poll, std::string_view who);
    /// What the desk works on: of each poll its newest revision, when that was not published yet.
    std::vector<Poll> drafts() const;
    /// Those that the actor sees.
    std::vector<Poll> drafts(const Actor& actor) const;
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
    /// not_found (also for what is not the actor's), invalid (a fault for each value that is wrong), conflict
    /// (fixed elsewhere).
    Result<void> change_settings(const Actor& actor, const std::map<std::string, std::string>& values,
                                 std::string_view reason);
    /// Values of the configuration file, the environment and the command line; they hold before what is set
    /// here. An Error names the place of the first that is wrong.
    Result<void> fix_settings(FixedSettings fixed);
    /// When each setting was changed last, and by whom: a name where one is known.
    std::map<std::string, store::AuditEntry> last_changes();
    /// Keeps the site's address that is fixed by an option, so that commands without it tell kiosks the same.
    Result<void> keep_fixed_site();
    /// An entry in the log about what is not in the store, such as a file of keys.
    Result<void> note(std::string_view what, std::string_view subject, std::string_view who);
    /// What kiosks play instead of a voice that is made. Errors: invalid (no such language, a text that no
    /// poll and no kiosk has in it), damaged and too_large (as of sound::inspect; too many).
    Result<void> add_clip(const std::string& language, const std::string& words, std::string_view ogg,
                          std::string_view who);
    Result<void> remove_clip(const std::string& language, const std::string& words, std::string_view who);
    /// Its sound, as Ogg Opus.
    std::optional<std::string> clip(std::string_view hash);

    // ---- how it is ----
    /// storage_full or storage_failed when what is sent now could not be kept; throws when the store is away.
    Result<void> can_take();
    /// How much was set apart for a person to look at.
    std::int64_t quarantined();
    /// Calls `hint` soon after another server changed something; null ends it. As store::Store::watch.
    void watch(std::function<void()> hint);

    // ---- kiosks ----
    Result<sync::Enrolment> enrol(const sync::EnrolmentRequest& request);
    /// Counts it for the fleet page; written by `housekeep`, so that strangers cost no disk. `kiosk` is what
    /// the message said; whoever is not known here is counted together.
    void refuse(std::string_view kiosk, Refusal why);
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
    store::Refusals refusals_;  ///< not written yet; under refusals_mutex_
    std::unique_ptr<CodeKeys> code_keys_;
    std::unique_ptr<Accounts> accounts_;
    std::unique_ptr<Fleet> fleet_;
    std::unique_ptr<Signals> signals_;
};

}  // namespace peilpunt::app
