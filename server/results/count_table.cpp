// SPDX-License-Identifier: EUPL-1.2
#include <numeric>

#include "server/results/count_table.hpp"
#include "server/results/table.hpp"

namespace peilpunt::results {
namespace {

using Counts = std::vector<std::vector<std::int64_t>>;

std::int64_t sum(const std::vector<std::int64_t>& numbers) {
    return std::accumulate(numbers.begin(), numbers.end(), std::int64_t{0});
}

/// The table as one question that everybody answered: rows are groups of people, columns are what they said.
struct AsTable {
    Question question;
    Table table;
    std::vector<std::size_t> row_of;     ///< stratum - 1 -> row; rows with nobody in them stay out
    std::vector<std::size_t> column_of;  ///< option -> column; columns with nobody in them stay out
};

std::vector<std::int64_t> column_sums(const Counts& counts, std::size_t columns) {
    std::vector<std::int64_t> sums(columns, 0);
    for (const auto& row : counts) {
        for (std::size_t k = 0; k < columns; ++k) sums[k] += row[k];
    }
    return sums;
}

Stratum stratum_of(int breakdown, std::vector<std::int64_t> counts, bool open) {
    Stratum stratum;
    stratum.breakdown = breakdown;
    stratum.counts = std::move(counts);
    stratum.answered = stratum.people = sum(stratum.counts);
    stratum.group_shown = stratum.open = stratum.answered_known = open;
    stratum.shown.assign(stratum.counts.size(), open ? 1 : 0);
    return stratum;
}

AsTable as_table(const Counts& counts, const std::vector<std::int64_t>& column_totals) {
    AsTable made;
    made.question.kind = QuestionKind::single;
    made.question.required = true;
    for (std::size_t k = 0; k < column_totals.size(); ++k) {
        if (column_totals[k] > 0) made.column_of.push_back(k);
    }
    OneWay groups;
    Counts kept;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (sum(counts[i]) == 0) continue;
        made.row_of.push_back(i);
        auto& row = kept.emplace_back();
        for (const auto column : made.column_of) row.push_back(counts[i][column]);
        groups.people.push_back(sum(counts[i]));
    }
    groups.must_close.assign(kept.size(), 0);
    const auto closed = close_small(groups);
    std::vector<std::int64_t> totals;
    for (const auto column : made.column_of) totals.push_back(column_totals[column]);
    made.table.breakdowns = 1;
    made.table.strata.push_back(stratum_of(-1, std::move(totals), true));
    for (std::size_t i = 0; i < kept.size(); ++i) {
        made.table.strata.push_back(stratum_of(0, std::move(kept[i]), closed[i] == 0));
    }
    return made;
}

void fill(CountTable& table, const AsTable& made) {
    for (std::size_t i = 0; i < made.table.strata.size(); ++i) {
        const auto& stratum = made.table.strata[i];
        for (std::size_t k = 0; k < stratum.counts.size(); ++k) {
            if (!stratum.open || stratum.shown[k] == 0) continue;
            auto& target = i == 0 ? table.column_totals[made.column_of[k]]
                                  : table.cells[made.row_of[i - 1]][made.column_of[k]];
            target = stratum.counts[k];
        }
        if (i > 0 && stratum.open) table.row_totals[made.row_of[i - 1]] = stratum.answered;
    }
}

}  // namespace

CountTable protect(const std::vector<std::string>& rows, const std::vector<std::string>& columns,
                   const Counts& counts) {
    CountTable table{rows, columns, {}, {}, {}, std::nullopt};
    table.cells.assign(rows.size(), std::vector<std::optional<std::int64_t>>(columns.size()));
    table.row_totals.resize(rows.size());
    table.column_totals.resize(columns.size());
    const auto column_totals = column_sums(counts, columns.size());
    const auto total = sum(column_totals);
    if (total < kMinPeople) return table;
    table.total = total;

    // One column: each row is a count by itself, not a group of people of which something is told.
    const bool one_way = columns.size() == 1;
    Counts turned;
    if (one_way) {
        auto& only = turned.emplace_back();
        for (const auto& row : counts) only.push_back(row[0]);
    }
    const auto& used = one_way ? turned : counts;
    const auto used_totals = one_way ? turned[0] : column_totals;
    auto made = as_table(used, used_totals);
    made.table.question = &made.question;
    if (one_way) {
        made.table.strata.resize(1);
        made.table.breakdowns = 0;
    }
    if (!suppress(made.table).done) return table;
    if (one_way) {
        const auto& stratum = made.table.strata[0];
        for (std::size_t k = 0; k < rows.size(); ++k) {
            if (used_totals[k] == 0) table.cells[k][0] = 0;
        }
        for (std::size_t k = 0; k < stratum.counts.size(); ++k) {
            if (stratum.shown[k] != 0) table.cells[made.column_of[k]][0] = stratum.counts[k];
        }
        for (std::size_t k = 0; k < rows.size(); ++k) table.row_totals[k] = table.cells[k][0];
        table.column_totals[0] = total;
        return table;
    }
    fill(table, made);
    // An empty row or column holds nobody who could be shown.
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (sum(counts[i]) != 0) continue;
        table.row_totals[i] = 0;
        table.cells[i].assign(columns.size(), 0);
    }
    for (std::size_t k = 0; k < columns.size(); ++k) {
        if (column_totals[k] != 0) continue;
        table.column_totals[k] = 0;
        for (auto& row : table.cells) row[k] = 0;
    }
    return table;
}

}  // namespace peilpunt::results
