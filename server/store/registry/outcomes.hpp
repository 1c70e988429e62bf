// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <vector>

#include "server/records/journal.hpp"
#include "server/sql/database.hpp"
#include "server/store/registry/told.hpp"

namespace peilpunt::store {

/// What was told of polls, each an entry of the log. Once told, nothing is changed; only the count of late
/// answers goes up.
class Outcomes {
  public:
    /// Both outlive it.
    Outcomes(sql::Database& database, const records::Journal& journal)
        : database_(database), journal_(journal) {}

    /// Conflict when there is one at that level: another server made the same.
    Result<void> add_interim(const std::vector<Poll>& revisions, const results::Interim& interim);
    /// Conflict when that number exists.
    Result<void> add_edition(const std::vector<Poll>& revisions, const results::Edition& edition);
    /// How many answers came after an edition.
    Result<void> set_late(const results::Release& release, std::int64_t late);
    /// In place of that of another day; conflict when there is one of that day.
    Result<void> save_progress(PollId poll, const results::Progress& progress);
    std::vector<results::Release> releases(PollId poll);
    std::vector<results::Interim> interims(PollId poll);

    /// The last of each poll. What cannot be read is logged and left out; `check` names it.
    static ToldOfPolls load(sql::Session& session);
    /// A line for each row that cannot be read, tells of a revision that is not there, or does not fit its
    /// basis or its level.
    static void check(sql::Session& session, const std::vector<Poll>& polls,
                      std::vector<std::string>& faults);

  private:
    sql::Database& database_;
    const records::Journal& journal_;
};

}  // namespace peilpunt::store
