// SPDX-License-Identifier: EUPL-1.2
#include <gmock/gmock.h>

#include <algorithm>

#include "tests/results/make.hpp"

namespace peilpunt::results::test {
namespace {

Poll one_question(QuestionKind kind = QuestionKind::single, int options = 3) {
    return poll_with({question("v1", kind, options)});
}

/// `a`, `b` and `c` people who chose a, b and c, in one cell.
void add(Cells& cells, const Poll& poll, int a, int b, int c, const CellKey& key = cell("GM0453", "16-17")) {
    give(cells, poll, key, one_answer("v1", "a"), a);
    give(cells, poll, key, one_answer("v1", "b"), b);
    give(cells, poll, key, one_answer("v1", "c"), c);
}

std::vector<std::optional<std::int64_t>> counts(const QuestionFigures& figures) {
    std::vector<std::optional<std::int64_t>> list;
    for (const auto& option : figures.options) list.push_back(option.count);
    return list;
}

const Breakdown& breakdown(const Release& release, std::string_view by) {
    return *std::find_if(release.breakdowns.begin(), release.breakdowns.end(),
                         [&](const Breakdown& one) { return one.by == by; });
}

const std::optional<std::int64_t> kHidden;

TEST(Uitslag, HidesAFewAndWhatWouldGiveThemAway) {
    const auto poll = one_question(QuestionKind::single, 4);
    Cells cells;
    give(cells, poll, cell("GM0453", "16-17"), one_answer("v1", "a"), 40);
    give(cells, poll, cell("GM0453", "16-17"), one_answer("v1", "b"), 20);
    give(cells, poll, cell("GM0453", "16-17"), one_answer("v1", "c"), 9);
    give(cells, poll, cell("GM0453", "16-17"), one_answer("v1", "d"), 3);
    const auto release = edition_of(poll, cells).release;
    EXPECT_THAT(counts(release.questions[0]), testing::ElementsAre(40, 20, kHidden, kHidden));
    for (const auto& option : release.questions[0].options) {
        EXPECT_EQ(option.hidden, !option.count);
        EXPECT_EQ(option.share.has_value(), option.count.has_value());
    }
    EXPECT_DOUBLE_EQ(*release.questions[0].options[0].share, 0.5556);
}

TEST(Uitslag, HidesWhatNobodySaidAsWell) {
    const auto poll = one_question();
    Cells cells;
    add(cells, poll, 20, 20, 0);
    const auto release = edition_of(poll, cells).release;
    EXPECT_EQ(release.questions[0].options[2].count, kHidden);
    EXPECT_EQ(std::count(release.questions[0].options.begin(), release.questions[0].options.end(),
                         OptionFigure{"a", 20, 0.5, false}),
              0)
        << "one of the others goes with it";
}

TEST(Uitslag, HidesAChoiceThatNearlyEverybodyMade) {
    const auto poll = one_question(QuestionKind::multiple, 2);
    Cells cells;
    Answers a, both;
    a.set("v1", Choices{{{"a", ""}}});
    both.set("v1", Choices{{{"a", ""}, {"b", ""}}});
    Answers b;
    b.set("v1", Choices{{{"b", ""}}});
    give(cells, poll, cell("GM0453", ""), a, 20);
    give(cells, poll, cell("GM0453", ""), both, 10);
    give(cells, poll, cell("GM0453", ""), b, 3);
    const auto release = edition_of(poll, cells).release;
    EXPECT_THAT(counts(release.questions[0]), testing::ElementsAre(kHidden, 13));
}

TEST(Uitslag, ClosesASmallGroupAndOneMore) {
    const auto poll = one_question();
    Cells cells;
    add(cells, poll, 20, 20, 20, cell("GM0453", "13-15"));
    add(cells, poll, 10, 10, 10, cell("GM0396", "13-15"));
    add(cells, poll, 3, 3, 2, cell("GM0375", "13-15"));
    const auto release = edition_of(poll, cells).release;
    const auto& towns = breakdown(release, "gemeente");
    ASSERT_EQ(towns.groups.size(), 3U);
    EXPECT_EQ(towns.responses, 98);
    EXPECT_EQ(towns.groups[0].value, "GM0375");
    EXPECT_EQ(towns.groups[0].responses, kHidden);
    EXPECT_EQ(towns.groups[1].responses, kHidden);
    EXPECT_TRUE(towns.groups[1].questions.empty());
    EXPECT_EQ(towns.groups[2].responses, 60);
    EXPECT_EQ(towns.groups[2].questions[0].answered, 60);
}

TEST(Uitslag, NamesWhoDidNotSayTheirAge) {
    const auto poll = one_question();
    Cells cells;
    add(cells, poll, 10, 10, 10, cell("GM0453", "16-17"));
    add(cells, poll, 10, 10, 10, cell("GM0453", ""));
    const auto release = edition_of(poll, cells).release;
    const auto& ages = breakdown(release, "leeftijdsgroep");
    ASSERT_EQ(ages.groups.size(), 2U);
    EXPECT_EQ(ages.groups[1].value, "onbekend");
    EXPECT_EQ(ages.groups[1].responses, 30);
}

TEST(Uitslag, TellsTheMeanOnlyWhenNobodyStandsOut) {
    auto asked = question("v1", QuestionKind::number);
    asked.max = 1000;
    const auto poll = poll_with({asked});
    const auto mean_of = [&](const std::vector<int>& numbers) {
        Cells cells;
        for (const auto number : numbers) {
            Answers answers;
            answers.set("v1", Number{number});
            give(cells, poll, cell("GM0453", ""), answers);
        }
        return edition_of(poll, cells).release.questions[0].mean;
    };
    EXPECT_EQ(mean_of({10, 12, 9, 11, 10, 10, 13, 8, 10, 10, 11}), 10.4);
    EXPECT_EQ(mean_of({10, 12, 9, 11, 10, 10, 13, 8, 10, 10, 900}), std::nullopt);
}

TEST(Uitslag, ShowsPointsOnlyWhenEnoughPeopleGaveThem) {
    const auto poll = one_question(QuestionKind::points, 3);
    Cells cells;
    Answers even, one;
    even.set("v1", Points{{{"a", 50}, {"b", 50}}});
    one.set("v1", Points{{{"c", 100}}});
    give(cells, poll, cell("GM0453", ""), even, 30);
    give(cells, poll, cell("GM0453", ""), one, 3);
    const auto figures = edition_of(poll, cells).release.questions[0];
    EXPECT_EQ(figures.options[2].count, kHidden) << "three givers";
    EXPECT_NE(figures.options[0].hidden, figures.options[1].hidden) << "one of the others goes with it";
}

TEST(Uitslag, TellsNothingOfFewerThanTen) {
    const auto poll = one_question();
    Cells cells;
    add(cells, poll, 5, 4, 0);
    const auto none = edition_of(poll, cells).release;
    EXPECT_TRUE(none.too_few());
    EXPECT_TRUE(none.questions.empty());
    EXPECT_TRUE(none.breakdowns.empty());
    add(cells, poll, 0, 1, 0);
    const auto first = edition_of(poll, cells).release;
    EXPECT_EQ(first.number, 1);
    EXPECT_EQ(first.responses, 10);
    EXPECT_EQ(first.released_at, "2026-11-10T00:00:00Z");
}

TEST(Uitslag, IsToldToTheMinute) {
    const auto poll = one_question();
    Cells cells;
    add(cells, poll, 10, 10, 10);
    const auto at = minutes(7) + std::chrono::milliseconds(31'415);
    EXPECT_EQ(next_edition(poll.id, {poll}, {{1, cells}}, std::nullopt, at)->release.released_at,
              "2026-11-10T00:07:00Z");
}

TEST(Uitslag, SaysNothingWhenEverybodySaidTheSame) {
    const auto poll = one_question();
    Cells cells;
    add(cells, poll, 30, 2, 2);
    EXPECT_THAT(counts(edition_of(poll, cells).release.questions[0]),
                testing::Each(testing::Eq(std::nullopt)));
}

TEST(Uitslag, CountsAnswersThatWereSetApartInOneLineOnly) {
    const auto poll = one_question();
    Cells cells;
    add(cells, poll, 20, 15, 10);
    auto doubted = cell("GM0453", "16-17");
    doubted.set_apart = true;
    add(cells, poll, 0, 0, 400, doubted);
    const auto release = edition_of(poll, cells).release;
    EXPECT_EQ(release.responses, 45);
    EXPECT_EQ(release.set_apart, 400);
    EXPECT_THAT(counts(release.questions[0]), testing::ElementsAre(20, 15, 10));
    EXPECT_EQ(breakdown(release, "gemeente").responses, 45);
}

TEST(Uitslag, TellsSecondAndThirdPlacesOfARanking) {
    auto asked = question("v1", QuestionKind::ranking, 3);
    asked.max = 2;
    const auto poll = poll_with({asked});
    Cells cells;
    const auto rank = [&](std::vector<std::string> order, int people) {
        Answers answers;
        answers.set("v1", Ranking{std::move(order)});
        give(cells, poll, cell("GM0453", ""), answers, people);
    };
    rank({"a", "b"}, 10);
    rank({"b", "c"}, 8);
    rank({"c", "a"}, 6);
    const auto told = edition_of(poll, cells).release.questions[0];
    EXPECT_THAT(counts(told), testing::ElementsAre(10, 8, 6));
    EXPECT_EQ(told.options[0].rank_score, 10 * 2 + 6);
    EXPECT_EQ(told.options[1].rank_score, 8 * 2 + 10);
    EXPECT_EQ(told.options[2].rank_score, 6 * 2 + 8);
    rank({"a", "c"}, 30);
    rank({"b"}, 30);
    EXPECT_TRUE(edition_of(poll, cells).release.questions[0].options[0].rank_score);
    Cells few;
    std::swap(cells, few);
    rank({"a", "b"}, 10);
    rank({"b", "a"}, 8);
    rank({"c", "a"}, 6);
    EXPECT_FALSE(edition_of(poll, cells).release.questions[0].options[0].rank_score)
        << "nobody put c lower: its score would tell that";
}

TEST(LaterEdition, ComesOnlyWithTwentyFiveLateAnswersThatProtectEachOther) {
    const auto poll = one_question();
    Cells cells;
    add(cells, poll, 20, 20, 20);
    const auto first = edition_of(poll, cells);
    EXPECT_FALSE(edition_after(poll, cells, first)) << "nothing new";
    auto few = cells;
    add(few, poll, 8, 8, 8);
    EXPECT_FALSE(edition_after(poll, few, first)) << "24";
    auto alike = cells;
    add(alike, poll, 40, 2, 2);
    EXPECT_FALSE(edition_after(poll, alike, first)) << "nearly all of them alike";
    add(few, poll, 1, 0, 0);
    const auto second = edition_after(poll, few, first);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->release.number, 2);
    EXPECT_EQ(second->release.responses, 85);
    EXPECT_THAT(counts(second->release.questions[0]), testing::ElementsAre(29, 28, 28));
    EXPECT_EQ(second->release.breakdowns, first.release.breakdowns) << "breakdowns stay as they were";
}

TEST(LaterEdition, KeepsHiddenWhatWasHiddenAndWhatOnlyFewOfTheLateOnesSaid) {
    const auto poll = one_question(QuestionKind::single, 5);
    Cells cells;
    const auto key = cell("GM0453", "16-17");
    const auto more = [&](std::vector<int> people) {
        for (std::size_t i = 0; i < people.size(); ++i)
            give(cells, poll, key, one_answer("v1", std::string(1, static_cast<char>('a' + i))), people[i]);
    };
    more({40, 30, 30, 9, 3});
    const auto first = edition_of(poll, cells);
    EXPECT_THAT(counts(first.release.questions[0]), testing::ElementsAre(40, 30, 30, kHidden, kHidden));
    more({12, 11, 2, 20, 20});
    const auto second = edition_after(poll, cells, first);
    ASSERT_TRUE(second);
    EXPECT_THAT(counts(second->release.questions[0]),
                testing::ElementsAre(52, 41, kHidden, kHidden, kHidden));
}

TEST(LaterEdition, LeavesAQuestionAsItWasWhenFewOfTheLateOnesAnsweredIt) {
    const auto poll =
        poll_with({question("v1", QuestionKind::single, 2), question("v2", QuestionKind::yes_no, 0, false)});
    Cells cells;
    Answers both = one_answer("v1", "a");
    both.set("v2", Choice{"ja", ""});
    Answers other = one_answer("v1", "b");
    other.set("v2", Choice{"nee", ""});
    Answers unsure = one_answer("v1", "b");
    unsure.set("v2", Choice{"weet-niet", ""});
    const auto key = cell("GM0453", "");
    give(cells, poll, key, both, 20);
    give(cells, poll, key, other, 20);
    give(cells, poll, key, unsure, 20);
    const auto first = edition_of(poll, cells);
    give(cells, poll, key, one_answer("v1", "a"), 15);
    give(cells, poll, key, one_answer("v1", "b"), 15);
    give(cells, poll, key, both, 3);
    const auto second = edition_after(poll, cells, first);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->release.questions[0].answered, 93);
    EXPECT_EQ(second->release.questions[1], first.release.questions[1]);
}

TEST(Uitslag, IsTheSameForTheSame) {
    const auto poll = random_poll(4);
    Crowd crowd(poll, 4);
    Cells cells;
    for (int i = 0; i < 200; ++i) crowd.arrive(cells);
    const auto once = edition_of(poll, cells);
    const auto again = edition_of(poll, cells);
    EXPECT_EQ(once.release, again.release);
    EXPECT_EQ(write_basis(once.basis), write_basis(again.basis));
}

}  // namespace
}  // namespace peilpunt::results::test
