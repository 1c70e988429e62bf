// SPDX-License-Identifier: EUPL-1.2
#include "server/results/sheet.hpp"

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
        sum += static_cast<double>(cell.slice->counts[cell.option]);
        squares += static_cast<double>(cell.slice->squares);
        people += static_cast<double>(cell.slice->answered);
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
        sum += cell.slice->counts[cell.option];
        givers += cell.slice->givers[cell.option];
    }
    const double two_largest = 2.0 * question.effective_max();  // nobody has more to give
    return givers >= kMinCell && two_largest <= kDominance * static_cast<double>(sum);
}

}  // namespace

Slice make_slice(const Question& question, const Tally& tally, int breakdown, std::string value) {
    Slice slice;
    slice.breakdown = breakdown;
    slice.value = std::move(value);
    slice.people = tally.responses;
    const auto& counted = question_tally(tally, question.id);
    slice.answered = counted.answered;
    for (const auto& option : option_ids(question)) {
        slice.counts.push_back(count_of(counted, option));
        if (question.kind == QuestionKind::points)
            slice.givers.push_back(count_of(counted, "gevers:" + option));
    }
    if (question.kind == QuestionKind::number) slice.squares = count_of(counted, "kwadraat");
    slice.shown.assign(slice.counts.size(), 1);
    return slice;
}

void show_as_in(Slice& slice, const Question& question, const QuestionFigures* figures) {
    slice.open = figures != nullptr && figures->answered.has_value();
    slice.answered_known = slice.open;
    slice.shown.assign(slice.counts.size(), 0);
    if (!slice.open) return;
    if (question.kind == QuestionKind::number) {
        slice.shown.assign(slice.counts.size(), figures->mean ? 1 : 0);
        return;
    }
    for (std::size_t i = 0; i < slice.shown.size() && i < figures->options.size(); ++i) {
        slice.shown[i] = figures->options[i].hidden ? 0 : 1;
    }
}

bool adds_up(QuestionKind kind) {
    return kind != QuestionKind::multiple && kind != QuestionKind::number && kind != QuestionKind::open;
}

std::int64_t row_total(const Question& question, const Slice& slice) {
    if (question.kind != QuestionKind::points) return slice.answered;
    std::int64_t sum = 0;
    for (const auto count : slice.counts) sum += count;
    return sum;
}

bool enough(const Question& question, const std::vector<Part>& cells) {
    if (question.kind == QuestionKind::number) return number_enough(question, cells);
    if (question.kind == QuestionKind::points) return points_enough(question, cells);
    std::int64_t sum = 0;
    std::int64_t others = 0;
    for (const auto& cell : cells) {
        sum += cell.slice->counts[cell.option];
        others += cell.slice->answered - cell.slice->counts[cell.option];
    }
    // Of a multiple choice the others are a count as well: those who did not choose it.
    return sum >= kMinCell && (question.kind != QuestionKind::multiple || others >= kMinCell);
}

std::optional<std::vector<char>> close_small(const OneWay& groups) {
    const auto size = groups.people.size();
    std::vector<char> closed(size, 0);
    for (std::size_t i = 0; i < size; ++i) {
        closed[i] =
            groups.pinned_closed[i] != 0 || groups.must_close[i] != 0 || groups.people[i] < kMinPeople;
        if (closed[i] != 0 && groups.pinned_open[i] != 0) return std::nullopt;
    }
    for (;;) {
        std::int64_t people = 0;
        std::int64_t count = 0;
        for (std::size_t i = 0; i < size; ++i) {
            if (closed[i] == 0) continue;
            people += groups.people[i];
            ++count;
        }
        if (count == 0 || (count >= 2 && people >= kMinPeople)) return closed;
        std::size_t smallest = size;
        for (std::size_t i = 0; i < size; ++i) {
            if (closed[i] != 0 || groups.pinned_open[i] != 0) continue;
            if (smallest == size || groups.people[i] < groups.people[smallest]) smallest = i;
        }
        if (smallest == size) {
            if (count == static_cast<std::int64_t>(size)) return closed;  // nothing of the breakdown is shown
            return std::nullopt;
        }
        closed[smallest] = 1;
    }
}

QuestionFigures figures_of(const Question& question, const Slice& slice) {
    QuestionFigures figures;
    figures.question = question.id;
    if (slice.open) figures.answered = slice.answered;
    if (question.kind == QuestionKind::number) {
        if (slice.open && slice.shown[0] != 0) {
            const auto mean = static_cast<double>(slice.counts[0]) / static_cast<double>(slice.answered);
            figures.mean = std::round(mean * 10) / 10;
        }
        return figures;
    }
    const auto ids = option_ids(question);
    const auto total = static_cast<double>(row_total(question, slice));
    for (std::size_t i = 0; i < ids.size(); ++i) {
        OptionFigure option;
        option.option = ids[i];
        option.hidden = !slice.open || slice.shown[i] == 0;
        if (!option.hidden) {
            option.count = slice.counts[i];
            option.share = std::round(static_cast<double>(slice.counts[i]) / total * 10'000) / 10'000;
        }
        figures.options.push_back(std::move(option));
    }
    return figures;
}

}  // namespace peilpunt::results
