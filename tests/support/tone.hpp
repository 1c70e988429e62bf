// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

/// Tones to say, and to find again in what was heard.
namespace peilpunt::test {

/// A pure tone at a third of full loudness.
inline std::vector<std::int16_t> tone(double hertz, int ms, int rate) {
    std::vector<std::int16_t> samples(static_cast<std::size_t>(rate) * static_cast<std::size_t>(ms) / 1000);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = static_cast<std::int16_t>(
            11'000 * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / rate));
    return samples;
}

/// The share of all energy that lies at this frequency (Goertzel): 1 for a pure tone.
inline double share_of_tone(const std::vector<std::int16_t>& samples, double hertz, int rate) {
    const double step = 2 * std::numbers::pi * hertz / rate;
    double real = 0;
    double imaginary = 0;
    double all = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        real += samples[i] * std::cos(step * static_cast<double>(i));
        imaginary += samples[i] * std::sin(step * static_cast<double>(i));
        all += static_cast<double>(samples[i]) * samples[i];
    }
    if (all <= 0) return 0;
    return 2 * (real * real + imaginary * imaginary) / (all * static_cast<double>(samples.size()));
}

}  // namespace peilpunt::test
