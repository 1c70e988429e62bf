// SPDX-License-Identifier: EUPL-1.2
// Disks that are full or fail, folders that are damaged, foreign or from the future.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <future>

#include "server/store/engine/sqlite/schema.hpp"
#include "server/store/engine/sqlite/sqlite_store.hpp"
#include "shared/sqlite/sqlite.hpp"
#include "tests/support/fault_vfs.hpp"
#include "tests/support/server_fixture.hpp"
#include "tests/support/store_rows.hpp"

using namespace peilpunt;
using namespace peilpunt::store;

namespace {

constexpr int kLogPages = 20;
constexpr std::size_t kMostFresh = 100;

class SqliteFaults : public testing::Test {
  protected:
    std::unique_ptr<Store> open(const char* vfs = nullptr) {
        // So small a log is copied to the file again and again.
        const SqliteOptions options{.create = true,
                                    .vfs = vfs,
                                    .readers = 1,
                                    .most_fresh = kMostFresh,
                                    .log_pages = kLogPages,
                                    .log_key = tests::test_log_key()};
        return open_sqlite(folder_.str(), clock_, random_, options).value();
    }
    NewResponse response() { return tests::new_response(random_, clock_); }
    static Result<Stored> add(Store& store, NewResponse row) {
        std::promise<Result<Stored>> promise;
        store.add_response(std::move(row),
                           [&](Result<Stored> result) { promise.set_value(std::move(result)); });
        return promise.get_future().get();
    }
    static std::int64_t counted(Store& store) {
        std::int64_t all = 0;
        for (const auto& [key, tally] : store.cells(tests::test_poll().id, 1)) all += tally.responses;
        return all;
    }
    /// What opening the folder says, with the main file's bytes before and after.
    Error refusal() {
        const auto path = folder_.path() / "peilpunt.db";
        const auto read = [&] {
            std::ifstream file(path, std::ios::binary);
            return std::string(std::istreambuf_iterator<char>(file), {});
        };
        const auto before = read();
        const auto result = open_sqlite(folder_.str(), clock_, random_, {.create = false});
        EXPECT_FALSE(result);
        EXPECT_EQ(read(), before) << "a folder that is refused stays as it was";
        return result ? Error{} : result.error();
    }

    tests::TemporaryFolder folder_;
    tests::HandClock clock_{tests::test_start()};
    tests::SeededRandom random_{3};
};

}  // namespace

TEST_F(SqliteFaults, AFullDiskRefusesAndTakesAgainWhenThereIsRoom) {
    tests::FaultVfs vfs("full-disk");
    const auto store = open(vfs.name());
    store->save_poll(tests::test_poll(), "test").value();
    ASSERT_TRUE(add(*store, response()));
    vfs.full = true;
    const auto row = response();
    const auto refused = add(*store, row);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::storage_full);
    EXPECT_EQ(counted(*store), 1);
    vfs.full = false;
    EXPECT_EQ(add(*store, row).value(), Stored::stored) << "what was refused was not half stored";
    EXPECT_EQ(counted(*store), 2);
    EXPECT_TRUE(store->verify().empty());
}

TEST_F(SqliteFaults, AFailedFsyncIsNeverFollowedByAnAcknowledgement) {
    tests::FaultVfs vfs("bad-fsync");
    auto store = open(vfs.name());
    store->save_poll(tests::test_poll(), "test").value();
    ASSERT_TRUE(add(*store, response()));
    vfs.sync_fails = true;
    EXPECT_EQ(add(*store, response()).error().code, ErrorCode::storage_failed);
    vfs.sync_fails = false;
    EXPECT_EQ(add(*store, response()).error().code, ErrorCode::storage_failed)
        << "the disk says all is well again, but what it dropped is not known";
    store.reset();
    store = open(vfs.name());
    EXPECT_TRUE(add(*store, response()));
    EXPECT_TRUE(store->verify().empty());
    EXPECT_GE(counted(*store), 2);
}

