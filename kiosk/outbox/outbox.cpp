// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/outbox/outbox.hpp"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>

#include "kiosk/outbox/database.hpp"
#include "kiosk/outbox/device.hpp"
#include "shared/json/json.hpp"

namespace peilpunt::kiosk {
namespace {

constexpr const char* kEnrolment = "enrolment";
constexpr const char* kContent = "content";
constexpr const char* kCursor = "cursor";
constexpr const char* kLastContact = "last-contact";
constexpr const char* kLastError = "last-error";
constexpr const char* kWrongPins = "wrong-pins";

constexpr std::size_t kRecent = 200;  ///< captures of which a repeat is known as the same
/// What of a batch is not envelopes: fields and totals; and of an envelope what is not its sealed bytes.
constexpr std::size_t kBatchHead = 1024, kTotalSize = 80, kEnvelopeHead = 160;

std::string made(const std::string& folder) {
    std::error_code error;
    const bool is_new = std::filesystem::create_directories(folder, error);
    if (error)
        throw ResultError(
            {ErrorCode::storage_failed, "cannot make the folder " + folder + ": " + error.message()});
    if (is_new) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    return folder;
}

/// Stands in the folder once the kiosk is paired. Then an empty database is damage and no new kiosk: what
/// waited in it is gone, and somebody must be told.
constexpr const char* kPairedMark = "gekoppeld";

void check_not_emptied(const std::string& folder) {
    std::error_code error;
    const auto database = std::filesystem::path(folder) / "kiosk.db";
    if (!std::filesystem::exists(std::filesystem::path(folder) / kPairedMark, error)) return;
    if (std::filesystem::exists(database, error) && std::filesystem::file_size(database, error) > 0) return;
    throw ResultError({ErrorCode::damaged,
                       database.string() + ": this kiosk was paired, and its database is empty or gone; put "
                                           "it back, or move the folder away and pair again"});
}

void mark_paired(const std::string& folder) {
    std::ofstream(std::filesystem::path(folder) / kPairedMark, std::ios::app).flush();
}

/// What the queue needs to know of a submission.
struct Subject {
    EnvelopeId id;
    std::string total;
};

std::string text_at(const nlohmann::json& tree, const char* name) {
    if (!tree.is_object()) return {};
    const auto field = tree.find(name);
    return field != tree.end() && field->is_string() ? field->get<std::string>() : std::string();
}

Result<Subject> subject_of(sync::Kind kind, const std::string& body) {
    json::Bounds bounds;
    bounds.bytes = sync::kMaxContentBody;
    const auto tree = json::parse(body, bounds);
    if (!tree) return tree.error();
    const auto id = EnvelopeId::parse(text_at(*tree, "id"));
    if (!id) return id.error();
    if (kind == sync::Kind::signal) return Subject{*id, std::string(sync::kSignalTotal)};
    const auto poll = PollId::parse(text_at(*tree, "peiling"));
    if (!poll) return poll.error();
    return Subject{*id, poll->str()};
}

}  // namespace

class Outbox::Impl {
  public:
    Impl(const std::string& folder, const Clock& clock, Random& random, const char* vfs,
         const std::string& boot)
        : folder_(made(folder)),
          vfs_(vfs),
          clock_(clock),
          random_(random),
          boot_id_(boot.empty() ? boot_id(random) : boot),
          recent_key_(seal::random_secret(32)),
          keys_(device_keys_in(folder)) {
        if (!vfs_) check_not_emptied(folder_);
        database();  // throws when the file is refused
        // A full disk keeps them parked for now, and must not keep the kiosk from sending what it has.
        static_cast<void>(guarded([&]() -> Result<void> {
            database().unpark_all();
            return {};
        }));
        if (auto read = sync::parse_enrolment(database().get(kEnrolment))) enrolment_ = *read;
        if (enrolment_ && !vfs_) mark_paired(folder_);
        // A cache that this version cannot read is pulled anew.
        auto cached = sync::parse_changes(database().get(kContent));
        if (cached) {
            content_ = std::make_shared<const sync::Changes>(std::move(*cached));
            cursor_ = content_->cursor;
        }
    }

