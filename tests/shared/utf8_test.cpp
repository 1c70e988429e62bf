// SPDX-License-Identifier: EUPL-1.2
#include "shared/model/utf8.hpp"

#include <gtest/gtest.h>

#include <tuple>
#include <vector>

namespace peilpunt::utf8 {
namespace {

// One character of each length, with what stands around it in RFC 3629's table.
const std::vector<const char*> kGood{"a",
                                     "\x7f",
                                     "\xc2\x80",
                                     "\xe0\xa0\x80",
                                     "\xed\x9f\xbf",
                                     "\xee\x80\x80",
                                     "\xf0\x90\x80\x80",
                                     "\xf4\x8f\xbf\xbf"};
const std::vector<const char*> kBad{"\x80",
                                    "\xc1\xbf",
                                    "\xe0\x9f\xbf",
                                    "\xed\xa0\x80",
                                    "\xf0\x8f\xbf\xbf",
                                    "\xf5\x80\x80\x80",
                                    "\xc2",
                                    "\xe2\x82",
                                    "\xf0\x90\x80",
                                    "\xf4\x90\x80\x80",
                                    "a\xff",
                                    "\xc2\xc2\x80"};

TEST(Utf8, IsKnownByTheBook) {
    EXPECT_TRUE(is_valid(""));
    EXPECT_TRUE(is_valid(std::string_view("a\0b", 3)));
    for (const auto* good : kGood) EXPECT_TRUE(is_valid(good)) << good;
    for (const auto* bad : kBad) EXPECT_FALSE(is_valid(bad)) << bad;
}

TEST(Utf8, GivesCodePointsAndTakesThemBack) {
    EXPECT_EQ(code_points("aé€😀ا"), U"aé€😀ا");
    for (const char32_t code : {U'a', U'é', U'€', U'😀', U'ا', char32_t{0x10FFFF}})
        EXPECT_EQ(code_points(encoded(code)), std::u32string(1, code));
    EXPECT_EQ(encoded(0xD800), "") << "half of a pair is no character";
    EXPECT_EQ(encoded(0x110000), "");
}

TEST(Utf8, GetsOnWhereABitIsNoUtf8) {
    EXPECT_EQ(code_points("a\xff\xc3"), U"a\uFFFD\uFFFD");
    EXPECT_EQ(count("a\xff\xc3"), 3u);
    EXPECT_EQ(first("").bytes, 0u);
    EXPECT_FALSE(first("").valid);
    for (const auto* bad : kBad) EXPECT_GT(first(bad).bytes, 0u) << bad;
}

TEST(Utf8, IsNeverCutInsideACharacter) {
    const std::tuple<const char*, std::size_t, const char*> rows[] = {
        {"één", 0, ""},    {"één", 1, ""},     {"één", 2, "é"},  {"één", 3, "é"},    {"één", 4, "éé"},
        {"één", 5, "één"}, {"één", 99, "één"}, {"a😀b", 4, "a"}, {"a😀b", 5, "a😀"}, {"", 3, ""}};
    for (const auto& [text, bytes, cut] : rows) EXPECT_EQ(within_bytes(text, bytes), cut) << text << bytes;
    EXPECT_EQ(within_characters("één", 2), "éé");
    EXPECT_EQ(within_characters("één", 9), "één");
    EXPECT_EQ(within_characters("één", 0), "");
}

TEST(Utf8, LosesItsLastCharacterWhole) {
    const std::tuple<std::string, const char*> rows[] = {{"één", "éé"},  {"éé", "é"},   {"é", ""},
                                                         {"", ""},       {"a😀", "a"},  {"aا", "a"},
                                                         {"a\xff", "a"}, {"a\x80", "a"}};
    for (auto [text, left] : rows) {
        drop_last(text);
        EXPECT_EQ(text, left);
    }
}

}  // namespace
}  // namespace peilpunt::utf8
