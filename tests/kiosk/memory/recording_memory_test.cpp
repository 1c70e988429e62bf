// SPDX-License-Identifier: EUPL-1.2
// What somebody said is nowhere in memory any more once it is forgotten: neither the samples nor the Opus.
#include <gtest/gtest.h>
#include <string.h>

#include <atomic>
#include <thread>

#include "kiosk/voice/tape.hpp"
#include "memory/blocks.hpp"
#include "shared/sound/ogg_opus.hpp"
#include "sound_room.hpp"

namespace peilpunt::kiosk_tests {
namespace {

/// A loudspeaker that is pushed out and stays there: any run of this sample in memory is what was recorded.
constexpr int kSample = 12'345;
constexpr int kNear = 40;             ///< the sound server may be off by a little
constexpr std::size_t kRun = 400;     ///< samples on end
constexpr std::uint8_t kMask = 0x5A;  ///< so that the test itself does not hold what it looks for

/// Runs of the sample anywhere in what the program may write.
int runs_in_memory() {
    int found = 0;
    each_block([&](const std::uint8_t* bytes, std::size_t size) {
        std::size_t run = 0;
        for (std::size_t i = 0; i + 2 <= size; i += 2) {
            std::int16_t sample = 0;
            memcpy(&sample, bytes + i, 2);
            run = std::abs(sample - kSample) <= kNear ? run + 1 : 0;
            if (run == kRun) ++found;
        }
    });
    return found;
}

int copies_in_memory(const std::vector<std::uint8_t>& masked) {
    int found = 0;
    each_block([&](const std::uint8_t* bytes, std::size_t size) {
        for (std::size_t i = 0; i + masked.size() <= size; ++i) {
            std::size_t same = 0;
            while (same < masked.size() && (bytes[i + same] ^ kMask) == masked[same]) ++same;
            if (same == masked.size()) ++found;
        }
    });
    return found;
}

void push_out(const std::atomic<bool>& stopping) {
    const auto stream = SoundRoom::play();
    std::vector<std::int16_t> samples(kRoomRate / 10, kSample);
    while (!stopping) pa_simple_write(stream.get(), samples.data(), samples.size() * 2, nullptr);
    explicit_bzero(samples.data(), samples.size() * 2);
}

TEST(Memory, HoldsNothingOfARecordingThatWasForgotten) {
    SoundRoom room;
    ASSERT_TRUE(room.up());
    std::atomic<int> ms = 0;
    std::atomic<bool> ended = false;
    voice::Tape tape({.heard = [&](int, int now_ms, int) { ms = now_ms; },
                      .ended = [&](int, int, bool) { ended = true; },
                      .played = [](int, int, bool) {}});
    std::atomic<bool> stopping = false;
    std::thread loudspeaker([&] { push_out(stopping); });
    tape.record(1);
    EXPECT_TRUE(SoundRoom::within([&] { return ms > 1'500; }));
    tape.stop();
    EXPECT_TRUE(SoundRoom::within([&] { return ended.load(); }));
    stopping = true;
    loudspeaker.join();
    std::vector<std::uint8_t> fragment;
    {
        const std::string ogg = tape.recording().value();
        for (const char c : ogg.substr(ogg.size() / 2, 40))
            fragment.push_back(static_cast<std::uint8_t>(c) ^ kMask);
    }
    ASSERT_GT(runs_in_memory(), 0) << "the search does not work";
    ASSERT_GT(copies_in_memory(fragment), 0) << "the search does not work";
    tape.forget();
    EXPECT_FALSE(tape.recording());  // waits until it is done
    EXPECT_EQ(runs_in_memory(), 0);
    EXPECT_EQ(copies_in_memory(fragment), 0);
}

}  // namespace
}  // namespace peilpunt::kiosk_tests
