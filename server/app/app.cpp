// SPDX-License-Identifier: EUPL-1.2
#include "server/app/app.hpp"

#include <algorithm>

namespace peilpunt::app {

namespace {

/// Where to find help now (domain.md, "Help first"); a municipality may set its own.
std::vector<std::pair<std::string, std::string>> help_lines_of(
    const std::map<std::string, std::string>& settings) {
    std::vector<std::pair<std::string, std::string>> lines;
    for (int i = 1; settings.contains("hulplijn." + std::to_string(i)); ++i) {
        const auto& line = settings.at("hulplijn." + std::to_string(i));
        const auto bar = line.find('|');
        if (bar != std::string::npos) lines.emplace_back(line.substr(0, bar), line.substr(bar + 1));
    }
    if (!lines.empty()) return lines;
    return {{"Direct gevaar", "112"},
            {"Denkt u aan zelfdoding? Bel 113", "0800-0113"},
            {"Niet veilig thuis? Veilig Thuis", "0800-2000"},
            {"Jong en wilt u praten? De Kindertelefoon", "0800-0432"},
            {"Ziek of bezorgd? Bel uw huisarts", ""}};
}

}  // namespace

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
      outcomes_(store, keys_.ledger, clock) {
    replace_state();
    make_outcomes(true);
}

App::~App() {
    try {
        write_refusals();
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
    next->areas = AreaTree(std::move(loaded.areas));
    for (const auto& area : next->areas.all())
        if (area.code.level() == AreaLevel::region) next->region_name = area.name;
    std::vector<Poll> drafts;
    // Revisions come in order, so the last one of a poll stays.
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
        put(next->polls, poll);
        next->revisions.push_back(std::move(poll));
    }
    std::sort(next->polls.begin(), next->polls.end(), [](const Poll& a, const Poll& b) {
        return std::tie(b.opens, a.slug) < std::tie(a.opens, b.slug);
    });
    next->settings = std::move(loaded.settings);
    next->help_lines = help_lines_of(next->settings);
    next->clips = std::move(loaded.clips);
    next->told = std::move(loaded.told);
    const std::lock_guard lock(mutex_);
    state_ = std::move(next);
    drafts_ = std::move(drafts);
}

void App::make_outcomes(bool at_start) {
    if (outcomes_.make(*state(), at_start)) replace_state();
}

void App::housekeep() {
    const std::lock_guard only_one(housekeeping_);
    if (store_.state_version() != state()->version) replace_state();
    write_refusals();
    close_what_is_over();
    make_outcomes(false);
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
