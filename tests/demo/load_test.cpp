// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "server/demo/demo.hpp"
#include "server/store/sqlite/sqlite_store.hpp"
#include "tests/support/server_fixture.hpp"

namespace peilpunt::demo {
namespace {

TEST(DemoLoad, FillsAnEmptyServerSoThatItsOutcomeIsPublished) {
    const tests::TemporaryFolder folder;
    tests::HandClock clock(tests::test_start());
    tests::SeededRandom random(3);
    auto store = store::open_sqlite(folder.str(), clock, random,
                                    {.create = true, .readers = 2, .log_key = tests::test_log_key()})
                     .value();
    app::App app(*store, tests::test_keys(), clock, random);
    const auto today = dutch_date(clock.now());
    const auto loaded = load(app, today);
    ASSERT_TRUE(loaded) << loaded.error().message;
    app.housekeep();

    const auto state = app.state();
    EXPECT_EQ(state->region_name, "IJmond");
    EXPECT_EQ(state->settings.at("voorbeeld"), "ja");
    ASSERT_EQ(state->open_polls(today).size(), 1U);
    const auto* release = state->release(poll(today).id);
    ASSERT_NE(release, nullptr);
    EXPECT_EQ(release->responses, kResponses);
    EXPECT_EQ(store->contacts().size(), contacts().size());
    EXPECT_EQ(store->signals({}, "", 200).rows.size(), signals(today).size());
    EXPECT_EQ(store->quarantined(), 0);
    EXPECT_TRUE(store->verify().empty());
}

TEST(DemoLoad, SaysWhyWhenTheServerIsNotEmpty) {
    const tests::TemporaryFolder folder;
    tests::HandClock clock(tests::test_start());
    tests::SeededRandom random(3);
    auto store = store::open_sqlite(folder.str(), clock, random,
                                    {.create = true, .readers = 2, .log_key = tests::test_log_key()})
                     .value();
    app::App app(*store, tests::test_keys(), clock, random);
    const auto today = dutch_date(clock.now());
    ASSERT_TRUE(load(app, today));
    // A day later the same revision of the poll would have other dates.
    const auto again = load(app, today + std::chrono::days(1));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

}  // namespace
}  // namespace peilpunt::demo
