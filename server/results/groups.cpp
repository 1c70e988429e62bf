// SPDX-License-Identifier: EUPL-1.2
#include "server/results/groups.hpp"

#include <algorithm>

namespace peilpunt::results {
namespace {

std::string value_of(const CellKey& key, std::string_view by) {
    if (by == "gemeente") return key.municipality.empty() ? std::string(kUnsaid) : key.municipality.str();
    if (by == "weg") return std::string(word(key.channel));
    return key.age_group.empty() ? std::string(kUnsaid) : key.age_group;
}

std::vector<std::string> usual_order(const Poll& poll, std::string_view by) {
    std::vector<std::string> order;
    if (by == "gemeente") {
        for (const auto& code : poll.municipalities) order.push_back(code.str());
    } else if (by == "weg") {
        for (const auto channel : kChannels) order.emplace_back(word(channel));
    } else {
        order.assign(kAgeGroups.begin(), kAgeGroups.end());
    }
    return order;
}

}  // namespace

Tally total_of(const Cells& cells) {
    Tally total;
    for (const auto& [key, tally] : cells) total.add(tally);
    return total;
}

std::vector<Group> groups_of(const Poll& poll, const Cells& cells, std::string_view by) {
    std::map<std::string, Tally> sums;
    for (const auto& [key, tally] : cells) sums[value_of(key, by)].add(tally);
    std::vector<Group> groups;
    for (const auto& value : usual_order(poll, by)) {
        const auto found = sums.find(value);
        if (found == sums.end()) continue;
        groups.push_back({value, std::move(found->second)});
        sums.erase(found);
    }
    for (auto& [value, tally] : sums) groups.push_back({value, std::move(tally)});
    std::erase_if(groups, [](const Group& group) { return group.tally.responses == 0; });
    return groups;
}

std::vector<std::string> option_ids(const Question& question) {
    std::vector<std::string> ids;
    switch (question.kind) {
        case QuestionKind::yes_no:
            return {"ja", "nee", "weet-niet"};
        case QuestionKind::scale:
            for (int i = 1; i <= question.effective_max(); ++i) ids.push_back(std::to_string(i));
            return ids;
        case QuestionKind::number:
            return {"som"};
        case QuestionKind::open:
            return {};
        case QuestionKind::single:
        case QuestionKind::multiple:
        case QuestionKind::ranking:
        case QuestionKind::points:
            break;
    }
    for (const auto& option : question.options) ids.push_back(option.id);
    return ids;
}

const QuestionTally& question_tally(const Tally& tally, const std::string& question) {
    static const QuestionTally kNothing;
    const auto found = tally.questions.find(question);
    return found == tally.questions.end() ? kNothing : found->second;
}

std::int64_t count_of(const QuestionTally& tally, const std::string& option) {
    const auto found = tally.counts.find(option);
    return found == tally.counts.end() ? 0 : found->second;
}

QuestionTally difference(const QuestionTally& now, const QuestionTally& before) {
    QuestionTally result;
    result.answered = now.answered - before.answered;
    for (const auto& [option, count] : now.counts) {
        const auto more = count - count_of(before, option);
        if (more != 0) result.counts[option] = more;
    }
    return result;
}

}  // namespace peilpunt::results
