// SPDX-License-Identifier: EUPL-1.2
// Somebody gives all answers of a poll but one, and places them where a tenth is about to turn. What do all
// tussenstanden together say about the one answer that is not theirs?
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>

#include "server/results/results.hpp"
#include "tests/results/make.hpp"

namespace peilpunt::results::test {
namespace {

constexpr std::int64_t kMost = 6400;

std::vector<std::int64_t> levels() {
    std::vector<std::int64_t> all;
    for (std::int64_t level = 50; level <= kMost; level *= 2) all.push_back(level);
    return all;
}

/// Two choices, of which one follows from the other; or three, of which nobody takes the last.
enum class Asked { two, three };

const Poll& poll_of(Asked asked) {
    static const Poll kTwo = poll_with({question("v1", QuestionKind::single, 2)});
    static const Poll kThree = poll_with({question("v1", QuestionKind::single, 3)});
    return asked == Asked::two ? kTwo : kThree;
}

/// What is seen: the tenths of both choices, or that nothing is told.
using Seen = std::size_t;
constexpr Seen kNothing = 121;
constexpr std::size_t kSights = 122;

Seen seen_in(const InterimQuestion& told) {
    if (told.options.empty()) return kNothing;
    return static_cast<Seen>(told.options[0].tenth * 11 + told.options[1].tenth);
}

CellsByRevision answers(std::int64_t first, std::int64_t all) {
    Tally tally;
    tally.responses = all;
    tally.questions["v1"] = {all, {{"a", first}, {"b", all - first}}};
    return {{1, {{cell("GM0453", ""), tally}}}};
}

/// Noise that nobody can foresee: another one for every poll and label.
NoiseSource noise_of(std::uint64_t poll) {
    return [poll](std::string_view label) {
        std::uint64_t state = 0x9E3779B97F4A7C15U * (poll + 1);
        for (const char letter : label) state = (state ^ static_cast<std::uint8_t>(letter)) * 0x100000001B3U;
        // The finish of splitmix64.
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9U;
        state = (state ^ (state >> 27)) * 0x94D049BB133111EBU;
        return state ^ (state >> 31);
    };
}

using Scale = double (*)(std::int64_t);
double no_noise(std::int64_t) { return 0; }
double scale_of_one(std::int64_t) { return 1; }

Seen run(Asked asked, std::int64_t first, std::int64_t level, const NoiseSource& noise, Scale scale) {
    const auto& poll = poll_of(asked);
    const auto told = next_interim(poll.id, {poll}, answers(first, level), 0, noise, Date{}, scale);
    return seen_in(told->questions.at(0));
}

/// How likely each sight is, worked out by the attacker, who has read the code: all pairs of noise.
using Chances = std::array<double, kSights>;
Chances chances_of(Asked asked, std::int64_t first, std::int64_t level, double scale) {
    Chances chances{};
    const double decay = scale > 0 ? std::exp(-1 / scale) : 0;
    const auto reach = static_cast<std::int64_t>(scale * 12);
    std::vector<double> weights;
    for (std::int64_t x = -reach; x <= reach; ++x)
        weights.push_back(scale > 0 ? (1 - decay) / (1 + decay) * std::pow(decay, std::abs(x)) : 1);
    const auto lead = sure_lead(scale);
    const auto tenth = [level](std::int64_t count) {
        const double share = std::round(10.0 * static_cast<double>(count) / static_cast<double>(level));
        return static_cast<std::size_t>(std::min(10.0, std::max(0.0, share)));
    };
    std::vector<std::size_t> first_tenths, second_tenths;
    for (std::int64_t x = -reach; x <= reach; ++x) {
        first_tenths.push_back(tenth(first + x));
        second_tenths.push_back(tenth(level - first + x));
    }
    for (std::int64_t x = -reach; x <= reach; ++x) {
        for (std::int64_t y = -reach; y <= reach; ++y) {
            if (asked == Asked::two && y != -x) continue;
            const auto i = static_cast<std::size_t>(x + reach);
            const auto k = static_cast<std::size_t>(y + reach);
            const bool told = std::abs(first + x - (level - first + y)) >= lead;
            const double weight = asked == Asked::two ? weights[i] : weights[i] * weights[k];
            chances[told ? first_tenths[i] * 11 + second_tenths[k] : kNothing] += weight;
        }
    }
    return chances;
}

/// How the others are divided at one level, and what the victim's answer then changes.
struct Placement {
    std::int64_t others = 0;  ///< of the first choice
    Chances if_first{}, if_second{};
};

double told_apart(const Placement& placement) {
    double sum = 0;
    for (std::size_t i = 0; i < kSights; ++i) sum += std::abs(placement.if_first[i] - placement.if_second[i]);
    return sum / 2;
}

/// The division that tells most: where a tenth turns, or where it turns whether anything is told.
Placement best_placement(Asked asked, std::int64_t level, double scale) {
    std::vector<std::int64_t> divisions;
    for (int tenth = 0; tenth < 10; ++tenth) divisions.push_back((level * (2 * tenth + 1) + 19) / 20 - 1);
    divisions.push_back((level + sure_lead(scale)) / 2 - 1);
    divisions.push_back((level + sure_lead(scale)) / 2);
    Placement best;
    double most = -1;
    for (const auto others : divisions) {
        if (others < 0 || others >= level) continue;
        Placement placement{others, chances_of(asked, others + 1, level, scale),
                            chances_of(asked, others, level, scale)};
        if (told_apart(placement) <= most) continue;
        most = told_apart(placement);
        best = placement;
    }
    return best;
}

/// By level: how often the best guess is right once the tussenstanden up to it are seen.
std::vector<double> attack(Asked asked, Scale scale, int polls) {
    const auto all = levels();
    std::vector<Placement> placements;
    for (const auto level : all) placements.push_back(best_placement(asked, level, scale(level)));
    std::vector<double> right(all.size(), 0.0);
    Dice dice(7);
    for (int poll = 0; poll < polls; ++poll) {
        const bool first = dice.below(2) == 0;
        const auto noise = noise_of(static_cast<std::uint64_t>(poll));
        double likelihood = 0;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const auto& placement = placements[i];
            const auto seen = run(asked, placement.others + (first ? 1 : 0), all[i], noise, scale);
            likelihood +=
                std::log(placement.if_first[seen] + 1e-12) - std::log(placement.if_second[seen] + 1e-12);
            if (likelihood == 0)
                right[i] += 0.5;
            else if ((likelihood > 0) == first)
                right[i] += 1;
        }
    }
    for (auto& share : right) share /= polls;
    return right;
}

void print(const char* name, const std::vector<double>& right) {
    std::printf("%-16s guess right (chance 0.50), tussenstanden up to:", name);
    const auto all = levels();
    for (std::size_t i = 0; i < all.size(); ++i)
        std::printf(" %lld: %.2f", static_cast<long long>(all[i]), right[i]);
    std::printf("\n");
}

TEST(InterimAttack, GuessesOneAnswerHardlyBetterThanByChance) {
    for (const auto asked : {Asked::two, Asked::three}) {
        const auto right = attack(asked, noise_scale, 6000);
        print(asked == Asked::two ? "two choices" : "three choices", right);
        for (const auto share : right) EXPECT_LE(share, 0.655) << "1.3 times chance; 6,000 polls leave 0.006";
        EXPECT_GE(right.back(), 0.55) << "an attack that learns nothing tests nothing";
    }
}

TEST(InterimAttack, FindsTheAnswerOutWithoutNoise) {
    const auto right = attack(Asked::two, no_noise, 500);
    print("no noise", right);
    EXPECT_EQ(right.front(), 1.0);
}

TEST(InterimAttack, FindsTheAnswerOutWithTooLittleNoise) {
    const auto right = attack(Asked::two, scale_of_one, 2000);
    print("scale 1", right);
    EXPECT_GE(right.back(), 0.80);
}

TEST(InterimUse, TellsTenthsThatAreRightOrOneBesideIt) {
    Dice dice(11);
    for (const auto level : levels()) {
        int told = 0, right = 0, near = 0;
        const auto lead = sure_lead(noise_scale(level));
        for (std::uint64_t poll = 0; poll < 1500; ++poll) {
            const auto first = static_cast<std::int64_t>(dice.below(static_cast<int>(level) + 1));
            const auto seen = run(Asked::three, first, level, noise_of(poll + 50'000), noise_scale);
            if (seen == kNothing) {
                EXPECT_LT(std::abs(2 * first - level), 6 * lead) << "one side led by far";
                continue;
            }
            const double share = 10.0 * static_cast<double>(first) / static_cast<double>(level);
            const int off = std::abs(static_cast<int>(seen / 11) - static_cast<int>(std::lround(share)));
            ++told;
            right += off == 0 ? 1 : 0;
            near += off <= 1 ? 1 : 0;
        }
        std::printf("%lld answers: told in %.2f of the polls, right %.2f, within one %.2f\n",
                    static_cast<long long>(level), told / 1500.0, static_cast<double>(right) / told,
                    static_cast<double>(near) / told);
        EXPECT_GE(static_cast<double>(near) / told, 0.93);
        EXPECT_GE(static_cast<double>(right) / told, level >= 400 ? 0.86 : 0.55);
        EXPECT_GT(told, 600);
    }
}

TEST(InterimUse, NamesTheWrongLeaderInFewerThanOneOfTwenty) {
    Dice dice(12);
    for (const auto level : levels()) {
        int told = 0, turned = 0;
        const auto lead = static_cast<int>(sure_lead(noise_scale(level)));
        for (std::uint64_t poll = 0; poll < 2000; ++poll) {
            // Close to even, where noise can turn it round.
            const auto first = level / 2 + dice.below(2 * lead + 1) - lead;
            const auto seen = run(Asked::three, first, level, noise_of(poll + 90'000), noise_scale);
            if (seen == kNothing) continue;
            ++told;
            const bool leads = seen / 11 > seen % 11;
            turned += seen / 11 != seen % 11 && leads != (2 * first > level) ? 1 : 0;
        }
        EXPECT_LE(turned, 0.05 * 2000) << level;
        EXPECT_GT(told, 100) << level;
    }
}

}  // namespace
}  // namespace peilpunt::results::test
