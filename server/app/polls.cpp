// SPDX-License-Identifier: EUPL-1.2
// Polls and areas, as operators and policy officers set them up.
#include <algorithm>

#include "server/app/app.hpp"
#include "server/app/rights.hpp"
#include "shared/rules/rules.hpp"
#include "shared/text/characters.hpp"
#include "shared/text/drawable.hpp"
#include "shared/text/fault.hpp"

namespace peilpunt::app {

namespace {

/// A poll is for kiosks as well, so every letter of it must be one that they can draw.
std::vector<Fault> check_letters(const Poll& poll) {
    std::vector<Fault> faults;
    const auto look = [&faults](const std::string& field, const LocalText& text) {
        for (const auto& [language, words] : text.all())
            if (auto letters = text::undrawable(words); !letters.empty())
                faults.push_back(text::make_fault(field + "." + language, "fout.niet-te-tekenen",
                                                  {{"letters", std::move(letters)}}));
    };
    look("titel", poll.title);
    look("inleiding", poll.introduction);
    for (const Question& question : poll.questions) {
        const std::string field = "vragen." + question.id;
        look(field + ".tekst", question.text);
        look(field + ".uitleg", question.explanation);
        for (const Option& option : question.options) look(field + ".opties." + option.id, option.text);
    }
    return faults;
}

/// Of what a kiosk takes home, for the steps of what was given there: 20,000 keys, and what goes with them.
constexpr std::size_t kFollowingBytes = 1024 * 1024;

/// Whether the kiosks of its municipalities can still take everything home when this poll is open as well.
bool fits_kiosks(const State& state, const Poll& poll, Date today) {
    return std::all_of(poll.municipalities.begin(), poll.municipalities.end(), [&](const AreaCode& code) {
        sync::Changes content;
        content.changed = true;
        for (const Poll* other : state.open_polls(today, code.str()))
            if (other->id != poll.id) content.polls.push_back(*other);
        content.polls.push_back(poll);
        content.areas = state.areas.all();
        return sync::write_changes(content).size() + kFollowingBytes <= sync::kMaxChangesBytes;
    });
}

/// The last revision that was published, also when its first day has not come.
int newest_revision(const State& state, PollId poll) {
    int newest = 0;
    for (const Poll& revision : state.revisions)
        if (revision.id == poll) newest = std::max(newest, revision.revision);
    return newest;
}

}  // namespace

Result<void> App::import_areas(const std::vector<Area>& areas) {
    const auto saved = store_.save_areas(areas);
    if (saved) replace_state();
    return saved;
}

Result<void> App::import_poll(const Poll& poll, std::string_view who) {
    auto faults = rules::check_poll(poll);
    const auto current = state();
    for (const auto& code : poll.municipalities)
        if (!current->areas.find(code))
            faults.push_back(text::make_fault("gemeenten", "fout.onbekende-gemeente"));
    if (!faults.empty()) return text::invalid(std::move(faults));
    const auto saved = store_.save_poll(poll, who);
    if (saved) replace_state();
    return saved;
}

std::vector<Poll> App::drafts() const {
    const std::lock_guard lock(mutex_);
    return drafts_;
}

std::vector<const Poll*> polls_for(const State& state, const Actor& actor) {
    const auto reach = reach_of(actor, Right::see_polls);
    std::vector<const Poll*> all;
    for (const auto& poll : state.polls)
        if (reach.covers_any(poll.municipalities)) all.push_back(&poll);
    return all;
}

const Poll* poll_for(const State& state, const Actor& actor, std::string_view slug_or_id) {
    const Poll* poll = state.poll(slug_or_id);
    return poll && reach_of(actor, Right::see_polls).covers_any(poll->municipalities) ? poll : nullptr;
}

std::vector<Poll> App::drafts(const Actor& actor) const {
    const auto reach = reach_of(actor, Right::see_polls);
    auto all = drafts();
    std::erase_if(all, [&](const Poll& poll) { return !reach.covers_any(poll.municipalities); });
    return all;
}

Result<void> App::publish_poll(std::string_view slug_or_id, std::string_view who) {
    const auto current = state();
    const auto today = dutch_date(clock_.now());
    const Poll* running = current->poll(slug_or_id);
    const auto waiting = drafts();
    const auto draft = std::find_if(waiting.begin(), waiting.end(), [&](const Poll& one) {
        return running ? one.id == running->id : one.slug == slug_or_id || one.id.str() == slug_or_id;
    });
    if (draft == waiting.end() && !running) return Error{ErrorCode::not_found, "there is no such poll"};
    if (draft != waiting.end() && !running) running = current->poll(draft->id.str());
    if (running && (running->status == PollStatus::closed || today >= running->closes))
        return Error{ErrorCode::closed, "this poll is closed; import a new one"};
    if (draft == waiting.end()) return {};  // it is published already
    // Until its first day the revision before it runs on; there may be no days between the two.
    if (running && is_open(*running, today) && (draft->opens > running->closes || draft->closes <= today))
        return Error{ErrorCode::invalid, "revision " + std::to_string(draft->revision) + " is open from " +
                                             format_date(draft->opens) + " until " +
                                             format_date(draft->closes) +
                                             ", and the one that people answer now closes on " +
                                             format_date(running->closes) + "; change `opent` or `sluit`"};
    if (auto faults = check_letters(*draft); !faults.empty()) return text::invalid(std::move(faults));
    if (!fits_kiosks(*current, *draft, today))
        return Error{ErrorCode::too_large,
                     "with this poll there are more open polls than a kiosk can take home; close one first"};
    const auto saved = store_.open_poll(draft->id, draft->revision, who);
    if (saved) replace_state();
    return saved;
}

std::vector<std::string> App::effects_of_publishing(std::string_view slug_or_id) const {
    const auto current = state();
    for (const auto& draft : drafts()) {
        const Poll* running = current->poll(draft.id.str());
        const bool meant = draft.slug == slug_or_id || draft.id.str() == slug_or_id ||
                           (running && running == current->poll(slug_or_id));
        if (meant && running) return effects_between(*running, draft);
    }
    return {};
}

Result<void> App::close_poll(std::string_view slug_or_id, std::string_view who) {
    const auto current = state();
    const Poll* poll = current->poll(slug_or_id);
    if (!poll) {
        const auto waiting = drafts();
        if (std::none_of(waiting.begin(), waiting.end(), [&](const Poll& draft) {
                return draft.slug == slug_or_id || draft.id.str() == slug_or_id;
            }))
            return Error{ErrorCode::not_found, "there is no such poll"};
    }
    const Date today = dutch_date(clock_.now());
    if (!poll || poll->status != PollStatus::open || today >= poll->closes)
        return Error{ErrorCode::conflict, "this poll is not open"};
    const auto saved = store_.close_poll(poll->id, newest_revision(*current, poll->id), today, who);
    if (saved) replace_state();
    return saved;
}

void App::close_what_is_over() {
    const auto current = state();
    const Date today = dutch_date(clock_.now());
    bool closed = false;
    for (const Poll& poll : current->polls)
        if (poll.status == PollStatus::open && today >= poll.closes)
            // Another server may have done it already.
            closed = store_.close_poll(poll.id, newest_revision(*current, poll.id), poll.closes, "vanzelf")
                         .has_value() ||
                     closed;
    if (closed) replace_state();
}

}  // namespace peilpunt::app
