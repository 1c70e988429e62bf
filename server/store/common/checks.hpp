// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "server/store/intake.hpp"

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
    /// What is kept for one cell, or a part of it. Call after all responses.
    void compare(const Head& head, std::string_view packed);
    /// Adds a fault for each cell in which what was given is not what is kept. Counts that are set apart
    /// belong to the cell that they would be in: the beginning of a burst was written before it was one.
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
    static Key key_of(const Head& head);
    std::map<Key, results::Tally> counted_, kept_;
    std::map<std::string, int> unreadable_;  ///< counts of each poll that are
    std::string answers_;
    Key key_;
    const Poll* poll_ = nullptr;
};

/// How a cell stands in column `channel` of answers and counts: the channel, and whether it is set apart.
std::int64_t channel_code(const results::CellKey& cell);
/// The cell of a row: codes as text, district may be empty; `channel` as channel_code.
results::CellKey cell_of(std::string_view municipality, std::string_view district, std::string_view age_group,
                         std::int64_t channel);

}  // namespace peilpunt::store
