// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "server/store/store.hpp"

namespace peilpunt::store {

/// Counts all responses again and compares with the tallies that were kept on write.
class Recount {
  public:
    /// What a response's row says besides its answers.
    struct Head {
        PollId poll;
        int revision = 1;
        results::CellKey cell;
    };
    Recount(const std::vector<Poll>& polls, std::vector<std::string>& faults)
        : polls_(polls), faults_(faults) {}
    /// A response begins; its answers come in pieces.
    void begin(const Head& head);
    void add_piece(std::string_view bytes) { answers_ += bytes; }
    /// All that is kept for one cell. Call once a cell, after all responses.
    void compare(const Head& head, std::string_view packed);
    /// Adds a fault for each cell that was not compared.
    void finish();

    /// Poll id, revision and cell.
    using Key = std::tuple<std::string, int, results::CellKey>;
    /// What was counted, after all responses and before any comparing.
    const std::map<Key, results::Tally>& counted() {
        close();
        return counted_;
    }

  private:
    void close();
    const std::vector<Poll>& polls_;
    std::vector<std::string>& faults_;
    std::map<Key, results::Tally> counted_;
    std::map<std::string, int> differing_;  ///< counts of each poll that do
    std::string answers_;
    Key key_;
    const Poll* poll_ = nullptr;
};

/// The cell of a row: codes as text, district may be empty.
results::CellKey cell_of(std::string_view municipality, std::string_view district, std::string_view age_group,
                         std::int64_t channel);

}  // namespace peilpunt::store
