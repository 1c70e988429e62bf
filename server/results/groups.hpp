// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "server/results/tally.hpp"

namespace peilpunt::results {

/// What every poll is broken down by, fixed for all polls (standards STAT-5).
inline constexpr std::array<std::string_view, 3> kBreakdowns{"gemeente", "weg", "leeftijdsgroep"};
/// The value of the group that did not say.
inline constexpr std::string_view kUnsaid = "onbekend";

struct Group {
    std::string value;
    Tally tally;
};

/// All cells added up.
Tally total_of(const Cells& cells);
/// The groups of one breakdown that hold anybody, in the order in which they are shown.
std::vector<Group> groups_of(const Poll& poll, const Cells& cells, std::string_view by);

/// The ids under which a question's counts are listed; a number question has the one cell "som", an open one
/// none.
std::vector<std::string> option_ids(const Question& question);
/// The counts of one question; all zero when nobody answered it.
const QuestionTally& question_tally(const Tally& tally, const std::string& question);
std::int64_t count_of(const QuestionTally& tally, const std::string& option);
/// `now` less `before`; an empty option stays out.
QuestionTally difference(const QuestionTally& now, const QuestionTally& before);

}  // namespace peilpunt::results
