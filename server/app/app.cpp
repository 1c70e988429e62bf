// SPDX-License-Identifier: EUPL-1.2
#include "server/app/app.hpp"

#include <algorithm>

#include "server/app/accounts.hpp"
#include "server/app/fleet.hpp"
#include "server/app/poll_codes.hpp"
#include "server/app/signals.hpp"

namespace peilpunt::app {

const Poll* State::poll(std::string_view slug_or_id) const {
    const auto found = std::find_if(polls.begin(), polls.end(), [&](const Poll& poll) {
        return poll.slug == slug_or_id || poll.id.str() == slug_or_id;
    });
    if (found != polls.end()) return &*found;
    const auto former = std::find_if(revisions.begin(), revisions.end(),
                                     [&](const Poll& one) { return one.slug == slug_or_id; });
    return former == revisions.end() ? nullptr : poll(former->id.str());
}

const Poll* State::revision(PollId poll, int number) const {
    const auto found = std::find_if(revisions.begin(), revisions.end(), [&](const Poll& one) {
        return one.id == poll && one.revision == number;
    });
    return found == revisions.end() ? nullptr : &*found;
}

std::vector<const Poll*> State::open_polls(Date today, std::string_view municipality) const {
    std::vector<const Poll*> open;
    for (const auto& poll : polls) {
        const bool here = municipality.empty() ||
                          std::any_of(poll.municipalities.begin(), poll.municipalities.end(),
                                      [&](const AreaCode& code) { return code.str() == municipality; });
        if (here && is_open(poll, today)) open.push_back(&poll);
    }
    return open;
}

const results::Release* State::release(PollId poll) const {
    const auto found = told.find(poll);
    return found == told.end() || !found->second.edition ? nullptr : &found->second.edition->release;
}

const results::Interim* State::interim(PollId poll) const {
    const auto found = told.find(poll);
    if (found == told.end() || !found->second.interim || found->second.edition) return nullptr;
    return &*found->second.interim;
}

const results::Progress* State::progress(PollId poll) const {
    const auto found = told.find(poll);
    return found == told.end() || !found->second.progress ? nullptr : &*found->second.progress;
}

App::App(store::Store& store, Keys keys, const Clock& clock, Random& random)
    : store_(store),
      keys_(std::move(keys)),
      clock_(clock),
      random_(random),
      outcomes_(store, keys_.ledger, clock),
      arrivals_(std::make_shared<Arrivals>(clock, random)) {
    const auto is_area = [this](const AreaCode& area) { return state()->areas.find(area) != nullptr; };
    code_keys_ = std::make_unique<CodeKeys>(keys_);
    accounts_ = std::make_unique<Accounts>(store, keys_, clock, random, [this] { return state(); });
    fleet_ = std::make_unique<Fleet>(store, keys_, clock, random, is_area);
    signals_ = std::make_unique<Signals>(store);
    replace_state();
    make_outcomes(true);
}

App::~App() {
    try {
        write_refusals();
        set_bursts_apart();
    } catch (const std::exception&) {
        // A database that is away; they are only counts.
    }
}

std::shared_ptr<const State> App::state() const {
    const std::lock_guard lock(mutex_);
    return state_;
}

void App::replace_state() {
    auto loaded = store_.load_state();
    auto next = std::make_shared<State>();
    next->version = loaded.version;
    next->settings = std::move(loaded.settings);
    for (const auto& [name, fixed] : fixed_) {
        next->settings[name] = fixed.value;
        next->fixed[name] = fixed.source;
    }
    for (auto& area : loaded.areas) {
        if (area.code.level() != AreaLevel::region) continue;
        if (const auto name = next->settings.find("region.name"); name != next->settings.end())
            area.name = name->second;
        next->region_name = area.name;
    }
    next->areas = AreaTree(std::move(loaded.areas));
    std::vector<Poll> drafts;
    const Date today = dutch_date(clock_.now());
    // Revisions come in order, so the last one of a poll stays; one whose first day has not come leaves the
    // one before it as it is.
    const auto put = [](std::vector<Poll>& list, const Poll& poll) {
        std::erase_if(list, [&](const Poll& other) { return other.id == poll.id; });
        list.push_back(poll);
    };
    for (auto& poll : loaded.polls) {
        if (poll.status == PollStatus::draft) {
            put(drafts, poll);
            continue;
        }
        // A draft that a later revision overtook is history.
        std::erase_if(drafts, [&](const Poll& draft) { return draft.id == poll.id; });
        const bool has_earlier = std::any_of(next->polls.begin(), next->polls.end(),
                                             [&](const Poll& other) { return other.id == poll.id; });
        if (!has_earlier || poll.opens <= today) put(next->polls, poll);
        next->revisions.push_back(std::move(poll));
    }
    std::sort(next->polls.begin(), next->polls.end(), [](const Poll& a, const Poll& b) {
        return std::tie(b.opens, a.slug) < std::tie(a.opens, b.slug);
    });
    next->clips = std::move(loaded.clips);
    next->told = std::move(loaded.told);
    const std::lock_guard lock(mutex_);
    state_ = std::move(next);
    drafts_ = std::move(drafts);
}

void App::make_outcomes(bool at_start) {
    if (outcomes_.make(*state(), at_start, [this](PollId poll) { return arrivals_->jumping(poll); }))
        replace_state();
}

void App::housekeep() {
    const std::lock_guard only_one(housekeeping_);
    const auto current = state();
    const Date today = dutch_date(clock_.now());
    const bool another_day =
        std::any_of(current->revisions.begin(), current->revisions.end(), [&](const Poll& revision) {
            return revision.revision > current->poll(revision.id.str())->revision && revision.opens <= today;
        });
    if (another_day || store_.state_version() != current->version) replace_state();
    write_refusals();
    arrivals_->housekeep();
    set_bursts_apart();
    close_what_is_over();
    make_outcomes(false);
}

void App::set_bursts_apart() {
    const auto moves = arrivals_->take_moves();
    if (moves.empty()) return;
    if (const auto done = store_.set_apart(moves, "peilpunt"); !done) arrivals_->put_back(moves);
}

Result<void> App::can_take() {
    (void)store_.state_version();
    return store_.can_store();
}

std::int64_t App::quarantined() { return store_.quarantined(); }

void App::watch(std::function<void()> hint) { store_.watch(std::move(hint)); }

Result<void> App::note(std::string_view what, std::string_view subject, std::string_view who) {
    return store_.note(what, subject, who);
}

std::string App::random_bytes() const {
    std::string bytes(16, '\0');
    random_.fill(std::span(reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()));
    return bytes;
}

std::string App::recording_key(const EnvelopeId& id) const {
    return seal::keyed_hash(keys_.ledger, "opname " + id.str());
}

store::Ledger App::ledger_for(std::string_view id, std::string_view content) const {
    std::string all("id ");
    all += id;
    store::Ledger ledger;
    ledger.key = seal::keyed_hash(keys_.ledger, all);
    all += '\n';
    all += content;
    ledger.check = seal::keyed_hash(keys_.ledger, all);
    return ledger;
}

std::string App::receipt_hash(const Receipt& receipt) const {
    return seal::keyed_hash(keys_.ledger, "volgcode " + receipt.digits());
}

}  // namespace peilpunt::app
