// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "server/sql/database.hpp"
#include "shared/model/time.hpp"

namespace peilpunt::store {

/// Counts the mark.
inline constexpr const char* kOlderReleasesThere =
    "SELECT count(*) FROM settings WHERE key='oude-uitkomsten'";

/// Once, after the schema step that marks the database: before it, figures of open polls were released time
/// and again. Those of polls that are open on `today` go; the last of a closed poll becomes its uitslag when
/// it is exact, or when so few answers are missing that an uitslag beside it would tell about those few; else
/// it goes as well, and an uitslag is made. Polls with a ranking are counted again: rank scores are new.
/// Does nothing when the mark is not there. In the caller's transaction.
void take_over_older_releases(sql::Session& session, TimePoint now);

}  // namespace peilpunt::store
