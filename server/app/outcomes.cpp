// SPDX-License-Identifier: EUPL-1.2
#include "server/app/outcomes.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "server/app/app.hpp"
#include "server/results/revisions.hpp"

namespace peilpunt::app {

namespace {

/// Other servers hear of a closing within seconds; answers that they took in before are written by then.
constexpr std::chrono::seconds kSettling{10};

bool is_place_of(const Poll& poll, const store::Kiosk& kiosk) {
    return std::find(poll.municipalities.begin(), poll.municipalities.end(), kiosk.municipality) !=
           poll.municipalities.end();
}

/// Whether it came by after the poll closed with nothing left to send. A contact ahead of the clock proves
/// nothing.
bool is_empty_since(const store::Kiosk& kiosk, Date closed_on, TimePoint now) {
    const auto contact = parse_time(kiosk.last_contact);
    return contact && *contact <= now && dutch_date(*contact) >= closed_on && kiosk.waiting == 0 &&
           kiosk.missing() == 0;
}

}  // namespace

std::optional<Date> closed_since(const Poll& poll, Date today) {
    if (poll.status == PollStatus::draft) return std::nullopt;
    const auto day = closing_day(poll);
    if (poll.status == PollStatus::closed) return std::min(day, today);
    return today >= day ? std::optional<Date>(day) : std::nullopt;
}

std::string outcome_json(const State& state, const Poll& poll) {
    if (const auto* release = state.release(poll.id))
        return results::write_release(state.revisions, *release);
    if (const auto* interim = state.interim(poll.id))
        return results::write_interim(state.revisions, *interim);
    return results::write_no_interim(poll);
}

std::string outcome_csv(const State& state, const Poll& poll) {
    if (const auto* release = state.release(poll.id))
        return results::release_csv(state.revisions, *release, state.areas);
    if (const auto* interim = state.interim(poll.id)) return results::interim_csv(state.revisions, *interim);
    return results::interim_csv(state.revisions, {poll.id, poll.revision, 0, 0, {}, {}});
}

std::string outcome_table(const State& state, const Poll& poll) {
    if (const auto* release = state.release(poll.id))
        return results::release_table(state.revisions, *release, state.areas, "nl");
    if (const auto* interim = state.interim(poll.id))
        return results::interim_table(state.revisions, *interim, "nl");
    return "Er is nog niets te vertellen: een tussenstand komt er bij 50 antwoorden, de uitslag als de "
           "peiling "
           "dicht is.\n";
}

std::vector<std::string> effects_between(const Poll& before, const Poll& after) {
    const auto change = results::change_between(before, after);
    std::vector<std::string> lines;
    const auto tell = [&](const char* what, const std::vector<std::string>& ids) {
        if (ids.empty()) return;
        std::string line = what;
        for (std::size_t i = 0; i < ids.size(); ++i) line += (i == 0 ? " " : ", ") + ids[i];
        lines.push_back(line + ".");
    };
    lines.push_back("Revision " + std::to_string(after.revision) + " takes the place of revision " +
                    std::to_string(before.revision) + "; nobody's answers are lost.");
    tell("Go on counting over both:", change.same);
    tell("Told per revision, since they were changed:", change.changed);
    tell("New, told for this revision only:", change.added);
    tell("No longer asked, told as asked before:", change.gone);
    return lines;
}

OutcomeMaker::OutcomeMaker(store::Store& store, const seal::Secret& key, const Clock& clock)
    : store_(store), outcomes_(store.database(), store.journal()), key_(key), clock_(clock) {}

bool OutcomeMaker::make(const State& state, bool at_start, const std::function<bool(PollId)>& jumping) {
    const auto now = clock_.now();
    const auto today = dutch_date(now);
    bool told = false;
    for (const auto& poll : state.polls) {
        if (jumping(poll.id)) {
            warn(poll, "far more answers than usual are coming in; its figures wait");
            continue;
        }
        if (is_open(poll, today)) {
            seen_closed_.erase(poll.id);
            told = make_interim(state, poll) || told;
            told = make_progress(state, poll) || told;
            continue;
        }
        const auto closed_on = closed_since(poll, today);
        if (!closed_on) continue;
        const auto [seen, first] = seen_closed_.try_emplace(poll.id, now);
        if (!at_start && now - seen->second < kSettling) continue;
        told = make_edition(state, poll, *closed_on) || told;
    }
    return told;
}

void OutcomeMaker::warn(const Poll& poll, const std::string& what) {
    if (warned_.insert(poll.slug + what).second) spdlog::warn("poll {}: {}", poll.slug, what);
}

results::CellsByRevision OutcomeMaker::cells_of(const State& state, PollId poll) const {
    results::CellsByRevision cells;
    for (const auto& revision : state.revisions)
        if (revision.id == poll) cells[revision.revision] = store_.cells(poll, revision.revision);
    return cells;
}

bool OutcomeMaker::make_interim(const State& state, const Poll& poll) {
    const auto* last = state.interim(poll.id);
    const results::NoiseSource source = [this](std::string_view label) {
        return seal::keyed_number(key_, label);
    };
    const auto next =
        results::next_interim(poll.id, state.revisions, cells_of(state, poll.id),
                              last == nullptr ? 0 : last->reached, source, dutch_date(clock_.now()));
    // Another server may have made the same one; then ours is not needed.
    return next && outcomes_.add_interim(state.revisions, *next).has_value();
}

bool OutcomeMaker::make_progress(const State& state, const Poll& poll) {
    const auto today = dutch_date(clock_.now());
    const auto* last = state.progress(poll.id);
    if (last != nullptr && last->day == today) return false;
    if (last != nullptr && last->day > today)
        warn(poll,
             "its progress is dated " + format_date(last->day) + ", ahead of the clock; it is made anew");
    return outcomes_
        .save_progress(poll.id,
                       results::progress_of(poll.id, state.revisions, cells_of(state, poll.id), today))
        .has_value();
}

bool OutcomeMaker::all_heard(const Poll& poll, Date closed_on) const {
    const auto now = clock_.now();
    if (dutch_date(now) >= closed_on + std::chrono::days(kGraceDays)) return true;
    const auto kiosks = store_.kiosks();
    return std::all_of(kiosks.begin(), kiosks.end(), [&](const store::Kiosk& kiosk) {
        const bool had_it = !kiosk.sign_key.empty() && !kiosk.revoked &&
                            (is_place_of(poll, kiosk) || kiosk.totals.contains(poll.id.str()));
        return !had_it || is_empty_since(kiosk, closed_on, now);
    });
}

bool OutcomeMaker::make_edition(const State& state, const Poll& poll, Date closed_on) {
    const auto told = state.told.find(poll.id);
    const auto* last = told == state.told.end() || !told->second.edition ? nullptr : &*told->second.edition;
    const auto now = clock_.now();
    if (closing_day(poll) > dutch_date(now))
        warn(poll, "it was closed on " + format_date(closing_day(poll)) +
                       ", ahead of the clock; taken as closed today");
    if (last != nullptr) {
        const auto made = parse_time(last->release.released_at);
        if (made && *made > now)
            warn(poll, "its uitslag is dated " + last->release.released_at +
                           ", ahead of the clock; nothing waits for that day");
        // Nothing is taken in any more: nothing can be late.
        if (dutch_date(now) > closed_on + std::chrono::days(kGraceDays)) return false;
    } else if (!all_heard(poll, closed_on)) {
        return false;
    }
    const auto cells = cells_of(state, poll.id);
    const auto next =
        results::next_edition(poll.id, state.revisions, cells,
                              last == nullptr ? std::nullopt : std::optional<results::Edition>(*last), now);
    if (next) return outcomes_.add_edition(state.revisions, *next).has_value();
    const auto late = results::late_answers(*last, cells);
    if (late == last->release.late) return false;
    return outcomes_.set_late(last->release, late).has_value();
}

}  // namespace peilpunt::app
