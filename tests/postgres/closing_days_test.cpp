// SPDX-License-Identifier: EUPL-1.2
// Databases of 0.1.0 kept the day of closing in a setting; this is how it comes to the poll.
#include <gtest/gtest.h>

#include <set>

#include "server/sql/postgres/connection.hpp"
#include "server/store/engine/postgres/schema.hpp"
#include "shared/json/json.hpp"
#include "tests/support/postgres_cluster.hpp"

using namespace peilpunt;
using namespace peilpunt::postgres;
using namespace peilpunt::store::postgres;

namespace {

constexpr std::size_t kStepsOfFirstRelease = 6;

void add(Connection& connection, const Poll& poll, std::string_view status) {
    connection.run("INSERT INTO polls(id, revision, slug, status, definition) VALUES($1,$2,$3,$4,$5)",
                   args(Bytes{poll.id.bytes()}, poll.revision, poll.slug, status, json::write_poll(poll)));
}

}  // namespace

TEST(PostgresClosingDays, ComeFromTheSettingsOfTheFirstRelease) {
    seal::start();
    tests::TemporaryFolder folder;
    tests::HandClock clock(tests::test_start());
    tests::SeededRandom random(5);
    auto closed = tests::test_poll();
    auto running = tests::test_poll();
    running.id = PollId::random(random);
    running.slug = "lopen";
    {
        auto& cluster = tests::PostgresCluster::shared();
        Connection old(cluster.database_for(folder.str()), "peilpunt");
        ASSERT_TRUE(migrate(old, "peilpunt", main_steps().first(kStepsOfFirstRelease), true));
        add(old, closed, "open");  // the status of an earlier revision stayed as it was
        closed.revision = 2;
        add(old, closed, "gesloten");
        add(old, running, "open");
        old.run("INSERT INTO settings VALUES($1,$2)",
                args("gesloten." + closed.id.str(), std::string_view("2026-11-10")));
    }
    const auto store = tests::open_test_store(folder.str(), clock, random, true);
    const auto state = store->load_state();
    ASSERT_EQ(state.polls.size(), 3U);
    for (const auto& poll : state.polls) {
        const bool is_closed = poll.id == closed.id;
        EXPECT_EQ(poll.status, is_closed ? PollStatus::closed : PollStatus::open) << poll.revision;
        EXPECT_EQ(poll.closed_on,
                  is_closed ? std::optional<Date>(parse_date("2026-11-10").value()) : std::nullopt);
    }
    std::set<int> numbers;
    for (const auto& poll : state.polls) numbers.insert(poll.number);
    EXPECT_EQ(numbers, (std::set<int>{1, 2}));
    for (const auto& [key, value] : state.settings) EXPECT_FALSE(key.starts_with("gesloten.")) << key;
}
