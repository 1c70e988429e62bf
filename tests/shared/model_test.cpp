// SPDX-License-Identifier: EUPL-1.2
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <set>

#include "core_examples.hpp"
#include "shared/model/receipt.hpp"
#include "shared/model/words.hpp"

namespace peilpunt {
namespace {

using examples::area;
using examples::SeededRandom;

TEST(Uuid, ReadsWhatItWrites) {
    SeededRandom random(1);
    for (int i = 0; i < 200; ++i) {
        const auto id = Uuid::random(random);
        const auto again = Uuid::parse(id.str());
        ASSERT_TRUE(again) << id.str();
        EXPECT_EQ(*again, id);
        EXPECT_EQ(Uuid::from_bytes(id.bytes()), id);
    }
}

TEST(Uuid, CapitalsAreTheSameId) {
    EXPECT_EQ(Uuid::parse("3F2B1C4D-5E6F-4A7B-8C9D-0E1F2A3B4C5D").value().str(),
              "3f2b1c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d");
}

TEST(Uuid, RefusesWhatIsNotVersionFour) {
    for (const auto* text :
         {"", "3f2b1c4d5e6f4a7b8c9d0e1f2a3b4c5d", "3f2b1c4d-5e6f-1a7b-8c9d-0e1f2a3b4c5d",
          "3f2b1c4d-5e6f-7a7b-8c9d-0e1f2a3b4c5d", "3f2b1c4d-5e6f-4a7b-cc9d-0e1f2a3b4c5d",
          "3f2b1c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5g", "3f2b1c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d ",
          "{f2b1c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d", "3f2b1c4d-5e6f-4a7b-8c9d00e1f2a3b4c5d"}) {
        EXPECT_FALSE(Uuid::parse(text)) << text;
    }
}

TEST(Uuid, RefusesAnotherNumberOfBytes) {
    EXPECT_THROW(Uuid::from_bytes("too short"), std::invalid_argument);
}

TEST(Receipt, ChecksTheLastDigit) {
    EXPECT_EQ(Receipt::from_number(0).digits(), "0000000000000000");
    // 4012 8888 8888 1881 is a well-known test number of ISO/IEC 7812.
    EXPECT_EQ(Receipt::from_number(401288888888188).digits(), "4012888888881881");
    const auto found = Receipt::parse("4012 8888-8888.1881");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->grouped(), "4012 8888 8888 1881");
}

TEST(Receipt, FindsEverySingleWrongDigit) {
    SeededRandom random(2);
    const auto digits = Receipt::random(random).digits();
    for (std::size_t i = 0; i < digits.size(); ++i) {
        for (char c = '0'; c <= '9'; ++c) {
            auto wrong = digits;
            wrong[i] = c;
            EXPECT_EQ(Receipt::parse(wrong).has_value(), wrong == digits) << wrong;
        }
    }
}

TEST(Receipt, RefusesOtherLengthsAndOtherCharacters) {
    for (const auto* text :
         {"", "401288888888188", "40128888888818811", "4012 8888 8888 188l", "٤٠١٢٨٨٨٨٨٨٨٨١٨٨"}) {
        EXPECT_FALSE(Receipt::parse(text)) << text;
    }
    EXPECT_FALSE(Receipt::parse(std::string(5000, '4')));
}

TEST(Random, BelowReachesEveryNumberAndNoOther) {
    SeededRandom random(3);
    std::array<int, 7> seen{};
    for (int i = 0; i < 7000; ++i) ++seen.at(random.below(7));
    for (const auto count : seen) EXPECT_GT(count, 800);
    EXPECT_EQ(random.below(1), 0U);
    EXPECT_THROW(random.below(0), std::invalid_argument);
}

TEST(Random, BelowDrawsAgainWhereSomeNumbersWouldBeLikelier) {
    class FromList final : public Random {
      public:
        void fill(std::span<std::uint8_t> bytes) override {
            for (auto& byte : bytes) byte = draws_ == 0 ? 0x00 : 0xff;
            ++draws_;
        }
        int draws() const { return draws_; }

      private:
        int draws_ = 0;
    };
    FromList random;
    // 2^64 mod 10 is 6, so the raw number 0 must not be used; all ones is 2^64 - 1, which ends in 5.
    EXPECT_EQ(random.below(10), 5U);
    EXPECT_EQ(random.draws(), 2);
}

TEST(SystemSources, GiveDifferentBytesAndAClockThatGoesForward) {
    SystemRandom random;
    std::set<std::string> ids;
    for (int i = 0; i < 100; ++i) ids.insert(Uuid::random(random).str());
    EXPECT_EQ(ids.size(), 100U);
    const SystemClock clock;
    const auto first = clock.steady();
    EXPECT_LE(first, clock.steady());
    EXPECT_GT(clock.now(), TimePoint{examples::day("2026-01-01")});
}

struct DutchTimeCase {
    const char* utc;
    const char* date;
    DayPart part;
};

TEST(DutchTime, FollowsTheEuropeanRule) {
    const DutchTimeCase cases[] = {
        {"2026-03-29T00:59:59Z", "2026-03-29", DayPart::night},
        {"2026-03-29T03:59:59Z", "2026-03-29", DayPart::night},    // 05:59 summer time
        {"2026-03-29T04:00:00Z", "2026-03-29", DayPart::morning},  // 06:00 summer time
        {"2026-10-25T00:59:59Z", "2026-10-25", DayPart::night},
        {"2026-10-25T04:59:59Z", "2026-10-25", DayPart::night},  // 05:59 winter time
        {"2026-10-25T05:00:00Z", "2026-10-25", DayPart::morning},
        {"2026-07-01T21:59:59Z", "2026-07-01", DayPart::evening},
        {"2026-07-01T22:00:00Z", "2026-07-02", DayPart::night},
        {"2026-12-31T22:59:59Z", "2026-12-31", DayPart::evening},
        {"2026-12-31T23:00:00Z", "2027-01-01", DayPart::night},
        {"2026-11-21T11:00:00Z", "2026-11-21", DayPart::afternoon},
        {"2026-11-21T17:00:00Z", "2026-11-21", DayPart::evening},
    };
    for (const auto& c : cases) {
        const auto time = parse_time(c.utc).value();
        EXPECT_EQ(format_date(moment_of(time).date), c.date) << c.utc;
        EXPECT_EQ(moment_of(time).part, c.part) << c.utc;
        EXPECT_EQ(format_date(dutch_date(time)), c.date) << c.utc;
    }
}

TEST(DutchTime, ChangesTheOffsetAtOneOClockUtc) {
    const auto offset = [](const char* text) {
        const auto time = parse_time(text).value();
        return (dutch_time(time).time_since_epoch() - time.time_since_epoch()) / std::chrono::hours(1);
    };
    EXPECT_EQ(offset("2026-03-29T00:59:59.999Z"), 1);
    EXPECT_EQ(offset("2026-03-29T01:00:00Z"), 2);
    EXPECT_EQ(offset("2026-10-25T00:59:59.999Z"), 2);
    EXPECT_EQ(offset("2026-10-25T01:00:00Z"), 1);
    EXPECT_EQ(offset("2031-03-30T01:00:00Z"), 2);
}

TEST(Time, ReadsEveryOffset) {
    EXPECT_EQ(format_time(parse_time("2026-11-21T13:45:00+01:00").value()), "2026-11-21T12:45:00Z");
    EXPECT_EQ(format_time(parse_time("2026-11-21T23:45:00-05:30").value()), "2026-11-22T05:15:00Z");
    EXPECT_EQ(format_time(parse_time("2026-11-21T13:45:00+00:00").value()), "2026-11-21T13:45:00Z");
    EXPECT_EQ(parse_time("2026-11-21T13:45:00.25Z").value() - parse_time("2026-11-21T13:45:00Z").value(),
              std::chrono::milliseconds(250));
    EXPECT_EQ(parse_time("1969-12-31T23:59:59.500Z").value().time_since_epoch(),
              std::chrono::milliseconds(-500));
    EXPECT_EQ(format_time(parse_time("1969-12-31T23:59:59.500Z").value()), "1969-12-31T23:59:59Z");
}

TEST(Time, RefusesOtherWritings) {
    for (const auto* text :
         {"", "2026-11-21", "2026-11-21 13:45:00Z", "2026-11-21t13:45:00Z", "2026-11-21T13:45:00z",
          "2026-11-21T13:45:00", "2026-11-21T13:45:00-00:00", "2026-11-21T24:00:00Z", "2026-11-21T13:60:00Z",
          "2026-11-21T13:45:60Z", "2026-02-30T13:45:00Z", "2026-11-21T13:45:00.Z",
          "2026-11-21T13:45:00.0000000001Z", "2026-11-21T13:45:00+1:00", "2026-11-21T13:45:00+24:00",
          "2026-11-21T13:45:00Zx", "+2026-11-21T13:45Z"}) {
        EXPECT_FALSE(parse_time(text)) << text;
    }
}

TEST(Date, ReadsWhatItWrites) {
    for (const auto* text : {"2026-11-21", "2024-02-29", "1970-01-01", "0001-01-01", "9999-12-31"}) {
        EXPECT_EQ(format_date(parse_date(text).value()), text);
    }
    for (const auto* text :
         {"", "2026-11-31", "2025-02-29", "2026-1-1", "2026-00-10", "21-11-2026", "2026-11-21 "}) {
        EXPECT_FALSE(parse_date(text)) << text;
    }
}

TEST(AreaCode, KnowsItsLevelAndMunicipality) {
    EXPECT_EQ(area("RGIJ").level(), AreaLevel::region);
    EXPECT_EQ(area("GM0453").level(), AreaLevel::municipality);
    EXPECT_EQ(area("WK045301").level(), AreaLevel::district);
    EXPECT_EQ(area("BU04530101").level(), AreaLevel::neighbourhood);
    EXPECT_EQ(area("BU04530101").municipality(), area("GM0453"));
    EXPECT_EQ(area("GM0453").municipality(), area("GM0453"));
    EXPECT_TRUE(area("RGIJ").municipality().empty());
    EXPECT_TRUE(AreaCode().municipality().empty());
}

TEST(AreaCode, RefusesOtherWritings) {
    for (const auto* text : {"", "G", "GM", "GM453", "GM04530", "gm0453", "WK0453", "BU045301", "RGij",
                             "RGIJM", "XX0453", "GM045A", " GM0453"}) {
        EXPECT_FALSE(AreaCode::parse(text)) << text;
    }
}

TEST(AreaTree, PutsParentsBeforeTheirChildren) {
    const AreaTree tree({{area("BU04530101"), "Wijkeroog", area("WK045301"), 0},
                         {area("GM0453"), "Velsen", area("RGIJ"), 0},
                         {area("WK037501"), "Vondelkwartier", area("GM0375"), 0},
                         {area("WK045301"), "Velsen-Noord", area("GM0453"), 0},
                         {area("RGIJ"), "IJmond", {}, 0},
                         {area("GM0375"), "Beverwijk", area("RGIJ"), 0}});
    std::vector<std::string> order;
    for (const auto& one : tree.all()) order.push_back(one.code.str());
    EXPECT_THAT(order,
                testing::ElementsAre("RGIJ", "GM0453", "WK045301", "BU04530101", "GM0375", "WK037501"));
}

TEST(AreaTree, KeepsAreasWhoseParentsGoRound) {
    const AreaTree tree({{area("RGAA"), "A", area("RGBB"), 0}, {area("RGBB"), "B", area("RGAA"), 0}});
    EXPECT_EQ(tree.all().size(), 2U);
}

TEST(AreaTree, FindsAndLists) {
    const auto tree = examples::areas();
    EXPECT_EQ(tree.name_of(area("WK045301")), "Velsen-Noord");
    EXPECT_EQ(tree.name_of(area("WK999999")), "WK999999");
    EXPECT_EQ(tree.find(area("GM9999")), nullptr);
    EXPECT_EQ(AreaTree().find(area("GM9999")), nullptr);
    EXPECT_EQ(tree.municipalities().size(), 2U);
    ASSERT_EQ(tree.districts_of(area("GM0453")).size(), 1U);
    EXPECT_EQ(tree.districts_of(area("GM0453"))[0].name, "Velsen-Noord");
    EXPECT_EQ(tree.children_of(area("RGIJ")).size(), 2U);
    EXPECT_TRUE(tree.children_of({}).empty());
}

TEST(LocalText, FallsBackToSimpleThenDutch) {
    const LocalText all({{"nl", "meedoen"}, {"nl-simple", "komen"}, {"en", "join"}});
    EXPECT_EQ(all.in("en"), "join");
    EXPECT_EQ(all.in("nl"), "meedoen");
    EXPECT_EQ(all.in("tr"), "komen");
    EXPECT_EQ(examples::nl("alleen").in("tr"), "alleen");
    EXPECT_EQ(LocalText().in("nl"), "");
}

TEST(Words, GoThereAndBack) {
    for (const auto channel : kChannels) EXPECT_EQ(channel_of(word(channel)), channel);
    for (const auto perspective : kPerspectives) EXPECT_EQ(perspective_of(word(perspective)), perspective);
    for (const auto* kind :
         {"enkel", "meervoudig", "schaal", "getal", "ja-nee", "rangorde", "punten", "open"}) {
        EXPECT_EQ(word(question_kind_of(kind).value()), kind);
    }
    for (const auto* status : {"concept", "open", "gesloten"})
        EXPECT_EQ(word(poll_status_of(status).value()), status);
    EXPECT_EQ(perspective_of("cliënt"), Perspective::client);
    EXPECT_FALSE(channel_of("fax"));
    EXPECT_FALSE(question_kind_of("Enkel"));
    EXPECT_FALSE(poll_status_of(""));
    EXPECT_TRUE(is_age_group("80+"));
    EXPECT_FALSE(is_age_group("80"));
    EXPECT_TRUE(is_theme("geld-en-werk"));
    EXPECT_FALSE(is_theme("wmo"));
    EXPECT_EQ(word(DayPart::evening), "avond");
}

TEST(Poll, IsOpenFromTheFirstDayUntilTheClosingDay) {
    auto poll = examples::poll();
    EXPECT_FALSE(is_open(poll, examples::day("2026-10-31")));
    EXPECT_TRUE(is_open(poll, examples::day("2026-11-01")));
    EXPECT_TRUE(is_open(poll, examples::day("2026-11-30")));
    EXPECT_FALSE(is_open(poll, examples::day("2026-12-01")));
    poll.status = PollStatus::draft;
    EXPECT_FALSE(is_open(poll, examples::day("2026-11-10")));
}

TEST(Answers, KeepTheirOrderWhenOneChanges) {
    Answers answers;
    answers.set("v1", Number{1});
    answers.set("v2", Number{2});
    answers.set("v1", Number{3});
    ASSERT_EQ(answers.all().size(), 2U);
    EXPECT_EQ(answers.all()[0].first, "v1");
    EXPECT_EQ(std::get<Number>(*answers.find("v1")).value, 3);
    answers.erase("v1");
    EXPECT_EQ(answers.find("v1"), nullptr);
    EXPECT_FALSE(answers.empty());
}

}  // namespace
}  // namespace peilpunt