    Result<void> capture(sync::Kind kind, const std::string& body, const Receipt& receipt,
                         const Extras& extras) {
        const auto subject = subject_of(kind, body);
        if (!subject) return subject.error();
        const std::lock_guard lock(mutex_);
        if (!enrolment_) return Error{ErrorCode::unsupported, "Deze kiosk is nog niet gekoppeld."};
        const std::string mark = seal::keyed_hash(recent_key_, receipt.digits() + body + extras.ogg);
        sync::Content content{kind,
                              body,
                              receipt,
                              format_time(clock_.now()),
                              std::max<std::int64_t>(clock_.steady().count(), 0),
                              boot_id_,
                              extras.follow_key,
                              extras.helped,
                              std::nullopt};
        std::vector<Database::Entry> entries;
        if (!extras.ogg.empty()) {
            sync::Content sound = content;
            sound.kind = sync::Kind::recording;
            sound.body = seal::to_base64(extras.ogg);
            sound.follow_key.clear();
            if (sound.body.size() > sync::kMaxRecordingBody)
                return Error{ErrorCode::too_large, "Deze opname is te groot."};
            const auto id = EnvelopeId::random(random_);
            content.recording = id;
            entries.push_back({sync::seal_envelope(id, enrolment_->server_box_key, sound),
                               std::string(sync::kRecordingTotal)});
        }
        entries.push_back(
            {sync::seal_envelope(subject->id, enrolment_->server_box_key, content), subject->total});
        return guarded([&]() -> Result<void> {
            if (database().has(subject->id)) return known_again(subject->id, mark);
            remember(subject->id, mark);  // first: a failing commit may still turn out to be on the disk
            database().add(entries, dutch_date(clock_.now()));
            return {};
        });
    }

    OutboxStatus status() {
        const std::lock_guard lock(mutex_);
        OutboxStatus status;
        status.disk_free_percent = disk_of(folder_).free_percent();
        if (enrolment_) {
            status.paired = true;
            status.kiosk_id = enrolment_->kiosk.str();
            status.venue = enrolment_->venue;
            status.municipality = enrolment_->municipality;
        }
        status.last_error = last_error_;
        const auto read = guarded([&]() -> Result<void> {
            const auto counts = database().counts();
            status.waiting_responses = counts.responses;
            status.waiting_signals = counts.signals;
            status.waiting_recordings = counts.recordings;
            status.parked = counts.parked;
            status.oldest_waiting_hours = hours_since(counts.oldest);
            for (const auto& [name, captured] : database().totals()) status.captured += captured;
            if (const auto at = parse_time(database().get(kLastContact))) status.last_contact = *at;
            if (status.last_error.empty()) status.last_error = database().get(kLastError);
            return {};
        });
        if (!read) status.last_error = read.error().message;
        return status;
    }

    sync::Batch next_batch(std::size_t max_envelopes) {
        Database::Place from_the_start;
        return next_batch(max_envelopes, from_the_start);
    }

    /// What lies behind `place`, which moves on.
    sync::Batch next_batch(std::size_t max_envelopes, Database::Place& place) {
        const std::lock_guard lock(mutex_);
        const TimePoint now = clock_.now();
        sync::Batch batch;
        if (enrolment_) batch.kiosk = enrolment_->kiosk;
        // Seconds, so that the numbers rise over restarts without a write that a full disk would refuse.
        const std::int64_t seconds = now.time_since_epoch().count() / 1000;
        batch.number = last_number_ = std::max({seconds, last_number_ + 1, std::int64_t{1}});
        batch.sent_at = format_time(now);
        batch.boot_ms = std::max<std::int64_t>(clock_.steady().count(), 0);
        batch.boot_id = boot_id_;
        batch.version = PEILPUNT_VERSION;
        batch.disk_free_percent = disk_of(folder_).free_percent();
        const auto read = guarded([&]() -> Result<void> {
            fill(batch, std::min(max_envelopes, sync::kMaxBatchEnvelopes), place);
            return {};
        });
        if (!read) batch.kiosk = KioskId();
        return batch;
    }

    Result<std::vector<sync::Batch>> all_batches() {
        std::vector<sync::Batch> all;
        Database::Place place;
        int sent = 0;
        do {
            auto batch = next_batch(sync::kMaxBatchEnvelopes, place);
            if (batch.kiosk == KioskId())
                return Error{ErrorCode::storage_failed, "this kiosk is not paired, or its disk fails"};
            batch.waiting = std::max(batch.waiting - sent, 0);
            sent += static_cast<int>(batch.envelopes.size());
            all.push_back(std::move(batch));
        } while (!all.back().envelopes.empty());
        if (all.size() > 1) all.pop_back();
        return all;
    }

    Result<void> apply(const sync::Acknowledgement& acknowledgement) {
        const std::lock_guard lock(mutex_);
        if (!enrolment_ || acknowledgement.kiosk != enrolment_->kiosk)
            return Error{ErrorCode::forbidden, "Dit antwoord is voor een andere kiosk."};
        std::vector<EnvelopeId> ids;
        for (const auto& answer : acknowledgement.answers) ids.push_back(answer.id);
        if (ids.empty()) return {};
        return guarded([&]() -> Result<void> {
            database().remove(ids);
            return {};
        });
    }

    Result<void> park(const EnvelopeId& id) {
        const std::lock_guard lock(mutex_);
        return guarded([&]() -> Result<void> {
            database().park(id);
            return {};
        });
    }

