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

TEST(NextRelease, ComesWithTenDifferentAnswers) {
    const auto poll = one_question();
    Cells cells;
    add(cells, poll, 5, 4, 0);
    EXPECT_FALSE(next_release(poll, cells, std::nullopt, minutes(0)));
    add(cells, poll, 0, 1, 0);
    const auto first = next_release(poll, cells, std::nullopt, minutes(0));
    ASSERT_TRUE(first);
    EXPECT_EQ(first->release.number, 1);
    EXPECT_EQ(first->release.responses, 10);
    EXPECT_EQ(first->release.released_at, "2026-11-10T00:00:00Z");
}

TEST(NextRelease, WaitsWhileEverybodySaysTheSame) {
    const auto poll = one_question();
    Cells cells;
    add(cells, poll, 30, 2, 2);
    EXPECT_FALSE(next_release(poll, cells, std::nullopt, minutes(0)));
    add(cells, poll, 0, 1, 0);
    EXPECT_TRUE(next_release(poll, cells, std::nullopt, minutes(0)));
}

TEST(NextRelease, ComesAtMostOnceInAQuarterOfAnHour) {
    const auto poll = one_question();
    Cells cells;
    add(cells, poll, 10, 10, 10);
    const auto first = next_release(poll, cells, std::nullopt, minutes(0));
    add(cells, poll, 10, 10, 10);
    EXPECT_FALSE(next_release(poll, cells, first, minutes(14)));
    EXPECT_TRUE(next_release(poll, cells, first, minutes(15)));
}

TEST(NextRelease, WaitsForTenNewAnswersThatDiffer) {
    const auto poll = one_question();
    Cells cells;
    add(cells, poll, 10, 10, 10);
    const auto first = next_release(poll, cells, std::nullopt, minutes(0));
    EXPECT_FALSE(next_release(poll, cells, first, minutes(60))) << "nothing new";
    add(cells, poll, 4, 5, 0);
    EXPECT_FALSE(next_release(poll, cells, first, minutes(60))) << "nine";
    auto alike = cells;
    add(alike, poll, 0, 40, 0);
    EXPECT_TRUE(next_release(poll, alike, first, minutes(60))) << "4 and 45";
    Cells uniform = first->basis.cells;
    add(uniform, poll, 2, 40, 2);
    EXPECT_FALSE(next_release(poll, uniform, first, minutes(60))) << "2, 40 and 2";
}

TEST(NextRelease, KeepsAFollowUpQuestionThatFewGotAndMovesTheRest) {
    auto follow = question("v2", QuestionKind::single, 2);
    follow.show_if = ShowIf{"v1", {"a"}};
    const auto poll = poll_with({question("v1", QuestionKind::single, 2), follow});
    Cells cells;
    const auto key = cell("GM0453", "16-17");
    Answers both = one_answer("v1", "a");
    both.set("v2", Choice{"a", ""});
    Answers other = one_answer("v1", "a");
    other.set("v2", Choice{"b", ""});
    give(cells, poll, key, both, 8);
    give(cells, poll, key, other, 8);
    give(cells, poll, key, one_answer("v1", "b"), 20);
    const auto first = next_release(poll, cells, std::nullopt, minutes(0));
    ASSERT_TRUE(first);
    EXPECT_EQ(first->release.questions[1].answered, 16);
    give(cells, poll, key, both, 3);
    give(cells, poll, key, one_answer("v1", "b"), 20);
    const auto second = next_release(poll, cells, first, minutes(60));
    ASSERT_TRUE(second);
    EXPECT_EQ(second->release.questions[0].answered, 59);
    EXPECT_EQ(second->release.questions[1], first->release.questions[1]);
    give(cells, poll, key, both, 4);
    give(cells, poll, key, other, 3);
    give(cells, poll, key, one_answer("v1", "b"), 20);
    const auto third = next_release(poll, cells, second, minutes(120));
    ASSERT_TRUE(third);
    EXPECT_EQ(third->release.questions[1].answered, 26) << "ten new since it was last renewed";
}

