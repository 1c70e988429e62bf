// SPDX-License-Identifier: EUPL-1.2
// A folder of a version that released figures of open polls every ten answers.
#include "server/store/registry/older_releases.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "server/app/outcomes.hpp"
#include "tests/support/server_fixture.hpp"

namespace peilpunt {
namespace {

using namespace std::chrono_literals;

class OlderReleases : public testing::Test {
  protected:
    PollId poll() const { return tests::test_poll().id; }
    void give(int count, const char* choice) {
        for (int i = 0; i < count; ++i)
            ASSERT_TRUE(server_.app().submit_response(server_.response("GM0453", choice), server_.web()));
    }
    /// What the last release before an upgrade said, as the older version wrote it.
    void release_as_before(int number = 7) {
        const results::CellsByRevision cells{{1, server_.store().cells(poll(), 1)}};
        auto edition =
            results::next_edition(poll(), {tests::test_poll()}, cells, std::nullopt, server_.clock().now());
        edition->release.number = number;
        auto tree = nlohmann::json::parse(results::write_release({tests::test_poll()}, edition->release));
        for (const auto* later : {"tussenstand", "apartGehouden", "naUitslag"}) tree.erase(later);
        change("INSERT INTO releases(poll, number, release, basis) VALUES(?1,?2,?3,'{}')",
               {sql::Bytes{poll().bytes()}, number, tree.dump()});
    }
    void upgrade() {
        change("INSERT INTO settings VALUES('oude-uitkomsten','ja')", {});
        server_.reopen();
    }
    void change(std::string_view text, std::initializer_list<sql::Param> values) {
        server_.store()
            .database()
            .write([&](sql::Session& session) -> Result<void> {
                session.run(text, values);
                return {};
            })
            .value();
    }
    void close() { ASSERT_TRUE(server_.app().close_poll("fietsen", "test")); }
    const results::Release* release() { return server_.app().state()->release(poll()); }

    tests::ServerFixture server_;
};

TEST_F(OlderReleases, OfAnOpenPollGo) {
    give(30, "dijk");
    give(30, "stad");
    release_as_before(6);
    release_as_before(7);
    upgrade();
    EXPECT_FALSE(release());
    EXPECT_TRUE(server_.app().state()->interim(poll()));
    EXPECT_TRUE(server_.store().verify().empty());
}

TEST_F(OlderReleases, OfAClosedPollBecomeItsUitslagWhenExact) {
    give(30, "dijk");
    give(25, "stad");
    release_as_before();
    close();
    server_.clock().move(48h);
    upgrade();
    ASSERT_TRUE(release());
    EXPECT_EQ(release()->number, 1);
    EXPECT_EQ(release()->responses, 55);
    EXPECT_EQ(release()->released_at, "2026-11-10T13:00:00Z") << "as it was told then";
    EXPECT_EQ(release()->late, 0);
    EXPECT_TRUE(server_.store().verify().empty());
}

TEST_F(OlderReleases, StandWhenOnlyFewAnswersAreMissingFromThem) {
    give(30, "dijk");
    give(25, "stad");
    release_as_before();
    give(9, "stad");
    close();
    upgrade();
    ASSERT_TRUE(release());
    EXPECT_EQ(release()->responses, 55) << "an uitslag with 64 beside it would tell about nine people";
    EXPECT_EQ(release()->late, 9);
    EXPECT_TRUE(server_.store().verify().empty());
}

TEST_F(OlderReleases, GoWhenManyAnswersAreMissingAndAnUitslagIsMade) {
    give(30, "dijk");
    give(25, "stad");
    release_as_before();
    give(40, "stad");
    close();
    upgrade();
    ASSERT_TRUE(release());
    EXPECT_EQ(release()->responses, 95);
    EXPECT_TRUE(server_.store().verify().empty());
}

TEST_F(OlderReleases, RankingsAreCountedAgain) {
    auto ranked = tests::test_poll();
    ranked.id = PollId::parse("0e8b5a52-3c1e-4b8a-9f00-5d2c8e4b1a77").value();
    ranked.slug = "rangorde";
    ranked.questions[0].kind = QuestionKind::ranking;
    ASSERT_TRUE(server_.app().import_poll(ranked, "test"));
    ASSERT_TRUE(server_.app().publish_poll("rangorde", "test"));
    for (int i = 0; i < 12; ++i) {
        auto response = server_.response();
        response.poll = ranked.id;
        response.answers.set("v1", Ranking{{"stad", "dijk"}});
        ASSERT_TRUE(server_.app().submit_response(response, server_.web()));
    }
    auto without = server_.store().cells(ranked.id, 1).begin()->second;
    std::erase_if(without.questions["v1"].counts,
                  [](const auto& count) { return count.first.starts_with("rang:"); });
    change("UPDATE tallies SET counts=?1", {sql::Bytes{results::pack(without)}});
    EXPECT_FALSE(server_.store().verify().empty()) << "as an older version counted";
    upgrade();
    EXPECT_TRUE(server_.store().verify().empty());
}

}  // namespace
}  // namespace peilpunt
