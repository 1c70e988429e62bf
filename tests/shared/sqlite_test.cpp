// SPDX-License-Identifier: EUPL-1.2
#include "shared/sqlite/sqlite.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

using namespace peilpunt;
using namespace peilpunt::sqlite;

namespace {

class Sqlite : public testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = (std::filesystem::temp_directory_path() / "peilpunt-sqlite-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    std::string path() const { return (folder_ / "test.db").string(); }
    std::filesystem::path folder_;
};

constexpr std::array kSteps{Migration{"one", "CREATE TABLE a(x INTEGER PRIMARY KEY, y TEXT) STRICT"},
                            Migration{"two", "CREATE TABLE b(z BLOB PRIMARY KEY) STRICT, WITHOUT ROWID"}};

}  // namespace

TEST_F(Sqlite, OpensInWalWithFullSynchronous) {
    Connection connection(path(), {.create = true});
    EXPECT_EQ(connection.text("PRAGMA journal_mode"), "wal");
    EXPECT_EQ(connection.number("PRAGMA synchronous"), 2);
    EXPECT_EQ(connection.number("PRAGMA secure_delete"), 1);
}

TEST_F(Sqlite, RefusesToOpenWhatIsNotThere) {
    EXPECT_THROW(Connection(path(), {}), SqliteError);
    EXPECT_FALSE(std::filesystem::exists(path()));
}

TEST_F(Sqlite, RefusesAFileThatIsNoDatabaseAndLeavesItAsItWas) {
    std::ofstream(path())
        << "this is a letter to my grandmother, not a database, and it is long enough to be one";
    try {
        Connection connection(path(), {.create = true});
        FAIL() << "opened a letter";
    } catch (const SqliteError& error) {
        EXPECT_EQ(error.kind(), ErrorCode::damaged);
    }
    std::ifstream file(path());
    std::string first;
    file >> first;
    EXPECT_EQ(first, "this");
}

TEST_F(Sqlite, RefusesToReadAFileThatIsNotWal) {
    {
        Connection connection(path(), {.create = true});
        connection.run("PRAGMA journal_mode=DELETE");
        connection.run("CREATE TABLE a(x)");
    }
    EXPECT_THROW(Connection(path(), {.read_only = true}), SqliteError);
}

TEST_F(Sqlite, MigratesStepByStepAndOnlyOnce) {
    Connection connection(path(), {.create = true});
    ASSERT_TRUE(migrate(connection, 77, std::span(kSteps).first(1)));
    connection.run("INSERT INTO a VALUES(1, 'kept')");
    ASSERT_TRUE(migrate(connection, 77, kSteps));
    ASSERT_TRUE(migrate(connection, 77, kSteps));
    EXPECT_EQ(connection.number("PRAGMA user_version"), 2);
    EXPECT_EQ(connection.text("SELECT y FROM a"), "kept");
}

TEST_F(Sqlite, RefusesADatabaseOfANewerVersion) {
    Connection connection(path(), {.create = true});
    ASSERT_TRUE(migrate(connection, 77, kSteps));
    const auto result = migrate(connection, 77, std::span(kSteps).first(1));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::unsupported);
}

TEST_F(Sqlite, RefusesADatabaseOfAnotherProgram) {
    Connection connection(path(), {.create = true});
    connection.run("CREATE TABLE theirs(x)");
    const auto result = migrate(connection, 77, kSteps);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::damaged);
    EXPECT_EQ(connection.number("SELECT count(*) FROM sqlite_schema"), 1);
}

TEST_F(Sqlite, RollsBackAStepThatFails) {
    constexpr std::array bad{Migration{"bad", "CREATE TABLE a(x); CREATE TABLE a(x)"}};
    Connection connection(path(), {.create = true});
    EXPECT_THROW((void)migrate(connection, 77, bad), SqliteError);
    EXPECT_EQ(connection.number("SELECT count(*) FROM sqlite_schema"), 0);
}

TEST_F(Sqlite, BindsAndReadsEveryKind) {
    Connection connection(path(), {.create = true});
    connection.run("CREATE TABLE t(n INTEGER, s TEXT, b BLOB, z TEXT) STRICT");
    const std::string bytes("\0\x01\xff", 3);
    connection.prepare("INSERT INTO t VALUES(?,?,?,?)")
        .bind(1, -5)
        .bind(2, "dijk")
        .bind_blob(3, bytes)
        .bind_null(4)
        .run();
    auto& row = connection.prepare("SELECT n, s, b, z FROM t");
    ASSERT_TRUE(row.step());
    EXPECT_EQ(row.number(0), -5);
    EXPECT_EQ(row.text(1), "dijk");
    EXPECT_EQ(row.view(2), bytes);
    EXPECT_TRUE(row.is_null(3));
    EXPECT_FALSE(row.step());
}

TEST_F(Sqlite, ATransactionThatGoesAwayLeavesNothing) {
    Connection connection(path(), {.create = true});
    connection.run("CREATE TABLE t(n INTEGER)");
    {
        Transaction transaction(connection);
        connection.run("INSERT INTO t VALUES(1)");
    }
    EXPECT_EQ(connection.number("SELECT count(*) FROM t"), 0);
    {
        Transaction transaction(connection);
        connection.run("INSERT INTO t VALUES(2)");
        transaction.commit();
    }
    EXPECT_EQ(connection.number("SELECT count(*) FROM t"), 1);
}

TEST_F(Sqlite, AFullDiskIsToldApart) {
    Connection connection(path(), {.create = true});
    connection.run("CREATE TABLE t(b BLOB)");
    connection.run("PRAGMA max_page_count=8");
    try {
        for (int i = 0; i < 100; ++i)
            connection.prepare("INSERT INTO t VALUES(?)").bind_blob(1, std::string(3000, 'x')).run();
        FAIL() << "the file grew past its limit";
    } catch (const SqliteError& error) {
        EXPECT_EQ(error.kind(), ErrorCode::storage_full);
    }
}

TEST_F(Sqlite, ATruncatingCheckpointLeavesNoDeletedTextBehind) {
    Connection connection(path(), {.create = true});
    connection.run("CREATE TABLE t(s TEXT)");
    connection.run("INSERT INTO t VALUES('kanarie-in-de-mijn')");
    connection.run("DELETE FROM t");
    connection.checkpoint(true);
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string all((std::istreambuf_iterator<char>(file)), {});
        EXPECT_EQ(all.find("kanarie-in-de-mijn"), std::string::npos) << entry.path();
    }
}
