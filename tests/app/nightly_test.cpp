// SPDX-License-Identifier: EUPL-1.2
// The nightly rewrite: due once a night, also when nobody served that night.
#include "server/app/nightly.hpp"

#include <gtest/gtest.h>

#include "tests/support/server_fixture.hpp"

using namespace peilpunt;

namespace {

class Nightly : public testing::Test {
  protected:
    void at(const char* time) { server_.clock().set(parse_time(time).value()); }
    std::string last() {
        server_.app().housekeep();
        const auto state = server_.app().state();
        const auto found = state->settings.find(app::kLastRewrite);
        return found == state->settings.end() ? std::string() : found->second;
    }
    tests::ServerFixture server_;
    app::NightlyRewrite nightly_{server_.app(), server_.store(), server_.clock()};
};

}  // namespace

TEST_F(Nightly, IsDueOnceANightAtThreeLocalTime) {
    at("2026-11-10T01:59:00Z");  // 02:59 in the Netherlands
    EXPECT_TRUE(nightly_.run_if_due()) << "no night was ever rewritten";
    EXPECT_EQ(last(), "2026-11-09");
    EXPECT_FALSE(nightly_.run_if_due());
    at("2026-11-10T02:00:00Z");
    EXPECT_TRUE(nightly_.run_if_due());
    EXPECT_EQ(last(), "2026-11-10");
    at("2026-11-10T23:30:00Z");
    EXPECT_FALSE(nightly_.run_if_due());
}

TEST_F(Nightly, ThatWasMissedIsMadeUpForAfterTheNextStart) {
    at("2026-11-10T12:00:00Z");
    ASSERT_TRUE(nightly_.run_if_due());
    at("2026-11-12T00:30:00Z");  // 01:30: the night of the 11th was missed, that of the 12th is to come
    server_.reopen();
    app::NightlyRewrite after(server_.app(), server_.store(), server_.clock());
    server_.app().submit_response(server_.response(), server_.web()).value();
    EXPECT_TRUE(after.run_if_due());
    EXPECT_EQ(last(), "2026-11-11");
    at("2026-11-12T02:30:00Z");
    EXPECT_TRUE(after.run_if_due());
    EXPECT_EQ(last(), "2026-11-12");
    EXPECT_TRUE(server_.store().verify().empty());
}

TEST_F(Nightly, IsDoneByOneOfManyServers) {
    at("2026-11-10T12:00:00Z");
    app::NightlyRewrite second(server_.app(), server_.store(), server_.clock());
    EXPECT_TRUE(nightly_.run_if_due());
    EXPECT_FALSE(second.run_if_due());
}

TEST_F(Nightly, DoesNotWaitForADateAhead) {
    at("2026-11-28T12:00:00Z");
    ASSERT_TRUE(nightly_.run_if_due());
    at("2026-11-10T12:00:00Z");  // the clock was wrong
    EXPECT_TRUE(nightly_.run_if_due());
    EXPECT_EQ(last(), "2026-11-10");
}
