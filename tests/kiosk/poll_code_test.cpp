// SPDX-License-Identifier: EUPL-1.2
// A kiosk makes volgcodes of polls without a network, and knows its own again.
#include <gtest/gtest.h>

#include "fixture.hpp"
#include "kiosk/platform/outbox_services.hpp"
#include "kiosk/sync/exchange.hpp"
#include "server/api/api.hpp"
#include "server/app/poll_codes.hpp"
#include "server/http/server.hpp"
#include "tests/support/server_fixture.hpp"

namespace peilpunt::kiosk_tests {
namespace {

class PollCodes : public testing::Test {
  protected:
    void SetUp() override {
        const auto code = server_.app()
                              .fleet()
                              .make_pairing_code(app::Accounts::command_line(), "Buurthuis",
                                                 AreaCode::parse("GM0453").value())
                              .value();
        exchanges_.enrol(code);
        ASSERT_TRUE(outbox_.enrolment());
    }
    void pull() { ASSERT_TRUE(std::holds_alternative<kiosk::engine::Pulled>(exchanges_.pull())); }
    Receipt give() {
        auto response = server_.response();
        response.id = {};
        const auto kept = services_.keep(flow::CaptureResponse{response, std::nullopt, false});
        return std::get<flow::Captured>(kept).identity.receipt;
    }
    seal::CodeKey own_key() { return app::CodeKeys(server_.app().keys()).of(outbox_.enrolment()->kiosk); }
    seal::PollName poll() { return app::name_of(*server_.app().state()->poll("fietsen")); }
    std::optional<store::ReceiptSubject> kept_of(const Receipt& code) {
        return server_.store().receipt(
            seal::keyed_hash(server_.app().keys().ledger, "volgcode " + code.digits()));
    }

    tests::ServerFixture server_;
    http::Server http_{{}, std::make_shared<http::Router>(api::routes(server_.app())), {}, server_.clock()};
    tests::TemporaryFolder folder_;
    kiosk::Outbox outbox_{folder_.str() + "/k", server_.clock(), server_.random()};
    std::unique_ptr<kiosk::Transport> line_ =
        kiosk::connect_to("http://127.0.0.1:" + std::to_string(http_.port())).value();
    kiosk::Exchanges exchanges_{outbox_, *line_};
    platform::OutboxServices services_{outbox_, server_.clock(), server_.random(), [] {}};
};

TEST_F(PollCodes, AreMadeAndFollowedWithoutANetworkAndKeptNowhere) {
    pull();
    const auto code = give();
    EXPECT_TRUE(seal::proves(own_key(), poll(), code));
    const auto here = services_.follow(code);
    ASSERT_TRUE(here) << "before anything was sent";
    EXPECT_EQ(here->subject.in("nl"), "Hoe fiets jij?");
    EXPECT_EQ(here->steps.at(1).step, "sluiting");
    ASSERT_TRUE(std::holds_alternative<kiosk::engine::Pushed>(exchanges_.push(10)));
    EXPECT_EQ(server_.app().follow(code)->poll->slug, "fietsen");
    EXPECT_FALSE(kept_of(code));
    server_.app().close_poll("fietsen", "test").value();
    pull();
    EXPECT_EQ(services_.follow(code)->steps.at(1).step, "gesloten")
        << "a poll that closed is followed as well";
}

TEST_F(PollCodes, OfItsOwnAreCheckedAndOfOthersTheNumberOfThePollHasToDo) {
    pull();
    const auto code = give();
    auto digits = code.digits().substr(0, 15);
    digits[14] = digits[14] == '9' ? '0' : static_cast<char>(digits[14] + 1);
    EXPECT_FALSE(services_.follow(Receipt::from_number(std::stoull(digits)))) << "forged: its proof is wrong";
    const auto by_phone = server_.app().submit_response(server_.response(), server_.web()).value().receipt;
    ASSERT_TRUE(services_.follow(by_phone)) << "made by a key that this kiosk does not have";
    EXPECT_EQ(services_.follow(by_phone)->subject.in("nl"), "Hoe fiets jij?");
    const auto unknown =
        seal::make_poll_code(own_key(), {PollId::random(server_.random()), 8}, server_.random());
    EXPECT_FALSE(services_.follow(unknown)) << "no poll of this place";
}

TEST_F(PollCodes, AreDrawnByChanceAndKeptWhenTheServerGaveNoKey) {
    pull();
    auto changes = *outbox_.content();
    changes.code_key.reset();
    changes.cursor = "van een oudere server";
    outbox_.save_changes(changes).value();
    const auto code = give();
    EXPECT_FALSE(seal::proves(own_key(), poll(), code));
    ASSERT_TRUE(std::holds_alternative<kiosk::engine::Pushed>(exchanges_.push(10)));
    EXPECT_TRUE(kept_of(code));
    EXPECT_EQ(server_.app().follow(code)->poll->slug, "fietsen");
}

}  // namespace
}  // namespace peilpunt::kiosk_tests