    Result<void> save_enrolment(const sync::Enrolment& enrolment) {
        const std::lock_guard lock(mutex_);
        const bool same = enrolment_ && enrolment_->kiosk == enrolment.kiosk &&
                          enrolment_->server_sign_key == enrolment.server_sign_key;
        const std::map<std::string, std::string> values{{kEnrolment, sync::write_enrolment(enrolment)},
                                                        {kCursor, ""}};
        return guarded([&]() -> Result<void> {
            // Another server counts this kiosk from nought; the same one goes on where it was.
            if (same)
                database().set(values);
            else
                database().set_and_restart_totals(values);
            if (!vfs_) mark_paired(folder_);
            enrolment_ = enrolment;
            cursor_.clear();
            return {};
        });
    }

    Result<void> save_changes(const sync::Changes& changes) {
        const std::lock_guard lock(mutex_);
        if (!changes.changed) return {};
        std::map<std::string, std::string> values{{kContent, sync::write_changes(changes)},
                                                  {kCursor, changes.cursor}};
        // The server's key is rotated now and then; what waits stays sealed to the one before.
        auto enrolment = enrolment_;
        if (enrolment && !changes.server_box_key.empty()) {
            enrolment->server_box_key = changes.server_box_key;
            values[kEnrolment] = sync::write_enrolment(*enrolment);
        }
        return guarded([&]() -> Result<void> {
            database().set(values);
            enrolment_ = enrolment;
            content_ = std::make_shared<const sync::Changes>(changes);
            cursor_ = changes.cursor;
            return {};
        });
    }

    void note_contact(const std::string& error) {
        const std::lock_guard lock(mutex_);
        const bool said_already = error == last_error_ && !error.empty();
        last_error_ = error;
        if (said_already) return;
        std::map<std::string, std::string> values{{kLastError, error}};
        if (error.empty()) values[kLastContact] = format_time(clock_.now());
        // Only for the staff screen; when the disk refuses, the next capture says so.
        static_cast<void>(guarded([&]() -> Result<void> {
            database().set(values);
            return {};
        }));
    }

    int wrong_pins() {
        const std::lock_guard lock(mutex_);
        static_cast<void>(guarded([&]() -> Result<void> {
            wrong_pins_ = std::max(wrong_pins_, std::atoi(database().get(kWrongPins).c_str()));
            return {};
        }));
        return wrong_pins_;
    }
    void note_wrong_pins(int count) {
        const std::lock_guard lock(mutex_);
        wrong_pins_ = count;
        // On a full disk it is counted in memory only: staff must be able to bring what waits to a stick.
        static_cast<void>(guarded([&]() -> Result<void> {
            database().set({{kWrongPins, std::to_string(count)}});
            return {};
        }));
    }

    std::shared_ptr<const sync::Changes> content() const {
        const std::lock_guard lock(mutex_);
        return content_;
    }
    std::optional<sync::Enrolment> enrolment() const {
        const std::lock_guard lock(mutex_);
        return enrolment_;
    }
    void leave_out(std::vector<std::string> lines) {
        const std::lock_guard lock(mutex_);
        left_out_ = std::move(lines);
    }
    std::string cursor() const {
        const std::lock_guard lock(mutex_);
        return cursor_;
    }
    const std::string& folder() const { return folder_; }
    const seal::SignKeys& keys() const { return keys_; }

  private:
    /// Runs `work` with every storage error as a Result; the connection is opened anew after a failing disk.
    template <class Work>
    Result<void> guarded(Work work) {
        try {
            return work();
        } catch (const sqlite::SqliteError& error) {
            if (error.kind() == ErrorCode::storage_full)
                return Error{ErrorCode::storage_full, "De schijf van deze kiosk is vol."};
            database_.reset();
        } catch (const ResultError& error) {
            if (error.error().code == ErrorCode::storage_full)
                return Error{ErrorCode::storage_full, "De schijf van deze kiosk is vol."};
        }
        return Error{ErrorCode::storage_failed, "De schijf van deze kiosk doet het niet goed."};
    }

    Database& database() {
        if (!database_) database_ = std::make_unique<Database>(folder_ + "/kiosk.db", vfs_);
        return *database_;
    }

