// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/flow/events.hpp"

/// Which keys there are on the screen, by language.
namespace peilpunt::screens {

using KeyRow = std::vector<std::string_view>;
/// Rows of keys, the bottom row with the space bar left out.
const std::vector<KeyRow>& keys_of(flow::Keyboard keyboard, std::string_view language);
/// What the key that brings the letters back is called: the first three of them.
std::string_view letters_name(std::string_view language);

}  // namespace peilpunt::screens
