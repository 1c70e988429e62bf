// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace peilpunt::text {

/// First and last code point of a stretch, both included.
struct Stretch {
    char32_t first, last;
};
/// The letters that every kiosk can draw: what its typefaces (Andika, Noto Sans Arabic) hold of the scripts
/// that Peilpunt is for. A test of the kiosk compares this with the typefaces themselves.
const std::vector<Stretch>& drawable();

/// The letters of `text` that a kiosk cannot draw, each once, with their numbers: "漢 (U+6F22)"; empty: none.
std::string undrawable(std::string_view text);

}  // namespace peilpunt::text
