// SPDX-License-Identifier: EUPL-1.2
// Clocks lie: what a kiosk offers when its own stands before what it has seen itself.
#include <gtest/gtest.h>

#include "kiosk/outbox/outbox.hpp"
#include "kiosk/platform/outbox_services.hpp"
#include "tests/support/server_fixture.hpp"

namespace peilpunt::kiosk_tests {
namespace {

TimePoint at(const char* time) { return parse_time(time).value(); }
Date day(const char* text) { return parse_date(text).value(); }

class KioskClock : public testing::Test {
  protected:
    KioskClock() {
        const auto code = server_.app()
                              .fleet()
                              .make_pairing_code(app::Accounts::command_line(), "Buurthuis De Zeemeeuw",
                                                 AreaCode::parse("GM0453").value())
                              .value();
        outbox_.save_enrolment(server_.app().enrol({code, outbox_.device_keys().public_key}).value()).value();
        sync::Changes changes;
        changes.changed = true;
        changes.cursor = "1";
        changes.polls = {tests::test_poll()};
        changes.polls[0].status = PollStatus::open;
        const auto nl = [](const char* text) {
            return LocalText(std::map<std::string, std::string>{{"nl", text}});
        };
        changes.posters = {{nl("Gezegd"), nl("Gedaan"), day("2026-11-20")}};
        changes.followed = {
            {{},
             {{"ontvangen", sync::StepState::done, {}},
              {"terugkoppeling", sync::StepState::now, day("2026-11-20")}},
             {sync::follow_key(receipt_, AreaCode::parse("GM0453").value(), "Buurthuis De Zeemeeuw")}}};
        outbox_.save_changes(changes).value();
    }
    void contact(const char* time) {
        clock_.set(at(time));
        outbox_.note_contact("");
    }
    std::size_t offered(const char* time) {
        clock_.set(at(time));
        return services_.content()->polls.size();
    }

    tests::ServerFixture server_;
    tests::TemporaryFolder folder_;
    Receipt receipt_ = Receipt::random(server_.random());
    tests::HandClock clock_{at("2026-11-12T10:00:00Z")};
    kiosk::Outbox outbox_{folder_.str() + "/k", clock_, server_.random()};
    platform::OutboxServices services_{outbox_, clock_, server_.random(), [] {}};
};

TEST_F(KioskClock, IsBelievedWhenItCanBeRight) {
    contact("2026-11-12T10:00:00Z");
    EXPECT_EQ(offered("2026-11-12T09:00:00Z"), 1U) << "an hour back on the same day is no other day";
    EXPECT_EQ(offered("2026-11-30T10:00:00Z"), 1U);
    EXPECT_EQ(offered("2026-12-01T10:00:00Z"), 0U) << "it closed on this day";
}

TEST_F(KioskClock, HidesNothingWhenItStandsBeforeTheLastContact) {
    contact("2026-11-12T10:00:00Z");
    for (const auto* wrong : {"1970-01-01T00:00:10Z", "2025-01-02T08:00:00Z", "2026-10-01T08:00:00Z"}) {
        EXPECT_EQ(offered(wrong), 1U) << wrong;
        EXPECT_FALSE(services_.self_test().clock) << wrong;
    }
    EXPECT_EQ(offered("2026-11-12T11:00:00Z"), 1U);
    EXPECT_TRUE(services_.self_test().clock);
}

TEST_F(KioskClock, StillKnowsThatAPollWasOverBeforeTheLastContact) {
    contact("2026-12-05T10:00:00Z");
    EXPECT_EQ(offered("2025-01-02T08:00:00Z"), 0U);
}

TEST_F(KioskClock, PromisesNoNewsBeforeADayThatIsOver) {
    contact("2026-11-12T10:00:00Z");
    EXPECT_TRUE(services_.content()->posters.at(0).date);
    EXPECT_TRUE(services_.follow(receipt_)->steps.at(1).date);
    clock_.set(at("2026-11-20T10:00:00Z"));
    EXPECT_FALSE(services_.content()->posters.at(0).date);
    EXPECT_FALSE(services_.follow(receipt_)->steps.at(1).date);
}

}  // namespace
}  // namespace peilpunt::kiosk_tests
