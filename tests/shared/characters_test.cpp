// SPDX-License-Identifier: EUPL-1.2
#include "shared/text/characters.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "core_examples.hpp"
#include "shared/json/json.hpp"
#include "shared/rules/rules.hpp"

namespace peilpunt::text {
namespace {

/// What nobody sees, each in UTF-8.
const std::vector<std::pair<const char*, const char*>> kUnseen{
    {"nothing", ""},
    {"spaces, tab, line ends", " \t\r\n"},
    {"next line U+0085", "\xc2\x85"},
    {"no-break space U+00A0", "\xc2\xa0"},
    {"soft hyphen U+00AD", "\xc2\xad"},
    {"combining grapheme joiner U+034F", "\xcd\x8f"},
    {"Arabic letter mark U+061C", "\xd8\x9c"},
    {"Hangul filler U+115F", "\xe1\x85\x9f"},
    {"Ogham space U+1680", "\xe1\x9a\x80"},
    {"Mongolian vowel separator U+180E", "\xe1\xa0\x8e"},
    {"em space U+2003", "\xe2\x80\x83"},
    {"zero width space U+200B", "\xe2\x80\x8b"},
    {"zero width joiner U+200D", "\xe2\x80\x8d"},
    {"left-to-right mark U+200E", "\xe2\x80\x8e"},
    {"right-to-left mark U+200F", "\xe2\x80\x8f"},
    {"line separator U+2028", "\xe2\x80\xa8"},
    {"right-to-left override U+202E", "\xe2\x80\xae"},
    {"narrow no-break space U+202F", "\xe2\x80\xaf"},
    {"word joiner U+2060", "\xe2\x81\xa0"},
    {"isolate U+2068", "\xe2\x81\xa8"},
    {"blank braille U+2800", "\xe2\xa0\x80"},
    {"ideographic space U+3000", "\xe3\x80\x80"},
    {"Hangul filler U+3164", "\xe3\x85\xa4"},
    {"variation selector U+FE0F", "\xef\xb8\x8f"},
    {"byte order mark U+FEFF", "\xef\xbb\xbf"},
    {"half width Hangul filler U+FFA0", "\xef\xbe\xa0"},
    {"annotation anchor U+FFF9", "\xef\xbf\xb9"},
    {"tag U+E0041", "\xf3\xa0\x81\x81"},
    {"several", "\xe2\x80\x8b \xc2\xa0\xef\xbb\xbf\n"},
};

TEST(Blank, IsWhatNobodySees) {
    for (const auto& [name, utf8] : kUnseen) EXPECT_TRUE(is_blank(utf8)) << name;
}

TEST(Blank, IsNothingThatSomebodySees) {
    for (const auto* utf8 : {"a", "0", ".", "-", "é", "ا", "\xe2\x80\x8b.", "😀", "\xcc\x81", "\xe2\xa0\x81"})
        EXPECT_FALSE(is_blank(utf8)) << utf8;
    for (const auto* wrong : {"\xff", "\xc2", "\xe2\x80"}) EXPECT_FALSE(is_blank(wrong)) << "not UTF-8";
}

TEST(Trimmed, LosesWhiteSpaceOfAnyKindAroundItAndNothingElse) {
    EXPECT_EQ(trimmed(" \xc2\xa0 De lamp\xc2\xa0is stuk \xe2\x80\x83\r\n"), "De lamp\xc2\xa0is stuk");
    EXPECT_EQ(trimmed("\xe2\x80\x8f\xd8\xa7 "), "\xe2\x80\x8f\xd8\xa7") << "a mark of direction stays";
    EXPECT_EQ(trimmed("❤\xef\xb8\x8f"), "❤\xef\xb8\x8f") << "what makes a heart red stays";
    EXPECT_EQ(trimmed("\xff "), "\xff ") << "what is refused stays as it came";
    for (const auto& [name, utf8] : kUnseen) EXPECT_EQ(trimmed(utf8), "") << name;
}

TEST(Characters, AreCountedAsPeopleCountLetters) {
    EXPECT_EQ(count_characters(""), 0);
    EXPECT_EQ(count_characters("één €"), 5);
    EXPECT_EQ(count_characters("😀"), 1);
    for (const auto* wrong : {"\xff", "\xc3", "a\x80", "\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80",
                              "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xe2\x82"}) {
        EXPECT_EQ(count_characters(wrong), -1) << wrong;
    }
}

// ---- the doors that judge by it ----

bool has(const std::vector<Fault>& faults, std::string_view field, std::string_view code) {
    return std::any_of(faults.begin(), faults.end(),
                       [&](const Fault& one) { return one.field == field && one.code == code; });
}

TEST(Blank, IsNoSignalNoAnswerAndNoTextOfAPoll) {
    for (const auto& [name, utf8] : kUnseen) {
        auto signal = examples::signal();
        signal.text = utf8;
        EXPECT_TRUE(has(rules::check_signal(signal, examples::areas()), "tekst", "vertel-iets")) << name;
        const auto poll = examples::poll();
        EXPECT_TRUE(has(rules::check_answer(*poll.question("v8"), OpenText{utf8}), "antwoorden.v8", "leeg"))
            << name;
        auto blank_poll = poll;
        blank_poll.title = LocalText({{"nl", utf8}, {"en", "A title"}});
        blank_poll.expectation.owner = utf8;
        blank_poll.questions[0].options[0].text = LocalText({{"nl", "Keuze"}, {"tr", utf8}});
        const auto faults = rules::check_poll(blank_poll);
        EXPECT_TRUE(has(faults, "titel", "tekst-ontbreekt")) << name;
        EXPECT_TRUE(has(faults, "verwachting.eigenaar", "eigenaar-ontbreekt")) << name;
        EXPECT_TRUE(has(faults, "vragen.0.opties.0.tekst.tr", "vertaling-leeg")) << name;
    }
}

TEST(Blank, IsReadAsNothingWhereWordsMayBeLeftOut) {
    for (const auto& [name, utf8] : kUnseen) {
        auto tree = json::signal_tree(examples::signal());
        tree["watHelpt"] = tree["watKanIkZelf"] = utf8;
        const auto signal = json::signal_from(tree);
        ASSERT_TRUE(signal) << name;
        EXPECT_EQ(signal->what_helps + signal->own_part, "") << name;
        auto given = json::response_tree(examples::response());
        given["antwoorden"]["v1"] = {{"keuze", "anders"}, {"toelichting", utf8}};
        const auto response = json::checked_response(given, examples::poll());
        ASSERT_TRUE(response) << name;
        EXPECT_EQ(std::get<Choice>(*response->answers.find("v1")).note, "") << name;
    }
}

}  // namespace
}  // namespace peilpunt::text
