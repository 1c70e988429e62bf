// SPDX-License-Identifier: EUPL-1.2
#include "server/store/engine/sqlite/sqlite_store.hpp"
#include "tests/support/server_fixture.hpp"

namespace peilpunt::tests {

std::unique_ptr<store::Store> open_test_store(const std::string& folder, const Clock& clock, Random& random,
                                              bool create) {
    return store::open_sqlite(folder, clock, random,
                              {.create = create, .readers = 2, .log_key = test_log_key()})
        .value();
}

std::unique_ptr<store::Store> open_test_backup(const std::string& folder, const Clock& clock,
                                               Random& random) {
    return open_test_store(folder, clock, random, false);
}

}  // namespace peilpunt::tests
