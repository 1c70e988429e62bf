// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/voice/tone.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "shared/sound/ogg_opus.hpp"

namespace peilpunt::voice {
namespace {

constexpr int kToneMs = 350, kPauseMs = 150, kRiseMs = 20;  ///< it swells, or it would click
constexpr double kLoudness = 0.6;

void add_tone(std::vector<std::int16_t>& samples, double hertz) {
    constexpr int kLength = sound::kSpeechRate * kToneMs / 1000;
    constexpr int kRise = sound::kSpeechRate * kRiseMs / 1000;
    for (int i = 0; i < kLength; ++i) {
        const double swell = std::min(1.0, std::min(i, kLength - i) / static_cast<double>(kRise));
        const double wave = std::sin(2 * std::numbers::pi * hertz * i / sound::kSpeechRate);
        samples.push_back(static_cast<std::int16_t>(32767 * kLoudness * swell * wave));
    }
    samples.resize(samples.size() + sound::kSpeechRate * kPauseMs / 1000);
}

}  // namespace

Utterance test_tone() {
    std::vector<std::int16_t> samples;
    add_tone(samples, 440);
    add_tone(samples, 660);
    Utterance tone;
    if (auto clip = sound::encode(samples)) tone.clip = std::make_shared<const std::string>(std::move(*clip));
    return tone;
}

}  // namespace peilpunt::voice
