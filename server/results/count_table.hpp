// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace peilpunt::results {

/// Hides what must not be seen in a one-way or two-way table of counts with margins: cells under 5 and those
/// from which they could be worked out. Used for signal aggregates.
struct CountTable {
    std::vector<std::string> rows, columns;
    std::vector<std::vector<std::optional<std::int64_t>>> cells;  ///< nothing: hidden
    std::vector<std::optional<std::int64_t>> row_totals, column_totals;
    std::optional<std::int64_t> total;
};
CountTable protect(const std::vector<std::string>& rows, const std::vector<std::string>& columns,
                   const std::vector<std::vector<std::int64_t>>& counts);

}  // namespace peilpunt::results
