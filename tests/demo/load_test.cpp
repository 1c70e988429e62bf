// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "server/demo/demo.hpp"
#include "server/store/engine/sqlite/sqlite_store.hpp"
#include "tests/support/server_fixture.hpp"

namespace peilpunt::demo {
namespace {

TEST(DemoLoad, FillsAnEmptyServerWithAnUitslagAndATussenstand) {
    const tests::TemporaryFolder folder;
    tests::HandClock clock(tests::test_start());
    tests::SeededRandom random(3);
    auto store = store::open_sqlite(folder.str(), clock, random,
                                    {.create = true, .readers = 2, .log_key = tests::test_log_key()})
                     .value();
    app::App app(*store, tests::test_keys(), clock, random);
    const auto today = dutch_date(clock.now());
    const auto loaded = load(*store, app, today);
    ASSERT_TRUE(loaded) << loaded.error().message;
    app.housekeep();

    const auto state = app.state();
    EXPECT_EQ(state->region_name, "IJmond");
    EXPECT_EQ(state->settings.at("voorbeeld"), "ja");
    ASSERT_EQ(state->open_polls(today).size(), 1U);
    const auto* release = state->release(poll_2017().id);
    ASSERT_NE(release, nullptr);
    EXPECT_EQ(release->responses, kResponses2017);
    EXPECT_EQ(release->released_at.substr(0, 10), "2017-10-07");
    EXPECT_EQ(release->late, 0);
    EXPECT_EQ(state->release(poll(today).id), nullptr) << "open: no exact figures";
    const auto* interim = state->interim(poll(today).id);
    ASSERT_NE(interim, nullptr);
    EXPECT_EQ(interim->about, 400);
    const auto told = std::count_if(interim->questions.begin(), interim->questions.end(),
                                    [](const auto& question) { return !question.options.empty(); });
    EXPECT_GE(told, 3);
    ASSERT_NE(state->progress(poll(today).id), nullptr);
    EXPECT_EQ(state->progress(poll(today).id)->people, 420);
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
    ASSERT_TRUE(load(*store, app, today));
    // A day later the same revision of the poll would have other dates.
    const auto again = load(*store, app, today + std::chrono::days(1));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

}  // namespace
}  // namespace peilpunt::demo