    void fill(sync::Batch& batch, std::size_t most, Database::Place& place) {
        const auto counts = database().counts();
        batch.waiting = counts.responses + counts.signals + counts.recordings;
        batch.parked = counts.parked;
        batch.oldest_waiting_hours = hours_since(counts.oldest);
        batch.captured = database().totals();
        batch.keys = database().keys();
        if (enrolment_) batch.keys.insert(sync::key_id_of(enrolment_->server_box_key));
        if (content_) batch.left_out = content_->left_out;
        batch.left_out.insert(batch.left_out.end(), left_out_.begin(), left_out_.end());
        batch.left_out.resize(std::min(batch.left_out.size(), sync::kMaxLeftOut));
        std::size_t size = kBatchHead + batch.captured.size() * kTotalSize;
        bool first = true;
        batch.envelopes = database().waiting(most, place, [&](const sync::Envelope& envelope) {
            const bool alone = std::exchange(first, false);  // a recording fills a batch by itself
            size += kEnvelopeHead + (envelope.sealed.size() + 2) / 3 * 4;
            return size <= (alone ? sync::kMaxBatchBytes : sync::kFillBatchBytes);
        });
        for (std::size_t left = batch.envelopes.size(); left > 1; --left)
            std::swap(batch.envelopes[left - 1], batch.envelopes[random_.below(left)]);
    }

    Result<void> known_again(const EnvelopeId& id, const std::string& mark) const {
        const auto same = std::find(recent_.begin(), recent_.end(), std::pair(id, mark));
        if (same != recent_.end()) return {};
        return Error{ErrorCode::conflict, "Onder dit kenmerk is al iets anders bewaard."};
    }

    void remember(const EnvelopeId& id, const std::string& mark) {
        if (recent_.size() >= kRecent) recent_.pop_front();
        recent_.emplace_back(id, mark);
    }

    int hours_since(const std::optional<Date>& day) const {
        if (!day) return 0;
        return static_cast<int>(std::max<std::int64_t>((dutch_date(clock_.now()) - *day).count(), 0) * 24);
    }

    const std::string folder_;
    const char* const vfs_;
    const Clock& clock_;
    Random& random_;
    const std::string boot_id_;
    const seal::Secret
        recent_key_;  ///< in memory only: what was captured cannot be guessed back from the marks
    const seal::SignKeys keys_;

    mutable std::mutex mutex_;  ///< guards everything below
    std::unique_ptr<Database> database_;
    std::optional<sync::Enrolment> enrolment_;
    std::shared_ptr<const sync::Changes> content_;
    std::string cursor_, last_error_;
    std::vector<std::string> left_out_;  ///< besides what is left out of the content itself
    std::int64_t last_number_ = 0;
    int wrong_pins_ = 0;
    std::deque<std::pair<EnvelopeId, std::string>> recent_;
};

Outbox::Outbox(const std::string& folder, const Clock& clock, Random& random, const char* vfs,
               const std::string& boot)
    : impl_(std::make_unique<Impl>(folder, clock, random, vfs, boot)) {}
Outbox::~Outbox() = default;

Result<void> Outbox::capture(sync::Kind kind, const std::string& body, const Receipt& receipt,
                             const Extras& extras) {
    return impl_->capture(kind, body, receipt, extras);
}
OutboxStatus Outbox::status() const { return impl_->status(); }
std::shared_ptr<const sync::Changes> Outbox::content() const { return impl_->content(); }
bool Outbox::has_room() const { return disk_of(impl_->folder()).has_room(); }

bool Outbox::disk_works() const { return can_write_in(impl_->folder()); }

bool Outbox::is_staff_pin(const seal::Secret& pin) {
    const auto enrolment = impl_->enrolment();
    if (!enrolment) return false;
    impl_->note_wrong_pins(impl_->wrong_pins() + 1);
    // The PIN may have been changed after the pairing; content brings it.
    const auto pulled = impl_->content();
    const bool newer = pulled && !pulled->staff_pin_hash.empty();
    if (!seal::verify_password(newer ? pulled->staff_pin_hash : enrolment->staff_pin_hash, pin)) return false;
    impl_->note_wrong_pins(0);
    return true;
}
int Outbox::wrong_pins() const { return impl_->wrong_pins(); }

const seal::SignKeys& Outbox::device_keys() const { return impl_->keys(); }
std::optional<sync::Enrolment> Outbox::enrolment() const { return impl_->enrolment(); }
Result<void> Outbox::save_enrolment(const sync::Enrolment& enrolment) {
    return impl_->save_enrolment(enrolment);
}
sync::Batch Outbox::next_batch(std::size_t max_envelopes) const { return impl_->next_batch(max_envelopes); }
Result<std::vector<sync::Batch>> Outbox::all_batches() const { return impl_->all_batches(); }
Result<void> Outbox::apply(const sync::Acknowledgement& acknowledgement) {
    return impl_->apply(acknowledgement);
}
Result<void> Outbox::park(const EnvelopeId& id) { return impl_->park(id); }
Result<void> Outbox::save_changes(const sync::Changes& changes) { return impl_->save_changes(changes); }
const std::string& Outbox::folder() const { return impl_->folder(); }
std::string Outbox::cursor() const { return impl_->cursor(); }
void Outbox::leave_out(std::vector<std::string> lines) { impl_->leave_out(std::move(lines)); }
void Outbox::note_contact(const std::string& error) { impl_->note_contact(error); }

}  // namespace peilpunt::kiosk
