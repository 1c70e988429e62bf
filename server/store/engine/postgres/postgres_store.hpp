// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <memory>
#include <string>

#include "server/store/store.hpp"
#include "shared/model/sources.hpp"
#include "shared/seal/seal.hpp"

namespace peilpunt::store {

struct PostgresOptions {
    std::string url;          ///< postgresql://...; several hosts may be named, the primary is found
    std::string contact_url;  ///< where contact details go, best another database and role; empty: as `url`
    bool create = false;      ///< make the schema when it is not there
    int readers = 8;          ///< connections for reading and for single changes, at most
    int writers = 2;          ///< sessions that write submissions
    seal::Secret log_key{};   ///< of the audit log, 32 bytes; without it the log can only be read
};

/// Opens the store in schema `peilpunt` of one database and schema `contact` of another (or the same).
/// Many servers may have it open at once. Errors, one clear line each: not_found, damaged, unsupported,
/// storage_failed.
Result<std::unique_ptr<Store>> open_postgres(const PostgresOptions& options, const Clock& clock,
                                             Random& random);

}  // namespace peilpunt::store
