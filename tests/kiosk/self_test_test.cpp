// SPDX-License-Identifier: EUPL-1.2
// The self-test on a real sound server: staff tap through it, the tone is in the room, and the microphone
// hears what sounds there.
#include <gtest/gtest.h>

#include <algorithm>

#include "fixture.hpp"
#include "kiosk/platform/stage.hpp"
#include "kiosk/voice/speaker.hpp"
#include "kiosk/voice/tape.hpp"
#include "sound_room.hpp"

namespace peilpunt::kiosk_tests {
namespace {

/// A kiosk with its real speaker and recorder, before staff.
class StaffSelfTest : public testing::Test {
  protected:
    void SetUp() override {
        if (!have("pulseaudio")) GTEST_SKIP() << "pulseaudio is not installed";
        room_.emplace();
        if (!room_->up()) GTEST_SKIP() << "pulseaudio does not start here";
        speaker_.emplace(SPEAK_PROGRAM, std::vector<std::string>{"nl"},
                         voice::Listener{.abilities =
                                             [this](const voice::Abilities& can) {
                                                 tell(flow::VoiceStatusChanged{
                                                     {can.sound, can.languages, can.microphone}});
                                             },
                                         .moved = [](int, const std::string&, std::size_t, std::size_t) {},
                                         .ended = [](int) {}});
        tape_.emplace(voice::RecorderListener{
            .heard = [this](int take, int ms, int level) { tell(flow::RecordingMoved{take, ms, level}); },
            .ended = [this](int take, int ms, bool broken) { tell(flow::RecordingEnded{take, ms, broken}); },
            .played = [](int, int, bool) {}});
        app_.emplace(clock_, services_, &*speaker_, &*tape_);
        stage_.emplace(*app_, text::Catalogue::builtin(), look::installed_fonts(), 540, 960);
        ASSERT_TRUE(soon([this] { return app_->state().voice.microphone; }));
        for (int i = 0; i < flow::kCornerTaps; ++i) app_->happen(flow::CornerTap{});
        app_->happen(flow::PinChecked{true});
    }
    void TearDown() override {
        speaker_.reset();
        tape_.reset();
    }
    void tell(const flow::Event& event) {
        queue_.post([this, event] { app_->happen(event); });
    }
    bool soon(const std::function<bool()>& done) {
        return SoundRoom::within([&] {
            queue_.run();
            return done();
        });
    }
    void tap(const std::string& item) {
        draw();
        const auto [x, y] = stage_->middle_of(item);
        ASSERT_GE(x, 0) << item << " is not there";
        clock_.pass(platform::kTapLock);
        stage_->touches().moved(x, y, clock_.steady());
        stage_->touches().button(true, clock_.steady());
        stage_->touches().button(false, clock_.steady());
        draw();
    }
    void draw() {
        do stage_->frame();
        while (stage_->wants_frame());
    }
    bool says(const std::string& words) {
        draw();
        const auto& shown = stage_->shown();
        return std::any_of(shown.begin(), shown.end(),
                           [&](const auto& each) { return each.words.find(words) != std::string::npos; });
    }

    std::optional<SoundRoom> room_;
    HandClock clock_;
    MemoryServices services_;
    platform::RunQueue queue_{[] {}};
    std::optional<voice::Speaker> speaker_;
    std::optional<voice::Tape> tape_;
    std::optional<platform::App> app_;
    std::optional<platform::Stage> stage_;
};

TEST_F(StaffSelfTest, HearsItsOwnToneAndWhatSoundsInTheRoom) {
    tap("zelftest");
    for (int spot = 1; spot <= flow::kTouchSpots; ++spot) tap("plek-" + std::to_string(spot));
    {
        const auto ear = SoundRoom::listen("zaal.monitor");
        tap("verder");
        EXPECT_TRUE(SoundRoom::within(
            [&] { return share_of_tone(SoundRoom::hear(ear, 100), 440, kRoomRate) > 0.9; }));
    }
    tap("toon-ja");
    const auto listened = [this] { return app_->state().sound_test.listened; };
    tap("luister");
    ASSERT_TRUE(soon(listened));
    EXPECT_TRUE(says("hoort niets")) << app_->state().sound_test.loudest;
    {
        const ToneInTheRoom tone(500);
        tap("luister");
        EXPECT_FALSE(listened());
        ASSERT_TRUE(soon(listened));
    }
    EXPECT_TRUE(says("hoort geluid")) << app_->state().sound_test.loudest;
    EXPECT_FALSE(tape_->recording()) << "nothing of it is kept";
    tap("verder");
    EXPECT_TRUE(says("Alles werkt."));
    EXPECT_TRUE(stage_->problems().empty());
}

}  // namespace
}  // namespace peilpunt::kiosk_tests
