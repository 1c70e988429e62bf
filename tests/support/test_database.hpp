// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <memory>
#include <string>

#include "server/sql/database.hpp"

namespace peilpunt::tests {

/// A database of the engine that the test program is linked with.
class TestDatabase {
  public:
    virtual ~TestDatabase() = default;
    virtual sql::Database& database() = 0;
};

/// Opens the database of this folder; the first time it makes `tables` (see sql::tables) in it.
std::unique_ptr<TestDatabase> open_test_database(const std::string& folder, const std::string& tables);

}  // namespace peilpunt::tests
