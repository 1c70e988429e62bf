// SPDX-License-Identifier: EUPL-1.2
// The table of settings: every row can be set, wrong values are refused in a sentence, each change is in the
// log.
#include "server/app/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "server/app/colours.hpp"
#include "server/app/logo.hpp"
#include "server/app/words_to_keep.hpp"
#include "shared/model/languages.hpp"
#include "tests/support/server_fixture.hpp"

using namespace peilpunt;
namespace fs = std::filesystem;

namespace {

class Settings : public testing::Test {
  protected:
    Result<void> set(const std::string& name, const std::string& value, const std::string& reason = "proef") {
        return server_.app().change_settings(app::Accounts::command_line(), {{name, value}}, reason);
    }
    std::string now(const std::string& name) { return app::setting(*server_.app().state(), name); }

    tests::ServerFixture server_;
};

// The smallest PNG: one white pixel.
std::string png() {
    const auto bytes = seal::from_base64(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4__8_AAX-Av"
        "4N70a4AAAAAElFTkSuQmCC");
    return bytes.value();
}

/// A value that is right, of each kind.
std::string right_value(const app::NamedSetting& setting) {
    using Kind = app::SettingKind;
    switch (setting.row->kind) {
        case Kind::colour:
            return "#123C28";
        case Kind::image:
            return app::logo_value(app::clean_logo(png()).value());
        case Kind::help_lines:
            return "Nu gevaar|112\nSociaal team|0255 567 200";
        case Kind::contact:
            return "mailto:veilig@velsen.example";
        case Kind::email:
            return "peilpunt@velsen.example";
        case Kind::phone:
            return "0255 567 200";
        case Kind::site:
            return "https://peilpunt.example";
        case Kind::number:
            return "7";
        case Kind::yes_no:
            return "nee";
        default:
            return "Een andere naam";
    }
}

TEST_F(Settings, EveryRowThatThePageMayChangeCanBeSetAndSetBack) {
    int seen = 0;
    for (const auto& setting : app::settings_of(server_.app().state()->areas)) {
        if (setting.row->setter == app::Setter::command || setting.name == "kiosk.pin") continue;
        const auto before = now(setting.name);
        // A bright colour for what is chosen; dark ones for letters.
        const auto value = setting.name.ends_with(".mark") ? "#FFD54F" : right_value(setting);
        const auto done = set(setting.name, value);
        ASSERT_TRUE(done) << setting.name << ": " << (done ? "" : done.error().message);
        EXPECT_EQ(now(setting.name), value) << setting.name;
        ASSERT_TRUE(set(setting.name, "")) << setting.name;
        EXPECT_EQ(now(setting.name), before) << setting.name;
        ++seen;
    }
    EXPECT_GT(seen, 40);
}

TEST_F(Settings, NoPageReadsASettingThatTheTableDoesNotHave) {
    std::set<std::string> names;
    for (const auto& setting : app::settings_of(server_.app().state()->areas)) names.insert(setting.name);
    int seen = 0;
    for (const char* top : {"server/web", "server/app", "server/api", "server/cli"}) {
        for (const auto& entry : fs::recursive_directory_iterator(fs::path(PEILPUNT_SOURCE_DIR) / top)) {
            if (entry.path().extension() != ".cpp") continue;
            std::ifstream file(entry.path());
            std::stringstream text;
            text << file.rdbuf();
            static const std::regex kReads(R"re(setting\([^()"]*"([a-z.]+)"\))re");
            const auto source = text.str();
            for (std::sregex_iterator read(source.begin(), source.end(), kReads), end; read != end; ++read) {
                ++seen;
                const auto name = (*read)[1].str();
                EXPECT_TRUE(names.contains(name) || name == "voorbeeld") << entry.path() << " reads " << name;
            }
        }
    }
    EXPECT_GT(seen, 3);
}

