// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <imgui.h>

#include <array>
#include <cstdint>
#include <vector>

namespace peilpunt::platform {

/// Pixels from the upper left corner; `right` and `bottom` lie just outside.
struct Box {
    int left = 0, top = 0, right = 0, bottom = 0;
    bool meets(const Box& other) const {
        return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
    bool operator==(const Box&) const = default;
};

/// A picture of how much of each texel a letter covers, 0 to 255, in rows from top to bottom. What ImGui
/// calls a texture points to one.
struct Coverage {
    const std::uint8_t* texels = nullptr;
    int width = 0, height = 0;
};

/// A triangle, or a rectangle whose sides run along rows and columns: letters, mostly.
struct Shape {
    /// In `Drawing::vertices`. Of a rectangle they go around, so that the first and the third lie opposite;
    /// of a triangle the last two are the same.
    std::array<std::uint32_t, 4> corners{};
    bool upright = false;           ///< a rectangle
    ImTextureID texture = nullptr;  ///< none: covered everywhere
    Box box;                        ///< around all pixels that it may touch, within the picture
};

/// A frame of ImGui taken apart, in the order of drawing. Clip rectangles are not looked at: the kiosk's one
/// window is the whole picture.
struct Drawing {
    /// Of a picture of this size.
    Drawing(const ImDrawData& data, int width_px, int height_px);

    int width, height;
    std::vector<ImDrawVert> vertices;
    std::vector<Shape> shapes;

  private:
    void add(const ImDrawList& list);
};

}  // namespace peilpunt::platform
