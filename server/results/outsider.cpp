// SPDX-License-Identifier: EUPL-1.2
// What somebody sees who has the publications of a question, put into a puzzle.
#include <algorithm>

#include "server/results/groups.hpp"
#include "server/results/sheet.hpp"

namespace peilpunt::results {

namespace {

std::int64_t guard_width(const Question& question) {
    // At least five values stay possible; for points as many as one person has to give.
    return question.kind == QuestionKind::points ? std::max(question.effective_max(), 4) : 4;
}

SheetVariables add_slices(const Question& question, const std::vector<Slice>& slices, int breakdowns,
                          Puzzle& puzzle) {
    SheetVariables variables;
    auto& cells = variables.cells;
    auto& totals = variables.totals;
    for (const auto& slice : slices) {
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
    for (int breakdown = 0; breakdown < breakdowns; ++breakdown) {
        std::vector<Puzzle::Term> total_sum{{totals[0], -1}};
        std::vector<std::vector<Puzzle::Term>> sums;
        for (const auto cell : cells[0]) sums.push_back({{cell, -1}});
        bool any = false;
        for (std::size_t i = 1; i < slices.size(); ++i) {
            if (slices[i].breakdown != breakdown) continue;
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

}  // namespace

SheetVariables add_to_puzzle(const Sheet& sheet, Puzzle& puzzle) {
    auto variables = add_slices(*sheet.question, sheet.slices, sheet.breakdowns, puzzle);
    if (sheet.condition == nullptr) return variables;
    const auto condition = add_slices(*sheet.condition, sheet.condition_slices, sheet.breakdowns, puzzle);
    variables.condition_cells = condition.cells;
    variables.condition_totals = condition.totals;
    const auto ids = option_ids(*sheet.condition);
    const auto& any_of = sheet.question->show_if->any_of;
    // Of a multiple choice somebody may have given two of them.
    if (sheet.condition->kind == QuestionKind::multiple && any_of.size() > 1) return variables;
    if (!adds_up(sheet.question->kind) || sheet.question->kind == QuestionKind::points) return variables;
    for (std::size_t i = 0; i < sheet.slices.size(); ++i) {
        std::vector<Puzzle::Term> sum{{variables.totals[i], -1}};
        std::int64_t rest = -sheet.slices[i].answered;
        for (std::size_t k = 0; k < ids.size(); ++k) {
            if (std::find(any_of.begin(), any_of.end(), ids[k]) == any_of.end()) continue;
            sum.push_back({condition.cells[i][k], 1});
            rest += sheet.condition_slices[i].counts[k];
        }
        // Not so when one of the two questions stayed as it was in an earlier release.
        if (rest == 0) puzzle.add_sum(std::move(sum));
    }
    return variables;
}

namespace {

struct SliceVariables {
    const std::vector<int>& cells;
    int total;
};

/// Ties a slice to the one that was published before it.
void add_growth(const Question& question, const Slice& old, const Slice& now, const SliceVariables& old_vars,
                const SliceVariables& now_vars, Puzzle& puzzle) {
    // That nobody new came can follow from other groups; whoever looks is taken to know it.
    const bool nobody_new = old.people == now.people || old.answered == now.answered;
    const int more_answers = puzzle.add(row_total(question, now) - row_total(question, old), nobody_new);
    puzzle.add_sum({{now_vars.total, 1}, {old_vars.total, -1}, {more_answers, -1}});
    for (std::size_t k = 0; k < now.counts.size() && k < old.counts.size(); ++k) {
        const bool old_known = old.open && old.shown[k] != 0;
        const bool now_known = now.open && now.shown[k] != 0;
        if (old_known && now_known) continue;
        // Answers only come in: now = before + more, and no more than came in at all.
        const int more = puzzle.add(now.counts[k] - old.counts[k], nobody_new);
        puzzle.add_sum({{now_vars.cells[k], 1}, {old_vars.cells[k], -1}, {more, -1}});
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
                const auto k = static_cast<std::size_t>(same - old.begin());
                const auto& then = variables[earlier];
                const auto& now = variables[time];
                add_growth(*sheet.question, *same, slice, {then.cells[k], then.totals[k]},
                           {now.cells[i], now.totals[i]}, puzzle);
                if (sheet.condition != nullptr && sheets[earlier]->condition != nullptr) {
                    add_growth(*sheet.condition, sheets[earlier]->condition_slices[k],
                               sheet.condition_slices[i], {then.condition_cells[k], then.condition_totals[k]},
                               {now.condition_cells[i], now.condition_totals[i]}, puzzle);
                }
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

}  // namespace peilpunt::results
