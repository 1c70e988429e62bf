// SPDX-License-Identifier: EUPL-1.2
#include "shared/text/plurals.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <stdexcept>

#include "shared/model/languages.hpp"
#include "shared/text/catalogue.hpp"
#include "text_forms.hpp"

namespace peilpunt::text {
namespace {

const std::string kPeople = "{aantal, plural, one {# mens deed} other {# mensen deden}} mee.";

TEST(Plurals, ChooseTheFormOfTheLanguage) {
    EXPECT_EQ(with_forms(kPeople, "nl", {{"aantal", "1"}}), "{aantal} mens deed mee.");
    EXPECT_EQ(with_forms(kPeople, "nl", {{"aantal", "0"}}), "{aantal} mensen deden mee.");
    EXPECT_EQ(with_forms(kPeople, "nl", {{"aantal", "1.001"}}), "{aantal} mensen deden mee.");
    EXPECT_EQ(with_forms("geen keus {naam}", "nl", {}), "geen keus {naam}");
    const std::string two =
        "{a, plural, one {# vraag} other {# vragen}} in {b, plural, one {# min} other {# mins}}";
    EXPECT_EQ(with_forms(two, "nl", {{"a", "1"}, {"b", "3"}}), "{a} vraag in {b} mins");
}

TEST(Plurals, FillACatalogueTextInEveryLanguage) {
    const auto& texts = Catalogue::builtin();
    const auto said = [&](const char* language, int count) {
        return texts.format("web.peiling.vragen", language, {{"aantal", number(count, language)}});
    };
    EXPECT_EQ(said("nl", 1), "1 vraag");
    EXPECT_EQ(said("nl", 12), "12 vragen");
    EXPECT_EQ(said("pl", 1), "1 pytanie");
    EXPECT_EQ(said("pl", 3), "3 pytania");
    EXPECT_EQ(said("pl", 12), "12 pytań");
    EXPECT_EQ(said("uk", 21), "21 запитання");
    EXPECT_EQ(said("uk", 25), "25 запитань");
    EXPECT_EQ(said("ar", 2), "سؤالان");
    EXPECT_EQ(said("ar", 3), "\u20683\u2069 أسئلة");
    EXPECT_EQ(said("ar", 11), "\u206811\u2069 سؤالًا");
}

TEST(Plurals, AreRefusedWhenTheyAreNotWrittenWell) {
    for (const auto* wrong :
         {"{a, plural, one {x}}", "{a, plural, one {x} other {y}", "{a, plural, single {x} other {y}}",
          "{a, plural, other {x} other {y}}", "a, plural, other {x}", "{a, plural, other}"})
        EXPECT_THROW(first_choice(wrong), std::invalid_argument) << wrong;
    EXPECT_THROW(with_forms(kPeople, "nl", {}), std::invalid_argument);
    EXPECT_THROW(with_forms(kPeople, "nl", {{"aantal", "veel"}}), std::invalid_argument);
    EXPECT_THROW(with_forms(kPeople, "nl", {{"aantal", "99999999999999999999"}}), std::invalid_argument);
}

/// What the values of texts are called that are whole numbers.
bool counts(const std::string& name) {
    static const std::set<std::string> kCounts{
        "aantal",  "max",     "over",  "meest",   "nu",        "left",      "count",  "of",
        "seconds", "minutes", "hours", "signals", "responses", "questions", "points", "gemeenten",
        "wijken",  "buurten", "dagen", "minuten", "wacht",     "most",      "ruimte", "percent"};
    return kCounts.contains(name);
}

/// "key name" of catalogue/without-plural.txt.
std::set<std::string> without_plural() {
    std::ifstream file(std::string(PEILPUNT_SOURCE_DIR) + "/shared/text/catalogue/without-plural.txt");
    std::set<std::string> all;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line[0] == '#') continue;
        const auto name = line.find(' ');
        const auto why = line.find(' ', name + 1);
        if (name == std::string::npos || why == std::string::npos) throw std::runtime_error(line);
        all.insert(line.substr(0, why));
    }
    return all;
}

/// The categories that whole numbers have in the language.
std::set<Plural> categories_of(std::string_view language) {
    std::set<Plural> all{Plural::other};
    for (int count = 0; count <= 200; ++count) all.insert(plural_of(count, language));
    return all;
}

TEST(Plurals, OfEveryTextWithANumberAreAllThatTheLanguageHas) {
    const auto apart = without_plural();
    std::set<std::string> needless = apart;
    int chosen = 0;
    for (const auto& key : Catalogue::builtin().keys()) {
        for (const auto language : kLanguages) {
            const auto* text = Catalogue::builtin().exact(key, language);
            if (!text) continue;
            std::set<std::string> counted;
            std::string rest = *text;
            while (const auto choice = first_choice(rest)) {
                counted.insert(choice->name);
                std::set<Plural> has;
                for (const auto& entry : choice->forms) has.insert(entry.first);
                EXPECT_EQ(has, categories_of(language)) << key << " in " << language;
                std::string kept;
                for (const auto& entry : choice->forms) kept += entry.second + " ";
                rest.replace(choice->begin, choice->end - choice->begin, kept);
                ++chosen;
            }
            for (const auto& name : value_names(*text)) {
                if (!counts(name) || counted.contains(name)) continue;
                needless.erase(key + " " + name);
                EXPECT_TRUE(apart.contains(key + " " + name))
                    << key << " in " << language << " counts {" << name
                    << "}: give it its plurals, or say in without-plural.txt why it needs none";
            }
        }
    }
    EXPECT_GT(chosen, 200);
    for (const auto& line : needless) ADD_FAILURE() << "without-plural.txt names " << line << " for nothing";
}

}  // namespace
}  // namespace peilpunt::text
