// SPDX-License-Identifier: EUPL-1.2
// When what is told: tussenstand, uitslag, late answers, progress.
#include "server/app/outcomes.hpp"

#include <gmock/gmock.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>

#include "tests/support/server_fixture.hpp"

namespace peilpunt {
namespace {

using namespace std::chrono_literals;

class Outcomes : public testing::Test {
  protected:
    app::App& app() { return server_.app(); }
    PollId poll() const { return tests::test_poll().id; }
    const results::Release* release() { return app().state()->release(poll()); }
    const results::Interim* interim() { return app().state()->interim(poll()); }
    void give(int count, const char* choice = "dijk") {
        for (int i = 0; i < count; ++i)
            ASSERT_TRUE(app().submit_response(server_.response("GM0453", choice), server_.web()));
    }
    void look() {
        app().housekeep();
        server_.clock().move(1min);
        app().housekeep();
    }
    /// A kiosk in Velsen; its id.
    KioskId pair() {
        const auto code = app()
                              .fleet()
                              .make_pairing_code(app::Accounts::command_line(), "Buurthuis",
                                                 AreaCode::parse("GM0453").value())
                              .value();
        const auto keys = seal::make_sign_keys();
        return app().enrol({code, keys.public_key}).value().kiosk;
    }
    void report(KioskId kiosk, int waiting) {
        store::KioskReport report;
        report.id = kiosk;
        report.last_contact = format_time(server_.clock().now());
        report.waiting = waiting;
        ASSERT_TRUE(server_.store().report_kiosk(report));
    }

