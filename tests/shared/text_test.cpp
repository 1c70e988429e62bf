// SPDX-License-Identifier: EUPL-1.2
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "core_examples.hpp"
#include "shared/model/languages.hpp"
#include "shared/text/catalogue.hpp"
#include "shared/text/fault.hpp"
#include "shared/text/help.hpp"
#include "shared/text/isolate.hpp"
#include "text_forms.hpp"

namespace peilpunt::text {
namespace {

namespace fs = std::filesystem;
using examples::day;

const fs::path kSource = PEILPUNT_SOURCE_DIR;

std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

/// The prefixes of catalogue/made-of-data.txt.
std::vector<std::string> prefixes() {
    std::vector<std::string> found;
    std::istringstream lines(read(kSource / "shared/text/catalogue/made-of-data.txt"));
    for (std::string line; std::getline(lines, line);) {
        if (!line.empty() && line[0] != '#') found.push_back(line.substr(0, line.find(' ')));
    }
    return found;
}

bool is_source(const fs::path& path) {
    static const std::set<std::string> kKinds{".cpp", ".hpp", ".html", ".js", ".mustache"};
    return kKinds.contains(path.extension().string());
}

/// The text of every source of the programs; the catalogues themselves are none.
std::vector<std::pair<std::string, std::string>> sources() {
    std::vector<std::pair<std::string, std::string>> found;
    for (const auto* part : {"shared", "server", "kiosk"}) {
        for (const auto& entry : fs::recursive_directory_iterator(kSource / part)) {
            if (entry.is_regular_file() && is_source(entry.path())) {
                found.emplace_back(fs::relative(entry.path(), kSource).string(), read(entry.path()));
            }
        }
    }
    return found;
}

bool is_key_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '+';
}

/// Every run of characters that could be a key.
std::set<std::string> possible_keys() {
    std::set<std::string> found;
    for (const auto& [path, text] : sources()) {
        for (auto at = text.begin(); at != text.end();) {
            const auto start = std::find_if(at, text.end(), is_key_character);
            at = std::find_if_not(start, text.end(), is_key_character);
            found.insert(std::string(start, at));
        }
    }
    return found;
}

int count_words(const std::string& sentence) {
    std::istringstream words(sentence);
    int count = 0;
    for (std::string word; words >> word;) ++count;
    return count;
}

/// Whether residents may read it. The pages of the council and the operator may use office words.
bool is_for_residents(const std::string& key) {
    return !key.starts_with("raad.") && !key.starts_with("beheer.");
}

/// Texts of the workspace that are the same in Dutch and English.
const std::set<std::string>& same_in_both() {
    static const std::set<std::string> kSame{"raad.vandaag"};
    return kSame;
}

std::string one_a_line(const std::vector<std::string>& names) {
    std::string lines;
    for (const auto& name : names) lines += name + "\n";
    return lines;
}

TEST(Catalogue, HasEveryKeyInEveryLanguage) {
    const auto& catalogue = Catalogue::builtin();
    ASSERT_GT(catalogue.keys().size(), 100U);
    EXPECT_THAT(catalogue.languages(), testing::UnorderedElementsAreArray(kLanguages));
    std::vector<std::string> missing;
    for (const auto& key : catalogue.keys()) {
        for (const auto& language : catalogue.languages()) {
            if (!is_for_residents(key)) continue;
            const auto* text = catalogue.exact(key, language);
            if (!text || text->empty()) missing.push_back(language + "/" + key);
        }
    }
    EXPECT_TRUE(missing.empty()) << one_a_line(missing);
}

TEST(Catalogue, HasTheWorkspaceInEachOfItsLanguagesAndInNoOther) {
    const auto& catalogue = Catalogue::builtin();
    int seen = 0;
    for (const auto& key : catalogue.keys()) {
        if (is_for_residents(key)) continue;
        ++seen;
        for (const auto& row : kLanguageTable) {
            const auto* text = catalogue.exact(key, row.code);
            EXPECT_EQ(text && !text->empty(), row.of_workspace) << row.code << '/' << key;
        }
        const auto& dutch = *catalogue.exact(key, "nl");
        const auto& english = *catalogue.exact(key, "en");
        // Some words are the same in both; sentences are not.
        if (dutch.find(' ') != std::string::npos && dutch != "{wie}, {datum}" && dutch != "{aantal} min") {
            EXPECT_TRUE(dutch != english || same_in_both().contains(key)) << key << ": " << english;
        }
    }
    EXPECT_GT(seen, 400);
}

TEST(Catalogue, AsksForTheSameValuesInEveryLanguage) {
    const auto& catalogue = Catalogue::builtin();
    const auto names = [](const std::string& text) { return value_names(text); };
    for (const auto& key : catalogue.keys()) {
        for (const auto& language : catalogue.languages()) {
            const auto* text = catalogue.exact(key, language);
            if (!text) continue;
            EXPECT_EQ(names(*text), names(catalogue.get_named(key, "nl"))) << key << " in " << language;
        }
    }
}

TEST(Catalogue, KeepsValuesApartInTextsThatAreReadFromRightToLeft) {
    const auto& catalogue = Catalogue::builtin();
    EXPECT_EQ(isolated("4810 7263", "ar"), "\u20684810 7263\u2069");
    EXPECT_EQ(isolated(isolated("4810 7263", "ar"), "ar"), "\u20684810 7263\u2069") << "once is enough";
    EXPECT_EQ(isolated("\u20681\u2069, \u20682\u2069", "ar"), "\u2068\u20681\u2069, \u20682\u2069\u2069");
    EXPECT_EQ(isolated("", "ar"), "");
    EXPECT_EQ(isolated("4810 7263", "nl"), "4810 7263");
    const auto text = catalogue.format("kiosk.follow.before", "ar", {{"date", "21-11"}});
    EXPECT_NE(text.find("\u206821-11\u2069"), std::string::npos) << text;
    EXPECT_EQ(catalogue.format("kiosk.follow.before", "nl", {{"date", "21-11"}}).find("\u2068"),
              std::string::npos);
}

TEST(Catalogue, ResidentsReadSentencesOfAtMostTwentyWords) {
    const auto& catalogue = Catalogue::builtin();
    static const std::regex kEnd(R"((?:[.!?:]|؟)+(\s|$)|\n)");
    for (const auto& key : catalogue.keys()) {
        for (const auto& language : catalogue.languages()) {
            const auto* text = catalogue.exact(key, language);
            if (!text || !is_for_residents(key)) continue;
            for (const auto& form : every_form(*text))
                for (std::sregex_token_iterator at(form.begin(), form.end(), kEnd, -1), end; at != end; ++at)
                    EXPECT_LE(count_words(*at), 20) << key << " in " << language << ": " << *at;
        }
    }
}

TEST(Catalogue, ResidentsReadNoOfficeWords) {
    static const std::regex kOffice(
        // The name of the body may be said; its explanation says who they are.
        "participati(?!era(ad|den))|participeren|terugkoppel|middels|dient te|dienen "
        "te|alsmede|derhalve|teneinde|omtrent|"
        "ten behoeve van|met betrekking "
        "tot|indien|tevens|inzake|conform|desbetreffende|bovenstaande|onderstaande|"
        "heden|faciliter|implement|stakeholder|doelgroep|inwoner(?!s die de gemeente advies "
        "geven)|cliënt|respondent|enqu[eê]te|submit|"
        "\\b(wmo|avg|wlz|jeugdwet|participatiewet|b&w)\\b",
        std::regex::icase | std::regex::optimize);
    const auto& catalogue = Catalogue::builtin();
    for (const auto& key : catalogue.keys()) {
        if (!is_for_residents(key)) continue;
        for (const auto* language : {"nl", "nl-simple"}) {
            const auto& text = catalogue.get_named(key, language);
            std::smatch found;
            EXPECT_FALSE(std::regex_search(text, found, kOffice))
                << key << " in " << language << ": " << text;
        }
    }
}

TEST(Catalogue, HasEveryKeyThatTheSourcesName) {
    static const std::regex kLiteral(R"rx(\bKey\s*(?:[({]|[a-z_]+[({=]\s*)\s*"([^"]+)")rx");
    int found = 0;
    for (const auto& [path, text] : sources()) {
        for (std::sregex_iterator at(text.begin(), text.end(), kLiteral), end; at != end; ++at, ++found) {
            EXPECT_TRUE(Catalogue::builtin().has((*at)[1].str())) << path << " names " << (*at)[1];
        }
    }
    static const std::regex kFault("\"(fout\\.[a-z-]+)\"");
    for (const auto& [path, text] : sources()) {
        for (std::sregex_iterator at(text.begin(), text.end(), kFault), end; at != end; ++at, ++found) {
            EXPECT_TRUE(Catalogue::builtin().has((*at)[1].str())) << path << " names " << (*at)[1];
        }
    }
    EXPECT_GT(found, 50);
}

/// "web.titel.je" is "web.titel" for readers who are called "je"; it is chosen while running.
std::string without_je(const std::string& key) {
    return key.ends_with(".je") ? key.substr(0, key.size() - 3) : key;
}

TEST(Catalogue, HasNoKeyThatNobodyUses) {
    const auto used = possible_keys();
    const auto made = prefixes();
    std::vector<std::string> unused;
    for (const auto& key : Catalogue::builtin().keys()) {
        const auto by_data =
            std::any_of(made.begin(), made.end(), [&](const auto& p) { return key.starts_with(p); });
        if (!by_data && !used.contains(key) && !used.contains(without_je(key))) unused.push_back(key);
    }
    EXPECT_TRUE(unused.empty()) << one_a_line(unused);
}

TEST(Catalogue, EveryPrefixOfDataHasKeys) {
    const auto keys = Catalogue::builtin().keys();
    ASSERT_FALSE(prefixes().empty());
    for (const auto& prefix : prefixes()) {
        EXPECT_TRUE(std::any_of(keys.begin(), keys.end(), [&](const auto& key) {
            return key.starts_with(prefix);
        })) << prefix;
    }
}

TEST(Catalogue, NamesEveryWordOfTheWire) {
    const auto& catalogue = Catalogue::builtin();
    for (const auto theme : kThemes) EXPECT_TRUE(catalogue.has("thema." + std::string(theme))) << theme;
    for (const auto group : kAgeGroups) EXPECT_TRUE(catalogue.has("leeftijd." + std::string(group))) << group;
    for (const auto channel : kChannels) EXPECT_TRUE(catalogue.has("weg." + std::string(word(channel))));
    for (const auto one : kPerspectives) EXPECT_TRUE(catalogue.has("perspectief." + std::string(word(one))));
    for (const auto& line : kHelpLines) EXPECT_TRUE(catalogue.has("hulp." + std::string(line.id))) << line.id;
    for (int part = 0; part < 4; ++part) {
        EXPECT_TRUE(catalogue.has("dagdeel." + std::string(word(static_cast<DayPart>(part)))));
    }
    for (int kind = 0; kind < 8; ++kind) {
        EXPECT_TRUE(catalogue.has("hint." + std::string(word(static_cast<QuestionKind>(kind)))));
    }
}

TEST(Catalogue, FallsBackToSimpleDutchForOtherLanguages) {
    const auto& catalogue = Catalogue::builtin();
    EXPECT_EQ(catalogue.get("thema.veiligheid", "en"), "Safety");
    EXPECT_EQ(catalogue.get("thema.veiligheid", "nl"), "Veiligheid");
    EXPECT_EQ(catalogue.get("thema.veiligheid", "fy"), *catalogue.exact("thema.veiligheid", "nl-simple"));
    EXPECT_EQ(catalogue.exact("thema.veiligheid", "fy"), nullptr);
}

TEST(Catalogue, RefusesUnknownKeysAndMissingValues) {
    const auto& catalogue = Catalogue::builtin();
    EXPECT_THROW(catalogue.get_named("geen.sleutel", "nl"), std::out_of_range);
    EXPECT_EQ(catalogue.exact("geen.sleutel", "nl"), nullptr);
    EXPECT_EQ(catalogue.format("fout.te-veel-gekozen", "nl", {{"max", "3"}}), "Kies er niet meer dan 3.");
    EXPECT_THROW(catalogue.format("fout.te-veel-gekozen", "nl", {{"meest", "3"}}), std::invalid_argument);
}

TEST(Faults, TellThemselvesInAnotherLanguage) {
    const auto fault = make_fault("antwoorden.v2", "fout.te-veel-gekozen", {{"max", "3"}});
    EXPECT_EQ(fault.code, "te-veel-gekozen");
    EXPECT_EQ(fault.message, "Kies er niet meer dan 3.");
    EXPECT_EQ(message(fault, "en"), "Choose no more than 3.");
    EXPECT_EQ(message(Fault{"x", "iets-anders", "Zo staat het er."}, "en"), "Zo staat het er.");
    EXPECT_THROW(make_fault("x", "thema.wonen"), std::logic_error);
}

TEST(Faults, AreCountedInTheError) {
    const auto one = make_fault("a", "fout.ontbreekt");
    EXPECT_EQ(invalid({one}).message, "Er klopt iets nog niet.");
    EXPECT_EQ(invalid({one, one}).message, "Er zijn 2 dingen die nog niet kloppen.");
    EXPECT_EQ(invalid({one, one}).faults.size(), 2U);
    EXPECT_EQ(invalid({one}).code, ErrorCode::invalid);
}

}  // namespace
}  // namespace peilpunt::text
