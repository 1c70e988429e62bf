// SPDX-License-Identifier: EUPL-1.2
// What came in today: found at once, by whichever program wrote it, and without a trace of the day
// afterwards.
#include "server/store/engine/sqlite/fresh.hpp"

#include <gtest/gtest.h>

#include <future>
#include <set>

#include "server/store/engine/sqlite/sqlite_store.hpp"
#include "tests/support/server_fixture.hpp"
#include "tests/support/store_rows.hpp"

using namespace peilpunt;
using namespace peilpunt::store;

namespace {

class FreshRows : public testing::Test {
  protected:
    std::unique_ptr<Store> open() {
        return open_sqlite(folder_.str(), clock_, random_,
                           {.create = true, .readers = 1, .log_key = tests::test_log_key()})
            .value();
    }
    std::string bytes() { return tests::random_bytes(random_); }
    NewResponse response(std::size_t length = 10) {
        auto row = tests::new_response(random_, clock_);
        Answers answers;
        answers.set("v1", Choice{"dijk", ""});
        answers.set("v3", OpenText{std::string(length, 'a')});
        row.answers_json = R"({"v1":"dijk","v3":")" + std::string(length, 'a') + "\"}";
        row.tally = results::tally_of(tests::test_poll(), answers);
        return row;
    }
    /// All at once, so that the writer takes many into one commit.
    void add_at_once(Store& store, const std::vector<NewResponse>& rows) {
        std::vector<std::promise<Result<Stored>>> promises(rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i)
            store.add_response(rows[i],
                               [&, i](Result<Stored> result) { promises[i].set_value(std::move(result)); });
        for (auto& promise : promises) ASSERT_EQ(promise.get_future().get().value(), Stored::stored);
    }
    Result<Stored> add(Store& store, const NewResponse& row) {
        std::promise<Result<Stored>> promise;
        store.add_response(row, [&](Result<Stored> result) { promise.set_value(std::move(result)); });
        return promise.get_future().get();
    }
    std::int64_t number(const std::string& sql) {
        sqlite::Connection connection((folder_.path() / "peilpunt.db").string(), {.read_only = true});
        return connection.number(sql);
    }

    tests::TemporaryFolder folder_;
    tests::HandClock clock_{tests::test_start()};
    tests::SeededRandom random_{11};
};

}  // namespace

TEST_F(FreshRows, AreKnownBeforeAndAfterTheNightAndAfterARestart) {
    auto store = open();
    store->save_poll(tests::test_poll(), "test").value();
    const auto row = response();
    ASSERT_EQ(add(*store, row).value(), Stored::stored);
    EXPECT_EQ(number("SELECT count(*) FROM ledger"), 0);
    EXPECT_TRUE(store->receipt(row.receipt_hash));
    EXPECT_EQ(add(*store, row).value(), Stored::duplicate);
    store.reset();
    store = open();
    EXPECT_TRUE(store->receipt(row.receipt_hash)) << "after a restart";
    EXPECT_EQ(add(*store, row).value(), Stored::duplicate);

    ASSERT_TRUE(store->tidy());
    EXPECT_EQ(number("SELECT count(*) FROM ledger"), 1);
    EXPECT_EQ(number("SELECT count(*) FROM receipts"), 1);
    EXPECT_EQ(number("SELECT coalesce(sum(length(ledger)+length(receipts)),0) FROM fresh"), 0);
    EXPECT_TRUE(store->receipt(row.receipt_hash)) << "after the night";
    EXPECT_EQ(add(*store, row).value(), Stored::duplicate);

    const auto next = response();
    ASSERT_EQ(add(*store, next).value(), Stored::stored) << "the day after";
    EXPECT_EQ(add(*store, next).value(), Stored::duplicate);
    EXPECT_TRUE(store->receipt(next.receipt_hash));
    EXPECT_FALSE(store->receipt(bytes()));
    EXPECT_TRUE(store->verify().empty());
}

TEST_F(FreshRows, AreKnownToAnotherProgramOnTheSameFolder) {
    const auto one = open();
    one->save_poll(tests::test_poll(), "test").value();
    const auto other = open();
    const auto row = response();
    ASSERT_EQ(add(*one, row).value(), Stored::stored);
    EXPECT_EQ(add(*other, row).value(), Stored::duplicate);
    EXPECT_TRUE(other->receipt(row.receipt_hash));
    ASSERT_TRUE(other->tidy());
    EXPECT_EQ(add(*one, row).value(), Stored::duplicate) << "the other moved it meanwhile";
    const auto next = response();
    ASSERT_EQ(add(*other, next).value(), Stored::stored);
    EXPECT_EQ(add(*one, next).value(), Stored::duplicate);
    EXPECT_TRUE(one->verify().empty());
}

