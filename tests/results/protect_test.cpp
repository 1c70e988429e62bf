// SPDX-License-Identifier: EUPL-1.2
#include <gmock/gmock.h>

#include <set>

#include "tests/results/make.hpp"

namespace peilpunt::results::test {
namespace {

using Counts = std::vector<std::vector<std::int64_t>>;

std::vector<std::string> names(std::size_t count) {
    std::vector<std::string> list;
    for (std::size_t i = 0; i < count; ++i) list.push_back("n" + std::to_string(i));
    return list;
}

CountTable protect_table(const Counts& counts) {
    return protect(names(counts.size()), names(counts[0].size()), counts);
}

/// Hides what is small and nothing else.
CountTable only_small_hidden(const Counts& counts) {
    CountTable table;
    table.rows = names(counts.size());
    table.columns = names(counts[0].size());
    std::int64_t total = 0;
    table.column_totals.assign(table.columns.size(), 0);
    for (const auto& row : counts) {
        std::int64_t sum = 0;
        auto& cells = table.cells.emplace_back();
        for (std::size_t k = 0; k < row.size(); ++k) {
            cells.push_back(row[k] < 5 ? std::nullopt : std::optional(row[k]));
            *table.column_totals[k] += row[k];
            sum += row[k];
        }
        table.row_totals.push_back(sum);
        total += sum;
    }
    table.total = total;
    return table;
}

/// Fills in every line in which one figure is missing, again and again, and every line whose missing ones add
/// up to nothing; counts what it found. Needs nothing but a pencil.
int pencilled_in(CountTable table) {
    struct Line {
        std::vector<std::optional<std::int64_t>*> members;
        std::optional<std::int64_t>* total;
    };
    std::vector<Line> lines;
    Line rows{{}, &table.total}, columns{{}, &table.total};
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        Line line{{}, &table.row_totals[i]};
        for (auto& cell : table.cells[i]) line.members.push_back(&cell);
        lines.push_back(line);
        rows.members.push_back(&table.row_totals[i]);
    }
    for (std::size_t k = 0; k < table.columns.size(); ++k) {
        Line line{{}, &table.column_totals[k]};
        for (auto& row : table.cells) line.members.push_back(&row[k]);
        lines.push_back(line);
        columns.members.push_back(&table.column_totals[k]);
    }
    lines.push_back(rows);
    lines.push_back(columns);
    int found = 0;
    for (bool changed = true; changed;) {
        changed = false;
        for (auto& line : lines) {
            std::vector<std::optional<std::int64_t>*> missing;
            std::int64_t sum = 0;
            for (auto* member : line.members) {
                if (*member)
                    sum += **member;
                else
                    missing.push_back(member);
            }
            if (!*line.total && missing.empty()) {
                *line.total = sum;
                ++found;
                changed = true;
            } else if (*line.total && !missing.empty() && (missing.size() == 1 || **line.total == sum)) {
                for (auto* one : missing) *one = **line.total - sum;
                found += static_cast<int>(missing.size());
                changed = true;
            }
        }
    }
    return found;
}

Counts random_table(Dice& dice) {
    Counts counts(static_cast<std::size_t>(2 + dice.below(8)));
    const auto columns = static_cast<std::size_t>(2 + dice.below(8));
    const int scale = 2 + dice.below(40);
    for (auto& row : counts) {
        for (std::size_t k = 0; k < columns; ++k) row.push_back(dice.below(3) == 0 ? 0 : dice.below(scale));
    }
    return counts;
}

TEST(Protect, LeavesATableOfLargeCountsAlone) {
    const auto table = protect_table({{10, 20}, {30, 40}});
    EXPECT_THAT(table.cells,
                testing::ElementsAre(testing::ElementsAre(10, 20), testing::ElementsAre(30, 40)));
    EXPECT_EQ(table.total, 100);
    EXPECT_THAT(table.row_totals, testing::ElementsAre(30, 70));
    EXPECT_THAT(table.column_totals, testing::ElementsAre(40, 60));
}

TEST(Protect, TellsNothingOfFewerThanTen) {
    const auto table = protect_table({{3, 2}, {1, 3}});
    EXPECT_FALSE(table.total);
    for (const auto& row : table.cells) EXPECT_THAT(row, testing::Each(testing::Eq(std::nullopt)));
}

TEST(Protect, HidesASmallCellAndThreeMore) {
    const auto table = protect_table({{3, 20, 30}, {25, 22, 31}, {26, 40, 50}});
    int hidden = 0;
    for (const auto& row : table.cells) {
        for (const auto& cell : row) hidden += cell ? 0 : 1;
    }
    EXPECT_FALSE(table.cells[0][0]);
    EXPECT_EQ(hidden, 4);
    EXPECT_EQ(table.total, 247);
}

TEST(Protect, ShowsThatNothingCameFromSomewhere) {
    const auto table = protect_table({{10, 20, 0}, {0, 0, 0}, {30, 40, 0}});
    EXPECT_EQ(table.row_totals[1], 0);
    EXPECT_EQ(table.column_totals[2], 0);
    EXPECT_EQ(table.cells[1][0], 0);
    EXPECT_EQ(table.cells[0][2], 0);
    EXPECT_EQ(table.cells[2][1], 40);
}

TEST(Protect, CountsAOneWayTableBySmallCellsOnly) {
    const auto table = protect({"a", "b", "c", "d"}, {"aantal"}, {{40}, {3}, {7}, {0}});
    EXPECT_EQ(table.cells[0][0], 40);
    EXPECT_FALSE(table.cells[1][0]);
    EXPECT_FALSE(table.cells[2][0]) << "40 and 50 in all would give 3 away";
    EXPECT_EQ(table.cells[3][0], 0);
    EXPECT_EQ(table.total, 50);
    EXPECT_EQ(table.row_totals[0], 40);
}

TEST(Protect, WithstandsThePencil) {
    Dice dice(21);
    int shown = 0;
    for (int round = 0; round < 500; ++round) {
        const auto counts = random_table(dice);
        const auto table = protect_table(counts);
        EXPECT_EQ(pencilled_in(table), 0) << "round " << round;
        for (std::size_t i = 0; i < counts.size(); ++i) {
            for (std::size_t k = 0; k < counts[i].size(); ++k) {
                if (!table.cells[i][k]) continue;
                EXPECT_EQ(*table.cells[i][k], counts[i][k]);
                EXPECT_TRUE(counts[i][k] >= 5 || table.row_totals[i] == 0 || table.column_totals[k] == 0);
                if (counts[i][k] >= 5) ++shown;
            }
        }
    }
    EXPECT_GT(shown, 3000) << "hiding everything is not the idea";
}

TEST(Protect, FallsToThePencilWhenOnlySmallCellsAreHidden) {
    Dice dice(21);
    int broken = 0;
    for (int round = 0; round < 500; ++round) {
        const auto counts = random_table(dice);
        if (pencilled_in(only_small_hidden(counts)) > 0) ++broken;
    }
    EXPECT_GT(broken, 300);
}

}  // namespace
}  // namespace peilpunt::results::test
