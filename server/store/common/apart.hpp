// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <vector>

#include "server/store/intake.hpp"

/// Counts that move to the cells that are set apart, for both stores.
namespace peilpunt::store {

/// The counts that take these away again when they are added.
results::Tally taken_away(const results::Tally& tally);
/// Calls `add(place, counts)` for each cell that changes when these counts are set apart.
template <class F>
void for_each_change(const PollCounts& counts, F add) {
    for (const auto& [place, tally] : counts) {
        auto beside = place;
        std::get<2>(beside).set_apart = true;
        add(place, taken_away(tally));
        add(beside, tally);
    }
}
/// What the log says of it: the number of answers to each poll.
std::vector<std::string> said_of(const PollCounts& counts);

/// Finds the answers of one venue in rows that come piece by piece, in order.
class VenueAnswers {
  public:
    struct Row {
        PollId poll;
        std::int64_t day = 0, part = 0;
        std::string id;
    };
    VenueAnswers(std::string_view venue, const std::vector<Poll>& polls) : venue_(venue), polls_(polls) {}
    /// The first piece of an answer; the others follow it.
    void begin(Row row, int revision, const results::CellKey& cell, std::string_view venue);
    void add_piece(std::string_view bytes) { answers_ += bytes; }
    void finish();
    /// After `finish`: the rows that are not set apart yet, and what they count.
    std::vector<Row> rows;
    PollCounts counts;

  private:
    const std::string venue_;
    const std::vector<Poll>& polls_;
    Row row_;
    int revision_ = 0;
    results::CellKey cell_;
    bool ours_ = false;
    std::string answers_;
};

}  // namespace peilpunt::store
