// SPDX-License-Identifier: EUPL-1.2
#include "shared/sound/ogg_opus.hpp"

#include <gtest/gtest.h>

#include "tests/support/tone.hpp"

namespace {

using namespace peilpunt;
using namespace peilpunt::sound;
using test::share_of_tone;
using test::tone;

TEST(OggOpus, AToneComesBackAsLongAndAsHigh) {
    const auto ogg = encode(tone(440, 3'000, kSpeechRate));
    ASSERT_TRUE(ogg);
    EXPECT_EQ(*inspect(*ogg), 3'000);
    EXPECT_LT(ogg->size(), 14'000u);
    const auto back = decode(*ogg);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->size(), 3u * kDecodedRate);
    EXPECT_GT(share_of_tone(*back, 440, kDecodedRate), 0.9);
    EXPECT_LT(share_of_tone(*back, 660, kDecodedRate), 0.05);  // the control: another tone is not there
}

TEST(OggOpus, TheShortestAndTheLongestFit) {
    for (const int ms : {1, 20, 21, 1'000, kMaxSpeechMs}) {
        const auto ogg = encode(tone(300, ms, kSpeechRate));
        ASSERT_TRUE(ogg) << ms;
        EXPECT_LE(ogg->size(), kMaxSpeechBytes) << ms;
        const auto found = inspect(*ogg);
        ASSERT_TRUE(found) << ms << ' ' << found.error().message;
        EXPECT_EQ(*found, ms);
    }
}

TEST(OggOpus, NoiseForTwoMinutesFitsAsWell) {
    std::vector<std::int16_t> noise(std::size_t{kMaxSpeechMs} / 1000 * kSpeechRate);
    std::uint32_t state = 1;
    for (auto& sample : noise) {
        state = state * 1664525 + 1013904223;
        sample = static_cast<std::int16_t>(state >> 16);
    }
    const auto ogg = encode(noise);
    ASSERT_TRUE(ogg);
    EXPECT_LE(ogg->size(), kMaxSpeechBytes);
    EXPECT_EQ(*inspect(*ogg), kMaxSpeechMs);
}

TEST(OggOpus, NothingAndTooLongAreRefused) {
    EXPECT_EQ(encode({}).error().code, ErrorCode::invalid);
    EXPECT_EQ(encode(tone(300, kMaxSpeechMs + 5'000, kSpeechRate)).error().code, ErrorCode::invalid);
}

TEST(OggOpus, WhatIsBrokenIsFound) {
    const std::string whole = *encode(tone(440, 3'000, kSpeechRate));
    ASSERT_TRUE(inspect(whole));
    EXPECT_EQ(inspect("").error().code, ErrorCode::damaged);
    EXPECT_EQ(inspect("RIFF" + whole).error().code, ErrorCode::damaged);
    EXPECT_EQ(inspect("OggS").error().code, ErrorCode::damaged);
    for (const std::size_t at : {whole.size() / 4, whole.size() / 2, whole.size() - 40}) {
        std::string changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 0x20);
        EXPECT_FALSE(inspect(changed)) << "changed at " << at;
        EXPECT_FALSE(inspect(whole.substr(0, at))) << "cut at " << at;
    }
    EXPECT_EQ(inspect(whole + std::string(kMaxSpeechBytes, 'x')).error().code, ErrorCode::too_large);
    EXPECT_FALSE(inspect(whole + whole));  // two recordings are not one
}

}  // namespace
