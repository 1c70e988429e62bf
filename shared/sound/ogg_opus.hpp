// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/model/result.hpp"

/// Speech as Ogg Opus (RFC 7845), in memory.
namespace peilpunt::sound {

inline constexpr int kSpeechRate = 16'000;   ///< samples a second to encode: all that speech needs
inline constexpr int kDecodedRate = 48'000;  ///< samples a second that decode gives
inline constexpr int kMaxSpeechMs = 120'000;
/// Of one recording: two minutes at 24 kbit/s are 360 kB, and the Ogg pages some 10 kB.
inline constexpr std::size_t kMaxSpeechBytes = 420 * 1024;

/// One channel at kSpeechRate. Errors: invalid (nothing, or longer than kMaxSpeechMs), internal.
Result<std::string> encode(std::span<const std::int16_t> samples);

/// Overwrites what speech left on this thread's stack, below who calls: libopus works there, and vector
/// registers that held a piece are saved there when a library is called for the first time.
void scrub_stack();

/// Reads all of it. How long it is, in milliseconds. Errors: damaged (not Ogg Opus of one channel, or not
/// whole), too_large (over kMaxSpeechBytes or longer than kMaxSpeechMs).
Result<int> inspect(std::string_view ogg);

/// One channel at kDecodedRate; errors as of inspect.
Result<std::vector<std::int16_t>> decode(std::string_view ogg);

}  // namespace peilpunt::sound
