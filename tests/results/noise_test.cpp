// SPDX-License-Identifier: EUPL-1.2
#include "server/results/noise.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

namespace peilpunt::results {
namespace {

TEST(Noise, FollowsTheDiscreteLaplaceDistribution) {
    std::mt19937_64 random(3);
    for (const double scale : {1.0, 3.0, 16.0}) {
        constexpr int kDraws = 200'000;
        std::map<std::int64_t, int> drawn;
        for (int i = 0; i < kDraws; ++i) ++drawn[discrete_laplace(random(), scale)];
        const double decay = std::exp(-1 / scale);
        for (std::int64_t x = -8; x <= 8; ++x) {
            const double wanted =
                (1 - decay) / (1 + decay) * std::pow(decay, static_cast<double>(std::abs(x)));
            EXPECT_NEAR(drawn[x] / static_cast<double>(kDraws), wanted, 0.004) << scale << ": " << x;
        }
    }
    EXPECT_EQ(discrete_laplace(12345, 0), 0);
    EXPECT_LT(std::abs(discrete_laplace(0, 3)), 200) << "also at both ends";
    EXPECT_LT(std::abs(discrete_laplace(~std::uint64_t{0}, 3)), 200);
}

TEST(Noise, GrowsWithTheNumberOfAnswers) {
    EXPECT_EQ(noise_scale(50), 3);
    EXPECT_EQ(noise_scale(200), 3);
    EXPECT_DOUBLE_EQ(noise_scale(425), 5);
    EXPECT_DOUBLE_EQ(noise_scale(6800), 80);
}

TEST(Noise, GivesASureLeadByItselfInAtMostFiveOfAHundred) {
    std::mt19937_64 random(4);
    for (const double scale : {1.0, 3.0, 4.0, 32.0}) {
        constexpr int kDraws = 100'000;
        const auto lead = sure_lead(scale);
        int turned = 0, with_one_less = 0;
        for (int i = 0; i < kDraws; ++i) {
            const auto apart = discrete_laplace(random(), scale) - discrete_laplace(random(), scale);
            turned += apart >= lead ? 1 : 0;
            with_one_less += apart >= lead - 1 ? 1 : 0;
        }
        EXPECT_LE(turned, 0.052 * kDraws) << scale;
        EXPECT_GE(with_one_less, 0.048 * kDraws) << scale;
    }
}

TEST(Noise, SaysHowOftenATenthIsNear) {
    std::mt19937_64 random(5);
    for (const int answered : {50, 100, 200}) {
        int near = 0;
        constexpr int kDraws = 100'000;
        for (int i = 0; i < kDraws; ++i) {
            const double truth = std::uniform_real_distribution<double>(0, 10)(random);
            const auto noise = static_cast<double>(discrete_laplace(random(), 3));
            const double told = std::min(10.0, std::max(0.0, std::round(truth + 10 * noise / answered)));
            near += std::abs(told - std::round(truth)) <= 1 ? 1 : 0;
        }
        EXPECT_NEAR(chance_within_one(3, answered), near / static_cast<double>(kDraws), 0.005) << answered;
    }
}

}  // namespace
}  // namespace peilpunt::results
