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
        const auto published = next_release(poll, cells, std::nullopt, minutes(0));
        if (!published) continue;
        ++shown;
        Attack attack(poll);
        attack.read(published->release);
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

/// Releases of a poll that fills up over days.
struct Series {
    std::vector<Release> releases;
    std::vector<Cells> cells;
};

Series series_of(const Poll& poll, unsigned seed, int rounds) {
    Crowd crowd(poll, seed);
    Dice dice(seed + 1000);
    Cells cells;
    std::optional<Published> last;
    Series series;
    for (int round = 0; round < rounds; ++round) {
        const int people = dice.below(4) == 0 ? 0 : dice.below(80);
        // Now and then all come from one town, so that the others stand still.
        const int town = dice.below(3) == 0 ? dice.below(3) : -1;
        for (int i = 0; i < people; ++i) crowd.arrive(cells, town);
        auto next = next_release(poll, cells, last, minutes(15 * round));
        if (!next) continue;
        series.releases.push_back(next->release);
        series.cells.push_back(cells);
        last = std::move(next);
    }
    return series;
}

/// Three releases in a row, with the earlier ones that their breakdowns stem from.
Attack attack_on(const Poll& poll, const Series& series, std::size_t first) {
    std::set<std::string> wanted;
    for (std::size_t i = first + 3; i-- > 0;) {
        const auto& release = series.releases[i];
        if (i < first && !wanted.contains(release.released_at)) continue;
        wanted.insert(release.released_at);
        for (const auto& breakdown : release.breakdowns) wanted.insert(breakdown.released_at);
    }
    Attack attack(poll);
    for (const auto& release : series.releases) {
        if (wanted.contains(release.released_at)) {
            attack.read(release);
        } else {
            attack.glance(release);
        }
    }
    return attack;
}

TEST(TableAttack, FindsNothingInThreeReleasesTogether) {
    int windows = 0;
    int renewed = 0;
    for (unsigned seed = 0; seed < 30; ++seed) {
        const auto poll = random_poll(seed);
        const auto series = series_of(poll, seed, 22);
        std::set<std::string> moments;
        for (std::size_t i = 0; i + 2 < series.releases.size(); ++i) {
            auto attack = attack_on(poll, series, i);
            EXPECT_THAT(attack.found(), testing::IsEmpty()) << "seed " << seed << ", from release " << i + 1;
            ++windows;
            for (const auto& breakdown : series.releases[i + 2].breakdowns) {
                if (!breakdown.released_at.empty()) moments.insert(breakdown.by + breakdown.released_at);
            }
        }
        renewed += static_cast<int>(moments.size());
    }
    EXPECT_GT(windows, 200);
    EXPECT_GT(renewed, 60) << "breakdowns hardly ever appeared, so nothing was tested";
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