TEST_F(FreshRows, WrittenTogetherNoLongerTellSoAfterTheNight) {
    const auto store = open();
    store->save_poll(tests::test_poll(), "test").value();
    std::vector<NewResponse> rows;
    for (int i = 0; i < 300; ++i) rows.push_back(response(i % 10 == 0 ? 1500 : 10));
    add_at_once(*store, rows);
    const std::string grouped = "SELECT count(*) FROM responses WHERE piece=0 AND id<x'01'";
    EXPECT_GT(number(grouped), 100) << "nothing was written together: this test shows nothing";
    ASSERT_TRUE(store->tidy());
    EXPECT_LT(number(grouped), 10) << "one in 256 new ids begins like that too";
    EXPECT_EQ(number("SELECT count(*) FROM responses WHERE piece=0"), 300);
    // Two of 300 random ids share bytes 2 and 3 now and then; ten never do.
    EXPECT_LT(number("SELECT max(n) FROM (SELECT count(*) n FROM responses WHERE piece=0 "
                     "GROUP BY hex(substr(id,2,2)))"),
              5);
    for (const auto& row : rows)
        EXPECT_EQ(number("SELECT count(*) FROM responses WHERE hex(substr(id,4))='" +
                         seal::to_hex(row.row_id.substr(3)) + "'"),
                  0);
    EXPECT_TRUE(store->verify().empty()) << "no piece went astray";
}

TEST_F(FreshRows, ABackupTellsNothingOfTheDay) {
    const auto store = open();
    store->save_poll(tests::test_poll(), "test").value();
    std::vector<NewResponse> rows;
    for (int i = 0; i < 300; ++i) rows.push_back(response());
    add_at_once(*store, rows);
    const std::string grouped = "SELECT count(*) FROM responses WHERE piece=0 AND id<x'01'";
    const std::string entries = "SELECT coalesce(sum(length(ledger)+length(receipts)),0) FROM fresh";
    ASSERT_GT(number(grouped), 100);
    ASSERT_GT(number(entries), 0) << "nothing is kept apart: this test shows nothing";
    const tests::TemporaryFolder copy;
    ASSERT_TRUE(store->backup(copy.str()));
    sqlite::Connection connection((copy.path() / "peilpunt.db").string(), {.read_only = true});
    EXPECT_LT(connection.number(grouped), 10);
    EXPECT_EQ(connection.number(entries), 0);
    EXPECT_EQ(connection.number("SELECT count(*) FROM ledger"), 300);
    EXPECT_EQ(connection.number("SELECT count(*) FROM receipts"), 300);
    EXPECT_GT(number(grouped), 100) << "the original goes on as it was";
}

TEST_F(FreshRows, ASignalsReceiptStandsInNoOrderOfArrival) {
    const auto store = open();
    const auto add_signal = [&] {
        NewSignal row;
        row.ledger = {bytes(), bytes()};
        row.receipt_hash = bytes();
        row.row_id = SignalId::random(random_);
        row.signal.text = "De bank is weg.";
        row.signal.municipality = AreaCode::parse("GM0453").value();
        row.origin = {Channel::web, "", moment_of(clock_.now())};
        std::promise<Result<Stored>> promise;
        store->add_signal(row, [&](Result<Stored> result) { promise.set_value(std::move(result)); });
        EXPECT_EQ(promise.get_future().get().value(), Stored::stored);
        return row;
    };
    // Whose words they are is found by a key that is random; the rows that stand in order know no signal.
    for (int i = 0; i < 20; ++i) {
        const auto row = add_signal();
        EXPECT_TRUE(store->receipt(row.receipt_hash));
        EXPECT_EQ(number("SELECT count(*) FROM fresh WHERE instr(receipts, x'" +
                         seal::to_hex(row.row_id.bytes()) + "') > 0"),
                  0);
    }
    EXPECT_EQ(number("SELECT count(*) FROM receipts_today"), 20);
    EXPECT_EQ(number("SELECT sum(length(receipts)) FROM fresh"), 0);
}

TEST_F(FreshRows, AFewTogetherHaveNothingInCommon) {
    const auto store = open();
    store->save_poll(tests::test_poll(), "test").value();
    for (int i = 0; i < 50; ++i) ASSERT_EQ(add(*store, response()).value(), Stored::stored);
    EXPECT_LT(number("SELECT max(n) FROM (SELECT count(*) n FROM responses WHERE piece=0 "
                     "GROUP BY hex(substr(id,1,3)))"),
              3);
}

TEST_F(FreshRows, ARowThatIsCutOffIsNamed) {
    const auto store = open();
    store->save_poll(tests::test_poll(), "test").value();
    ASSERT_EQ(add(*store, response()).value(), Stored::stored);
    {
        sqlite::Connection connection((folder_.path() / "peilpunt.db").string(), {});
        connection.run("UPDATE fresh SET receipts=substr(receipts,2)");
    }
    const auto faults = store->verify();
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0], "fresh: row 1 is cut off");
}
