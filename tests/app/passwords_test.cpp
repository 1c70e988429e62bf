// SPDX-License-Identifier: EUPL-1.2
// Which passwords are refused when they are set, and that each way of setting one asks.
#include <gtest/gtest.h>

#include "server/app/passwords.hpp"
#include "server/app/setup.hpp"
#include "tests/support/server_fixture.hpp"

using namespace peilpunt;

namespace {

std::string code_of(const std::string& password) {
    const auto fault =
        app::password_fault(seal::Secret(std::string(password)), {"ria", "Ria de Wit", "Velsen"});
    return fault ? fault->code : "";
}

}  // namespace

TEST(Passwords, WhatIsGuessedFirstIsRefused) {
    for (const auto* guessed :
         {"wachtwoordwachtwoord", "password1234567", "aaaaaaaaaaaaaaa", "abcdefghijklmnop", "123456789012345",
          "qwertyuiopasdfghjk", "P@ssw0rdP@ssw0rd", "Peilpunt2026!!!!", "Welkom2026Welkom",
          "november2026november"})
        EXPECT_EQ(code_of(guessed), "wachtwoord-raadbaar") << guessed;
}

TEST(Passwords, NamesThatAnybodyKnowsDoNotMakeOne) {
    for (const auto* named : {"Ria de Wit 2026", "riadewit1234567", "velsenvelsen2026", "Velsen-Ria-2026!"})
        EXPECT_EQ(code_of(named), "wachtwoord-raadbaar") << named;
}

TEST(Passwords, ASentenceOfOnesOwnIsTaken) {
    for (const auto* own : {"vier groene lampen zingen zacht", "mijn oma fietst nooit op zondag",
                            "het paard van de buren is blauw", "één kräftig paard tilt"})
        EXPECT_EQ(code_of(own), "") << own;
}

TEST(Passwords, TooShortAndTooLongAreSaidAsSuch) {
    EXPECT_EQ(code_of("xq7#Lw9!vR2mZp"), "wachtwoord-kort") << "fourteen";
    EXPECT_EQ(code_of(std::string(201, 'x')), "wachtwoord-lang");
}

TEST(Passwords, EveryWayOfSettingOneAsks) {
    tests::ServerFixture server;
    auto& accounts = server.app().accounts();
    const auto guessed = [] { return seal::Secret("Ria-de-Wit-Velsen-2026!"); };
    const auto added = accounts.add({"ria", "Ria de Wit", "raad", "RG01"}, guessed(), "test");
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().faults.at(0).code, "wachtwoord-raadbaar");
    const auto own = [] { return seal::Secret("vier groene lampen zingen zacht"); };
    ASSERT_TRUE(accounts.add({"ria", "Ria de Wit", "raad", "RG01"}, own(), "test"));
    EXPECT_FALSE(accounts.set_password("ria", guessed(), "test"));
    const auto token = accounts.sign_in("ria", own()).value();
    EXPECT_EQ(accounts.change_password(token.actor, own(), guessed()).error().faults.at(0).code,
              "wachtwoord-raadbaar");
    EXPECT_TRUE(accounts.find(token.token.reveal())) << "nothing changed";
    app::NewInstance chosen;
    chosen.region = "Duinstreek";
    chosen.user = "sam";
    chosen.full_name = "Sam Visser";
    chosen.password = seal::Secret("samvisserduinstreek");
    bool found = false;
    for (const auto& fault : app::check_instance(chosen))
        found = found || fault.code == "wachtwoord-raadbaar";
    EXPECT_TRUE(found);
}

TEST(Passwords, OnesOwnIsChangedWithTheOldOneAndEndsAllSignIns) {
    tests::ServerFixture server;
    auto& accounts = server.app().accounts();
    const auto old = [] { return seal::Secret("vier groene lampen zingen zacht"); };
    const auto chosen = [] { return seal::Secret("mijn oma fietst nooit op zondag"); };
    ASSERT_TRUE(accounts.add({"ria", "Ria de Wit", "raad", "RG01"}, old(), "test"));
    const auto in = accounts.sign_in("ria", old()).value();
    EXPECT_EQ(accounts.change_password(in.actor, chosen(), chosen()).error().code, ErrorCode::unauthorized);
    EXPECT_EQ(server.store().audit().back().what, "wachtwoord-wijzigen-mislukt");
    ASSERT_TRUE(accounts.change_password(in.actor, old(), chosen()));
    EXPECT_FALSE(accounts.find(in.token.reveal()));
    EXPECT_FALSE(accounts.sign_in("ria", old()));
    EXPECT_TRUE(accounts.sign_in("ria", chosen()));
}
