// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <span>
#include <string_view>

namespace peilpunt::look {

/// A glyph of the Material Design Icons font; only those of all_icons() are in the texture.
struct Icon {
    std::string_view name;
    unsigned short code = 0;
    bool empty() const { return code == 0; }
};

/// The icon of this name in the font, or an empty one.
Icon icon(std::string_view name);
/// The picture for a poll author's word ("bus", "huis") or the font's own name; empty when there is none.
Icon pictogram(std::string_view name);
std::span<const Icon> all_icons();

}  // namespace peilpunt::look
