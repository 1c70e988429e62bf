// SPDX-License-Identifier: EUPL-1.2
#include "server/sql/postgres_database.hpp"
#include "server/sql/text.hpp"
#include "tests/support/postgres_cluster.hpp"
#include "tests/support/test_database.hpp"

namespace peilpunt::tests {

namespace {

class OnPostgres final : public TestDatabase {
  public:
    OnPostgres(const std::string& url, const std::string& tables)
        : pool_(url, "peilpunt", 6), database_(pool_) {
        postgres::Connection admin(url, "peilpunt");
        if (admin.number("SELECT count(*) FROM pg_namespace WHERE nspname='peilpunt'") != 0) return;
        admin.script("CREATE SCHEMA peilpunt; " + sql::tables(sql::Engine::postgres, tables));
    }
    sql::Database& database() override { return database_; }

  private:
    postgres::Pool pool_;
    sql::PostgresDatabase database_;
};

}  // namespace

std::unique_ptr<TestDatabase> open_test_database(const std::string& folder, const std::string& tables) {
    return std::make_unique<OnPostgres>(PostgresCluster::shared().database_for(folder, "sql"), tables);
}

}  // namespace peilpunt::tests
