// SPDX-License-Identifier: EUPL-1.2
// A poll that changes while people answer it: drafts, revisions, addresses and the day of closing.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/json/json.hpp"
#include "tests/support/server_fixture.hpp"

using namespace peilpunt;
using namespace std::chrono_literals;

namespace {

class Revisions : public testing::Test {
  protected:
    static Poll revision(int number, const std::string& slug = "fietsen") {
        Poll poll = tests::test_poll();
        poll.revision = number;
        poll.slug = slug;
        poll.title =
            LocalText(std::map<std::string, std::string>{{"nl", "Revisie " + std::to_string(number)}});
        poll.questions.erase(poll.questions.begin() + 1);
        return poll;
    }
    app::App& app() { return server_.app(); }
    std::shared_ptr<const app::State> state() { return app().state(); }
    Response answer_to(int number) {
        auto response = server_.response();
        response.revision = number;
        if (number > 1) response.answers.erase("v2");
        return response;
    }
    static Date day(const char* text) { return parse_date(text).value(); }

    tests::ServerFixture server_;
};

}  // namespace

TEST_F(Revisions, ADraftChangesNothingForAnybodyUntilItIsPublished) {
    const Poll before = *state()->poll("fietsen");
    ASSERT_TRUE(app().import_poll(revision(2, "wielrijden"), "test"));
    server_.reopen();
    EXPECT_EQ(*state()->poll("fietsen"), before);
    EXPECT_FALSE(state()->poll("wielrijden"));
    EXPECT_EQ(state()->polls.size(), 1U);
    EXPECT_EQ(state()->revisions.size(), 1U);
    EXPECT_FALSE(state()->revision(before.id, 2));
    EXPECT_EQ(state()->open_polls(dutch_date(server_.clock().now()), "GM0453").size(), 1U);
    EXPECT_TRUE(app().submit_response(answer_to(1), server_.web()));
    EXPECT_FALSE(app().submit_response(answer_to(2), server_.web()));
    ASSERT_EQ(app().drafts().size(), 1U);
    EXPECT_EQ(app().drafts()[0].slug, "wielrijden");

    ASSERT_TRUE(app().publish_poll("fietsen", "test"));
    EXPECT_TRUE(app().drafts().empty());
    EXPECT_EQ(state()->poll("fietsen")->revision, 2);
    EXPECT_TRUE(app().submit_response(answer_to(2), server_.web()));
}

TEST_F(Revisions, ARevisionThatWasReplacedStillTakesAnswersGivenOnIt) {
    const auto given = server_.kiosk();
    ASSERT_TRUE(app().import_poll(revision(2), "test"));
    ASSERT_TRUE(app().publish_poll("fietsen", "test"));
    EXPECT_TRUE(app().submit_response(answer_to(1), server_.web())) << "a page that was open";
    EXPECT_TRUE(app().submit_response(answer_to(1), given)) << "a kiosk that was away";
    ASSERT_TRUE(app().import_poll(revision(3, "wielrijden"), "test"));
    ASSERT_TRUE(app().publish_poll("fietsen", "test"));
    EXPECT_TRUE(app().submit_response(answer_to(1), server_.web()));
    EXPECT_TRUE(app().submit_response(answer_to(2), server_.web()));
    EXPECT_TRUE(app().submit_response(answer_to(3), server_.web()));
}

TEST_F(Revisions, AnEarlierShortNameLeadsOnAndStaysTaken) {
    ASSERT_TRUE(app().import_poll(revision(2, "wielrijden"), "test"));
    ASSERT_TRUE(app().publish_poll("wielrijden", "test"));
    ASSERT_TRUE(state()->poll("fietsen"));
    EXPECT_EQ(state()->poll("fietsen")->slug, "wielrijden");
    Poll other = tests::test_poll();
    other.id = PollId::random(server_.random());
    EXPECT_EQ(app().import_poll(other, "test").error().code, ErrorCode::conflict);
    other.slug = "wielrijden";
    EXPECT_EQ(app().import_poll(other, "test").error().code, ErrorCode::conflict);
    ASSERT_TRUE(app().import_poll(revision(3, "fietsen"), "test")) << "its own name it may have back";
    ASSERT_TRUE(app().publish_poll("wielrijden", "test"));
    EXPECT_EQ(state()->poll("wielrijden")->slug, "fietsen");
}

TEST_F(Revisions, AnEarlierRevisionCannotComeLater) {
    ASSERT_TRUE(app().import_poll(revision(3), "test"));
    EXPECT_EQ(app().import_poll(revision(2), "test").error().code, ErrorCode::conflict);
    ASSERT_TRUE(app().import_poll(revision(4), "test"));
    ASSERT_EQ(app().drafts().size(), 1U);
    ASSERT_TRUE(app().publish_poll("fietsen", "test"));
    EXPECT_EQ(state()->poll("fietsen")->revision, 4);
    EXPECT_TRUE(app().drafts().empty()) << "revision 3 is overtaken";
    EXPECT_TRUE(app().publish_poll("fietsen", "test")) << "nothing is left to publish";
    EXPECT_EQ(state()->poll("fietsen")->revision, 4);
    EXPECT_EQ(state()->revisions.size(), 2U) << "revision 3 never was";
}

