// SPDX-License-Identifier: EUPL-1.2
// Kiosks: pairing, batches that come in, and what they take home.
#include <algorithm>
#include <condition_variable>
#include <nlohmann/json.hpp>

#include "server/app/app.hpp"
#include "server/app/fleet.hpp"
#include "server/app/poll_codes.hpp"
#include "shared/json/json.hpp"
#include "shared/model/languages.hpp"
#include "shared/sound/ogg_opus.hpp"

namespace peilpunt::app {

namespace {

/// The running total of what cannot be read far enough to tell what it is; it did arrive.
constexpr const char* kUnknownTotal = "onbekend";

/// The same for whoever cannot prove which kiosk it is: which are known here is nobody's business.
Error refused() { return {ErrorCode::unauthorized, "Deze kiosk is hier niet bekend."}; }

/// For a kiosk that proved itself: the reason in words that programs know.
Error refused(Error error, std::string_view field, Refusal why) {
    if (error.faults.empty()) error.faults = {{std::string(field), std::string(word(why)), error.message}};
    return error;
}

TimePoint whole_minutes(TimePoint time) { return std::chrono::floor<std::chrono::minutes>(time); }

/// When something was captured, by the server's clock: exact within one boot of the kiosk, else by the
/// kiosk's own clock and its error now. A clock that was never set gives the day of arrival.
TimePoint captured_at(const sync::Batch& batch, const sync::Content& content, TimePoint now) {
    if (content.boot_id == batch.boot_id && content.boot_ms <= batch.boot_ms)
        return now - std::chrono::milliseconds(batch.boot_ms - content.boot_ms);
    const auto sent = parse_time(batch.sent_at);
    const auto captured = parse_time(content.captured_at);
    if (!sent || !captured) return now;
    const auto corrected = *captured + (now - *sent);
    const bool plausible = corrected <= now && now - corrected < std::chrono::days(400);
    return plausible ? corrected : now;
}

/// The same bytes for the same key: a device that is paired anew stays the kiosk that it was, with its
/// totals.
class HashOf final : public Random {
  public:
    explicit HashOf(std::string_view key) : bytes_(seal::hash(key)) {}
    void fill(std::span<std::uint8_t> bytes) override {
        std::copy_n(bytes_.begin(), std::min(bytes.size(), bytes_.size()), bytes.begin());
    }