    tests::ServerFixture server_;
};

TEST_F(Outcomes, ATussenstandComesWithTheFiftiethAnswerAndNeverByTime) {
    give(49);
    look();
    server_.clock().move(240h);
    look();
    EXPECT_FALSE(interim());
    give(1);
    look();
    ASSERT_TRUE(interim());
    EXPECT_EQ(interim()->reached, 50);
    EXPECT_FALSE(release());
    const auto first = *interim();
    give(49);
    server_.clock().move(48h);
    look();
    EXPECT_EQ(*interim(), first) << "99 answers";
    give(1);
    look();
    EXPECT_EQ(interim()->reached, 100);
}

TEST_F(Outcomes, ServersDrawTheSameNoiseAndNobodyDrawsTwice) {
    give(30, "dijk");
    give(80, "stad");
    app::App other(server_.store(), tests::test_keys(), server_.clock(), server_.random());
    look();
    other.housekeep();
    store::Outcomes told(server_.store().database(), server_.store().journal());
    ASSERT_EQ(told.interims(poll()).size(), 1U);
    EXPECT_EQ(*other.state()->interim(poll()), *interim());
    // Even one that lost what was told comes to the same.
    const auto before = *interim();
    server_.store()
        .database()
        .write([](sql::Session& session) -> Result<void> {
            session.run("DELETE FROM interims");
            store::raise_version(session);
            return {};
        })
        .value();
    look();
    EXPECT_EQ(interim()->questions, before.questions);
}

TEST_F(Outcomes, TheUitslagComesOnceThePollHasClosed) {
    give(40, "dijk");
    give(20, "stad");
    look();
    EXPECT_FALSE(release());
    ASSERT_TRUE(app().close_poll("fietsen", "test"));
    app().housekeep();
    EXPECT_FALSE(release()) << "answers that were taken in just now are still being written";
    server_.clock().move(1min);
    app().housekeep();
    ASSERT_TRUE(release());
    EXPECT_EQ(release()->responses, 60);
    EXPECT_EQ(release()->questions[0].options[0].count, 40);
    EXPECT_FALSE(interim()) << "the tussenstand is over";
    server_.clock().move(24h * 30);
    look();
    EXPECT_EQ(store::Outcomes(server_.store().database(), server_.store().journal()).releases(poll()).size(),
              1U);
}

TEST_F(Outcomes, TheUitslagComesOnThePlannedDayToo) {
    give(20);
    server_.clock().set(parse_time("2026-11-30T22:50:00Z").value());
    look();
    EXPECT_FALSE(release());
    server_.clock().set(parse_time("2026-11-30T23:01:00Z").value());  // 1 December in the Netherlands
    look();
    EXPECT_TRUE(release());
}

TEST_F(Outcomes, TheUitslagWaitsUntilEveryKioskThatHadThePollIsEmpty) {
    const auto kiosk = pair();
    const auto gone = pair();
    give(20);
    report(kiosk, 0);
    ASSERT_TRUE(server_.store().revoke_kiosk(gone, "test"));
    server_.clock().move(24h);
    ASSERT_TRUE(app().close_poll("fietsen", "test"));
    look();
    EXPECT_FALSE(release()) << "it was empty yesterday, before the poll closed";
    report(kiosk, 3);
    look();
    EXPECT_FALSE(release()) << "three answers still wait there";
    report(kiosk, 0);
    look();
    EXPECT_TRUE(release());
}

TEST_F(Outcomes, TheUitslagWaitsForASilentKioskNoLongerThanTheGraceTime) {
    pair();
    give(20);
    ASSERT_TRUE(app().close_poll("fietsen", "test"));
    server_.clock().move(24h * (app::kGraceDays - 1));
    look();
    EXPECT_FALSE(release());
    server_.clock().move(24h);
    look();
    EXPECT_TRUE(release());
}

TEST_F(Outcomes, LateAnswersAreCountedInOneLineAndChangeNothing) {
    give(20, "dijk");
    give(15, "stad");
    server_.clock().move(24h);
    server_.tell_outcome();
    const auto first = *release();
    auto origin = server_.kiosk();
    origin.moment = moment_of(server_.clock().now() - 30h);
    for (int i = 0; i < 24; ++i)
        ASSERT_TRUE(app().submit_response(server_.response("GM0453", i % 2 ? "dijk" : "stad"), origin));
    look();
    EXPECT_EQ(release()->late, 24);
    auto same = *release();
    same.late = 0;
    EXPECT_EQ(same, first);
    EXPECT_NE(app::outcome_json(*app().state(), *app().state()->poll("fietsen")).find("\"naUitslag\":24"),
              std::string::npos);
    ASSERT_TRUE(app().submit_response(server_.response("GM0453", "dijk"), origin));
    look();
    EXPECT_EQ(release()->number, 2) << "25, of which enough of each";
    EXPECT_EQ(release()->responses, 60);
    EXPECT_EQ(release()->late, 0);
    EXPECT_TRUE(server_.store().verify().empty());
}

TEST_F(Outcomes, NothingWaitsForADateThatLiesAheadOfTheClockAndTheLogTellsIt) {
    std::ostringstream log;
    const auto before = spdlog::default_logger();
    spdlog::set_default_logger(
        std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(log)));
    give(60);
    const auto right = server_.clock().now();
    server_.clock().move(24h * 18);
    look();
    ASSERT_TRUE(app().close_poll("fietsen", "test"));
    server_.clock().set(right);
    server_.reopen();
    look();
    spdlog::set_default_logger(before);
    EXPECT_TRUE(release()) << "the clock was 18 days ahead once";
    EXPECT_THAT(log.str(), testing::HasSubstr("ahead of the clock"));
}

TEST_F(Outcomes, AContactAheadOfTheClockProvesNothingAboutAKiosk) {
    const auto kiosk = pair();
    give(20);
    const auto right = server_.clock().now();
    server_.clock().move(24h * 18);
    report(kiosk, 0);
    server_.clock().set(right);
    ASSERT_TRUE(app().close_poll("fietsen", "test"));
    look();
    EXPECT_FALSE(release());
    report(kiosk, 0);
    look();
    EXPECT_TRUE(release());
}

TEST_F(Outcomes, ProgressIsMadeOnceADayInTens) {
    look();
    give(37);
    look();
    ASSERT_TRUE(app().state()->progress(poll()));
    EXPECT_EQ(app().state()->progress(poll())->people, 0) << "made before anybody had answered";
    server_.clock().move(24h);
    look();
    const auto progress = *app().state()->progress(poll());
    EXPECT_EQ(progress.people, 30);
    EXPECT_EQ(progress.parts.at(0).groups.at(0), (std::pair<std::string, std::int64_t>("GM0453", 30)));
    give(20);
    server_.clock().move(1h);
    look();
    EXPECT_EQ(app().state()->progress(poll())->people, 30) << "not again today";
}

TEST_F(Outcomes, TooFewAnswersGiveAnUitslagThatSaysSo) {
    give(9);
    server_.tell_outcome();
    ASSERT_TRUE(release());
    EXPECT_TRUE(release()->too_few());
    EXPECT_TRUE(server_.store().verify().empty());
}

TEST_F(Outcomes, APosterTellsATussenstandInTenthsAndATieNotAtAll) {
    const auto velsen = AreaCode::parse("GM0453").value();
    give(90, "dijk");
    give(10, "stad");
    look();
    const auto about = app::posters_for(*app().state(), velsen);
    ASSERT_EQ(about.size(), 1U);
    // The noise moves one tenth of a hundred answers by one at most (docs/privacy.md).
    EXPECT_THAT(about[0].said.in("nl"), testing::ContainsRegex("Ongeveer (8|9|10) van de 10"));
    give(80, "stad");
    server_.tell_outcome();
    EXPECT_TRUE(app::posters_for(*app().state(), velsen).empty()) << "90 and 90";
}

TEST_F(Outcomes, ANewRevisionLosesNobodysVoiceAndItIsSaidBeforehand) {
    give(25, "dijk");
    auto second = tests::test_poll();
    second.revision = 2;
    second.questions[0].options[0].text =
        LocalText(std::map<std::string, std::string>{{"nl", "Langs het water"}});
    ASSERT_TRUE(app().import_poll(second, "test"));
    const auto lines = app().effects_of_publishing("fietsen");
    ASSERT_GE(lines.size(), 3U);
    EXPECT_THAT(lines[1], testing::HasSubstr("Go on counting over both: v2"));
    EXPECT_THAT(lines[2], testing::HasSubstr("Told per revision, since they were changed: v1"));
    ASSERT_TRUE(app().publish_poll("fietsen", "test"));
    EXPECT_TRUE(app().effects_of_publishing("fietsen").empty());
    for (int i = 0; i < 24; ++i) {
        auto response = server_.response("GM0453", i % 2 ? "dijk" : "stad");
        response.revision = 2;
        ASSERT_TRUE(app().submit_response(response, server_.web()));
    }
    server_.tell_outcome();
    ASSERT_TRUE(release());
    EXPECT_EQ(release()->responses, 49);
    EXPECT_EQ(release()->questions[0].answered, 24) << "asked in other words";
    EXPECT_THAT(release()->questions[0].revisions, testing::ElementsAre(2));
    ASSERT_EQ(release()->earlier.size(), 1U);
    EXPECT_EQ(release()->earlier[0].answered, 25);
    EXPECT_EQ(release()->questions[1].answered, 49) << "did not change";
    EXPECT_TRUE(server_.store().verify().empty());
}

TEST_F(Outcomes, VerifyFindsWhatWasChangedInThem) {
    give(60);
    look();
    server_.tell_outcome();
    ASSERT_TRUE(server_.store().verify().empty());
    const auto change = [&](std::string_view sql) {
        server_.store()
            .database()
            .write([&](sql::Session& session) -> Result<void> {
                session.run(sql);
                return {};
            })
            .value();
        return server_.store().verify();
    };
    EXPECT_THAT(change("UPDATE interims SET level=70"), testing::SizeIs(1));
    EXPECT_THAT(change("UPDATE interims SET told='{}'"), testing::SizeIs(1));
    EXPECT_THAT(change("UPDATE releases SET number=2"), testing::SizeIs(2)) << "and the interims";
    EXPECT_THAT(change("UPDATE releases SET basis='{}'"), testing::SizeIs(2));
}

}  // namespace
}  // namespace peilpunt
