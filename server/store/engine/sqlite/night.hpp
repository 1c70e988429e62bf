// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "shared/sqlite/sqlite.hpp"

namespace peilpunt::store {

/// What the night does before it lays every row anew: moves what Fresh keeps to its tables, and gives new ids
/// to responses that were written together. In one transaction; takes some 20 us for each response of the
/// day. Memory: some 100 MiB; the rest goes to temporary files. Throws SqliteError.
void settle_the_day(sqlite::Connection& connection);

}  // namespace peilpunt::store
