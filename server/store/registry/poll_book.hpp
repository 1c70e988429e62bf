// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string_view>
#include <vector>

#include "shared/model/poll.hpp"

namespace peilpunt::sql {
class Database;
class Session;
}  // namespace peilpunt::sql
namespace peilpunt::records {
class Journal;
}

namespace peilpunt::store {

/// Polls and their revisions. What a revision says is never changed; its status moves from draft to open to
/// closed.
class PollBook {
  public:
    /// Both outlive it.
    PollBook(sql::Database& database, const records::Journal& journal)
        : database_(database), journal_(journal) {}

    /// A new poll or a new revision, as a draft. Conflict when that revision exists with other content, when
    /// a later one exists, and when another poll has or ever had its slug.
    Result<void> save(const Poll& poll, std::string_view who);
    /// Publishes a draft; not_found when there is no such draft.
    Result<void> open(PollId poll, int revision, std::string_view who);
    /// Closes all published revisions of a poll on `day`. Conflict when `revision` is not the one that is
    /// open now: it was closed, or a newer one published, meanwhile.
    Result<void> close(PollId poll, int revision, Date day, std::string_view who);

    /// Every revision of every poll, in the caller's transaction.
    static std::vector<Poll> read(sql::Session& session);

  private:
    sql::Database& database_;
    const records::Journal& journal_;
};

}  // namespace peilpunt::store