TEST_F(Revisions, ARevisionWaitsForItsFirstDayAndTheOneBeforeItRunsOn) {
    Poll later = revision(2, "wielrijden");
    later.opens = day("2026-11-20");
    ASSERT_TRUE(app().import_poll(later, "test"));
    ASSERT_TRUE(app().publish_poll("fietsen", "test"));
    EXPECT_EQ(state()->poll("fietsen")->revision, 1);
    EXPECT_TRUE(app().submit_response(answer_to(1), server_.web()));
    server_.clock().set(parse_time("2026-11-19T23:00:00Z").value());  // midnight in the Netherlands
    app().housekeep();
    EXPECT_EQ(state()->poll("fietsen")->slug, "wielrijden");
    EXPECT_TRUE(app().submit_response(answer_to(2), server_.web()));
    EXPECT_TRUE(app().submit_response(answer_to(1), server_.web())) << "a page that was open over midnight";
    EXPECT_TRUE(app().close_poll("fietsen", "test"));
}

TEST_F(Revisions, ClosingShutsARevisionThatWaitsAsWell) {
    Poll later = revision(2);
    later.opens = day("2026-11-20");
    ASSERT_TRUE(app().import_poll(later, "test"));
    ASSERT_TRUE(app().publish_poll("fietsen", "test"));
    ASSERT_TRUE(app().close_poll("fietsen", "test"));
    server_.clock().move(24h * 12);
    app().housekeep();
    EXPECT_EQ(state()->poll("fietsen")->status, PollStatus::closed);
    EXPECT_EQ(last_day(*state()->poll("fietsen")), day("2026-11-10"));
}

TEST_F(Revisions, ADraftThatWouldShutARunningPollIsRefused) {
    Poll later = revision(2);
    later.opens = day("2026-12-05");
    later.closes = day("2026-12-12");
    ASSERT_TRUE(app().import_poll(later, "test"));
    EXPECT_EQ(app().publish_poll("fietsen", "test").error().code, ErrorCode::invalid) << "days between";
    later.revision = 3;
    later.opens = day("2026-11-01");
    later.closes = day("2026-11-10");
    ASSERT_TRUE(app().import_poll(later, "test"));
    EXPECT_EQ(app().publish_poll("fietsen", "test").error().code, ErrorCode::invalid) << "over already";
    EXPECT_EQ(state()->poll("fietsen")->revision, 1);
}

TEST_F(Revisions, ClosingIsAnEventWithADay) {
    ASSERT_TRUE(app().import_poll(revision(2), "test"));
    ASSERT_TRUE(app().publish_poll("fietsen", "test"));
    ASSERT_TRUE(app().close_poll("fietsen", "test"));
    server_.clock().move(24h * 5);
    server_.reopen();
    for (const auto& poll : state()->revisions) {
        EXPECT_EQ(poll.status, PollStatus::closed) << poll.revision;
        EXPECT_EQ(closing_day(poll), day("2026-11-10"));
        EXPECT_EQ(last_day(poll), day("2026-11-10"));
        EXPECT_EQ(json::poll_tree(poll).at("sluit"), "2026-11-10");
    }
    EXPECT_EQ(app().close_poll("fietsen", "test").error().code, ErrorCode::conflict);
    ASSERT_TRUE(app().import_poll(revision(3), "test"));
    EXPECT_EQ(app().publish_poll("fietsen", "test").error().code, ErrorCode::closed);
    EXPECT_EQ(state()->poll("fietsen")->revision, 2);
    EXPECT_EQ(last_day(*state()->poll("fietsen")), day("2026-11-10"));
}

TEST_F(Revisions, APollClosesByItselfWhenItsDayComes) {
    server_.clock().set(parse_time("2026-11-30T22:59:00Z").value());  // 23:59 in the Netherlands
    app().housekeep();
    EXPECT_EQ(state()->poll("fietsen")->status, PollStatus::open);
    server_.clock().move(1min);
    app().housekeep();
    EXPECT_EQ(state()->poll("fietsen")->status, PollStatus::closed);
    EXPECT_EQ(closing_day(*state()->poll("fietsen")), day("2026-12-01"));
    EXPECT_EQ(last_day(*state()->poll("fietsen")), day("2026-11-30"));
    const auto log = server_.store().audit();
    const auto closings = std::count_if(log.begin(), log.end(),
                                        [](const auto& entry) { return entry.what == "peiling-gesloten"; });
    app().housekeep();
    EXPECT_EQ(closings, 1);
    EXPECT_EQ(server_.store().audit().size(), log.size()) << "once";
    EXPECT_TRUE(server_.store().verify().empty());
}

TEST_F(Revisions, FollowingTellsTheDayOnWhichItReallyClosed) {
    const auto accepted = app().submit_response(server_.response(), server_.web()).value();
    auto steps = app().follow(accepted.receipt)->steps;
    EXPECT_EQ(steps[1].key, "web.stap.sluiting");
    EXPECT_EQ(steps[1].date, day("2026-11-30"));
    server_.clock().move(48h);
    ASSERT_TRUE(app().close_poll("fietsen", "test"));
    steps = app().follow(accepted.receipt)->steps;
    EXPECT_EQ(steps[1].key, "web.stap.gesloten");
    EXPECT_EQ(steps[1].date, day("2026-11-12"));
    EXPECT_EQ(steps[1].when, app::Step::When::done);
}