  private:
    std::string bytes_;
};

/// Waits until every one of a number of answers has come.
class Countdown {
  public:
    explicit Countdown(std::size_t count) : left_(count) {}
    void one_less() {
        const std::lock_guard lock(mutex_);
        if (--left_ == 0) done_.notify_all();
    }
    void wait() {
        std::unique_lock lock(mutex_);
        done_.wait(lock, [&] { return left_ == 0; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable done_;
    std::size_t left_;
};

sync::EnvelopeAnswer answer_of(const EnvelopeId& id, store::Stored stored) {
    switch (stored) {
        case store::Stored::stored:
            return {id, sync::Outcome::stored, ""};
        case store::Stored::duplicate:
            return {id, sync::Outcome::duplicate, ""};
        case store::Stored::quarantined:
            break;
    }
    return {id, sync::Outcome::quarantined, "een medewerker kijkt ernaar"};
}

}  // namespace

std::string_view word(Refusal refusal) {
    switch (refusal) {
        case Refusal::unknown_kiosk:
            return "onbekende-kiosk";
        case Refusal::revoked:
            return "ingetrokken";
        case Refusal::signature:
            return "handtekening";
        case Refusal::other_kiosk:
            return "andere-kiosk";
        case Refusal::version:
            return "onbekende-versie";
        case Refusal::too_large:
            return "te-groot";
        case Refusal::unreadable:
            return "onleesbaar";
        case Refusal::unknown_key:
            return "onbekende-sleutel";
    }
    return "";
}

void App::refuse(std::string_view kiosk_id, Refusal why) {
    const auto id = KioskId::parse(kiosk_id);
    const auto known = id ? store_.kiosk(*id) : std::nullopt;
    const std::lock_guard lock(refusals_mutex_);
    ++refusals_[{known ? known->id : KioskId(), std::string(word(why))}];
}

void App::write_refusals() {
    store::Refusals some;
    {
        const std::lock_guard lock(refusals_mutex_);
        some.swap(refusals_);
    }
    if (some.empty() || store_.count_refusals(some)) return;
    const std::lock_guard lock(refusals_mutex_);
    for (const auto& [what, count] : some) refusals_[what] += count;
}

std::optional<store::Kiosk> App::signer(std::string_view kiosk_id, std::string_view context,
                                        std::string_view bytes, std::string_view signature) {
    const auto id = KioskId::parse(kiosk_id);
    auto kiosk = id ? store_.kiosk(*id) : std::nullopt;
    if (!kiosk)
        refuse({}, Refusal::unknown_kiosk);
    else if (!seal::verify(kiosk->sign_key, context, bytes, signature))
        refuse(kiosk_id, Refusal::signature);
    else if (kiosk->revoked)
        refuse(kiosk_id, Refusal::revoked);
    else
        return kiosk;
    return std::nullopt;
}

Result<sync::Enrolment> App::enrol(const sync::EnrolmentRequest& request) {
    HashOf key(request.sign_public_key);
    const auto kiosk = store_.enrol(pairing_hash(keys_, request.pairing_code), KioskId::random(key),
                                    request.sign_public_key, clock_.now());
    if (!kiosk) return kiosk.error();
    pace_.contact(*kiosk, clock_.now());
    return sync::Enrolment{
        kiosk->id,       kiosk->venue, kiosk->municipality, keys_.box.public_key, keys_.sign.public_key,
        staff_pin_hash()};
}

void App::add_envelope(const sync::Batch& batch, const sync::Envelope& envelope, const store::Kiosk& kiosk,
                       const State& state, TimePoint sent, store::Done done) {
    Origin origin{Channel::kiosk, kiosk.venue, moment_of(sent)};
    // The same frozen bytes are the same submission, whatever became of it the first time: what was stored
    // while its poll was open is not set apart when it comes once more after the closing.
    const auto ledger = ledger_for(envelope.id.str(), seal::hash(envelope.sealed));
    const auto set_apart = [&](std::string_view kind, std::string reason, std::string counts_as,
                               std::string body) {
        store_.add_quarantine({ledger, random_bytes(), std::string(kind), std::move(reason),
                               std::move(counts_as), kiosk.id.str(), origin.moment, std::move(body)},
                              std::move(done));
    };
    const auto content = sync::open_envelope(box_of(keys_, envelope.key_id), envelope);
    if (!content) {
        const bool other_key = content.error().code == ErrorCode::unsupported;
        if (other_key) refuse(kiosk.id.str(), Refusal::unknown_key);
        return set_apart("envelop", other_key ? "onbekende-sleutel" : "niet-te-openen", kUnknownTotal,
                         envelope.sealed);
    }
    origin.moment = moment_of(captured_at(batch, *content, sent));
    if (content->helped) origin.channel = Channel::helped;
    if (content->kind == sync::Kind::recording) {
        auto ogg = seal::from_base64(content->body);
        if (!ogg || !sound::inspect(*ogg)) return set_apart("opname", "klopt-niet", "opnamen", content->body);
        store::NewRecording row{ledger, recording_key(envelope.id), *ogg, kiosk.id.str(), origin.moment};
        return store_.add_recording(std::move(row), std::move(done));
    }
    const Arrival arrival{content->receipt, kiosk.id.str(), content->follow_key};
    Receipt receipt;
    const auto tree = json::parse(content->body);
    if (content->kind == sync::Kind::signal) {
        auto signal = tree ? json::signal_from(*tree) : Result<Signal>(tree.error());
        if (signal && content->recording) signal->recording = recording_key(*content->recording);
        auto row = signal ? prepare(state, *signal, origin, arrival, receipt)
                          : Result<store::NewSignal>(signal.error());
        if (!row || signal->id.uuid() != envelope.id.uuid())
            return set_apart("signaal", "klopt-niet", "signalen", content->body);
        row->ledger = ledger;
        return store_.add_signal(std::move(*row), std::move(done));
    }
    const auto head = tree ? json::response_head_from(*tree) : Result<json::ResponseHead>(tree.error());
    if (!head || !head->poll) return set_apart("inzending", "klopt-niet", kUnknownTotal, content->body);
    const std::string counts_as = head->poll->str();
    const Poll* poll = state.revision(*head->poll, head->revision);
    if (!poll) return set_apart("inzending", "onbekende-peiling", counts_as, content->body);
    const auto response = json::response_from(*tree, *poll);
    auto row = response ? prepare(state, *response, origin, arrival, receipt)
                        : Result<store::NewResponse>(response.error());
    if (!row || response->id.uuid() != envelope.id.uuid()) {
        const auto why = row ? ErrorCode::invalid : row.error().code;
        return set_apart("inzending",
                         why == ErrorCode::closed     ? "te-laat"
                         : why == ErrorCode::conflict ? "te-vroeg"
                                                      : "klopt-niet",
                         counts_as, content->body);
    }
    row->ledger = ledger;
    const auto captured = captured_at(batch, *content, sent);
    const bool plausible = pace_.admit(kiosk.id, captured);
    row->cell.set_apart = !plausible;
    store_.add_response(std::move(*row), [this, id = kiosk.id, captured, plausible,
                                          done = std::move(done)](Result<store::Stored> stored) {
        if (plausible && (!stored || *stored != store::Stored::stored)) pace_.give_back(id, captured);
        done(std::move(stored));
    });
}

Result<sync::Acknowledgement> App::accept_batch(std::string_view kiosk_id, std::string_view signature,
                                                const std::string& body) {
    const auto kiosk = signer(kiosk_id, sync::context::kBatch, body, signature);
    if (!kiosk) return refused();
    const auto batch = read_batch(*kiosk, body);
    if (!batch) return batch.error();
    const auto now = clock_.now();
    pace_.contact(*kiosk, now);
    if (const auto reported = report_batch(*kiosk, *batch, now); !reported) return reported.error();
    return store_batch(*kiosk, *batch, now);
}

int App::left_on(const sync::Batch& batch) {
    return std::max(0, batch.waiting - static_cast<int>(batch.envelopes.size())) + batch.parked;
}

Result<sync::Batch> App::read_batch(const store::Kiosk& kiosk, std::string_view body) {
    auto batch = sync::parse_batch(body);
    if (!batch) {
        const auto code = batch.error().code;
        const Refusal why = code == ErrorCode::unsupported ? Refusal::version
                            : code == ErrorCode::too_large ? Refusal::too_large
                                                           : Refusal::unreadable;
        refuse(kiosk.id.str(), why);
        return refused(batch.error(), why == Refusal::version ? "versie" : "", why);
    }
    if (batch->kiosk != kiosk.id) {
        refuse(kiosk.id.str(), Refusal::other_kiosk);
        return refused(refused(), "kiosk", Refusal::other_kiosk);
    }
    return batch;
}

Result<void> App::report_batch(const store::Kiosk& kiosk, const sync::Batch& batch, TimePoint at) {
    const auto sent = parse_time(batch.sent_at);
    store::KioskReport report;
    report.id = kiosk.id;
    report.last_contact = format_time(whole_minutes(at));
    report.version = batch.version;
    report.waiting = std::max(0, batch.waiting - static_cast<int>(batch.envelopes.size()));
    report.parked = batch.parked;
    report.oldest_waiting_hours = batch.oldest_waiting_hours;
    report.disk_free_percent = batch.disk_free_percent;
    report.clock_offset_s = sent ? std::chrono::duration_cast<std::chrono::seconds>(at - *sent).count() : 0;
    report.batch = batch.number;
    report.captured = batch.captured;
    report.left_out = batch.left_out;
    report.keys = batch.keys;
    return store_.report_kiosk(report);
}

Result<sync::Acknowledgement> App::store_batch(const store::Kiosk& kiosk, const sync::Batch& batch,
                                               TimePoint sent) {
    const auto now = clock_.now();
    const auto current = state();
    std::vector<Result<store::Stored>> stored(batch.envelopes.size(), store::Stored::stored);
    Countdown left(stored.size() + 1);
    for (std::size_t i = 0; i < stored.size(); ++i)
        add_envelope(batch, batch.envelopes[i], kiosk, *current, sent,
                     [&stored, &left, i](Result<store::Stored> result) {
                         stored[i] = std::move(result);
                         left.one_less();
                     });
    left.one_less();
    left.wait();

    sync::Acknowledgement answer{kiosk.id, batch.number, format_time(now), {}};
    pace_.done(kiosk.id, left_on(batch), sent);
    for (std::size_t i = 0; i < stored.size(); ++i) {
        if (!stored[i]) return stored[i].error();
        answer.answers.push_back(answer_of(batch.envelopes[i].id, *stored[i]));
    }
    return answer;
}

Result<sync::Changes> App::changes_for(std::string_view kiosk_id, std::string_view signature,
                                       std::string_view cursor) {
    const auto kiosk =
        signer(kiosk_id, sync::context::kChangesRequest, sync::changes_question(kiosk_id, cursor), signature);
    if (!kiosk) return refused();
    auto changes = content_of(*kiosk);
    if (changes.cursor != cursor) return changes;
    sync::Changes same;
    same.cursor = changes.cursor;
    return same;
}

sync::Changes App::content_of(const store::Kiosk& kiosk) {
    const auto current = state();
    sync::Changes changes;
    for (const Poll* poll : current->open_polls(dutch_date(clock_.now()), kiosk.municipality.str()))
        changes.polls.push_back(*poll);
    changes.areas = current->areas.all();
    changes.server_box_key = keys_.box.public_key;
    changes.code_key = code_keys_->of(kiosk.id);
    // A kiosk knows the program's own lines in every language; it is told what is set here.
    for (const auto language : kLanguages)
        if (current->settings.contains("help.lines." + std::string(language)))
            changes.help_lines[std::string(language)] = help_lines(*current, language).lines;
    changes.site_url = setting(*current, "site");
    changes.staff_pin_hash = staff_pin_hash();
    changes.followed = followed_at(*current, kiosk);
    changes.posters = posters_for(*current, kiosk.municipality);
    for (const auto& clip : current->clips) changes.clips.push_back({clip.language, clip.words, clip.hash});
    // The cursor names the content: the same content gives the same cursor, whatever server answers.
    changes.changed = true;
    changes.cursor = seal::to_hex(seal::hash(sync::write_changes(changes)).substr(0, 16));
    return changes;
}

}  // namespace peilpunt::app
