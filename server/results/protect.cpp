// SPDX-License-Identifier: EUPL-1.2
#include <numeric>

#include "server/results/results.hpp"
#include "server/results/sheet.hpp"

namespace peilpunt::results {
namespace {

using Counts = std::vector<std::vector<std::int64_t>>;

std::int64_t sum(const std::vector<std::int64_t>& numbers) {
    return std::accumulate(numbers.begin(), numbers.end(), std::int64_t{0});
}

/// The table as one question that everybody answered: rows are groups of people, columns are what they said.
struct AsSheet {
    Question question;
    Sheet sheet;
    std::vector<std::size_t> row_of;     ///< slice - 1 -> row; rows with nobody in them stay out
    std::vector<std::size_t> column_of;  ///< option -> column; columns with nobody in them stay out
};

std::vector<std::int64_t> column_sums(const Counts& counts, std::size_t columns) {
    std::vector<std::int64_t> sums(columns, 0);
    for (const auto& row : counts) {
        for (std::size_t k = 0; k < columns; ++k) sums[k] += row[k];
    }
    return sums;
}

Slice slice_of(int breakdown, std::vector<std::int64_t> counts, bool open) {
    Slice slice;
    slice.breakdown = breakdown;
    slice.counts = std::move(counts);
    slice.answered = slice.people = sum(slice.counts);
    slice.group_shown = slice.open = slice.answered_known = open;
    slice.shown.assign(slice.counts.size(), open ? 1 : 0);
    return slice;
}

/// Nothing when no row can be shown.
std::optional<AsSheet> as_sheet(const Counts& counts, const std::vector<std::int64_t>& column_totals) {
    AsSheet made;
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
    groups.must_close = groups.pinned_open = groups.pinned_closed = std::vector<char>(kept.size(), 0);
    const auto closed = close_small(groups);
    if (!closed) return std::nullopt;
    std::vector<std::int64_t> totals;
    for (const auto column : made.column_of) totals.push_back(column_totals[column]);
    made.sheet.breakdowns = 1;
    made.sheet.slices.push_back(slice_of(-1, std::move(totals), true));
    for (std::size_t i = 0; i < kept.size(); ++i) {
        made.sheet.slices.push_back(slice_of(0, std::move(kept[i]), (*closed)[i] == 0));
    }
    return made;
}

void fill(CountTable& table, const AsSheet& made) {
    for (std::size_t i = 0; i < made.sheet.slices.size(); ++i) {
        const auto& slice = made.sheet.slices[i];
        for (std::size_t k = 0; k < slice.counts.size(); ++k) {
            if (!slice.open || slice.shown[k] == 0) continue;
            auto& target = i == 0 ? table.column_totals[made.column_of[k]]
                                  : table.cells[made.row_of[i - 1]][made.column_of[k]];
            target = slice.counts[k];
        }
        if (i > 0 && slice.open) table.row_totals[made.row_of[i - 1]] = slice.answered;
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
    auto made = as_sheet(used, used_totals);
    if (!made) return table;
    made->sheet.question = &made->question;
    if (one_way) {
        made->sheet.slices.resize(1);
        made->sheet.breakdowns = 0;
    }
    if (!settle(made->sheet, false).done) return table;
    if (one_way) {
        const auto& slice = made->sheet.slices[0];
        for (std::size_t k = 0; k < rows.size(); ++k) {
            if (used_totals[k] == 0) table.cells[k][0] = 0;
        }
        for (std::size_t k = 0; k < slice.counts.size(); ++k) {
            if (slice.shown[k] != 0) table.cells[made->column_of[k]][0] = slice.counts[k];
        }
        for (std::size_t k = 0; k < rows.size(); ++k) table.row_totals[k] = table.cells[k][0];
        table.column_totals[0] = total;
        return table;
    }
    fill(table, *made);
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
