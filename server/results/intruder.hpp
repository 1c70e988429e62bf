// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <utility>
#include <vector>

namespace peilpunt::results {

/// What an outsider can work out from published figures: whole numbers of zero or more, some known, some
/// hidden, and the sums that tie them together. Finds the hidden ones that are not hidden well enough.
class Intruder {
  public:
    /// A factor of -1 or 1 before a variable in a sum.
    struct Term {
        int variable = 0;
        double factor = 1;
    };

    /// A number; `value` is the truth, and counts only when it is `known` to all. Returns its place.
    int add(std::int64_t value, bool known);
    /// Everybody knows that the terms add up to zero.
    void add_sum(std::vector<Term> terms) { sums_.push_back(std::move(terms)); }
    /// Everybody knows that the one is at most the other.
    void add_at_most(int small, int large) { orders_.emplace_back(small, large); }
    /// Reports the variable when fewer than `width` + 1 values remain possible for it.
    void guard(int variable, std::int64_t width) { guarded_.push_back({variable, width}); }

    /// The guarded variables that can be worked out, exactly or nearly: by elimination over all sums, and by
    /// bounds.
    std::vector<int> exposed() const;

  private:
    struct Row {
        std::vector<Term> terms;  ///< hidden variables only
        double constant = 0;      ///< terms + constant = 0
    };
    struct Range {
        double low, high;
    };
    struct Guard {
        int variable;
        std::int64_t width;
    };
    std::vector<Row> rows_of_hidden() const;
    std::vector<Row> eliminated(const std::vector<Row>& rows) const;
    std::vector<Range> starting_ranges() const;
    bool tighten_by_orders(std::vector<Range>& ranges) const;

    std::vector<std::int64_t> values_;
    std::vector<char> known_;
    std::vector<std::vector<Term>> sums_;
    std::vector<std::pair<int, int>> orders_;
    std::vector<Guard> guarded_;
};

}  // namespace peilpunt::results
