// SPDX-License-Identifier: EUPL-1.2
// Staff tap a button, and a USB stick carries what waits to the real server and its answer back.
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "fixture.hpp"
#include "kiosk/outbox/outbox.hpp"
#include "kiosk/platform/outbox_services.hpp"
#include "kiosk/platform/run_queue.hpp"
#include "kiosk/platform/stage.hpp"
#include "shared/json/json.hpp"
#include "shared/sync/bundle.hpp"
#include "tests/support/server_fixture.hpp"

namespace peilpunt::kiosk_tests {
namespace {

namespace fs = std::filesystem;
using Trouble = flow::StickExchange::Trouble;

class StaffStick : public testing::Test {
  protected:
    void pair() {
        const auto code = server_.app()
                              .fleet()
                              .make_pairing_code(app::Accounts::command_line(), "Buurthuis De Zeemeeuw",
                                                 AreaCode::parse("GM0453").value())
                              .value();
        outbox_.save_enrolment(server_.app().enrol({code, outbox_.device_keys().public_key}).value()).value();
    }
    void answer() {
        const auto body = json::response_tree(server_.response()).dump();
        ASSERT_TRUE(outbox_.capture(sync::Kind::response, body, Receipt::random(server_.random())));
    }
    void draw() {
        do stage_.frame();
        while (stage_.wants_frame());
    }
    void tap(const std::string& item) {
        draw();
        const auto [x, y] = stage_.middle_of(item);
        ASSERT_GE(x, 0) << item << " is not there";
        clock_.pass(platform::kTapLock);
        stage_.touches().moved(x, y, clock_.steady());
        stage_.touches().button(true, clock_.steady());
        stage_.touches().button(false, clock_.steady());
        draw();
    }
    void to_staff() {
        for (int i = 0; i < flow::kCornerTaps; ++i) app_.happen(flow::CornerTap{});
        app_.happen(flow::PinChecked{true});
    }
    /// Taps the button, and waits for the exchange.
    flow::StickExchange exchange() {
        tap(app_.state().screen == flow::Screen::stick ? "nog-een-keer" : "stick");
        for (int i = 0; i < 3000 && !app_.state().stick; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
            queue_.run();
        }
        draw();
        EXPECT_TRUE(stage_.problems().empty());
        return app_.state().stick.value_or(flow::StickExchange{});
    }
    /// What the screen says to who reads it.
    bool says(const std::string& words) const {
        for (const auto& shown : stage_.shown())
            if (shown.words.find(words) != std::string::npos) return true;
        return false;
    }
    fs::path there() const {
        return stick_.path() / sync::bundle_name(sync::BundleFrom::kiosk, outbox_.enrolment()->kiosk);
    }
    fs::path back() const {
        return stick_.path() / sync::bundle_name(sync::BundleFrom::server, outbox_.enrolment()->kiosk);
    }
    int carry() {
        auto outcome = server_.app().answer_bundle(sync::read_bundle_file(there()).value()).value();
        sync::write_bundle_file(back(), outcome.answer).value();
        return outcome.stored;
    }