TEST(NextRelease, HidesAFewAndWhatWouldGiveThemAway) {
    const auto poll = one_question(QuestionKind::single, 4);
    Cells cells;
    give(cells, poll, cell("GM0453", "16-17"), one_answer("v1", "a"), 40);
    give(cells, poll, cell("GM0453", "16-17"), one_answer("v1", "b"), 20);
    give(cells, poll, cell("GM0453", "16-17"), one_answer("v1", "c"), 9);
    give(cells, poll, cell("GM0453", "16-17"), one_answer("v1", "d"), 3);
    const auto release = next_release(poll, cells, std::nullopt, minutes(0))->release;
    EXPECT_THAT(counts(release.questions[0]), testing::ElementsAre(40, 20, kHidden, kHidden));
    for (const auto& option : release.questions[0].options) {
        EXPECT_EQ(option.hidden, !option.count);
        EXPECT_EQ(option.share.has_value(), option.count.has_value());
    }
    EXPECT_DOUBLE_EQ(*release.questions[0].options[0].share, 0.5556);
}

TEST(NextRelease, HidesWhatNobodySaidAsWell) {
    const auto poll = one_question();
    Cells cells;
    add(cells, poll, 20, 20, 0);
    const auto release = next_release(poll, cells, std::nullopt, minutes(0))->release;
    EXPECT_EQ(release.questions[0].options[2].count, kHidden);
    EXPECT_EQ(std::count(release.questions[0].options.begin(), release.questions[0].options.end(),
                         OptionFigure{"a", 20, 0.5, false}),
              0)
        << "one of the others goes with it";
}

TEST(NextRelease, HidesAChoiceThatNearlyEverybodyMade) {
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
    const auto release = next_release(poll, cells, std::nullopt, minutes(0))->release;
    EXPECT_THAT(counts(release.questions[0]), testing::ElementsAre(kHidden, 13));
}

TEST(NextRelease, ClosesASmallGroupAndOneMore) {
    const auto poll = one_question();
    Cells cells;
    add(cells, poll, 20, 20, 20, cell("GM0453", "13-15"));
    add(cells, poll, 10, 10, 10, cell("GM0396", "13-15"));
    add(cells, poll, 3, 3, 2, cell("GM0375", "13-15"));
    const auto release = next_release(poll, cells, std::nullopt, minutes(0))->release;
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

TEST(NextRelease, NamesWhoDidNotSayTheirAge) {
    const auto poll = one_question();
    Cells cells;
    add(cells, poll, 10, 10, 10, cell("GM0453", "16-17"));
    add(cells, poll, 10, 10, 10, cell("GM0453", ""));
    const auto release = next_release(poll, cells, std::nullopt, minutes(0))->release;
    const auto& ages = breakdown(release, "leeftijdsgroep");
    ASSERT_EQ(ages.groups.size(), 2U);
    EXPECT_EQ(ages.groups[1].value, "onbekend");
    EXPECT_EQ(ages.groups[1].responses, 30);
}

TEST(NextRelease, RenewsABreakdownOnlyWhenEveryGroupMoves) {
    const auto poll = one_question();
    Cells cells;
    const auto web = cell("GM0453", "16-17");
    const auto kiosk = cell("GM0453", "16-17", Channel::kiosk);
    add(cells, poll, 20, 20, 20, web);
    add(cells, poll, 20, 20, 20, kiosk);
    const auto first = next_release(poll, cells, std::nullopt, minutes(0));
    EXPECT_EQ(breakdown(first->release, "weg").groups[1].responses, 60);

    add(cells, poll, 10, 10, 10, web);
    add(cells, poll, 1, 1, 1, kiosk);
    const auto second = next_release(poll, cells, first, minutes(60));
    ASSERT_TRUE(second);
    EXPECT_EQ(second->release.responses, 153);
    EXPECT_EQ(breakdown(second->release, "weg"), breakdown(first->release, "weg"));
    EXPECT_EQ(second->release.channels, first->release.channels);

    add(cells, poll, 3, 3, 1, kiosk);
    add(cells, poll, 1, 1, 1, web);
    const auto third = next_release(poll, cells, second, minutes(120));
    ASSERT_TRUE(third);
    const auto& ways = breakdown(third->release, "weg");
    EXPECT_EQ(ways.released_at, third->release.released_at);
    EXPECT_EQ(ways.groups[1].responses, 70);

    add(cells, poll, 10, 10, 10, web);
    const auto fourth = next_release(poll, cells, third, minutes(180));
    ASSERT_TRUE(fourth);
    EXPECT_EQ(breakdown(fourth->release, "weg").groups[0].responses, 123)
        << "nothing new at the kiosk is fine too";
    EXPECT_EQ(breakdown(fourth->release, "weg").groups[1], ways.groups[1]);
}

TEST(NextRelease, KeepsABreakdownWhenAGroupAllAnsweredAlike) {
    const auto poll = one_question();
    Cells cells;
    const auto kiosk = cell("GM0453", "16-17", Channel::kiosk);
    add(cells, poll, 20, 20, 20);
    add(cells, poll, 20, 20, 20, kiosk);
    const auto first = next_release(poll, cells, std::nullopt, minutes(0));
    add(cells, poll, 10, 10, 10);
    add(cells, poll, 12, 0, 0, kiosk);
    const auto second = next_release(poll, cells, first, minutes(60));
    ASSERT_TRUE(second);
    EXPECT_EQ(breakdown(second->release, "weg"), breakdown(first->release, "weg"));
}

TEST(NextRelease, TellsTheMeanOnlyWhenNobodyStandsOut) {
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
        const auto release = next_release(poll, cells, std::nullopt, minutes(0));
        return release ? release->release.questions[0].mean : std::nullopt;
    };
    EXPECT_EQ(mean_of({10, 12, 9, 11, 10, 10, 13, 8, 10, 10, 11}), 10.4);
    EXPECT_EQ(mean_of({10, 12, 9, 11, 10, 10, 13, 8, 10, 10, 900}), std::nullopt);
}

