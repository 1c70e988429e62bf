// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>

#include "kiosk/look/palette.hpp"
#include "kiosk/platform/drawing.hpp"

namespace peilpunt::platform {

/// A picture in memory that somebody else owns: rows from top to bottom, 0x00RRGGBB a pixel.
struct Canvas {
    int width = 0, height = 0;
    std::uint32_t* pixels = nullptr;
};

/// Draws by CPU what lies within `part` of the canvas: `background`, and over it the drawing, which has the
/// canvas's size. A pixel belongs to a shape when its middle does, and to one of two shapes that share an
/// edge. The same drawing gives the same pixels everywhere, in one part or in many.
void draw(const Canvas& canvas, const Box& part, const Drawing& drawing, look::Colour background);

}  // namespace peilpunt::platform
