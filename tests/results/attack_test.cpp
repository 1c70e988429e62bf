// SPDX-License-Identifier: EUPL-1.2
#include "tests/results/attack.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "tests/results/make.hpp"

namespace peilpunt::results::test {
namespace {

TEST(TableAttack, FindsNothingHiddenInAnyRelease) {
    int shown = 0;
    int hidden = 0;
    for (unsigned seed = 0; seed < 150; ++seed) {
        const auto poll = random_poll(seed);
        Crowd crowd(poll, seed);
        Cells cells;
        const int people = 10 + static_cast<int>(seed * 37 % 400);
        for (int i = 0; i < people; ++i) crowd.arrive(cells);
        const auto release = edition_of(poll, cells).release;
        if (release.too_few()) continue;
        ++shown;
        Attack attack(poll);
        attack.read(release);
        hidden += attack.hidden();
        EXPECT_THAT(attack.found(), testing::IsEmpty()) << "seed " << seed << ", " << people << " people";
    }
    EXPECT_GT(shown, 100);
    EXPECT_GT(hidden, 1000) << "the tables had nothing to protect";
}

TEST(TableAttack, BreaksTablesInWhichOnlySmallCellsAreHidden) {
    int broken = 0;
    for (unsigned seed = 0; seed < 40; ++seed) {
        const auto poll = random_poll(seed);
        Crowd crowd(poll, seed);
        Cells cells;
        for (int i = 0; i < 120; ++i) crowd.arrive(cells);
        Attack attack(poll);
        attack.read(only_small_hidden(poll, cells));
        if (!attack.found().empty()) ++broken;
    }
    EXPECT_GT(broken, 35);
}

TEST(TableAttack, FindsNothingInThreeEditionsTogether) {
    int later = 0;
    int renewed = 0;
    for (unsigned seed = 0; seed < 120; ++seed) {
        const auto poll = random_poll(seed);
        Crowd crowd(poll, seed);
        Dice dice(seed + 1000);
        Cells cells;
        const int people = 30 + dice.below(300);
        for (int i = 0; i < people; ++i) crowd.arrive(cells);
        auto last = edition_of(poll, cells);
        Attack attack(poll);
        attack.read(last.release);
        for (int round = 1; round <= 2; ++round) {
            const int late = 25 + dice.below(80);
            // Now and then all come from one town.
            const int town = dice.below(3) == 0 ? dice.below(3) : -1;
            for (int i = 0; i < late; ++i) crowd.arrive(cells, town);
            auto next = edition_after(poll, cells, last, 60 * round);
            if (!next) continue;
            ++later;
            for (std::size_t i = 0; i < poll.questions.size(); ++i)
                renewed += next->release.questions[i] == last.release.questions[i] ? 0 : 1;
            attack.read(next->release);
            last = std::move(*next);
        }
        EXPECT_THAT(attack.found(), testing::IsEmpty()) << "seed " << seed;
    }
    EXPECT_GT(later, 120);
    EXPECT_GT(renewed, 300) << "hardly anything was told anew, so nothing was tested";
}

/// The first edition made anew with the late answers in it, as if there had been none before.
TEST(TableAttack, BreaksEditionsThatDoNotKnowOfEachOther) {
    int broken = 0;
    for (unsigned seed = 0; seed < 40; ++seed) {
        const auto poll = random_poll(seed);
        Crowd crowd(poll, seed);
        Cells cells;
        for (int i = 0; i < 200; ++i) crowd.arrive(cells);
        Attack attack(poll);
        attack.read(edition_of(poll, cells).release);
        for (int i = 0; i < 6; ++i) crowd.arrive(cells);
        auto again = edition_of(poll, cells).release;
        again.released_at = "2026-11-10T01:00:00Z";
        for (auto& breakdown : again.breakdowns) breakdown.released_at = again.released_at;
        attack.read(again);
        if (!attack.found().empty()) ++broken;
    }
    EXPECT_GT(broken, 10);
}

TEST(TableAttack, BreaksAReleaseAfterEveryAnswer) {
    const auto poll = poll_with({question("v1", QuestionKind::single, 4)});
    int told = 0;
    int people = 0;
    Crowd crowd(poll, 5);
    Cells cells;
    for (int i = 0; i < 60; ++i) crowd.arrive(cells);
    auto before = only_small_hidden(poll, cells);
    for (int i = 0; i < 100; ++i) {
        crowd.arrive(cells);
        const auto after = only_small_hidden(poll, cells);
        for (std::size_t k = 0; k < after.questions[0].options.size(); ++k) {
            const auto& old = before.questions[0].options[k];
            const auto& now = after.questions[0].options[k];
            if (old.count && now.count && *now.count == *old.count + 1) ++told;
        }
        ++people;
        before = after;
    }
    EXPECT_GT(told, people * 8 / 10);
}

}  // namespace
}  // namespace peilpunt::results::test
