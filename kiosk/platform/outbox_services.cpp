// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/platform/outbox_services.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kiosk/sync/clips.hpp"
#include "kiosk/sync/stick.hpp"
#include "shared/json/json.hpp"

namespace peilpunt::platform {
namespace {

/// Years before anything of Peilpunt was given: a clock that was never set.
bool clock_is_set(TimePoint now) { return dutch_date(now) >= std::chrono::year{2025} / 1 / 1; }

/// Whether the day that the clock gives can be the day that it is: not when it was never set, and not when it
/// stands before a day that this kiosk has seen itself.
bool clock_is_trusted(TimePoint now, const std::optional<TimePoint>& last_contact) {
    return clock_is_set(now) && (!last_contact || dutch_date(now) >= dutch_date(*last_contact));
}

/// The first day that it can be; nothing when nothing is known of it.
std::optional<Date> earliest_today(TimePoint now, const std::optional<TimePoint>& last_contact) {
    if (clock_is_trusted(now, last_contact)) return dutch_date(now);
    if (last_contact && clock_is_set(*last_contact)) return dutch_date(*last_contact);
    return std::nullopt;
}

/// The districts; of a municipality that is one district, its neighbourhoods.
std::vector<Area> places_in(const std::vector<Area>& areas, const AreaCode& municipality) {
    const AreaTree tree(areas);
    const std::vector<Area> districts = tree.children_of(municipality);
    if (districts.size() != 1) return districts;
    return tree.children_of(districts.front().code);
}

flow::FollowStep::When when_of(sync::StepState state) {
    using When = flow::FollowStep::When;
    return state == sync::StepState::done  ? When::done
           : state == sync::StepState::now ? When::now
                                           : When::later;
}

flow::StickExchange::Trouble trouble_of_import(ErrorCode code) {
    using Trouble = flow::StickExchange::Trouble;
    switch (code) {
        case ErrorCode::forbidden:
            return Trouble::foreign;
        case ErrorCode::storage_full:
        case ErrorCode::storage_failed:
            return Trouble::not_kept;
        default:
            return Trouble::damaged;
    }
}

flow::StickExchange::Trouble trouble_of_export(ErrorCode code) {
    using Trouble = flow::StickExchange::Trouble;
    return code == ErrorCode::not_found      ? Trouble::no_stick
           : code == ErrorCode::storage_full ? Trouble::full
                                             : Trouble::not_written;
}

/// The poll that a code names. A code of this kiosk's own key must prove itself. One by another key cannot be
/// checked here, and leads only to what everybody may know of that poll.
const sync::Followed* poll_of_code(const sync::Changes& pulled, const Receipt& code) {
    const seal::CodeMarks marks = seal::marks_of(code);
    const bool own = pulled.code_key && pulled.code_key->mark() == marks.key;
    const sync::Followed* found = nullptr;
    for (const sync::Followed& each : pulled.followed) {
        if (!each.poll || seal::short_number(*each.poll) != marks.poll) continue;
        if (own && seal::proves(*pulled.code_key, *each.poll, code)) return &each;
        if (own) continue;
        if (found) return nullptr;  // which of the two cannot be told
        found = &each;
    }
    return found;
}

std::string joined(const text::Catalogue& texts, const std::string& prefix,
                   const std::vector<std::string>& ids, std::string_view between, const std::string& typed) {
    std::string words;
    for (const std::string& id : ids)
        words.append(words.empty() ? "" : between).append(texts.get_named(prefix + id, "nl"));
    if (words.empty() || typed.empty()) return words + typed;
    return words + (words.back() == '.' ? " " : ". ") + typed;
}

}  // namespace

Signal told_in_words(const flow::CaptureSignal& told, const text::Catalogue& texts) {
    Signal signal = told.signal;
    signal.text = joined(texts, "kiosk.sentence.", told.picked.sentences, " ", signal.text);
    signal.what_helps = joined(texts, "kiosk.helps.", told.picked.helps, ", ", signal.what_helps);
    signal.own_part = joined(texts, "kiosk.own.", told.picked.own_part, ", ", signal.own_part);
    return signal;
}

OutboxServices::OutboxServices(kiosk::Outbox& outbox, const Clock& clock, Random& random,
                               std::function<void()> captured, std::filesystem::path stick,
                               std::function<void()> exchanged)
    : outbox_(outbox),
      clock_(clock),
      random_(random),
      captured_(std::move(captured)),
      stick_(std::move(stick)),
      exchanged_(std::move(exchanged)) {}

Receipt OutboxServices::new_code(const PollId& poll) {
    const std::shared_ptr<const sync::Changes> pulled = outbox_.content();
    if (pulled && pulled->code_key)
        for (const sync::Followed& each : pulled->followed)
            if (each.poll && each.poll->id == poll)
                return seal::make_poll_code(*pulled->code_key, *each.poll, random_);
    return Receipt::random(random_);
}

Services::Kept OutboxServices::keep(sync::Kind kind, const std::string& body, const flow::Identity& identity,
                                    bool helped, const std::string& ogg) {
    const kiosk::OutboxStatus place = outbox_.status();
    const Result<void> kept =
        outbox_.capture(kind, body, identity.receipt,
                        {sync::follow_key(identity.receipt, place.municipality, place.venue), helped, ogg});
    if (kept) {
        captured_();
        return flow::Captured{identity};
    }
    spdlog::error("a submission could not be kept: {}", kept.error().message);
    return flow::CaptureFailed{identity, kept.error().code};
}

Services::Kept OutboxServices::keep(const flow::CaptureResponse& effect) {
    const flow::Identity identity =
        effect.identity ? *effect.identity
                        : flow::Identity{ResponseId::random(random_), new_code(effect.response.poll)};
    Response response = effect.response;
    response.id = identity.id;
    return keep(sync::Kind::response, json::response_tree(response).dump(), identity, effect.helped, {});
}

Services::Kept OutboxServices::keep(const flow::CaptureSignal& effect, const std::string& ogg) {
    const flow::Identity identity =
        effect.identity ? *effect.identity
                        : flow::Identity{ResponseId::random(random_), Receipt::random(random_)};
    Signal signal = told_in_words(effect, text::Catalogue::builtin());
    signal.id = identity.id;
    return keep(sync::Kind::signal, json::signal_tree(signal).dump(), identity, effect.helped, ogg);
}

bool OutboxServices::is_staff_pin(const std::string& pin) { return outbox_.is_staff_pin(seal::Secret(pin)); }

flow::StaffStatus OutboxServices::staff_status() {
    const kiosk::OutboxStatus kept = outbox_.status();
    flow::StaffStatus status;
    status.waiting_responses = kept.waiting_responses;
    status.waiting_signals = kept.waiting_signals;
    status.parked = kept.parked;
    if (kept.waiting() > 0) status.oldest_waiting_hours = kept.oldest_waiting_hours;
    status.last_contact = kept.last_contact;
    status.disk_free_percent = kept.disk_free_percent;
    status.clock = clock_.now();
    status.venue = kept.venue;
    status.version = PEILPUNT_VERSION;
    return status;
}

std::optional<flow::Followed> OutboxServices::follow(const Receipt& receipt) {
    const std::shared_ptr<const sync::Changes> pulled = outbox_.content();
    if (!pulled) return std::nullopt;
    const kiosk::OutboxStatus place = outbox_.status();
    const std::string key = sync::follow_key(receipt, place.municipality, place.venue);
    const sync::Followed* found = nullptr;
    for (const sync::Followed& each : pulled->followed)
        if (std::find(each.keys.begin(), each.keys.end(), key) != each.keys.end()) found = &each;
    if (!found) found = poll_of_code(*pulled, receipt);
    if (!found) return std::nullopt;
    const std::optional<Date> earliest = earliest_today(clock_.now(), place.last_contact);
    flow::Followed steps{found->subject, {}};
    for (const sync::FollowStep& step : found->steps) {
        // A day that is over is no promise any more, and nobody said that it is done.
        const bool over =
            step.state != sync::StepState::done && step.date && earliest && *earliest >= *step.date;
        steps.steps.push_back({step.step, when_of(step.state), over ? std::nullopt : step.date});
    }
    return steps;
}

flow::SelfTest OutboxServices::self_test() {
    const kiosk::OutboxStatus status = outbox_.status();
    const TimePoint now = clock_.now();
    return {outbox_.disk_works(), clock_is_trusted(now, status.last_contact)};
}

flow::StickExchange OutboxServices::exchange_with_stick() {
    using Trouble = flow::StickExchange::Trouble;
    flow::StickExchange result;
    if (!outbox_.enrolment()) return {.trouble = Trouble::not_paired};
    if (!kiosk::stick_is_there(stick_)) return {.trouble = Trouble::no_stick};
    // First what the server has: that need not travel again. Whatever comes of it, what waits goes along.
    const auto imported = kiosk::import_from_stick(outbox_, stick_);
    if (imported) {
        result.settled = imported->settled;
        result.news = imported->content_changed;
        if (exchanged_) exchanged_();
    } else if (imported.error().code != ErrorCode::not_found) {
        spdlog::warn("the stick brought nothing: {}", imported.error().message);
        result.trouble = trouble_of_import(imported.error().code);
    }
    const auto exported = kiosk::export_to_stick(outbox_, stick_);
    if (exported) {
        result.written = exported->envelopes;
        return result;
    }
    spdlog::warn("the stick was not written: {}", exported.error().message);
    if (result.trouble == Trouble::none) result.trouble = trouble_of_export(exported.error().code);
    return result;
}

std::shared_ptr<const std::string> OutboxServices::clip(const std::string& language,
                                                        const std::string& words) {
    return kiosk::clip_of(outbox_, language, words);
}

std::shared_ptr<const flow::Content> OutboxServices::content() const {
    const std::shared_ptr<const sync::Changes> pulled = outbox_.content();
    if (!pulled) return nullptr;
    const kiosk::OutboxStatus status = outbox_.status();
    const TimePoint now = clock_.now();
    const std::optional<Date> earliest = earliest_today(now, status.last_contact);
    auto content = std::make_shared<flow::Content>();
    // A clock that cannot be right hides nothing; the server judges by its own.
    const auto offered = [&](const Poll& poll) {
        if (clock_is_trusted(now, status.last_contact)) return is_open(poll, dutch_date(now));
        return poll.status == PollStatus::open && (!earliest || *earliest < poll.closes);
    };
    for (const Poll& poll : pulled->polls)
        if (offered(poll)) content->polls.push_back(std::make_shared<const Poll>(poll));
    content->municipality = status.municipality;
    content->help_lines = pulled->help_lines;
    content->site_url = pulled->site_url;
    content->places = places_in(pulled->areas, status.municipality);
    for (const sync::Poster& poster : pulled->posters) {
        // "More news before" a day that is over would be a promise that was not kept, told as one that
        // stands.
        const bool over = poster.date && earliest && *earliest >= *poster.date;
        content->posters.push_back({poster.said, poster.done, over ? std::nullopt : poster.date});
    }
    content->can_follow = !pulled->followed.empty();
    while (!content->site_url.empty() && content->site_url.back() == '/') content->site_url.pop_back();
    return content;
}

flow::Trouble OutboxServices::trouble() const {
    if (!outbox_.status().paired) return flow::Trouble::not_paired;
    if (!outbox_.has_room()) return flow::Trouble::storage_full;
    if (!outbox_.content()) return flow::Trouble::no_content;
    return flow::Trouble::none;
}

}  // namespace peilpunt::platform
