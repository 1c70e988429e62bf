// SPDX-License-Identifier: EUPL-1.2
#include <array>

#include "server/sql/sqlite_database.hpp"
#include "server/sql/text.hpp"
#include "tests/support/test_database.hpp"

namespace peilpunt::tests {

namespace {

class OnSqlite final : public TestDatabase {
  public:
    OnSqlite(const std::string& folder, const std::string& tables) {
        const auto made = sql::tables(sql::Engine::sqlite, tables);
        const std::array steps{sqlite::Migration{"tables", made.c_str()}};
        file_ = sql::SqliteFile::open(folder + "/test.db", 1, steps).value();
    }
    sql::Database& database() override { return file_->database(); }

  private:
    std::unique_ptr<sql::SqliteFile> file_;
};

}  // namespace

std::unique_ptr<TestDatabase> open_test_database(const std::string& folder, const std::string& tables) {
    return std::make_unique<OnSqlite>(folder, tables);
}

}  // namespace peilpunt::tests
