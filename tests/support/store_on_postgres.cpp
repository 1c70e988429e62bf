// SPDX-License-Identifier: EUPL-1.2
#include "server/store/engine/postgres/postgres_store.hpp"
#include "server/store/engine/sqlite/sqlite_store.hpp"
#include "tests/support/postgres_cluster.hpp"

namespace peilpunt::tests {

std::unique_ptr<store::Store> open_test_store(const std::string& folder, const Clock& clock, Random& random,
                                              bool create) {
    auto& cluster = PostgresCluster::shared();
    return store::open_postgres({.url = cluster.database_for(folder),
                                 .contact_url = cluster.database_for(folder, "contact"),
                                 .create = create,
                                 .readers = 4,
                                 .log_key = test_log_key()},
                                clock, random)
        .value();
}

std::unique_ptr<store::Store> open_test_backup(const std::string& folder, const Clock& clock,
                                               Random& random) {
    return store::open_sqlite(folder, clock, random, {.log_key = test_log_key()}).value();
}

}  // namespace peilpunt::tests
