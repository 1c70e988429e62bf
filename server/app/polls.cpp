// SPDX-License-Identifier: EUPL-1.2
// Polls, areas and users, as operators and policy officers set them up.
#include <algorithm>
#include <array>

#include "server/app/app.hpp"
#include "server/app/setup.hpp"
#include "shared/rules/rules.hpp"
#include "shared/text/characters.hpp"
#include "shared/text/drawable.hpp"
#include "shared/text/fault.hpp"

namespace peilpunt::app {

namespace {

constexpr std::array kRoles{"raad", "beleid", "beheer", "toezicht"};
constexpr std::size_t kMinPassword = 12;

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

/// Longer ones would not fit through the form for signing in.
constexpr std::size_t kMaxPassword = 200;

Result<void> check_password(const seal::Secret& password) {
    if (password.reveal().size() < kMinPassword)
        return Error{ErrorCode::invalid, "a password has at least 12 characters"};
    if (password.reveal().size() > kMaxPassword)
        return Error{ErrorCode::invalid,
                     "a password has at most " + std::to_string(kMaxPassword) + " characters"};
    return {};
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

Result<void> App::add_user(std::string_view name, std::string_view full_name, std::string_view role,
                           std::string_view scope, const seal::Secret& password, std::string_view who) {
    if (!is_sign_in_name(name))
        return Error{ErrorCode::invalid, "a sign-in name has small letters, digits, dots and dashes"};
    if (text::is_blank(full_name)) return Error{ErrorCode::invalid, "somebody who signs in has a name"};
    if (std::find(kRoles.begin(), kRoles.end(), role) == kRoles.end())
        return Error{ErrorCode::invalid, "the role is one of raad, beleid, beheer, toezicht"};
    const auto area = AreaCode::parse(scope);
    const auto current = state();
    const bool of_people =
        area && (area->level() == AreaLevel::region || area->level() == AreaLevel::municipality);
    if (!of_people || !current->areas.find(*area))
        return Error{ErrorCode::invalid,
                     "the scope is the code of a municipality or of the region of this instance, not '" +
                         std::string(scope) + "'"};
    if (const auto fits = check_password(password); !fits) return fits.error();
    store::User user{UserId::random(random_),
                     std::string(name),
                     std::string(full_name),
                     std::string(role),
                     std::string(scope),
                     seal::hash_password(password),
                     false};
    const auto added = store_.add_user(user, who);
    if (!added && added.error().code == ErrorCode::conflict)
        return Error{ErrorCode::conflict, "there is a user with that name already"};
    return added;
}

Result<void> App::set_password(std::string_view name, const seal::Secret& password, std::string_view who) {
    if (const auto fits = check_password(password); !fits) return fits;
    return store_.set_password(name, seal::hash_password(password), who);
}

}  // namespace peilpunt::app
