// SPDX-License-Identifier: EUPL-1.2
#include "server/app/arrivals.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace peilpunt::app {

namespace {

constexpr std::int64_t kMinute = 60, kHour = 3600, kDay = 86'400;
constexpr double kUsualMinutes = 180;  ///< over which the usual pace of a poll is taken

template <std::size_t N>
int sum(const std::array<int, N>& numbers) {
    return std::accumulate(numbers.begin(), numbers.end(), 0);
}

}  // namespace

void Arrivals::set_rules(const ArrivalRules& rules) {
    const std::lock_guard lock(mutex_);
    rules_ = rules;
}

ArrivalRules Arrivals::rules() {
    const std::lock_guard lock(mutex_);
    return rules_;
}

std::int64_t Arrivals::second() const {
    return std::chrono::duration_cast<std::chrono::seconds>(clock_.steady()).count();
}

const seal::Secret& Arrivals::key_of_today() {
    if (const auto day = second() / kDay; day != key_day_) {
        std::string fresh(16, '\0');
        random_.fill(std::span(reinterpret_cast<std::uint8_t*>(fresh.data()), fresh.size()));
        key_ = seal::Secret(std::move(fresh));
        key_day_ = day;
        networks_.clear();  // nobody could find them again
    }
    return key_;
}

std::uint16_t Arrivals::group_of(const std::array<std::uint8_t, 16>& network) {
    const std::lock_guard lock(mutex_);
    const auto hash = seal::quick_hash(
        key_of_today(), std::string_view(reinterpret_cast<const char*>(network.data()), network.size()));
    return static_cast<std::uint16_t>(hash[0] << 8 | hash[1]);
}

/// A form counts for the network that it was given to, wherever it is sent from.
std::uint64_t Arrivals::key_of(const Sender& sender, PollId poll) {
    std::string text;
    if (is_page(sender)) {
        text = {'p', static_cast<char>(sender.group >> 8), static_cast<char>(sender.group & 0xFF)};
    } else {
        text = 'b' + std::string(reinterpret_cast<const char*>(sender.network.data()), sender.network.size());
    }
    text += poll.bytes();
    const auto hash = seal::quick_hash(key_of_today(), text);
    std::uint64_t number = 0;
    std::memcpy(&number, hash.data(), sizeof number);
    return number;
}

Arrivals::Network* Arrivals::find(const Sender& sender, PollId poll, bool make) {
    const auto key = key_of(sender, poll);
    auto found = networks_.find(key);
    if (found == networks_.end()) {
        if (!make || networks_.size() >= rules_.networks) return nullptr;
        found = networks_.emplace(key, Network{}).first;
    }
    auto& network = found->second;
    const auto now = second();
    if (network.hour != now / kHour) network.in_hour = 0;
    if (network.day != now / kDay) network.in_day = network.apart = 0;
    network.hour = now / kHour;
    network.day = now / kDay;
    return &network;
}

Arrivals::Flow& Arrivals::flow_of(PollId poll) {
    auto& flow = flows_[poll];
    const auto minute = second() / kMinute;
    if (flow.minute == 0) flow.minute = minute;
    // A poll that nobody answered for days needs no more steps than it takes to forget.
    flow.minute = std::max(flow.minute, minute - 10 * static_cast<std::int64_t>(kUsualMinutes));
    while (flow.minute < minute) {
        const int count = flow.lately[static_cast<std::size_t>(flow.minute % 10)];
        flow.usual += (count - flow.usual) / kUsualMinutes;
        ++flow.minute;
        flow.lately[static_cast<std::size_t>(flow.minute % 10)] = 0;
    }
    return flow;
}

bool Arrivals::is_jump(const Flow& flow) const {
    if (flow.jump_until > second()) return true;
    const int lately = sum(flow.lately);
    return lately >= rules_.jump_from && lately > rules_.jump_times * flow.usual * 10;
}

bool Arrivals::jumping(PollId poll) {
    const std::lock_guard lock(mutex_);
    return is_jump(flow_of(poll));
}

Arrivals::Judgement Arrivals::judge(const Sender& sender, PollId poll) {
    const std::lock_guard lock(mutex_);
    const bool too_fast = sender.ticket == Sender::Ticket::too_fast;
    const auto* network = find(sender, poll, too_fast);
    if (!network) return too_fast ? Judgement::set_apart : Judgement::counts;
    if (network->apart >= rules_.most_apart) return Judgement::refused;
    const auto& most = is_page(sender) ? rules_.page : rules_.bare;
    const bool over =
        network->burst_until > second() || network->in_hour >= most.hour || network->in_day >= most.day;
    return too_fast || over ? Judgement::set_apart : Judgement::counts;
}

/// A burst lasts as long as they keep coming that fast, and a while after.
void Arrivals::hasten(Network& network, int most) {
    const auto now = second();
    const auto length = std::max<std::int64_t>(1, rules_.burst_time.count() / 6);
    const auto slot = now / length;
    if (slot - network.pace_slot >= 6) network.pace = {};
    for (auto i = network.pace_slot + 1; i <= slot && slot - network.pace_slot < 6; ++i)
        network.pace[static_cast<std::size_t>(i % 6)] = 0;
    network.pace_slot = slot;
    ++network.pace[static_cast<std::size_t>(slot % 6)];
    if (sum(network.pace) > most) network.burst_until = now + rules_.quiet.count();
}

void Arrivals::move_window(Network& network, PollId poll, Flow& flow) {
    for (auto& one : network.window) moves_[{poll, one.revision, one.cell}].add(one.tally);
    flow.lately[static_cast<std::size_t>(flow.minute % 10)] -= static_cast<int>(network.window.size());
    network.window.clear();
}

void Arrivals::stored(const Sender& sender, PollId poll, int revision, const results::CellKey& cell,
                      const results::Tally& tally) {
    const std::lock_guard lock(mutex_);
    auto& flow = flow_of(poll);
    if (!cell.set_apart) ++flow.lately[static_cast<std::size_t>(flow.minute % 10)];
    if (is_jump(flow) && flow.jump_until <= second()) flow.jump_until = second() + rules_.quiet.count();
    auto* network = find(sender, poll, true);
    if (!network) return;
    const int most = !is_page(sender) ? rules_.bare.burst
                     : is_jump(flow)  ? std::min(rules_.page.burst, rules_.page_in_a_jump)
                                      : rules_.page.burst;
    hasten(*network, most);
    if (cell.set_apart) {
        ++network->apart;
        return;
    }
    ++network->in_hour;
    ++network->in_day;
    const auto now = second();
    auto& window = network->window;
    std::erase_if(window, [&](const One& one) { return one.second + rules_.burst_time.count() <= now; });
    window.push_back({now, revision, cell, tally});
    if (network->burst_until > now) move_window(*network, poll, flow);
}

store::PollCounts Arrivals::take_moves() {
    const std::lock_guard lock(mutex_);
    return std::exchange(moves_, {});
}

void Arrivals::put_back(const store::PollCounts& moves) {
    const std::lock_guard lock(mutex_);
    for (const auto& [place, tally] : moves) moves_[place].add(tally);
}

void Arrivals::housekeep() {
    const std::lock_guard lock(mutex_);
    const auto now = second();
    for (auto it = networks_.begin(); it != networks_.end();) {
        auto& network = it->second;
        std::erase_if(network.window,
                      [&](const One& one) { return one.second + rules_.burst_time.count() <= now; });
        it = network.day == now / kDay ? std::next(it) : networks_.erase(it);
    }
}

}  // namespace peilpunt::app
