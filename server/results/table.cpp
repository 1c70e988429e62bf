// SPDX-License-Identifier: EUPL-1.2
#include "server/results/table.hpp"

#include <algorithm>
#include <cmath>

#include "server/results/groups.hpp"

namespace peilpunt::results {
namespace {

// Dominance (STAT-6): the two largest givers together under so much of a sum.
constexpr double kDominance = 0.9;

bool number_enough(const Question& question, const std::vector<Part>& cells) {
    double sum = 0;
    double squares = 0;
    double people = 0;
    for (const auto& cell : cells) {
        sum += static_cast<double>(cell.stratum->counts[cell.option]);
        squares += static_cast<double>(cell.stratum->squares);
        people += static_cast<double>(cell.stratum->answered);
    }
    const double most = question.effective_max();
    if (people < static_cast<double>(kMinPeople) || sum <= 0 || sum >= people * most) return false;
    // No two numbers can add up to more than this, given their squares and the largest answer there is.
    const double two_largest = std::min(2 * most, std::sqrt(2 * squares));
    return two_largest <= kDominance * sum;
}

bool points_enough(const Question& question, const std::vector<Part>& cells) {
    std::int64_t sum = 0;
    std::int64_t givers = 0;
    for (const auto& cell : cells) {
        sum += cell.stratum->counts[cell.option];
        givers += cell.stratum->givers[cell.option];
    }
    const double two_largest = 2.0 * question.effective_max();  // nobody has more to give
    return givers >= kMinCell && two_largest <= kDominance * static_cast<double>(sum);
}

}  // namespace

Stratum make_stratum(const Question& question, const Tally& tally, int breakdown, std::string value) {
    Stratum stratum;
    stratum.breakdown = breakdown;
    stratum.value = std::move(value);
    stratum.people = tally.responses;
    const auto& counted = question_tally(tally, question.id);
    stratum.answered = counted.answered;
    for (const auto& option : option_ids(question)) {
        stratum.counts.push_back(count_of(counted, option));
        if (question.kind == QuestionKind::points)
            stratum.givers.push_back(count_of(counted, "gevers:" + option));
    }
    if (question.kind == QuestionKind::number) stratum.squares = count_of(counted, "kwadraat");
    stratum.shown.assign(stratum.counts.size(), 1);
    return stratum;
}

bool adds_up(QuestionKind kind) {
    return kind != QuestionKind::multiple && kind != QuestionKind::number && kind != QuestionKind::open;
}

std::int64_t row_total(const Question& question, const Stratum& stratum) {
    if (question.kind != QuestionKind::points) return stratum.answered;
    std::int64_t sum = 0;
    for (const auto count : stratum.counts) sum += count;
    return sum;
}

bool enough(const Question& question, const std::vector<Part>& cells) {
    if (question.kind == QuestionKind::number) return number_enough(question, cells);
    if (question.kind == QuestionKind::points) return points_enough(question, cells);
    std::int64_t sum = 0;
    std::int64_t others = 0;
    for (const auto& cell : cells) {
        sum += cell.stratum->counts[cell.option];
        others += cell.stratum->answered - cell.stratum->counts[cell.option];
    }
    // Of a multiple choice the others are a count as well: those who did not choose it.
    return sum >= kMinCell && (question.kind != QuestionKind::multiple || others >= kMinCell);
}

std::vector<char> close_small(const OneWay& groups) {
    const auto size = groups.people.size();
    std::vector<char> closed(size, 0);
    for (std::size_t i = 0; i < size; ++i)
        closed[i] = groups.must_close[i] != 0 || groups.people[i] < kMinPeople;
    for (;;) {
        std::int64_t people = 0;
        std::size_t count = 0;
        for (std::size_t i = 0; i < size; ++i) {
            if (closed[i] == 0) continue;
            people += groups.people[i];
            ++count;
        }
        if (count == 0 || count == size || (count >= 2 && people >= kMinPeople)) return closed;
        std::size_t smallest = size;
        for (std::size_t i = 0; i < size; ++i) {
            if (closed[i] != 0) continue;
            if (smallest == size || groups.people[i] < groups.people[smallest]) smallest = i;
        }
        closed[smallest] = 1;
    }
}

QuestionFigures figures_of(const Question& question, const Stratum& stratum) {
    QuestionFigures figures;
    figures.question = question.id;
    if (stratum.open) figures.answered = stratum.answered;
    if (question.kind == QuestionKind::number) {
        if (stratum.open && stratum.shown[0] != 0) {
            const auto mean = static_cast<double>(stratum.counts[0]) / static_cast<double>(stratum.answered);
            figures.mean = std::round(mean * 10) / 10;
        }
        return figures;
    }
    const auto ids = option_ids(question);
    const auto total = static_cast<double>(row_total(question, stratum));
    for (std::size_t i = 0; i < ids.size(); ++i) {
        OptionFigure option;
        option.option = ids[i];
        option.hidden = !stratum.open || stratum.shown[i] == 0;
        if (!option.hidden) {
            option.count = stratum.counts[i];
            option.share = std::round(static_cast<double>(stratum.counts[i]) / total * 10'000) / 10'000;
        }
        figures.options.push_back(std::move(option));
    }
    return figures;
}

}  // namespace peilpunt::results
