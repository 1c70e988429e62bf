// SPDX-License-Identifier: EUPL-1.2
#include "server/results/noise.hpp"

#include <algorithm>
#include <cmath>

namespace peilpunt::results {
namespace {

/// P(X > x) of the discrete Laplace distribution, for x of 0 or more.
double above(double x, double decay) { return std::pow(decay, x + 1) / (1 + decay); }

/// P(low <= X <= high) for whole numbers.
double between(std::int64_t low, std::int64_t high, double decay) {
    if (low > high) return 0;
    const auto at_most = [decay](std::int64_t x) {
        return x >= 0 ? 1 - above(static_cast<double>(x), decay) : above(static_cast<double>(-x - 1), decay);
    };
    return at_most(high) - at_most(low - 1);
}

}  // namespace

std::int64_t discrete_laplace(std::uint64_t bits, double scale) {
    if (scale <= 0) return 0;
    const double decay = std::exp(-1 / scale);
    // 52 bits in the middle of their step, so never 0 or 1.
    const double even = (static_cast<double>(bits >> 12) + 0.5) / 4503599627370496.0;
    const double at_zero = (1 - decay) / (1 + decay);
    if (even < at_zero) return 0;
    const double rest = (even - at_zero) / (1 - at_zero) * 2;
    const double tail = rest < 1 ? rest : rest - 1;
    const auto size = 1 + static_cast<std::int64_t>(std::log1p(-tail) / std::log(decay));
    return rest < 1 ? size : -size;
}

double noise_scale(std::int64_t level) { return std::max(3.0, static_cast<double>(level) / 85); }

std::int64_t sure_lead(double scale) {
    if (scale <= 0) return 1;
    const double decay = std::exp(-1 / scale);
    const double zero = (1 - decay) / (1 + decay);
    // P(X - Y = k) = zero^2 decay^k (k + middle) for k of 0 or more; summed over k >= lead.
    const double middle = (1 + decay * decay) / (1 - decay * decay);
    for (std::int64_t lead = 1;; ++lead) {
        const auto k = static_cast<double>(lead);
        const double tail = zero * zero * std::pow(decay, k) *
                            ((k + middle) / (1 - decay) + decay / ((1 - decay) * (1 - decay)));
        if (tail <= 1 - kSure) return lead;
    }
}

double chance_within_one(double scale, double answered) {
    if (scale <= 0) return 1;
    const double decay = std::exp(-1 / scale);
    const double width = answered / 10;  // people in a tenth
    constexpr int kShares = 1000;
    double sum = 0;
    for (int i = 0; i < kShares; ++i) {
        const double truth = (i + 0.5) / kShares * 10;
        const double right = std::round(truth);
        // What would be told below 0 or above 10 is told as 0 or 10.
        const auto low = static_cast<std::int64_t>(std::ceil((right - 1.5 - truth) * width));
        const auto high = static_cast<std::int64_t>(std::floor((right + 1.5 - truth) * width));
        const auto far = static_cast<std::int64_t>(scale * 100);
        sum += between(right <= 1 ? -far : low, right >= 9 ? far : high, decay);
    }
    return sum / kShares;
}

}  // namespace peilpunt::results
