// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>

/// Drawings for inside a page, as SVG without any style of its own. All are decoration: words stand beside
/// them.
namespace peilpunt::web {

/// Pictogram of an answer (48 by 48); empty when nothing is called so.
std::string pictogram(std::string_view name);
/// Pictogram of a theme.
std::string theme_pictogram(std::string_view theme);
/// Face for 1 (very unhappy) to 5 (very happy).
std::string smiley(int value);
/// Icon for beside a word (24 by 24); empty when nothing is called so.
std::string icon(std::string_view name);

}  // namespace peilpunt::web
