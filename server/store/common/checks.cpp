// SPDX-License-Identifier: EUPL-1.2
#include "server/store/common/checks.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/json/json.hpp"

namespace peilpunt::store {

namespace {

constexpr std::int64_t kSetApart = 16;  ///< above every channel

}  // namespace

std::int64_t channel_code(const results::CellKey& cell) {
    return static_cast<std::int64_t>(cell.channel) + (cell.set_apart ? kSetApart : 0);
}

results::CellKey cell_of(std::string_view municipality, std::string_view district, std::string_view age_group,
                         std::int64_t channel) {
    results::CellKey cell;
    cell.municipality = AreaCode::parse(municipality).value();
    if (!district.empty()) cell.district = AreaCode::parse(district).value();
    cell.age_group = age_group;
    cell.channel = static_cast<Channel>(channel % kSetApart);
    cell.set_apart = channel >= kSetApart;
    return cell;
}

void Recount::begin(const Head& head) {
    close();
    const auto found = std::find_if(polls_.begin(), polls_.end(), [&](const Poll& poll) {
        return poll.id == head.poll && poll.revision == head.revision;
    });
    poll_ = found == polls_.end() ? nullptr : &*found;
    key_ = key_of(head);
}

Recount::Key Recount::key_of(const Head& head) {
    auto cell = head.cell;
    cell.set_apart = false;
    return {head.poll.str(), head.revision, cell};
}

void Recount::close() {
    if (answers_.empty()) return;
    const auto tree = json::parse(answers_);
    const auto parsed = tree && poll_ ? json::answers_from(*tree, *poll_) : Result<Answers>(Error{});
    if (parsed)
        counted_[key_].add(results::tally_of(*poll_, *parsed));
    else
        faults_.push_back("responses: one of poll " + std::get<0>(key_) + " cannot be read");
    answers_.clear();
}

void Recount::compare(const Head& head, std::string_view packed) {
    close();
    if (const auto kept = results::unpack(packed))
        kept_[key_of(head)].add(*kept);
    else
        ++unreadable_[head.poll.str()];
}

void Recount::finish() {
    close();
    std::map<std::string, int> differing = unreadable_;
    std::map<std::string, int> missing;
    for (const auto& [key, tally] : counted_) {
        const auto kept = kept_.find(key);
        if (kept == kept_.end())
            ++missing[std::get<0>(key)];
        else if (!(kept->second == tally))
            ++differing[std::get<0>(key)];
    }
    for (const auto& [key, tally] : kept_)
        if (!counted_.contains(key)) ++differing[std::get<0>(key)];
    const auto tell = [&](const std::map<std::string, int>& counts, const char* what) {
        for (const auto& [poll, count] : counts)
            faults_.push_back("tallies: poll " + poll + ": " + what + ": " + std::to_string(count) +
                              " (a count each of place, age group and channel)");
    };
    tell(differing, "counts that differ from the recount");
    tell(missing, "counts that are missing");
}

}  // namespace peilpunt::store
