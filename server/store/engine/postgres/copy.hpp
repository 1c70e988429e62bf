// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <vector>

#include "server/store/engine/postgres/postgres_store.hpp"

namespace peilpunt::store {

/// What was copied of one table.
struct Copied {
    std::string table;
    std::int64_t rows = 0;
    std::string hash;  ///< 16 bytes over all rows, whatever their order
};

/// Copies everything from the SQLite files in `folder` to an empty database, in one transaction, reads it
/// back, and compares count and hash of every table before it commits. Errors: not_found, conflict (the
/// target holds something), damaged (what was read back differs), unsupported, storage_failed.
Result<std::vector<Copied>> copy_to_postgres(const std::string& folder, const PostgresOptions& to);

/// The other way, to new files in `folder`; consistent while servers write. Errors as above.
Result<std::vector<Copied>> copy_to_sqlite(const PostgresOptions& from, const std::string& folder);

}  // namespace peilpunt::store
