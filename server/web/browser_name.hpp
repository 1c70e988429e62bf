// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>

namespace peilpunt::web {

/// What a browser says to be, without versions: "Firefox/Windows". A part that is not known is left empty;
/// nothing at all when neither is.
std::string browser_name(std::string_view user_agent);

}  // namespace peilpunt::web
