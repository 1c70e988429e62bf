// SPDX-License-Identifier: EUPL-1.2
#include "server/store/common/checks.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/json/json.hpp"

namespace peilpunt::store {

results::CellKey cell_of(std::string_view municipality, std::string_view district, std::string_view age_group,
                         std::int64_t channel) {
    results::CellKey cell;
    cell.municipality = AreaCode::parse(municipality).value();
    if (!district.empty()) cell.district = AreaCode::parse(district).value();
    cell.age_group = age_group;
    cell.channel = static_cast<Channel>(channel);
    return cell;
}

void Recount::begin(const Head& head) {
    close();
    const auto found = std::find_if(polls_.begin(), polls_.end(), [&](const Poll& poll) {
        return poll.id == head.poll && poll.revision == head.revision;
    });
    poll_ = found == polls_.end() ? nullptr : &*found;
    key_ = {head.poll.str(), head.revision, head.cell};
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
    const Key key{head.poll.str(), head.revision, head.cell};
    const auto kept = results::unpack(packed);
    if (!kept || !counted_.contains(key) || !(counted_.at(key) == *kept)) ++differing_[head.poll.str()];
    counted_.erase(key);
}

void Recount::finish() {
    close();
    std::map<std::string, int> missing;
    for (const auto& [key, tally] : counted_) ++missing[std::get<0>(key)];
    const auto tell = [&](const std::map<std::string, int>& counts, const char* what) {
        for (const auto& [poll, count] : counts)
            faults_.push_back("tallies: poll " + poll + ": " + what + ": " + std::to_string(count) +
                              " (a count each of place, age group and channel)");
    };
    tell(differing_, "counts that differ from the recount");
    tell(missing, "counts that are missing");
}

}  // namespace peilpunt::store
