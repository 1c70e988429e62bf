// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/look/shaper.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "kiosk/look/fonts.hpp"
#include "shared/text/drawable.hpp"

namespace peilpunt::look {
namespace {

struct TheShaper : testing::Test {
    FontFiles files = installed_fonts();
    Shaper shaper{{files.regular, files.arabic}, {files.bold, files.arabic_bold}};
};

TEST(Shaping, IsForWhatIsNotBaked) {
    for (const char* baked : {"Hallo", "Één café, €5 “ja” …", "Řeč ğüşı Żółw"})
        EXPECT_FALSE(needs_shaping(baked)) << baked;
    for (const char* other : {"Вітаємо", "العربية", "Ja العربية", "ș"})
        EXPECT_TRUE(needs_shaping(other)) << other;
}

TEST(Shaping, KnowsWhatIsReadFromTheRight) {
    EXPECT_TRUE(reads_right_to_left("العربية"));
    EXPECT_TRUE(reads_right_to_left("“3 أسئلة”"));
    EXPECT_FALSE(reads_right_to_left("Nederlands العربية"));
    EXPECT_FALSE(reads_right_to_left("Вітаємо"));
    EXPECT_FALSE(reads_right_to_left("12"));
}

TEST_F(TheShaper, JoinsArabicLetters) {
    // Joined, the letters of one word are narrower than each of them alone.
    const float word = shaper.line("بيت", 30, false).width;
    float apart = 0;
    for (const char* letter : {"ب", "ي", "ت"}) apart += shaper.line(letter, 30, false).width;
    EXPECT_GT(word, 0);
    EXPECT_LT(word, apart * 0.9f);
}

TEST_F(TheShaper, PutsTheFirstLetterAtTheRightAndNumbersInTheirOwnOrder) {
    const auto first_x = [&](std::string_view text) { return shaper.line(text, 30, false).glyphs; };
    // The same number before and after an Arabic word: at the right end, and at the left.
    const auto before = first_x("12 بيت");
    const auto after = first_x("بيت 12");
    ASSERT_FALSE(before.empty());
    ASSERT_EQ(before.size(), after.size());
    const auto high = [](const auto& glyphs) {  // digits stand on the line and are as high as capitals
        float sum = 0;
        int count = 0;
        for (const auto& glyph : glyphs)
            if (glyph.h > 25 && glyph.y > -35 && glyph.y + glyph.h < 3) sum += glyph.x, ++count;
        return count ? sum / static_cast<float>(count) : -1;
    };
    EXPECT_GT(high(before), high(after));
}

TEST_F(TheShaper, ACapitalAndAnAlefAreAsHighAsAsked) {
    for (const char* letter : {"Ж", "ا"}) {
        const auto& line = shaper.line(letter, 40, false);
        ASSERT_EQ(line.glyphs.size(), 1u) << letter;
        EXPECT_NEAR(line.glyphs[0].h, 40, 3) << letter;
    }
}

TEST_F(TheShaper, WhatIsKeptApartKeepsItsOrderAndDrawsNothingMore) {
    EXPECT_TRUE(look::reads_right_to_left("\u2068Velsen\u2069 أهلًا"));
    EXPECT_FALSE(look::reads_right_to_left("\u2068أهلًا\u2069 Velsen"));
    EXPECT_TRUE(look::needs_shaping("\u206812\u2069"));
    // After Arabic letters "12-34" would be drawn as "34-12": the groups change places.
    const auto plain = shaper.line("أهلًا 11-88", 40, false);
    const auto apart = shaper.line("أهلًا \u206811-88\u2069", 40, false);
    ASSERT_EQ(plain.glyphs.size(), apart.glyphs.size());
    const auto first_is_narrow = [](const Shaper::Line& line) {
        // From left to right: the two glyphs of a group; a 1 is narrower than an 8.
        std::vector<std::pair<float, float>> places;
        for (const auto& glyph : line.glyphs) places.emplace_back(glyph.x, glyph.w);
        std::sort(places.begin(), places.end());
        return places[0].second < places[3].second;
    };
    EXPECT_FALSE(first_is_narrow(plain)) << "the control";
    EXPECT_TRUE(first_is_narrow(apart));
    EXPECT_NEAR(plain.width, apart.width, 1);
}

TEST_F(TheShaper, NamesWhatItCannotDraw) {
    EXPECT_TRUE(shaper.missing("Hoş geldiniz, Вітаємо, أهلًا وسهلًا, Witamy €").empty());
    EXPECT_EQ(shaper.missing("a漢b"), U"漢");
}

TEST_F(TheShaper, DrawsEveryLetterThatPollsMayUse) {
    for (const text::Stretch& stretch : text::drawable())
        for (char32_t point = stretch.first; point <= stretch.last; ++point) {
            std::string letter;
            if (point < 0x80)
                letter = {static_cast<char>(point)};
            else if (point < 0x800)
                letter = {static_cast<char>(0xC0 | point >> 6), static_cast<char>(0x80 | (point & 0x3F))};
            else
                letter = {static_cast<char>(0xE0 | point >> 12),
                          static_cast<char>(0x80 | (point >> 6 & 0x3F)),
                          static_cast<char>(0x80 | (point & 0x3F))};
            EXPECT_TRUE(shaper.missing(letter).empty()) << std::hex << static_cast<unsigned>(point);
        }
    EXPECT_EQ(text::undrawable("Straat 漢漢 en кот"), "漢 (U+6F22)");
}

TEST_F(TheShaper, ForgetsWordsAndPicture) {
    shaper.line("سر", 30, false);
    EXPECT_TRUE(std::any_of(shaper.picture().begin(), shaper.picture().end(), [](auto v) { return v != 0; }));
    EXPECT_TRUE(shaper.take_changed());
    shaper.forget();
    EXPECT_TRUE(std::all_of(shaper.picture().begin(), shaper.picture().end(), [](auto v) { return v == 0; }));
    EXPECT_TRUE(shaper.take_changed());
}

TEST_F(TheShaper, MakesRoomWhenThePictureIsFull) {
    for (int size = 20; size < 200 && !shaper.full(); ++size)
        for (const char* text : {"أهلًا وسهلًا بكم في هذا المكان", "Щасливого дня, ґанок їжак"})
            shaper.line(text, static_cast<float>(size), true);
    ASSERT_TRUE(shaper.full());
    shaper.begin_frame();
    EXPECT_FALSE(shaper.full());
    EXPECT_FALSE(shaper.line("بيت", 30, false).glyphs.empty());
}

}  // namespace
}  // namespace peilpunt::look
