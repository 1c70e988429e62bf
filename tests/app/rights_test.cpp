// SPDX-License-Identifier: EUPL-1.2
// Who reaches what: one membership, several, and none that can be read.
#include "server/app/rights.hpp"

#include <gmock/gmock.h>

#include "tests/support/server_fixture.hpp"

using namespace peilpunt;
using app::Function;
using app::Reach;
using app::Right;

namespace {

AreaCode area(const char* code) { return AreaCode::parse(code).value(); }

app::Actor somebody(std::vector<app::Membership> memberships) {
    return app::Accounts::actor_with("id", "Ria", std::move(memberships));
}

}  // namespace

TEST(Reaches, AMunicipalityWithItsDistrictsOrTheWholeRegionOrNothing) {
    const auto velsen = Reach::of("GM0453");
    for (const auto* inside : {"GM0453", "WK045301", "BU04530101"})
        EXPECT_TRUE(velsen.covers(area(inside))) << inside;
    for (const auto* outside : {"GM0375", "WK037500", "RG01"})
        EXPECT_FALSE(velsen.covers(area(outside))) << outside;
    EXPECT_FALSE(velsen.covers(AreaCode()));
    EXPECT_TRUE(Reach::of("RG01").covers(area("GM0375")));
    EXPECT_TRUE(Reach::of("RG01").covers(velsen));
    EXPECT_FALSE(velsen.covers(Reach::of("RG01")));
    for (const auto* none : {"", "WK045301", "BU04530101", "velsen"}) {
        EXPECT_TRUE(Reach::of(none).is_nowhere()) << none;
        EXPECT_FALSE(Reach::of(none).covers(area("GM0453"))) << none;
    }
}

TEST(Reaches, GrowWithEveryMembership) {
    auto both = Reach::of("GM0453");
    both.add(Reach::of("GM0375"));
    both.add(Reach::of("GM0453"));
    EXPECT_FALSE(both.only());
    EXPECT_TRUE(both.covers(area("GM0375")) && both.covers(area("GM0453")));
    EXPECT_FALSE(both.covers(area("GM0396")));
    EXPECT_EQ(both.municipalities_in(AreaTree(tests::test_areas())).size(), 2U);
    EXPECT_TRUE(both.covers(Reach::of("GM0375")));
    EXPECT_FALSE(Reach::of("GM0375").covers(both));
    both.add(Reach::of("RG01"));
    EXPECT_TRUE(both.is_region());
    EXPECT_EQ(both, Reach::region());
}

TEST(Rights, ReachOnlyAsFarAsTheMembershipThatGivesThem) {
    const auto two =
        somebody({{Function::member, Reach::of("GM0453")}, {Function::operator_, Reach::of("RG01")}});
    EXPECT_TRUE(reaches(two, Right::read_signals, area("GM0453")));
    EXPECT_FALSE(reaches(two, Right::read_signals, area("GM0375"))) << "an operator reads nothing";
    EXPECT_TRUE(reaches(two, Right::manage_kiosks, area("GM0375")));
    EXPECT_FALSE(may(somebody({}), Right::see_overview));
    EXPECT_TRUE(reach_of(somebody({{Function::member, Reach()}}), Right::read_signals).is_nowhere());
}

TEST(Rights, WordsAndSmallNumbersStopWhereReadingStops) {
    tests::ServerFixture server;
    for (const auto* place : {"GM0453", "GM0375", "GM0396"}) {
        auto signal = server.signal(place);
        signal.municipality = area(place);
        signal.area = {};
        ASSERT_TRUE(server.app().give_signal(signal, server.web()));
    }
    auto& signals = server.app().signals();
    const auto in_two =
        somebody({{Function::member, Reach::of("GM0453")}, {Function::chair, Reach::of("GM0375")}});
    std::vector<std::string> read;
    for (const auto& row : signals.list(in_two, {}, "", 10).rows) read.push_back(row.signal.text);
    EXPECT_THAT(read, testing::UnorderedElementsAre("GM0453", "GM0375"));
    EXPECT_EQ(signals.count(in_two, {}).total, 2);
    EXPECT_TRUE(signals.list(in_two, {.municipality = "GM0396"}, "", 10).rows.empty());

    const auto counts_more =
        somebody({{Function::member, Reach::of("GM0453")}, {Function::officer, Reach::of("RG01")}});
    EXPECT_EQ(signals.list(counts_more, {}, "", 10).rows.size(), 1U);
    EXPECT_FALSE(signals.count(counts_more, {}).total) << "three, of which two are not theirs to read";
    EXPECT_TRUE(signals.list(somebody({}), {}, "", 10).rows.empty());
    EXPECT_EQ(signals.count(somebody({}), {}).by_municipality.rows.size(), 0U);
}

TEST(Rights, AFunctionWithNothingToDoIsGivenToNobody) {
    tests::ServerFixture server;
    const seal::Secret password("duin-en-dijk-2026");
    auto& accounts = server.app().accounts();
    for (const auto function : app::kFunctions) {
        const std::string word(app::word(function));
        EXPECT_EQ(app::function_of(word), function);
        const auto added = accounts.add({word, "Ria", word, "GM0453"}, password, "test");
        EXPECT_EQ(added.has_value(), has_rights(function)) << word;
    }
    EXPECT_FALSE(accounts.add({"lid", "Ria", "lid", "GM0453"}, password, "test"));
    EXPECT_EQ(accounts.list().size(), 6U);
}
