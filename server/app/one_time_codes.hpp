// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shared/model/sources.hpp"

/// Codes of six digits that an app on a phone makes of a secret and the time: TOTP, RFC 6238 (SHA-1, steps of
/// 30 seconds).
namespace peilpunt::app {

/// Which step a moment lies in.
std::int64_t code_step(TimePoint time);
/// Six digits.
std::string one_time_code(std::string_view secret, std::int64_t step);
/// The step that `typed` is the code of: the one of `now`, or the one before or after it. Never one that is
/// not after `last`, so that each code works once. Blanks do not count.
std::optional<std::int64_t> step_of_code(std::string_view secret, std::string_view typed, std::int64_t now,
                                         std::int64_t last);
/// RFC 4648, without padding: as apps take a secret that is typed over.
std::string to_base32(std::string_view bytes);

}  // namespace peilpunt::app
