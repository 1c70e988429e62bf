// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <functional>
#include <string_view>

/// Secret noise on counts, so that one answer more or less cannot be seen.
namespace peilpunt::results {

/// 64 bits that nobody can guess, always the same for the same label: a hash keyed with a secret of the
/// servers. So all servers draw the same, and nobody draws twice.
using NoiseSource = std::function<std::uint64_t(std::string_view label)>;

/// A whole number x with chance proportional to exp(-|x| / scale), from 64 even bits. `scale` 0: no noise.
std::int64_t discrete_laplace(std::uint64_t bits, double scale);
/// The scale for a level: max(3, level / 85).
double noise_scale(std::int64_t level);

/// Smallest lead of one noisy count over another that noise alone gives in at most 5 of 100 cases.
std::int64_t sure_lead(double scale);
/// The chance that a tenth is told right or one beside it, when so many people answered and a count has noise
/// of this scale; taken over all true shares from none to all.
double chance_within_one(double scale, double answered);
/// How sure it must be that noise did not put another answer first, before a question is told.
inline constexpr double kSure = 0.95;
/// The least chance_within_one with which tenths are told; so few people may have answered.
inline constexpr double kNearEnough = 0.9;

}  // namespace peilpunt::results