struct WrongValue {
    const char* name;
    const char* setting;
    const char* value;
    const char* code;
};
const WrongValue kWrong[] = {
    {"SiteWithoutScheme", "site", "peilpunt.example", "geen-webadres"},
    {"SiteWithAPath", "site", "https://peilpunt.example/velsen", "geen-webadres"},
    {"SiteThatIsAScript", "site", "javascript:alert(1)", "geen-webadres"},
    {"SiteWithAUser", "site", "https://a@peilpunt.example", "geen-webadres"},
    {"SiteWithAQuery", "site", "https://peilpunt.example?x", "geen-webadres"},
    {"SiteWithABlank", "site", "https://peil punt", "geen-webadres"},
    {"SiteWithNoHost", "site", "https://", "geen-webadres"},
    {"SiteWithAPortOfLetters", "site", "https://peilpunt.example:abc", "geen-webadres"},
    {"ColourByName", "sender.GM0453.colour.action", "groen", "geen-kleur"},
    {"ColourThatIsTooLight", "sender.GM0453.colour.action", "#2E7D4F", "te-weinig-contrast"},
    {"BandThatIsTooLight", "sender.GM0453.colour.band", "#7FB0BB", "te-weinig-contrast"},
    {"MarkThatIsTooDark", "sender.GM0453.colour.mark", "#225C3A", "te-weinig-contrast"},
    {"NumberOutOfRange", "kiosk.silent_days", "400", "geen-getal"},
    {"NumberWithAComma", "kiosk.silent_days", "1,5", "geen-getal"},
    {"NeitherYesNorNo", "contact.open", "misschien", "ja-of-nee"},
    {"NoMailAddress", "sender.GM0453.email", "peilpunt", "geen-mailadres"},
    {"NoTelephone", "sender.GM0453.phone", "bel maar", "geen-telefoonnummer"},
    {"HelpLineWithAWord", "help.lines.nl", "Huisarts|bellen", "geen-telefoonnummer"},
    {"HelpLineWithoutLabel", "help.lines.nl", "|112", "hulplijnen"},
    {"SixHelpLines", "help.lines.nl", "a|112\nb|112\nc|112\nd|112\ne|112\nf|112", "hulplijnen"},
    {"SecurityContactThatIsAScript", "security.contact", "javascript:alert(1)", "geen-meldadres"},
    {"NameOfTwoLines", "body.GM0453.name", "Raad\nvan Velsen", "lengte"},
    {"PinOfSixDigits", "kiosk.pin", "135790", "geen-pincode"},
    {"LogoThatIsAScript", "sender.GM0453.logo", "<svg onload=alert(1)>", "geen-logo"},
};
class WrongSettings : public Settings, public testing::WithParamInterface<WrongValue> {};

TEST_P(WrongSettings, AreRefusedWithTheirNameAndNothingChanges) {
    const auto& wrong = GetParam();
    const auto before = now(wrong.setting);
    const auto entries = server_.store().audit().size();
    const auto done = set(wrong.setting, wrong.value);
    ASSERT_FALSE(done);
    ASSERT_EQ(done.error().faults.size(), 1U);
    EXPECT_EQ(done.error().faults[0].field, wrong.setting);
    EXPECT_EQ(done.error().faults[0].code, wrong.code);
    EXPECT_EQ(now(wrong.setting), before);
    EXPECT_EQ(server_.store().audit().size(), entries);
}
INSTANTIATE_TEST_SUITE_P(All, WrongSettings, testing::ValuesIn(kWrong),
                         [](const auto& information) { return std::string(information.param.name); });

TEST_F(Settings, TheSlashBehindASiteGoes) {
    EXPECT_EQ(app::check_site("https://peilpunt.example/").value(), "https://peilpunt.example");
    EXPECT_EQ(app::check_site("http://127.0.0.1:8080").value(), "http://127.0.0.1:8080");
    EXPECT_EQ(app::check_site("http://[::1]:8080").value(), "http://[::1]:8080");
}

TEST_F(Settings, AChangeStandsInTheLogWithWhoAndWhyAndASecretDoesNot) {
    ASSERT_TRUE(set("body.GM0453.name", " Participatieraad Velsen ", "besluit van 3 november"));
    ASSERT_TRUE(set("kiosk.pin", "49071826"));
    const auto log = server_.store().audit();
    EXPECT_EQ(log[log.size() - 2].who, "opdrachtregel");
    EXPECT_EQ(
        log[log.size() - 2].subject,
        "body.GM0453.name: \"participatieraad\" -> \"Participatieraad Velsen\"; besluit van 3 november");
    EXPECT_THAT(log.back().subject, testing::StartsWith("kiosk.pin: "));
    EXPECT_THAT(log.back().subject, testing::Not(testing::HasSubstr("4907")));
    EXPECT_THAT(log.back().subject, testing::Not(testing::HasSubstr("argon2")));
    EXPECT_EQ(server_.app().last_changes().at("body.GM0453.name").who, "opdrachtregel");
    EXPECT_TRUE(server_.store().verify().empty());
}

