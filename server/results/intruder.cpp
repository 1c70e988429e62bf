// SPDX-License-Identifier: EUPL-1.2
#include "server/results/intruder.hpp"

#include <algorithm>
#include <cmath>

namespace peilpunt::results {
namespace {

constexpr double kUnbounded = 1e13;  // sums of hundreds of it are still exact
constexpr double kTiny = 1e-7;       // the factors stay small fractions; counts are whole

std::size_t at(int place) { return static_cast<std::size_t>(place); }

/// One variable within what the others leave it; true when its range became smaller.
template <class Range, class Row>
bool tighten(const Row& row, std::vector<Range>& ranges) {
    double low = row.constant;
    double high = row.constant;
    for (const auto& term : row.terms) {
        const auto& range = ranges[at(term.variable)];
        low += term.factor > 0 ? term.factor * range.low : term.factor * range.high;
        high += term.factor > 0 ? term.factor * range.high : term.factor * range.low;
    }
    bool changed = false;
    for (const auto& term : row.terms) {
        auto& range = ranges[at(term.variable)];
        const bool up = term.factor > 0;
        const double rest_low = low - term.factor * (up ? range.low : range.high);
        const double rest_high = high - term.factor * (up ? range.high : range.low);
        // factor * x = -rest
        const double new_low = std::ceil((up ? -rest_high : -rest_low) / term.factor - kTiny);
        const double new_high = std::floor((up ? -rest_low : -rest_high) / term.factor + kTiny);
        if (new_low > range.low || new_high < range.high) {
            range.low = std::max(range.low, new_low);
            range.high = std::min(range.high, new_high);
            changed = true;
            break;  // the sums above are out of date
        }
    }
    return changed;
}

}  // namespace

int Intruder::add(std::int64_t value, bool known) {
    values_.push_back(value);
    known_.push_back(known ? 1 : 0);
    return static_cast<int>(values_.size()) - 1;
}

std::vector<Intruder::Row> Intruder::rows_of_hidden() const {
    std::vector<Row> rows;
    for (const auto& sum : sums_) {
        Row row;
        for (const auto& term : sum) {
            if (known_[at(term.variable)] != 0) {
                row.constant += term.factor * static_cast<double>(values_[at(term.variable)]);
            } else {
                row.terms.push_back(term);
            }
        }
        if (!row.terms.empty()) rows.push_back(std::move(row));
    }
    return rows;
}

/// Gauss-Jordan over the hidden variables: what the sums say together.
std::vector<Intruder::Row> Intruder::eliminated(const std::vector<Row>& rows) const {
    std::vector<int> column_of(values_.size(), -1);
    std::vector<int> variable_of;
    for (const auto& row : rows) {
        for (const auto& term : row.terms) {
            auto& column = column_of[at(term.variable)];
            if (column >= 0) continue;
            column = static_cast<int>(variable_of.size());
            variable_of.push_back(term.variable);
        }
    }
    const auto columns = variable_of.size();
    std::vector<std::vector<double>> matrix;
    for (const auto& row : rows) {
        auto& line = matrix.emplace_back(columns + 1, 0.0);
        for (const auto& term : row.terms) line[at(column_of[at(term.variable)])] += term.factor;
        line[columns] = row.constant;
    }
    std::size_t rank = 0;
    for (std::size_t column = 0; column < columns && rank < matrix.size(); ++column) {
        auto pivot = rank;
        for (auto line = rank + 1; line < matrix.size(); ++line) {
            if (std::abs(matrix[line][column]) > std::abs(matrix[pivot][column])) pivot = line;
        }
        if (std::abs(matrix[pivot][column]) < kTiny) continue;
        std::swap(matrix[rank], matrix[pivot]);
        auto& base = matrix[rank];
        const double scale = base[column];
        for (auto& factor : base) factor /= scale;
        for (std::size_t line = 0; line < matrix.size(); ++line) {
            const double times = matrix[line][column];
            if (line == rank || std::abs(times) < kTiny) continue;
            for (std::size_t i = column; i <= columns; ++i) matrix[line][i] -= times * base[i];
        }
        ++rank;
    }
    std::vector<Row> result;
    for (std::size_t line = 0; line < rank; ++line) {
        Row row;
        row.constant = matrix[line][columns];
        for (std::size_t column = 0; column < columns; ++column) {
            const double factor = matrix[line][column];
            if (std::abs(factor) > kTiny) row.terms.push_back({variable_of[column], factor});
        }
        result.push_back(std::move(row));
    }
    return result;
}

std::vector<Intruder::Range> Intruder::starting_ranges() const {
    std::vector<Range> ranges;
    ranges.reserve(values_.size());
    for (std::size_t i = 0; i < values_.size(); ++i) {
        const auto value = static_cast<double>(values_[i]);
        ranges.push_back(known_[i] != 0 ? Range{value, value} : Range{0, kUnbounded});
    }
    return ranges;
}

bool Intruder::tighten_by_orders(std::vector<Range>& ranges) const {
    bool changed = false;
    for (const auto& [small, large] : orders_) {
        auto& lower = ranges[at(small)];
        auto& upper = ranges[at(large)];
        if (lower.high > upper.high) {
            lower.high = upper.high;
            changed = true;
        }
        if (upper.low < lower.low) {
            upper.low = lower.low;
            changed = true;
        }
    }
    return changed;
}

std::vector<int> Intruder::exposed() const {
    if (std::none_of(guarded_.begin(), guarded_.end(),
                     [&](const Guard& guard) { return known_[at(guard.variable)] == 0; })) {
        return {};
    }
    auto rows = rows_of_hidden();
    const auto together = eliminated(rows);
    rows.insert(rows.end(), together.begin(), together.end());
    auto ranges = starting_ranges();
    // Bounds that creep by one a round are cut short; a bound that is not reached is only reported later or
    // not at all, and the exact part above does not depend on it.
    constexpr int kRounds = 200;
    for (int round = 0; round < kRounds; ++round) {
        bool changed = tighten_by_orders(ranges);
        for (const auto& row : rows) changed = tighten(row, ranges) || changed;
        if (!changed) break;
    }
    std::vector<int> found;
    for (const auto& guard : guarded_) {
        if (known_[at(guard.variable)] != 0) continue;
        const auto& range = ranges[at(guard.variable)];
        if (range.high - range.low < static_cast<double>(guard.width)) found.push_back(guard.variable);
    }
    return found;
}

}  // namespace peilpunt::results
