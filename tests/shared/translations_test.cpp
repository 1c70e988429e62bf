// SPDX-License-Identifier: EUPL-1.2
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "shared/model/languages.hpp"
#include "shared/model/utf8.hpp"
#include "shared/text/catalogue.hpp"
#include "text_forms.hpp"

namespace peilpunt::text {
namespace {

/// The languages that are translations.
std::vector<std::string> translations() {
    std::vector<std::string> all;
    for (const auto language : kLanguages)
        if (!is_dutch(language)) all.emplace_back(language);
    return all;
}

/// What is written in Latin letters in every script: names, and words of computers.
const std::set<std::string>& names() {
    static const std::set<std::string> kNames{"Peilpunt",   "Veilig",
                                              "Thuis",      "Kindertelefoon",
                                              "Autoriteit", "Persoonsgegevens",
                                              "Makkelijk",  "Nederlands",
                                              "CSV",        "WCAG",
                                              "A",          "AA",
                                              "JavaScript", "UUID",
                                              "GM",         "true",
                                              "false",      "cookie",
                                              "cookies",    "huisarts",
                                              "naam",       "voorbeeld",
                                              "nl",         "peilpunt",
                                              "code",       "kod",
                                              "txt",        "USB"};
    return kNames;
}

/// Texts that may be what they are in Dutch.
const std::set<std::string>& same_as_dutch() {
    static const std::set<std::string> kSame{
        "en/kiosk.staff.open", "en/kiosk.stop", "en/weg.web", "pl/weg.web", "pl/weg.papier", "pl/kiosk.stop",
    };
    return kSame;
}

enum class Script { none, latin, cyrillic, arabic, other };

Script script_of(char32_t point) {
    if ((point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z')) return Script::latin;
    if (point >= 0xC0 && point <= 0x24F && point != 0xD7 && point != 0xF7) return Script::latin;
    if (point >= 0x400 && point <= 0x52F) return Script::cyrillic;
    if (point >= 0x600 && point <= 0x6FF) return Script::arabic;
    if (point == 0xA0 || point == 0xAB || point == 0xBB || point < 0x80) return Script::none;
    if (point >= 0x2010 && point <= 0x2026) return Script::none;  // dashes, quotation marks, dots
    return Script::other;
}

/// Without the {names} of values, which are the same in every language.
std::string without_values(const std::string& text) {
    static const std::regex kValue(R"(\{[^{}]*\})");
    std::string forms;
    for (const auto& form : every_form(text)) forms += form + '\n';
    return std::regex_replace(forms, kValue, "");
}

std::vector<std::string> latin_words(const std::string& text) {
    static const std::regex kWord("[A-Za-z]+");
    return {std::sregex_token_iterator(text.begin(), text.end(), kWord), std::sregex_token_iterator()};
}

/// Calls `look` with every key for residents and its text in the language.
template <typename Look>
void for_every_text(const std::string& language, Look look) {
    const auto& catalogue = Catalogue::builtin();
    int seen = 0;
    for (const auto& key : catalogue.keys()) {
        const auto* text = catalogue.exact(key, language);
        if (!text || key.starts_with("raad.") || key.starts_with("beheer.")) continue;
        look(key, *text);
        ++seen;
    }
    EXPECT_GT(seen, 500) << language;
}

TEST(Translations, AreWrittenInTheirOwnScript) {
    const std::map<std::string, Script> others{{"uk", Script::cyrillic}, {"ar", Script::arabic}};
    for (const auto& language : translations()) {
        const auto script = others.contains(language) ? others.at(language) : Script::latin;
        for_every_text(language, [&, own = script, in = language](const auto& key, const auto& text) {
            for (const auto point : utf8::code_points(text)) {
                const auto found = script_of(point);
                EXPECT_TRUE(found == Script::none || found == Script::latin || found == own)
                    << key << " in " << in << " has U+" << std::hex << static_cast<unsigned>(point);
            }
            if (own == Script::latin) return;
            for (const auto& word : latin_words(without_values(text))) {
                EXPECT_TRUE(names().contains(word)) << key << " in " << in << ": " << word;
            }
        });
    }
}

TEST(Translations, HaveLettersOfTheirOwnAlphabet) {
    const std::map<std::string, std::u32string> letters{
        {"tr", U"ığüşöçİ"}, {"pl", U"ąćęłńóśźż"}, {"uk", U"іїєґ"}, {"ar", U"ءأإة"}};
    for (const auto& [language, own] : letters) {
        int with = 0;
        for_every_text(language, [&, ours = own](const auto&, const auto& text) {
            if (utf8::code_points(text).find_first_of(ours) != std::u32string::npos) ++with;
        });
        EXPECT_GT(with, 200) << language;
    }
    // Letters that Ukrainian does not have and Russian does.
    for_every_text("uk", [](const auto& key, const auto& text) {
        EXPECT_EQ(utf8::code_points(text).find_first_of(U"ыэёъЫЭЁЪ"), std::u32string::npos) << key;
    });
}

TEST(Translations, AreNotTheDutchText) {
    const auto& catalogue = Catalogue::builtin();
    static const std::regex kLetter("[A-Za-z]{2}");
    for (const auto& language : translations()) {
        for_every_text(language, [&](const auto& key, const auto& text) {
            if (!std::regex_search(without_values(text), kLetter)) return;
            if (same_as_dutch().contains(language + "/" + key)) return;
            EXPECT_NE(text, *catalogue.exact(key, "nl")) << key << " in " << language;
        });
    }
}

TEST(Translations, KeepTheSpacesAndLinesOfTheDutchText) {
    const auto& catalogue = Catalogue::builtin();
    for (const auto& language : translations()) {
        for_every_text(language, [&](const auto& key, const auto& text) {
            EXPECT_EQ(text.find("  "), std::string::npos) << key << " in " << language;
            const auto& dutch = *catalogue.exact(key, "nl");
            EXPECT_EQ(std::count(text.begin(), text.end(), '\n'),
                      std::count(dutch.begin(), dutch.end(), '\n'))
                << key << " in " << language;
            EXPECT_EQ(text.back() == ' ', dutch.back() == ' ') << key << " in " << language;
        });
    }
}

TEST(Translations, AskWithTheirOwnQuestionMark) {
    for_every_text("ar", [](const auto& key, const auto& text) {
        EXPECT_EQ(text.find_first_of("?;"), std::string::npos) << key;
    });
}

TEST(Translations, SayWhichNativeReaderReadThem) {
    std::ifstream file(std::string(PEILPUNT_SOURCE_DIR) + "/shared/text/catalogue/native-readers.txt");
    std::map<std::string, std::string> readers;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line[0] == '#') continue;
        const auto space = line.find(' ');
        ASSERT_NE(space, std::string::npos) << line;
        EXPECT_TRUE(readers.emplace(line.substr(0, space), line.substr(space + 1)).second) << line;
    }
    std::vector<std::string> named;
    for (const auto& [language, reader] : readers) {
        named.push_back(language);
        EXPECT_FALSE(reader.empty()) << language;
    }
    EXPECT_THAT(named, testing::UnorderedElementsAreArray(translations()));
}

}  // namespace
}  // namespace peilpunt::text
