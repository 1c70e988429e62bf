// SPDX-License-Identifier: EUPL-1.2
// What becomes of reads and writes whose connection breaks.
#include <gtest/gtest.h>

#include "server/sql/postgres_database.hpp"
#include "tests/support/postgres_cluster.hpp"
#include "tests/support/test_database.hpp"

using namespace peilpunt;
using sql::Session;

namespace {

class SqlLost : public testing::Test {
  protected:
    sql::Database& database() { return open_->database(); }
    static void end_this_connection(Session& session) {
        session.run("SELECT pg_terminate_backend(pg_backend_pid())");
    }
    std::int64_t count() { return database().ask("SELECT count(*) FROM a")[0].number(0); }

    tests::TemporaryFolder folder_;
    std::unique_ptr<tests::TestDatabase> open_ =
        tests::open_test_database(folder_.str(), "CREATE TABLE a(b BIGINT PRIMARY KEY);");
};

}  // namespace

TEST_F(SqlLost, AReadBeginsAgainOnAnotherConnection) {
    int runs = 0;
    const auto seen = database().read([&](Session& session) {
        if (++runs == 1) end_this_connection(session);
        return session.number("SELECT count(*)+7 FROM a");
    });
    EXPECT_EQ(seen, 7);
    EXPECT_EQ(runs, 2);
}

TEST_F(SqlLost, AWriteBeginsAgainAndWritesOnce) {
    int runs = 0;
    const auto written = database().write([&](Session& session) -> Result<void> {
        session.run("INSERT INTO a VALUES(?1)", {1});
        if (++runs == 1) end_this_connection(session);
        return {};
    });
    EXPECT_TRUE(written);
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(count(), 1);
}

TEST_F(SqlLost, ACommitThatBrokeOffIsNotSaidToHaveHappenedNorDoneAgain) {
    database()
        .write([](Session& session) -> Result<void> {
            session.run(
                "CREATE FUNCTION end_it() RETURNS trigger LANGUAGE plpgsql AS "
                "'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'");
            session.run(
                "CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON a DEFERRABLE INITIALLY DEFERRED "
                "FOR EACH ROW EXECUTE FUNCTION end_it()");
            return {};
        })
        .value();
    int runs = 0;
    const auto written = database().write([&](Session& session) -> Result<void> {
        ++runs;
        session.run("INSERT INTO a VALUES(?1)", {1});
        return {};
    });
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::busy);
    EXPECT_NE(written.error().message.find("niet zeker"), std::string::npos);
    EXPECT_EQ(runs, 1);
    EXPECT_EQ(count(), 0) << "here it did not happen";
}

TEST_F(SqlLost, AStatementWithOtherTypesOfValuesIsABug) {
    (void)database().ask("SELECT count(*) FROM a WHERE b=?1", {1});
    EXPECT_THROW((void)database().ask("SELECT count(*) FROM a WHERE b=?1", {"1"}), std::logic_error);
}