TEST_F(Settings, SeveralAreChangedTogetherOrNotAtAll) {
    const auto done = server_.app().change_settings(
        app::Accounts::command_line(),
        {{"region.name", "Kennemerland"}, {"kiosk.silent_days", "nooit"}, {"site", "x"}}, "");
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().faults.size(), 2U);
    EXPECT_EQ(server_.app().state()->region_name, "IJmond");
    ASSERT_TRUE(set("region.name", "Kennemerland"));
    EXPECT_EQ(server_.app().state()->region_name, "Kennemerland");
}

TEST_F(Settings, WhatIsFixedElsewhereHoldsAndCannotBeChangedHere) {
    ASSERT_TRUE(set("kiosk.silent_days", "9"));
    ASSERT_TRUE(server_.app().fix_settings(
        {{"site", {"https://vast.example/", "peilpunt.toml:3"}},
         {"kiosk.silent_days", {"4", "peilpunt.toml:4"}},
         {"PEILPUNT_SETTING_KIOSK_SILENT_DAYS", {"5", "PEILPUNT_SETTING_KIOSK_SILENT_DAYS"}}}));
    EXPECT_EQ(now("site"), "https://vast.example");
    EXPECT_EQ(now("kiosk.silent_days"), "5")
        << "the environment holds before the file, and both before the page";
    const auto done = set("kiosk.silent_days", "6");
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::conflict);
    EXPECT_THAT(done.error().message, testing::HasSubstr("PEILPUNT_SETTING_KIOSK_SILENT_DAYS"));
}

TEST_F(Settings, AFixedValueThatIsWrongIsRefusedWithItsPlace) {
    const auto wrong = server_.app().fix_settings({{"sender.GM9999.name", {"Nergens", "peilpunt.toml:8"}}});
    ASSERT_FALSE(wrong);
    EXPECT_THAT(wrong.error().message, testing::StartsWith("peilpunt.toml:8: sender.GM9999.name"));
    const auto light =
        server_.app().fix_settings({{"sender.GM0453.colour.action", {"#2E7D4F", "peilpunt.toml:9"}}});
    ASSERT_FALSE(light);
    EXPECT_THAT(light.error().message, testing::StartsWith("peilpunt.toml:9: "));
}

TEST_F(Settings, HelpLinesAreThoseOfTheLanguageUntilTheInstanceSetsItsOwn) {
    const auto standard = [&](const std::string& language) {
        return app::help_lines(*server_.app().state(), language);
    };
    std::set<std::string> labels;
    for (const auto& row : kLanguageTable) {
        if (row.code == "nl-simple") continue;  // the same words as in Dutch
        const std::string language(row.code);
        EXPECT_EQ(standard(language).lines.size(), 5U);
        EXPECT_FALSE(standard(language).dutch);
        labels.insert(standard(language).lines[1].first);
    }
    EXPECT_EQ(labels.size(), kLanguageTable.size() - 1) << "each language says it in its own words";
    ASSERT_TRUE(set("help.lines.nl", "Nu gevaar|112\nSociaal team|0255 567 200"));
    EXPECT_EQ(standard("nl").lines[1].second, "0255 567 200");
    EXPECT_TRUE(standard("tr").dutch);
    ASSERT_TRUE(set("help.lines.tr", "Tehlike|112"));
    EXPECT_EQ(standard("tr").lines.size(), 1U);
    EXPECT_FALSE(standard("tr").dutch);
}

TEST(Colours, TheNearestThatPassesKeepsItsHueAndPassesEverything) {
    const app::SenderColours green{*app::Colour::parse("#2E7D4F"), *app::Colour::parse("#123C28"),
                                   *app::Colour::parse("#FFC72E")};
    EXPECT_NEAR(app::colour_pairs(green)[0].ratio, 5.0, 0.1);
    EXPECT_FALSE(app::colour_pairs(green)[0].passes());
    EXPECT_TRUE(app::colour_pairs(green)[2].passes());
    const auto better = app::nearest_that_pass(green);
    EXPECT_EQ(better.band, green.band) << "what passes stays";
    EXPECT_GT(better.action.green, better.action.red);
    EXPECT_GT(better.action.green, better.action.blue);
    tests::SeededRandom random(7);
    for (int i = 0; i < 300; ++i) {
        const auto channel = [&] { return static_cast<int>(random.below(256)); };
        const app::SenderColours any{{channel(), channel(), channel()},
                                     {channel(), channel(), channel()},
                                     {channel(), channel(), channel()}};
        for (const auto& pair : app::colour_pairs(app::nearest_that_pass(any)))
            EXPECT_TRUE(pair.passes())
                << any.action.str() << any.mark.str() << ' ' << pair.id << ' ' << pair.ratio;
    }
    EXPECT_NEAR(app::contrast({0, 0, 0}, {255, 255, 255}), 21.0, 1e-9);
}

