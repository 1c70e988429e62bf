// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>

#include "shared/model/result.hpp"

/// Logos of senders. A picture from outside is taken apart and written again from its picture data only, so
/// that nothing else comes along: no place where it was made, no page or script behind it.
namespace peilpunt::app {

inline constexpr std::size_t kMaxLogo = 200 * 1000;  ///< bytes
inline constexpr int kMaxLogoSide = 2000;            ///< pixels

struct Logo {
    std::string type;   ///< "image/png" or "image/jpeg"
    std::string bytes;  ///< clean
};
/// Reads a PNG or JPEG file. Errors: too_large; unsupported (SVG and all others); damaged.
Result<Logo> clean_logo(std::string_view file);
/// What a setting of the kind image holds: type, ";base64,", bytes.
std::string logo_value(const Logo& logo);
Result<Logo> read_logo(std::string_view value);

}  // namespace peilpunt::app
