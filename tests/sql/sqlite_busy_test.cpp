// SPDX-License-Identifier: EUPL-1.2
// What only SQLite does: somebody else has the file.
#include <gtest/gtest.h>

#include <array>

#include "server/sql/sqlite_database.hpp"
#include "tests/support/server_fixture.hpp"

using namespace peilpunt;

TEST(SqliteFile, AFileThatSomebodyElseWritesIsBusyAndNotBroken) {
    const tests::TemporaryFolder folder;
    const auto path = (folder.path() / "a.db").string();
    const std::array steps{sqlite::Migration{"tables", "CREATE TABLE a(b INTEGER NOT NULL) STRICT"}};
    const auto file = sql::SqliteFile::open(path, 7, steps).value();
    const auto write = [&] {
        return file->database().write([](sql::Session& session) -> Result<void> {
            session.run("INSERT INTO a VALUES(?1)", {1});
            return {};
        });
    };
    {
        sqlite::Connection other(path, {});
        const sqlite::Transaction held(other);
        const auto refused = write();  // after SQLite's own five seconds
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::busy);
    }
    EXPECT_TRUE(write());
    EXPECT_EQ(file->database().ask("SELECT count(*) FROM a")[0].number(0), 1);
}

TEST(SqliteFile, TheFileOfAnotherApplicationIsLeftAlone) {
    const tests::TemporaryFolder folder;
    const auto path = (folder.path() / "a.db").string();
    const std::array steps{sqlite::Migration{"tables", "CREATE TABLE a(b INTEGER NOT NULL) STRICT"}};
    ASSERT_TRUE(sql::SqliteFile::open(path, 7, steps));
    const auto other = sql::SqliteFile::open(path, 8, steps);
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, ErrorCode::damaged);
}
