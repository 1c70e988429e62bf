// SPDX-License-Identifier: EUPL-1.2
// What keeps the server from looking in the ledger may never deny what is there: that would be an answer
// counted twice.
#include "server/store/engine/sqlite/ledger_filter.hpp"

#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "server/store/engine/sqlite/schema.hpp"
#include "server/store/engine/sqlite/sqlite_store.hpp"
#include "tests/support/server_fixture.hpp"
#include "tests/support/store_rows.hpp"

using namespace peilpunt;
using namespace peilpunt::store;

namespace {

class LedgerFilters : public testing::Test {
  protected:
    std::string bytes() { return tests::random_bytes(random_); }
    std::string file() const { return (folder_.path() / "peilpunt.db").string(); }

    tests::TemporaryFolder folder_;
    tests::HandClock clock_{tests::test_start()};
    tests::SeededRandom random_{5};
};

/// A ledger without a store around it.
class OnlyTheLedger : public LedgerFilters {
  protected:
    OnlyTheLedger() { sqlite::migrate(connection_, 1, schema::main_steps()).value(); }
    void enter(const std::string& key) {
        connection_.prepare("INSERT INTO ledger VALUES(?,?,1)").bind_blob(1, key).bind_blob(2, key).run();
    }
    void make() {
        sqlite::Transaction transaction(connection_);
        LedgerFilter::make(connection_);
        transaction.commit();
        filter_.catch_up(connection_);
    }
    bool may_hold(const std::string& key) const { return filter_.may_hold(Fresh::key_of(key)); }

    sqlite::Connection connection_{file(), {.create = true}};
    LedgerFilter filter_;
};

/// Few ledger entries stay in memory, so that they move to `ledger_today` while the test looks.
class AStoreWithAFilter : public LedgerFilters {
  protected:
    AStoreWithAFilter()
        : store_(
              open_sqlite(folder_.str(), clock_, random_,
                          {.create = true, .readers = 1, .most_fresh = 20, .log_key = tests::test_log_key()})
                  .value()) {
        store_->save_poll(tests::test_poll(), "test").value();
    }
    NewResponse response() { return tests::new_response(random_, clock_); }
    std::future<Result<Stored>> add(const NewResponse& row) {
        auto promise = std::make_shared<std::promise<Result<Stored>>>();
        store_->add_response(row,
                             [promise](Result<Stored> result) { promise->set_value(std::move(result)); });
        return promise->get_future();
    }
    void purge() { store_->purge(Date{}, clock_.now(), false).value(); }

    std::unique_ptr<Store> store_;
};

}  // namespace

TEST_F(OnlyTheLedger, LetsWhatIsKnownThroughAndNearlyNothingElse) {
    constexpr int kEntries = 50'000;
    std::vector<std::string> known;
    {
        sqlite::Transaction transaction(connection_);
        for (int i = 0; i < kEntries; ++i) enter(known.emplace_back(bytes()));
        transaction.commit();
    }
    EXPECT_TRUE(may_hold(bytes())) << "without a filter nothing can be ruled out";
    make();
    for (const auto& key : known) ASSERT_TRUE(may_hold(key));
    int mistaken = 0;
    for (int i = 0; i < kEntries; ++i) mistaken += may_hold(bytes()) ? 1 : 0;
    EXPECT_LT(mistaken, kEntries / 100) << "half a percent is what this size gives";
    EXPECT_LT(connection_.number("SELECT length(blocks) FROM ledger_filter"), kEntries * 12 / 8 + 64);
}

TEST_F(OnlyTheLedger, AnEmptyOneRulesOutEverything) {
    make();
    for (int i = 0; i < 100; ++i) EXPECT_FALSE(may_hold(bytes()));
}

TEST_F(OnlyTheLedger, WhoeverAddsToTheLedgerRemovesIt) {
    make();
    ASSERT_EQ(connection_.number("SELECT count(*) FROM ledger_filter"), 1);
    const auto key = bytes();
    {
        sqlite::Connection somebody_else(file(), {});
        somebody_else.prepare("INSERT OR IGNORE INTO ledger VALUES(?1,?1,1)").bind_blob(1, key).run();
    }
    EXPECT_EQ(connection_.number("SELECT count(*) FROM ledger_filter"), 0);
    filter_.catch_up(connection_);
    EXPECT_TRUE(may_hold(key));
    make();
    EXPECT_TRUE(may_hold(key));
    EXPECT_FALSE(may_hold(bytes()));
}

TEST_F(AStoreWithAFilter, KnowsWhatCameBeforeInEveryCommitOfTheNight) {
    std::vector<NewResponse> given;
    ASSERT_TRUE(store_->tidy());
    for (int i = 0; i < 200; ++i)
        ASSERT_EQ(add(given.emplace_back(response())).get().value(), Stored::stored);
    sqlite::Connection connection(file(), {});
    ASSERT_EQ(connection.number("SELECT count(*) FROM ledger_filter"), 1);
    ASSERT_GT(connection.number("SELECT count(*) FROM ledger_today"), 100);

    // While the writer waits for somebody who hears of his answer, the night and all answers once more queue
    // up behind it, and go into one commit: those of ledger_today are in the ledger by then.
    std::promise<void> go_on;
    store_->add_response(response(),
                         [wait = go_on.get_future().share()](const Result<Stored>&) { wait.wait(); });
    std::thread night([&] { purge(); });
    // Until it has queued, which nothing tells. When it comes later all the same, it shows less, not wrong.
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    std::vector<std::future<Result<Stored>>> again;
    for (const auto& row : given) again.push_back(add(row));
    go_on.set_value();
    night.join();
    for (auto& one : again) EXPECT_EQ(one.get().value(), Stored::duplicate);

    EXPECT_EQ(connection.number("SELECT count(*) FROM ledger_filter"), 0) << "the ledger grew";
    EXPECT_EQ(connection.number("SELECT count(*) FROM ledger_today"), 0);
    ASSERT_TRUE(store_->tidy());
    EXPECT_EQ(connection.number("SELECT count(*) FROM ledger_filter"), 1);
    for (const auto& row : given) EXPECT_EQ(add(row).get().value(), Stored::duplicate);
    EXPECT_EQ(add(response()).get().value(), Stored::stored);
    EXPECT_TRUE(store_->verify().empty());
}

TEST_F(AStoreWithAFilter, VerifyNamesOneThatDeniesAnEntry) {
    const auto row = response();
    ASSERT_EQ(add(row).get().value(), Stored::stored);
    ASSERT_TRUE(store_->tidy());
    ASSERT_EQ(add(row).get().value(), Stored::duplicate);
    sqlite::Connection(file(), {}).run("UPDATE ledger_filter SET number=7, blocks=zeroblob(length(blocks))");
    const auto faults = store_->verify();
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0], "ledger_filter: denies 1 entries of the ledger");
    auto again = response();
    again.ledger = row.ledger;
    EXPECT_EQ(add(again).get().value(), Stored::stored) << "nobody looks where the filter says no";
}
