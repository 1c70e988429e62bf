// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/screens/keyboards.hpp"

#include <gtest/gtest.h>

#include <set>

#include "shared/model/languages.hpp"
#include "shared/model/utf8.hpp"
#include "shared/model/words.hpp"
#include "shared/text/catalogue.hpp"
#include "shared/text/characters.hpp"

namespace peilpunt::screens {
namespace {

std::string all_keys(flow::Keyboard keyboard, std::string_view language) {
    std::string all;
    for (const KeyRow& row : keys_of(keyboard, language))
        for (const std::string_view key : row) all += std::string(key) + " ";
    return all;
}

TEST(Keyboards, HaveTheLettersOfEachLanguage) {
    const std::pair<const char*, const char*> words[] = {{"nl", "a z q"},
                                                         {"tr", "ç ğ ı i ö ş ü"},
                                                         {"pl", "ą ć ę ł ń ó ś ź ż"},
                                                         {"uk", "ґ є і ї щ ь ю я"},
                                                         {"ar", "ا ي ء ة ى أ ؤ"}};
    for (const auto& [language, letters] : words) {
        const std::string keys = " " + all_keys(flow::Keyboard::abc, language);
        std::string rest = letters;
        for (std::size_t at = 0; at < rest.size();) {
            const std::size_t end = std::min(rest.find(' ', at), rest.size());
            const std::string key = " " + rest.substr(at, end - at) + " ";
            EXPECT_NE(keys.find(key), std::string::npos) << language << key;
            at = end + 1;
        }
    }
}

TEST(Keyboards, HaveEachKeyOnceAndRoomForLargeOnes) {
    for (const auto language : kLanguages)
        for (const auto keyboard : {flow::Keyboard::abc, flow::Keyboard::qwerty, flow::Keyboard::signs}) {
            std::set<std::string_view> seen;
            EXPECT_LE(keys_of(keyboard, language).size(), 4u);
            for (const KeyRow& row : keys_of(keyboard, language)) {
                EXPECT_LE(row.size(), 10u);
                for (const std::string_view key : row)
                    EXPECT_TRUE(seen.insert(key).second) << language << key;
            }
        }
}

TEST(Keyboards, TypeEveryLetterThatTheTextsOfTheirLanguageHave) {
    for (const auto& row : kLanguageTable) {
        if (is_dutch(row.code)) continue;
        std::set<std::string> typed;
        for (const auto keyboard : {flow::Keyboard::abc, flow::Keyboard::qwerty, flow::Keyboard::signs})
            for (const KeyRow& keys : keys_of(keyboard, row.code))
                for (const std::string_view key : keys) {
                    typed.insert(std::string(key));
                    typed.insert(text::in_capitals(key, row.code));
                }
        for (const auto& key : text::Catalogue::builtin().keys()) {
            const auto* words = text::Catalogue::builtin().exact(key, row.code);
            if (!words || !key.starts_with("thema.")) continue;
            for (std::string_view rest = *words; !rest.empty();) {
                const auto letter = utf8::take(rest);
                if (letter.bytes < 2) continue;
                EXPECT_TRUE(typed.contains(utf8::encoded(letter.code)))
                    << row.code << " cannot type " << utf8::encoded(letter.code) << " of " << key;
            }
        }
    }
}

TEST(Keyboards, CapitalsFollowTheLanguage) {
    const std::tuple<const char*, const char*, const char*> rows[] = {
        {"a", "nl", "A"}, {"é", "nl", "É"}, {"i", "tr", "İ"}, {"i", "nl", "I"},
        {"ı", "tr", "I"}, {"ş", "tr", "Ş"}, {"ł", "pl", "Ł"}, {"ż", "pl", "Ż"},
        {"ó", "pl", "Ó"}, {"ж", "uk", "Ж"}, {"ї", "uk", "Ї"}, {"ґ", "uk", "Ґ"},
        {"є", "uk", "Є"}, {"ب", "ar", "ب"}, {"7", "nl", "7"}, {"€", "nl", "€"}};
    for (const auto& [letter, language, capital] : rows)
        EXPECT_EQ(text::in_capitals(letter, language), capital) << letter;
}

}  // namespace
}  // namespace peilpunt::screens