TEST_F(SqliteFaults, WhatIsNotIntakeIsWrittenWholeOrNotAtAllToo) {
    tests::FaultVfs vfs("bad-registry");
    auto store = open(vfs.name());
    const auto code = tests::random_bytes(random_);
    const auto key = tests::random_bytes(random_, 32);
    const auto id = KioskId::random(random_);
    const auto later = clock_.now() + std::chrono::minutes(15);
    ASSERT_TRUE(store->add_pairing(code, "De Zeemeeuw", AreaCode::parse("GM0453").value(), later, "test"));
    const auto logged = store->audit().size();
    vfs.full = true;
    EXPECT_EQ(store->enrol(code, id, key, clock_.now()).error().code, ErrorCode::storage_full);
    EXPECT_TRUE(store->kiosks().empty());
    EXPECT_EQ(store->audit().size(), logged);
    vfs.full = false;
    vfs.sync_fails = true;
    EXPECT_EQ(store->enrol(code, id, key, clock_.now()).error().code, ErrorCode::storage_failed);
    vfs.sync_fails = false;
    EXPECT_EQ(store->enrol(code, id, key, clock_.now()).error().code, ErrorCode::storage_failed)
        << "what the disk holds is not known until the next start";
    store.reset();
    store = open(vfs.name());
    // The commit may have reached the disk: then with kiosk, code and entry, and else with none of them.
    EXPECT_EQ(store->audit().size(), logged + store->kiosks().size());
    EXPECT_EQ(store->enrol(code, id, key, clock_.now())->id, id) << "asked for once more";
    EXPECT_EQ(store->kiosks().size(), 1U);
    EXPECT_EQ(store->audit().size(), logged + 1);
    EXPECT_TRUE(store->verify().empty());
}

TEST_F(SqliteFaults, TheLogIsCopiedToTheFileWhileOthersWrite) {
    const auto store = open();
    store->save_poll(tests::test_poll(), "test").value();
    const auto log = folder_.path() / "peilpunt.db-wal";
    constexpr int kResponses = 500;
    std::uintmax_t longest = 0;
    for (int i = 0; i < kResponses; ++i) {
        ASSERT_TRUE(add(*store, response()));
        longest = std::max(longest, std::filesystem::file_size(log));
    }
    EXPECT_EQ(counted(*store), kResponses);
    EXPECT_GE(longest, kLogPages * 4096U);
    // A commit is at most some twenty pages here; the writer waits at sixteen times the length.
    EXPECT_LE(longest, 20U * kLogPages * 4096U) << "it begins anew when all has been copied";
    EXPECT_TRUE(store->verify().empty());
}

TEST_F(SqliteFaults, WhatWasEnteredMovesToItsTableBitByBitAndStaysKnown) {
    const auto store = open();
    store->save_poll(tests::test_poll(), "test").value();
    std::vector<NewResponse> given;
    for (int i = 0; i < 500; ++i) {
        given.push_back(response());
        ASSERT_EQ(add(*store, given.back()).value(), Stored::stored);
        const auto& again = given[static_cast<std::size_t>(i) / 2];
        ASSERT_EQ(add(*store, again).value(), Stored::duplicate);
    }
    sqlite::Connection connection((folder_.path() / "peilpunt.db").string(), {});
    EXPECT_GE(connection.number("SELECT count(*) FROM ledger_today"), 300);
    EXPECT_EQ(connection.number("SELECT count(*) FROM ledger_today"),
              connection.number("SELECT count(*) FROM receipts_today"));
    EXPECT_LE(connection.number("SELECT sum(length(ledger))/36 FROM fresh"), 250);
    const auto all_known = [&] {
        for (const auto& row : given) {
            EXPECT_EQ(add(*store, row).value(), Stored::duplicate);
            EXPECT_TRUE(store->receipt(row.receipt_hash));
        }
    };
    all_known();
    EXPECT_EQ(connection.number("SELECT count(*) FROM ledger"), 0);
    ASSERT_TRUE(store->tidy());
    for (const char* table : {"ledger", "receipts"}) {
        EXPECT_EQ(connection.number(std::string("SELECT count(*) FROM ") + table), 500);
        EXPECT_EQ(connection.number(std::string("SELECT count(*) FROM ") + table + "_today"), 0);
    }
    all_known();
    EXPECT_EQ(counted(*store), 500);
    EXPECT_TRUE(store->verify().empty());
}

TEST_F(SqliteFaults, WhatMovedInACommitThatFailedMovesAgain) {
    tests::FaultVfs vfs("full-while-moving");
    const auto store = open(vfs.name());
    store->save_poll(tests::test_poll(), "test").value();
    std::vector<NewResponse> given;
    const auto give = [&](std::size_t count) {
        while (count-- > 0) {
            given.push_back(response());
            ASSERT_TRUE(add(*store, given.back()));
        }
    };
    give(kMostFresh + 10);
    vfs.full = true;
    for (int i = 0; i < 5; ++i) ASSERT_FALSE(add(*store, response()));
    vfs.full = false;
    give(2 * kMostFresh);  // until all of the first have moved, and their rows are gone
    sqlite::Connection connection((folder_.path() / "peilpunt.db").string(), {});
    ASSERT_LT(connection.number("SELECT sum(length(ledger))/36 FROM fresh"),
              static_cast<std::int64_t>(given.size() - kMostFresh / 2));
    for (const auto& row : given) EXPECT_EQ(add(*store, row).value(), Stored::duplicate);
    EXPECT_EQ(counted(*store), static_cast<std::int64_t>(given.size()));
}

