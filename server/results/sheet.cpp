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

std::int64_t guard_width(const Question& question) {
    // At least five values stay possible; for points as many as one person has to give.
    return question.kind == QuestionKind::points ? std::max(question.effective_max(), 4) : 4;
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

SheetVariables add_to_puzzle(const Sheet& sheet, Puzzle& puzzle) {
    const auto& question = *sheet.question;
    SheetVariables variables;
    auto& [cells, totals] = variables;
    for (const auto& slice : sheet.slices) {
        const int total = puzzle.add(row_total(question, slice), slice.answered_known);
        const int people = puzzle.add(slice.people, slice.group_shown);
        if (question.kind != QuestionKind::points) puzzle.add_at_most(total, people);
        puzzle.guard(total, guard_width(question));
        totals.push_back(total);
        auto& row = cells.emplace_back();
        std::vector<Puzzle::Term> sum{{total, -1}};
        for (std::size_t i = 0; i < slice.counts.size(); ++i) {
            const int cell = puzzle.add(slice.counts[i], slice.open && slice.shown[i] != 0);
            puzzle.guard(cell, guard_width(question));
            if (question.kind != QuestionKind::number) puzzle.add_at_most(cell, total);
            row.push_back(cell);
            sum.push_back({cell, 1});
        }
        if (adds_up(question.kind) && !slice.counts.empty()) puzzle.add_sum(std::move(sum));
    }
    for (int breakdown = 0; breakdown < sheet.breakdowns; ++breakdown) {
        std::vector<Puzzle::Term> total_sum{{totals[0], -1}};
        std::vector<std::vector<Puzzle::Term>> sums;
        for (const auto cell : cells[0]) sums.push_back({{cell, -1}});
        bool any = false;
        for (std::size_t i = 1; i < sheet.slices.size(); ++i) {
            if (sheet.slices[i].breakdown != breakdown) continue;
            any = true;
            total_sum.push_back({totals[i], 1});
            for (std::size_t k = 0; k < sums.size(); ++k) sums[k].push_back({cells[i][k], 1});
        }
        if (!any) continue;
        puzzle.add_sum(std::move(total_sum));
        for (auto& sum : sums) puzzle.add_sum(std::move(sum));
    }
    return variables;
}

namespace {

/// Ties a slice to the one that was published before it.
void add_growth(const Question& question, const Slice& old, const Slice& now, const SheetVariables& old_vars,
                std::size_t old_place, const SheetVariables& now_vars, std::size_t now_place,
                Puzzle& puzzle) {
    // That nobody new came can follow from other groups; whoever looks is taken to know it.
    const bool nobody_new = old.people == now.people || old.answered == now.answered;
    const int more_answers = puzzle.add(row_total(question, now) - row_total(question, old), nobody_new);
    puzzle.add_sum({{now_vars.totals[now_place], 1}, {old_vars.totals[old_place], -1}, {more_answers, -1}});
    for (std::size_t k = 0; k < now.counts.size() && k < old.counts.size(); ++k) {
        const bool old_known = old.open && old.shown[k] != 0;
        const bool now_known = now.open && now.shown[k] != 0;
        if (old_known && now_known) continue;
        // Answers only come in: now = before + more, and no more than came in at all.
        const int more = puzzle.add(now.counts[k] - old.counts[k], nobody_new);
        puzzle.add_sum({{now_vars.cells[now_place][k], 1}, {old_vars.cells[old_place][k], -1}, {more, -1}});
        if (question.kind != QuestionKind::number) puzzle.add_at_most(more, more_answers);
    }
}

Puzzle puzzle_of(const std::vector<const Sheet*>& sheets) {
    Puzzle puzzle;
    std::vector<SheetVariables> variables;
    for (std::size_t time = 0; time < sheets.size(); ++time) {
        const auto& sheet = *sheets[time];
        variables.push_back(add_to_puzzle(sheet, puzzle));
        for (std::size_t i = 0; i < sheet.slices.size(); ++i) {
            const auto& slice = sheet.slices[i];
            for (auto earlier = time; earlier-- > 0;) {
                const auto& old = sheets[earlier]->slices;
                const auto same = std::find_if(old.begin(), old.end(), [&](const Slice& one) {
                    return one.breakdown == slice.breakdown && one.value == slice.value;
                });
                if (same == old.end()) continue;
                add_growth(*sheet.question, *same, slice, variables[earlier],
                           static_cast<std::size_t>(same - old.begin()), variables[time], i, puzzle);
                break;
            }
        }
    }
    return puzzle;
}

}  // namespace

bool safe_together(const std::vector<Sheet>& before, const Sheet& now) {
    std::vector<const Sheet*> sheets;
    for (const auto& sheet : before) sheets.push_back(&sheet);
    sheets.push_back(&now);
    const auto exposed = puzzle_of(sheets).exposed();
    if (exposed.empty()) return true;
    // What the past gave away by itself cannot be helped by holding the present back.
    sheets.pop_back();
    const auto already = puzzle_of(sheets).exposed();
    return std::all_of(exposed.begin(), exposed.end(), [&](int variable) {
        return std::find(already.begin(), already.end(), variable) != already.end();
    });
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
