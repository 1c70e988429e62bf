// SPDX-License-Identifier: EUPL-1.2
// What every Database must do; runs on SQLite in sql_tests and on PostgreSQL in postgres_tests.
#include <gtest/gtest.h>

#include <future>
#include <limits>
#include <thread>

#include "server/sql/text.hpp"
#include "tests/support/server_fixture.hpp"
#include "tests/support/test_database.hpp"

using namespace peilpunt;
using sql::Bytes;
using sql::Session;

namespace {

constexpr const char* kTables = R"(
CREATE TABLE things(name TEXT PRIMARY KEY, many BIGINT NOT NULL, bits BYTES);
CREATE INDEX things_many ON things(many, name);
CREATE TABLE notes(place BIGINT PRIMARY KEY, words TEXT);
)";

class SqlContract : public testing::Test {
  protected:
    sql::Database& database() { return open_->database(); }
    void reopen() {
        open_.reset();
        open_ = tests::open_test_database(folder_.str(), kTables);
    }
    Result<void> add(const std::string& name, std::int64_t many, std::string_view bits = "") {
        return database().write([&](Session& session) -> Result<void> {
            session.run("INSERT INTO things(name, many, bits) VALUES(?1,?2,?3)", {name, many, Bytes{bits}});
            return {};
        });
    }
    std::int64_t count() { return database().ask("SELECT count(*) FROM things")[0].number(0); }

    tests::TemporaryFolder folder_;
    std::unique_ptr<tests::TestDatabase> open_ = tests::open_test_database(folder_.str(), kTables);
};

std::string all_bytes() {
    std::string bytes;
    for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
    return bytes;
}

}  // namespace

TEST_F(SqlContract, ValuesComeBackAsTheyWentAlsoAfterARestart) {
    const std::string words = "Zeeëend 'aan' \"zee\" ?1 $2 — ok";
    add(words, std::numeric_limits<std::int64_t>::min(), all_bytes()).value();
    add("leeg", std::numeric_limits<std::int64_t>::max()).value();
    reopen();
    const auto rows = database().ask("SELECT name, many, bits FROM things ORDER BY many");
    ASSERT_EQ(rows.size(), 2);
    EXPECT_EQ(rows[0].text(0), words);
    EXPECT_EQ(rows[0].number(1), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(rows[0].text(2), all_bytes());
    EXPECT_EQ(rows[1].number(1), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(rows[1].text(2), "");
    EXPECT_FALSE(rows[1].is_null(2)) << "nothing is not the same as no bytes";
}

TEST_F(SqlContract, NothingHasATypeAndComesBackAsNothing) {
    database()
        .write([](Session& session) -> Result<void> {
            session.run("INSERT INTO things VALUES(?1,?2,?3)", {"a", 1, std::optional<Bytes>()});
            session.run("INSERT INTO notes VALUES(?1,?2)", {1, std::optional<std::string>()});
            session.run("INSERT INTO notes VALUES(?1,?2)", {2, std::optional<std::string>("iets")});
            session.run("UPDATE notes SET place=coalesce(?1, 7) WHERE place=1",
                        {std::optional<std::int64_t>()});
            return {};
        })
        .value();
    EXPECT_TRUE(database().ask("SELECT bits FROM things")[0].is_null(0));
    const auto rows = database().ask("SELECT place, words FROM notes ORDER BY place");
    EXPECT_EQ(rows[0].text(1), "iets");
    EXPECT_EQ(rows[1].number(0), 7);
    EXPECT_TRUE(rows[1].is_null(1));
}

TEST_F(SqlContract, AskingForAnotherTypeOrPlaceIsABug) {
    add("a", 1).value();
    const auto rows = database().ask("SELECT name, many FROM things");
    EXPECT_EQ(rows[0].text(0), "a");
    EXPECT_THROW((void)rows[0].number(0), std::logic_error);
    EXPECT_THROW((void)rows[0].text(1), std::logic_error);
    EXPECT_THROW((void)rows[0].text(2), std::logic_error);
    EXPECT_THROW((void)rows[1], std::logic_error);
}

TEST_F(SqlContract, EveryRowIsWalkedOnceAndChangesAreCounted) {
    for (int i = 0; i < 5; ++i) add("n" + std::to_string(i), i).value();
    std::int64_t sum = 0;
    for (const auto row : database().ask("SELECT many FROM things WHERE many>=?1", {2})) sum += row.number(0);
    EXPECT_EQ(sum, 2 + 3 + 4);
    const auto changed = database().write([](Session& session) -> Result<std::int64_t> {
        return session.run("UPDATE things SET many=0 WHERE many>=?1", {3}).changes();
    });
    EXPECT_EQ(changed.value(), 2);
}

TEST_F(SqlContract, OnePlaceholderMayStandInSeveralPlacesAndTextIsInOrderOfItsBytes) {
    for (const char* name : {"é", "a", "Z", "z"}) add(name, 4).value();
    const auto rows =
        database().ask("SELECT name, '?1' FROM things WHERE many=?1 OR many+?1=0 ORDER BY name", {4});
    std::string order;
    for (const auto row : rows) order += row.text(0) + row.text(1);
    EXPECT_EQ(order, "Z?1a?1z?1é?1");
}

TEST_F(SqlContract, APlaceholderWithoutANumberIsABug) {
    EXPECT_THROW((void)database().ask("SELECT name FROM things WHERE many=?", {4}), std::logic_error);
}

TEST_F(SqlContract, ANulInTextMatchesNothingAndIsKeptNowhere) {
    add(std::string("a\0b", 3), 1).value();
    EXPECT_EQ(database().ask("SELECT name FROM things")[0].text(0), "a?b");
}

TEST_F(SqlContract, AnErrorAndAnExceptionUndoAllOfAWrite) {
    const auto refused = database().write([](Session& session) -> Result<void> {
        session.run("INSERT INTO things VALUES(?1,?2,?3)", {"a", 1, Bytes{""}});
        return Error{ErrorCode::closed, "dicht"};
    });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), (Error{ErrorCode::closed, "dicht"}));
    const auto throwing = [&] {
        (void)database().write([](Session& session) -> Result<void> {
            session.run("INSERT INTO things VALUES(?1,?2,?3)", {"b", 1, Bytes{""}});
            throw std::out_of_range("kapot");
        });
    };
    EXPECT_THROW(throwing(), std::out_of_range);
    EXPECT_EQ(count(), 0);
    add("c", 1).value();
    EXPECT_EQ(count(), 1) << "and it works on";
}

