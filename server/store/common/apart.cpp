// SPDX-License-Identifier: EUPL-1.2
#include "server/store/common/apart.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/json/json.hpp"

namespace peilpunt::store {

results::Tally taken_away(const results::Tally& tally) {
    results::Tally less;
    less.responses = -tally.responses;
    for (const auto& [id, question] : tally.questions) {
        auto& one = less.questions[id];
        one.answered = -question.answered;
        for (const auto& [option, count] : question.counts) one.counts[option] = -count;
    }
    return less;
}

std::vector<std::string> said_of(const PollCounts& counts) {
    std::map<std::string, std::int64_t> polls;
    for (const auto& [place, tally] : counts) polls[std::get<0>(place).str()] += tally.responses;
    std::vector<std::string> all;
    for (const auto& [poll, count] : polls) all.push_back(poll + ": " + std::to_string(count));
    return all;
}

void VenueAnswers::begin(Row row, int revision, const results::CellKey& cell, std::string_view venue) {
    finish();
    const bool by_kiosk = cell.channel == Channel::kiosk || cell.channel == Channel::helped;
    ours_ = venue == venue_ && by_kiosk && !cell.set_apart;
    row_ = std::move(row);
    revision_ = revision;
    cell_ = cell;
}

void VenueAnswers::finish() {
    const auto answers = std::exchange(answers_, {});
    if (!std::exchange(ours_, false)) return;
    const auto poll = std::find_if(polls_.begin(), polls_.end(), [&](const Poll& one) {
        return one.id == row_.poll && one.revision == revision_;
    });
    const auto tree = json::parse(answers);
    const auto parsed =
        tree && poll != polls_.end() ? json::answers_from(*tree, *poll) : Result<Answers>(Error{});
    if (!parsed) return;  // `verify` tells of it
    counts[{row_.poll, revision_, cell_}].add(results::tally_of(*poll, *parsed));
    rows.push_back(row_);
}

}  // namespace peilpunt::store