TEST(NextRelease, ShowsPointsOnlyWhenEnoughPeopleGaveThem) {
    const auto poll = one_question(QuestionKind::points, 3);
    Cells cells;
    Answers even, one;
    even.set("v1", Points{{{"a", 50}, {"b", 50}}});
    one.set("v1", Points{{{"c", 100}}});
    give(cells, poll, cell("GM0453", ""), even, 30);
    give(cells, poll, cell("GM0453", ""), one, 3);
    const auto figures = next_release(poll, cells, std::nullopt, minutes(0))->release.questions[0];
    EXPECT_EQ(figures.options[2].count, kHidden) << "three givers";
    EXPECT_NE(figures.options[0].hidden, figures.options[1].hidden) << "one of the others goes with it";
}

TEST(NextRelease, StartsANewSeriesForANewRevision) {
    auto poll = one_question();
    Cells cells;
    add(cells, poll, 10, 10, 10);
    const auto first = next_release(poll, cells, std::nullopt, minutes(0));
    poll.revision = 2;
    EXPECT_FALSE(next_release(poll, cells, first, minutes(5))) << "still not more often";
    const auto second = next_release(poll, cells, first, minutes(15));
    ASSERT_TRUE(second);
    EXPECT_EQ(second->release.number, 2);
    EXPECT_EQ(second->release.revision, 2);
}

TEST(NextRelease, GivesTheSameForTheSame) {
    const auto poll = random_poll(4);
    Crowd crowd(poll, 4);
    Cells cells;
    for (int i = 0; i < 200; ++i) crowd.arrive(cells);
    const auto once = next_release(poll, cells, std::nullopt, minutes(0));
    const auto again = next_release(poll, cells, std::nullopt, minutes(0));
    ASSERT_TRUE(once && again);
    EXPECT_EQ(once->release, again->release);
    EXPECT_EQ(write_basis(once->basis), write_basis(again->basis));
}

}  // namespace
}  // namespace peilpunt::results::test
