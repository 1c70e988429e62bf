// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <chrono>
#include <memory>
#include <string>

#include "server/store/store.hpp"
#include "shared/model/sources.hpp"
#include "shared/seal/seal.hpp"

namespace peilpunt::store {

struct SqliteOptions {
    bool create = false;        ///< make the files when they are not there
    const char* vfs = nullptr;  ///< a test's fault-injecting VFS
    int readers = 8;            ///< connections kept for reading
    std::size_t most_fresh =
        500'000;           ///< ledger entries of the day in memory: 50 MB, 36 more while they move
    int log_pages = 8192;  ///< of 4 KiB, in the log before they are copied to the file
    /// When nothing was written for so long, the log is emptied: it tells what came in together.
    std::chrono::milliseconds quiet{30'000};
    bool own_thread = true;  ///< false: each write is done where it is asked for; for one-thread simulations
    seal::Secret log_key{};  ///< of the audit log, 32 bytes; without it the log can only be read
};

/// Opens peilpunt.db and contact.db in `folder`. Errors, one clear line each, and the files stay as they
/// were: not_found (no data there), damaged, unsupported (made by a newer version), storage_failed.
Result<std::unique_ptr<Store>> open_sqlite(const std::string& folder, const Clock& clock, Random& random,
                                           const SqliteOptions& options = {});

}  // namespace peilpunt::store
