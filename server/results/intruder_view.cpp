// SPDX-License-Identifier: EUPL-1.2
// What an intruder sees of a published table, as sums.
#include <algorithm>

#include "server/results/groups.hpp"
#include "server/results/table.hpp"

namespace peilpunt::results {

namespace {

std::int64_t guard_width(const Question& question) {
    // At least five values stay possible; for points as many as one person has to give.
    return question.kind == QuestionKind::points ? std::max(question.effective_max(), 4) : 4;
}

TableVariables add_strata(const Question& question, const std::vector<Stratum>& strata, int breakdowns,
                          Intruder& intruder) {
    TableVariables variables;
    auto& cells = variables.cells;
    auto& totals = variables.totals;
    for (const auto& stratum : strata) {
        const int total = intruder.add(row_total(question, stratum), stratum.answered_known);
        const int people = intruder.add(stratum.people, stratum.group_shown);
        if (question.kind != QuestionKind::points) intruder.add_at_most(total, people);
        intruder.guard(total, guard_width(question));
        totals.push_back(total);
        auto& row = cells.emplace_back();
        std::vector<Intruder::Term> sum{{total, -1}};
        for (std::size_t i = 0; i < stratum.counts.size(); ++i) {
            const int cell = intruder.add(stratum.counts[i], stratum.open && stratum.shown[i] != 0);
            intruder.guard(cell, guard_width(question));
            if (question.kind != QuestionKind::number) intruder.add_at_most(cell, total);
            row.push_back(cell);
            sum.push_back({cell, 1});
        }
        if (adds_up(question.kind) && !stratum.counts.empty()) intruder.add_sum(std::move(sum));
    }
    for (int breakdown = 0; breakdown < breakdowns; ++breakdown) {
        std::vector<Intruder::Term> total_sum{{totals[0], -1}};
        std::vector<std::vector<Intruder::Term>> sums;
        for (const auto cell : cells[0]) sums.push_back({{cell, -1}});
        bool any = false;
        for (std::size_t i = 1; i < strata.size(); ++i) {
            if (strata[i].breakdown != breakdown) continue;
            any = true;
            total_sum.push_back({totals[i], 1});
            for (std::size_t k = 0; k < sums.size(); ++k) sums[k].push_back({cells[i][k], 1});
        }
        if (!any) continue;
        intruder.add_sum(std::move(total_sum));
        for (auto& sum : sums) intruder.add_sum(std::move(sum));
    }
    return variables;
}

}  // namespace

TableVariables add_to_intruder(const Table& table, Intruder& intruder) {
    auto variables = add_strata(*table.question, table.strata, table.breakdowns, intruder);
    if (table.condition == nullptr) return variables;
    const auto condition = add_strata(*table.condition, table.condition_strata, table.breakdowns, intruder);
    variables.condition_cells = condition.cells;
    variables.condition_totals = condition.totals;
    const auto ids = option_ids(*table.condition);
    const auto& any_of = table.question->show_if->any_of;
    // Of a multiple choice somebody may have given two of them.
    if (table.condition->kind == QuestionKind::multiple && any_of.size() > 1) return variables;
    if (!adds_up(table.question->kind) || table.question->kind == QuestionKind::points) return variables;
    for (std::size_t i = 0; i < table.strata.size(); ++i) {
        std::vector<Intruder::Term> sum{{variables.totals[i], -1}};
        std::int64_t rest = -table.strata[i].answered;
        for (std::size_t k = 0; k < ids.size(); ++k) {
            if (std::find(any_of.begin(), any_of.end(), ids[k]) == any_of.end()) continue;
            sum.push_back({condition.cells[i][k], 1});
            rest += table.condition_strata[i].counts[k];
        }
        if (rest == 0) intruder.add_sum(std::move(sum));
    }
    return variables;
}

}  // namespace peilpunt::results