TEST(Logos, OnlyThePictureItselfIsKept) {
    const auto clean = app::clean_logo(png()).value();
    EXPECT_EQ(clean.type, "image/png");
    EXPECT_EQ(app::clean_logo(png() + "<script>alert(1)</script>").value().bytes, clean.bytes);
    EXPECT_EQ(app::read_logo(app::logo_value(clean)).value().bytes, clean.bytes);
    // A comment before the last chunk: length 4, "tEXt", "a\0b!", its CRC.
    auto told = png();
    const auto comment = std::string("\0\0\0\4tEXta\0b!", 12) + std::string("\x2f\xbc\x5f\x55", 4);
    told.insert(told.size() - 12, comment);
    EXPECT_EQ(app::clean_logo(told).value().bytes, clean.bytes);
}

TEST(Logos, WhatIsNoPictureIsRefusedInASentence) {
    const auto code = [](std::string_view bytes) { return app::clean_logo(bytes).error().code; };
    EXPECT_EQ(code("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
              ErrorCode::unsupported);
    EXPECT_EQ(code("#!/bin/sh\nrm -rf /\n"), ErrorCode::unsupported);
    EXPECT_EQ(code(std::string(20 * 1000 * 1000, 'x')), ErrorCode::too_large);
    EXPECT_EQ(code(png().substr(0, png().size() - 12)), ErrorCode::damaged);
    auto bad = png();
    bad[20] = static_cast<char>(bad[20] ^ 1);
    EXPECT_EQ(code(bad), ErrorCode::damaged);
    EXPECT_EQ(code("\xff\xd8\xff\xe0"), ErrorCode::damaged);
}

TEST(WordsToKeep, AreManyAndEachIsThereOnce) {
    const auto words = app::words_to_keep();
    EXPECT_EQ(std::set<std::string_view>(words.begin(), words.end()).size(), 512U);
    tests::SeededRandom random(3);
    const auto made = app::make_passphrase(random);
    EXPECT_EQ(std::count(made.reveal().begin(), made.reveal().end(), ' '), 6);
    EXPECT_EQ(app::tidy_passphrase("  " + std::string(made.reveal()) + "\r\n").reveal(), made.reveal());
    EXPECT_NE(app::make_passphrase(random).reveal(), made.reveal());
    EXPECT_EQ(app::make_pin(random).reveal().size(), 8U);
}

TEST_F(Settings, ANewPinHoldsAtKiosksAfterTheirNextContentOnly) {
    // Covered end to end in kiosk_sync_tests; here: what the server hands out.
    ASSERT_TRUE(set("kiosk.pin", "49071826"));
    EXPECT_TRUE(seal::verify_password(now("kiosk.pin"), seal::Secret("49071826")));
}

TEST_F(Settings, TheScopeOfAUserIsAMunicipalityOrTheRegion) {
    const auto add = [&](const char* scope) {
        return server_.app().accounts().add({"joke", "Joke", "raad", scope},
                                            seal::Secret("duin-en-dijk-2026"), "test");
    };
    for (const auto* scope : {"WK045301", "BU04530101", "GM9999", "RG99", "", "velsen"}) {
        const auto refused = add(scope);
        ASSERT_FALSE(refused) << scope;
        EXPECT_THAT(refused.error().message, testing::HasSubstr("municipality or of the region")) << scope;
    }
    // What an earlier version let in sees nothing, instead of the whole region.
    ASSERT_TRUE(server_.app().give_signal(server_.signal(), server_.web()));
    const auto district = tests::actor("raad", "WK045301");
    EXPECT_TRUE(server_.app().signals().list(district, {}, "", 10).rows.empty());
    EXPECT_FALSE(server_.app().signals().count(district, {}).total.value_or(0));
    EXPECT_EQ(server_.app().signals().list(tests::actor("raad", "RG01"), {}, "", 10).rows.size(), 1U);
    ASSERT_TRUE(add("GM0453"));
}

TEST_F(Settings, ANameWithABlankBehindItSignsIn) {
    ASSERT_TRUE(server_.app().accounts().add({"ria", "Ria", "raad", "RG01"},
                                             seal::Secret("duin-en-dijk-2026"), "test"));
    EXPECT_TRUE(server_.app().accounts().sign_in("ria ", seal::Secret("duin-en-dijk-2026")));
    EXPECT_TRUE(server_.app().accounts().sign_in(" Ria\t", seal::Secret("duin-en-dijk-2026")));
}

}  // namespace