TEST_F(SqlContract, AKeyThatExistsIsAConflictAndUndoesAllOfAWrite) {
    add("a", 1).value();
    const auto twice = database().write([](Session& session) -> Result<void> {
        session.run("INSERT INTO things VALUES(?1,?2,?3)", {"b", 1, Bytes{""}});
        session.run("INSERT INTO things VALUES(?1,?2,?3)", {"a", 2, Bytes{""}});
        return {};
    });
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().code, ErrorCode::conflict);
    EXPECT_EQ(count(), 1);
}

TEST_F(SqlContract, WritersGoOneAtATimeSoThatNoneLosesWhatAnotherAdded) {
    add("teller", 0).value();
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&] {
            for (int i = 0; i < 25; ++i)
                database()
                    .write([](Session& session) -> Result<void> {
                        const auto many = session.number("SELECT many FROM things WHERE name=?1", {"teller"});
                        session.run("UPDATE things SET many=?1 WHERE name=?2", {many + 1, "teller"});
                        return {};
                    })
                    .value();
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(database().ask("SELECT many FROM things")[0].number(0), 100);
}

TEST_F(SqlContract, AReadIsOfOneMoment) {
    add("a", 1).value();
    const auto [before, after] = database().read([&](Session& session) {
        const auto first = session.number("SELECT count(*) FROM things");
        std::thread([&] { add("b", 2).value(); }).join();
        return std::pair(first, session.number("SELECT count(*) FROM things"));
    });
    EXPECT_EQ(before, 1);
    EXPECT_EQ(after, 1);
    EXPECT_EQ(count(), 2) << "the other write happened";
}

TEST_F(SqlContract, AReadCannotChangeAnything) {
    const auto sneaky = [&] {
        (void)database().read([](Session& session) {
            session.run("INSERT INTO things VALUES(?1,?2,?3)", {"a", 1, Bytes{""}});
            return 0;
        });
    };
    EXPECT_THROW(sneaky(), ResultError);
    EXPECT_EQ(count(), 0);
}

TEST_F(SqlContract, OneUseInsideAnotherIsABug) {
    const auto write_in_write = [&] {
        (void)database().write([&](Session&) -> Result<void> { return add("a", 1); });
    };
    const auto read_in_write = [&] {
        (void)database().write([&](Session&) -> Result<void> {
            (void)count();
            return {};
        });
    };
    const auto write_in_read = [&] {
        (void)database().read([&](Session&) { return add("a", 1).has_value(); });
    };
    EXPECT_THROW(write_in_write(), std::logic_error);
    EXPECT_THROW(read_in_write(), std::logic_error);
    EXPECT_THROW(write_in_read(), std::logic_error);
    EXPECT_EQ(count(), 0);
    add("b", 1).value();
    EXPECT_EQ(count(), 1) << "and it works on";
}

TEST(SqlText, TypesAndOptionsAreThoseOfTheEngine) {
    const std::string text =
        "CREATE TABLE a(id BYTES PRIMARY KEY, TEXTS BIGINT, b TEXT);\nCREATE INDEX x ON a(b);";
    EXPECT_EQ(sql::tables(sql::Engine::sqlite, text),
              "CREATE TABLE a(id BLOB PRIMARY KEY, TEXTS INTEGER, b TEXT) STRICT, WITHOUT ROWID;\n"
              "CREATE INDEX x ON a(b);");
    EXPECT_EQ(sql::tables(sql::Engine::postgres, text),
              "CREATE TABLE a(id bytea PRIMARY KEY, TEXTS bigint, b text COLLATE \"C\");\n"
              "CREATE INDEX x ON a(b);");
}

TEST(SqlText, OnlyPlaceholdersAreNumberedAnew) {
    EXPECT_EQ(sql::numbered("SELECT '?1', \"?\" WHERE a=?12 AND b='it''s ?'"),
              "SELECT '?1', \"?\" WHERE a=$12 AND b='it''s ?'");
}
