// SPDX-License-Identifier: EUPL-1.2
// The recorder on a real sound server: a tone goes in at the microphone and is found again.
#include "kiosk/voice/tape.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "kiosk/voice/audio.hpp"
#include "shared/sound/ogg_opus.hpp"
#include "sound_room.hpp"

namespace peilpunt::kiosk_tests {
namespace {

/// What a tape told.
struct Told {
    std::mutex mutex;
    int ms = 0, level = 0, ended = 0, ended_ms = 0, played_ms = 0, played_out = 0;
    bool broken = false;
    voice::RecorderListener listener() {
        return {.heard =
                    [this](int, int now_ms, int loud) {
                        const std::lock_guard lock(mutex);
                        ms = now_ms;
                        level = std::max(level, loud);
                    },
                .ended =
                    [this](int, int whole_ms, bool failed) {
                        const std::lock_guard lock(mutex);
                        ++ended;
                        ended_ms = whole_ms;
                        broken = failed;
                    },
                .played =
                    [this](int, int now_ms, bool last) {
                        const std::lock_guard lock(mutex);
                        played_ms = now_ms;
                        played_out += last ? 1 : 0;
                    }};
    }
    template <class T>
    T read(T Told::* what) {
        const std::lock_guard lock(mutex);
        return this->*what;
    }
};

TEST(Tape, AToneAtTheMicrophoneIsInTheRecordingAndIsHeardBack) {
    SoundRoom room;
    ASSERT_TRUE(room.up()) << "pulseaudio does not start";
    EXPECT_TRUE(voice::find_devices().input);
    Told told;
    voice::Tape tape(told.listener());
    EXPECT_FALSE(tape.recording());
    {
        const ToneInTheRoom tone(440);
        tape.record(1);
        ASSERT_TRUE(SoundRoom::within([&] { return told.read(&Told::ms) > 2'500; }));
        tape.stop();
        ASSERT_TRUE(SoundRoom::within([&] { return told.read(&Told::ended) == 1; }));
    }
    EXPECT_FALSE(told.read(&Told::broken));
    EXPECT_GT(told.read(&Told::level), 60);
    const auto ogg = tape.recording();
    ASSERT_TRUE(ogg);
    EXPECT_NEAR(sound::inspect(*ogg).value(), told.read(&Told::ended_ms), 1);
    auto samples = sound::decode(*ogg).value();
    // The room may have been silent for a moment before the tone began.
    samples.erase(samples.begin(), samples.end() - sound::kDecodedRate * 3 / 2);
    EXPECT_GT(share_of_tone(samples, 440, sound::kDecodedRate), 0.8);
    EXPECT_LT(share_of_tone(samples, 660, sound::kDecodedRate), 0.05);

    const auto ear = SoundRoom::listen("zaal.monitor");
    tape.play(1, 1);
    ASSERT_TRUE(SoundRoom::within([&] { return told.read(&Told::played_ms) > 800; }));
    SoundRoom::hear(ear, 700);
    EXPECT_GT(share_of_tone(SoundRoom::hear(ear, 500), 440, kRoomRate), 0.8);
    ASSERT_TRUE(SoundRoom::within([&] { return told.read(&Told::played_out) == 1; }));
    tape.forget();
    EXPECT_FALSE(tape.recording());
}

TEST(Tape, StoppedBeforeItBeganItSaysSo) {
    SoundRoom room;
    ASSERT_TRUE(room.up());
    Told told;
    voice::Tape tape(told.listener());
    for (int i = 1; i <= 20; ++i) {
        tape.record(i);
        tape.stop();
        ASSERT_TRUE(SoundRoom::within([&] { return told.read(&Told::ended) == i; })) << i;
    }
}

TEST(Tape, WithoutAMicrophoneItFailsAtOnce) {
    setenv("PULSE_SERVER", "unix:/nonexistent", 1);
    EXPECT_FALSE(voice::find_devices().input);
    Told told;
    voice::Tape tape(told.listener());
    tape.record(1);
    ASSERT_TRUE(SoundRoom::within([&] { return told.read(&Told::ended) == 1; }));
    EXPECT_TRUE(told.read(&Told::broken));
    EXPECT_EQ(told.read(&Told::ended_ms), 0);
    EXPECT_FALSE(tape.recording());
}

TEST(Tape, AMicrophoneThatGoesAwayLeavesWhatWasSaid) {
    auto room = std::make_unique<SoundRoom>();
    ASSERT_TRUE(room->up());
    Told told;
    voice::Tape tape(told.listener());
    tape.record(1);
    ASSERT_TRUE(SoundRoom::within([&] { return told.read(&Told::ms) > 1'000; }));
    room.reset();
    ASSERT_TRUE(SoundRoom::within([&] { return told.read(&Told::ended) == 1; }));
    EXPECT_TRUE(told.read(&Told::broken));
    EXPECT_GT(told.read(&Told::ended_ms), 1'000);
    EXPECT_TRUE(tape.recording());
}

TEST(Tape, LoudnessRunsFromSilenceToFullScale) {
    EXPECT_EQ(voice::loudness({}), 0);
    EXPECT_EQ(voice::loudness(std::vector<std::int16_t>(100)), 0);
    const int soft = voice::loudness(std::vector<std::int16_t>(100, 100));
    const int loud = voice::loudness(std::vector<std::int16_t>(100, 10'000));
    EXPECT_LT(soft, loud);
    EXPECT_GT(soft, 0);
    EXPECT_EQ(voice::loudness(std::vector<std::int16_t>(100, -32'768)), 100);
}

}  // namespace
}  // namespace peilpunt::kiosk_tests