    tests::ServerFixture server_;
    tests::TemporaryFolder kiosk_folder_, stick_;
    kiosk::Outbox outbox_{kiosk_folder_.str() + "/k", server_.clock(), server_.random()};
    HandClock clock_;
    int refreshed_ = 0;
    platform::RunQueue queue_{[] {}};
    platform::OutboxServices services_{outbox_,          server_.clock(),
                                       server_.random(), [] {},
                                       stick_.path(),    [this] { queue_.post([this] { ++refreshed_; }); }};
    platform::App app_{clock_, services_, nullptr, nullptr, &queue_};
    platform::Stage stage_{app_, text::Catalogue::builtin(), look::installed_fonts(), 540, 960};
};

TEST_F(StaffStick, CarriesWhatWaitsToTheServerAndTheAnswerBack) {
    pair();
    for (int i = 0; i < 3; ++i) answer();
    to_staff();
    const auto first = exchange();
    EXPECT_EQ(first, (flow::StickExchange{Trouble::none, 3, std::nullopt, false}));
    EXPECT_TRUE(says("Klaar. De stick mag eruit."));
    EXPECT_TRUE(says("3 enveloppen"));
    EXPECT_TRUE(says("Geen antwoord op de stick"));
    EXPECT_EQ(refreshed_, 0);
    EXPECT_EQ(app_.state().staff.waiting_responses, 3) << "until the answer is back, all stays";

    EXPECT_EQ(carry(), 3);
    answer();
    const auto second = exchange();
    EXPECT_EQ(second, (flow::StickExchange{Trouble::none, 1, 3, true}));
    EXPECT_TRUE(says("Vernieuwd"));
    EXPECT_EQ(refreshed_, 1);
    EXPECT_EQ(app_.state().staff.waiting_responses, 1);
    ASSERT_TRUE(outbox_.content());
    EXPECT_EQ(carry(), 1);
    EXPECT_EQ(exchange(), (flow::StickExchange{Trouble::none, 0, 1, false}));
}

TEST_F(StaffStick, SaysWhatIsWrongAndUsesNothingOfABadFile) {
    to_staff();
    EXPECT_EQ(exchange().trouble, Trouble::not_paired);
    EXPECT_TRUE(says("nog niet gekoppeld"));
    pair();
    answer();
    EXPECT_EQ(exchange().written, 1);
    carry();
    auto bytes = sync::read_bundle_file(back()).value();
    std::ofstream(back(), std::ios::binary) << bytes.substr(0, bytes.size() / 2);
    const auto damaged = exchange();
    EXPECT_EQ(damaged, (flow::StickExchange{Trouble::damaged, 1, std::nullopt, false}));
    EXPECT_TRUE(says("niet te lezen"));
    EXPECT_EQ(outbox_.status().waiting_responses, 1);
    EXPECT_FALSE(outbox_.content());

    // Whole, but signed by somebody else.
    auto bundle = sync::parse_bundle(bytes, sync::BundleFrom::server).value();
    const auto stranger = seal::make_sign_keys();
    for (auto& part : bundle.parts) part.signature = seal::sign(stranger, part.what, part.body);
    sync::write_bundle_file(back(), sync::write_bundle(bundle)).value();
    EXPECT_EQ(exchange().trouble, Trouble::foreign);
    EXPECT_TRUE(says("niet van onze server"));
    EXPECT_EQ(outbox_.status().waiting_responses, 1);

    // Something stands where the file should be written.
    fs::remove(back());
    fs::remove(there());
    fs::create_directories(there().string() + ".half");
    EXPECT_EQ(exchange().trouble, Trouble::not_written);
    EXPECT_TRUE(says("niet op deze stick schrijven"));

    fs::remove_all(stick_.path());
    EXPECT_EQ(exchange().trouble, Trouble::no_stick);
    EXPECT_TRUE(says("geen stick gevonden"));
    fs::create_directories(stick_.path());
    EXPECT_EQ(exchange(), (flow::StickExchange{Trouble::none, 1, std::nullopt, false}));
}

TEST_F(StaffStick, ThatIsFullSaysSo) {
    pair();
    for (int i = 0; i < 40; ++i) answer();
    if (::mount("none", stick_.path().c_str(), "tmpfs", 0, "size=4k") != 0)
        GTEST_SKIP() << "no small disk can be mounted here";
    to_staff();
    const auto result = exchange();
    EXPECT_EQ(result, (flow::StickExchange{Trouble::full, std::nullopt, std::nullopt, false}));
    EXPECT_TRUE(says("De stick is vol"));
    EXPECT_TRUE(fs::is_empty(stick_.path())) << "no half file stays behind";
    ::umount(stick_.path().c_str());
}

TEST(StaffStickFlow, OneExchangeAtATimeAndOnlyBehindTheCode) {
    flow::State state;
    state.screen = flow::Screen::start;
    auto step = flow::step(state, flow::UseStick{}, flow::Millis{1});
    EXPECT_TRUE(step.effects.empty());
    step.state.screen = flow::Screen::staff;
    step = flow::step(std::move(step.state), flow::UseStick{}, flow::Millis{2});
    ASSERT_EQ(step.effects.size(), 1u);
    EXPECT_EQ(step.state.screen, flow::Screen::stick);
    step = flow::step(std::move(step.state), flow::UseStick{}, flow::Millis{3});
    EXPECT_TRUE(step.effects.empty());
    // Staff leave while it goes on: it ends by itself, and tells nobody.
    step = flow::step(std::move(step.state), flow::CloseStaff{}, flow::Millis{4});
    EXPECT_TRUE(step.state.stick_busy);
    step = flow::step(std::move(step.state), flow::StickDone{}, flow::Millis{5});
    EXPECT_FALSE(step.state.stick_busy);
    EXPECT_FALSE(step.state.stick);
}

}  // namespace
}  // namespace peilpunt::kiosk_tests