TEST_F(SqliteFaults, AfterAFailedFsyncOfTheFileNothingIsAcknowledgedAndTheLogStays) {
    tests::FaultVfs vfs("bad-file-fsync");
    auto store = open(vfs.name());
    store->save_poll(tests::test_poll(), "test").value();
    vfs.file_sync_fails = true;
    std::int64_t acknowledged = 0;
    Result<Stored> last = Stored::stored;
    for (int i = 0; i < 10'000 && last; ++i) {
        last = add(*store, response());
        if (last) ++acknowledged;
    }
    ASSERT_FALSE(last);
    EXPECT_EQ(last.error().code, ErrorCode::storage_failed);
    vfs.file_sync_fails = false;
    EXPECT_FALSE(add(*store, response())) << "what the disk dropped is not known";
    store.reset();
    EXPECT_GE(std::filesystem::file_size(folder_.path() / "peilpunt.db-wal"), kLogPages * 4096U);
    store = open(vfs.name());
    EXPECT_EQ(counted(*store), acknowledged);
    EXPECT_TRUE(add(*store, response()));
    EXPECT_TRUE(store->verify().empty());
}

TEST_F(SqliteFaults, EveryAcknowledgementComesAfterAnFsync) {
    tests::FaultVfs vfs("count-fsync");
    const auto store = open(vfs.name());
    for (int i = 0; i < 5; ++i) {
        const int before = vfs.syncs;
        ASSERT_TRUE(add(*store, response()));
        EXPECT_GT(vfs.syncs, before);
    }
}

TEST_F(SqliteFaults, RefusesAFolderWithoutData) { EXPECT_EQ(refusal().code, ErrorCode::not_found); }

TEST_F(SqliteFaults, RefusesADamagedFileInOneLine) {
    std::ofstream(folder_.path() / "peilpunt.db") << std::string(8192, 'x');
    const auto error = refusal();
    EXPECT_EQ(error.code, ErrorCode::damaged);
    EXPECT_EQ(error.message.find('\n'), std::string::npos);
    EXPECT_NE(error.message.find("backup"), std::string::npos) << "says what to do: " << error.message;
}

TEST_F(SqliteFaults, RefusesAFolderOfANewerVersion) {
    open().reset();
    {
        sqlite::Connection connection((folder_.path() / "peilpunt.db").string(), {});
        connection.run("PRAGMA user_version=" + std::to_string(schema::main_steps().size() + 1));
        connection.checkpoint(true);
    }
    EXPECT_EQ(refusal().code, ErrorCode::unsupported);
}

TEST_F(SqliteFaults, VerifySeesCountsAndLogsThatWereChanged) {
    auto store = open();
    store->save_poll(tests::test_poll(), "test").value();
    ASSERT_TRUE(add(*store, response()));
    EXPECT_TRUE(store->verify().empty());
    {
        sqlite::Connection connection((folder_.path() / "peilpunt.db").string(), {});
        connection.run("UPDATE changes SET verb='niets'");
        connection.run("DELETE FROM responses");
        connection.run("INSERT INTO signal_counts VALUES('GM0453','','',0,24310,8,1)");
    }
    const auto faults = store->verify();
    ASSERT_EQ(faults.size(), 3U);
    EXPECT_NE(faults[0].find("audit"), std::string::npos);
    EXPECT_NE(faults[1].find("tallies"), std::string::npos);
    EXPECT_NE(faults[2].find("signals"), std::string::npos);
}

TEST_F(SqliteFaults, WhatWasAcknowledgedSurvivesAKillAtAnyMoment) {
    open()->save_poll(tests::test_poll(), "test").value();
    std::int64_t acknowledged = 0;
    for (int round = 0; round < 10; ++round) {
        int pipe_ends[2];
        ASSERT_EQ(pipe(pipe_ends), 0);
        const pid_t child = fork();
        if (child == 0) {
            // Ids of each round differ; a dot for each acknowledgement, written at once.
            for (int skip = 0; skip < round * 100; ++skip) (void)response();
            const auto store = open();
            for (;;)
                if (!add(*store, response()) || write(pipe_ends[1], ".", 1) != 1) _exit(1);
        }
        close(pipe_ends[1]);
        char dot = 0;
        // Killed after some acknowledgements, in the middle of the next.
        for (int i = 0; i <= round * 7; ++i) {
            ASSERT_EQ(read(pipe_ends[0], &dot, 1), 1);
            ++acknowledged;
        }
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        while (read(pipe_ends[0], &dot, 1) == 1) ++acknowledged;
        close(pipe_ends[0]);
    }
    const auto store = open();
    EXPECT_GE(counted(*store), acknowledged);
    EXPECT_LE(counted(*store), acknowledged + 10) << "one a round was written but not yet acknowledged";
    EXPECT_TRUE(store->verify().empty());
}
