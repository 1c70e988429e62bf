// SPDX-License-Identifier: EUPL-1.2
// Folders of 0.1.0 kept the day of closing in a setting; this is how it comes to the poll.
#include <gtest/gtest.h>

#include <set>

#include "server/store/engine/sqlite/schema.hpp"
#include "shared/json/json.hpp"
#include "shared/sqlite/sqlite.hpp"
#include "tests/support/server_fixture.hpp"

using namespace peilpunt;
using peilpunt::tests::TemporaryFolder;

namespace {

constexpr std::size_t kStepsOfFirstRelease = 8;

void add(sqlite::Connection& connection, const Poll& poll, std::string_view status) {
    connection.prepare("INSERT INTO polls(id, revision, slug, status, definition) VALUES(?,?,?,?,?)")
        .bind_blob(1, poll.id.bytes())
        .bind(2, poll.revision)
        .bind(3, poll.slug)
        .bind(4, status)
        .bind(5, json::write_poll(poll))
        .run();
}

}  // namespace

TEST(ClosingDays, ComeFromTheSettingsOfTheFirstRelease) {
    seal::start();
    TemporaryFolder folder;
    tests::HandClock clock(tests::test_start());
    tests::SeededRandom random(5);
    auto closed = tests::test_poll();
    auto running = tests::test_poll();
    running.id = PollId::random(random);
    running.slug = "lopen";
    auto over = tests::test_poll();
    over.id = PollId::random(random);
    over.slug = "zwemmen";
    {
        sqlite::Connection old((folder.path() / "peilpunt.db").string(), {.create = true});
        ASSERT_TRUE(sqlite::migrate(old, store::schema::kMainApplicationId,
                                    store::schema::main_steps().first(kStepsOfFirstRelease)));
        add(old, closed, "open");  // the status of an earlier revision stayed as it was
        closed.revision = 2;
        add(old, closed, "gesloten");
        closed.revision = 3;
        add(old, closed, "concept");
        add(old, running, "open");
        add(old, over, "gesloten");  // without a day: its own says when
        old.prepare("INSERT INTO settings VALUES(?,?)")
            .bind(1, "gesloten." + closed.id.str())
            .bind(2, "2026-11-10")
            .run();
    }
    const auto store = tests::open_test_store(folder.str(), clock, random, true);
    const auto state = store->load_state();
    ASSERT_EQ(state.polls.size(), 5U);
    for (const auto& poll : state.polls) {
        if (poll.id == closed.id && poll.revision < 3) {
            EXPECT_EQ(poll.status, PollStatus::closed) << poll.revision;
            EXPECT_EQ(poll.closed_on, parse_date("2026-11-10").value()) << poll.revision;
        } else {
            EXPECT_EQ(poll.closed_on, std::nullopt) << poll.slug << poll.revision;
            EXPECT_EQ(poll.status, poll.id == running.id ? PollStatus::open
                                   : poll.id == over.id  ? PollStatus::closed
                                                         : PollStatus::draft);
        }
    }
    std::set<int> numbers;
    for (const auto& poll : state.polls) numbers.insert(poll.number);
    EXPECT_EQ(numbers, (std::set<int>{1, 2, 3}))
        << "each poll that was published has one, all revisions the same";
    for (const auto& [key, value] : state.settings) EXPECT_FALSE(key.starts_with("gesloten.")) << key;
    store->note("peiling-geopend", "fietsen", "test").value();  // polls without any log would be a fault
    EXPECT_EQ(store->verify(), std::vector<std::string>());
}
