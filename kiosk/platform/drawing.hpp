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

/// A frame of ImGui taken apart, in the order of drawing. Clip rectangles are not looked at: the kiosk's one
/// window is the whole picture.
struct Drawing {
    struct Triangle {
        std::array<std::uint32_t, 3> corners;  ///< in `vertices`
        ImTextureID texture;
        bool opaque;  ///< covers what lies under it, and needs no texture
        Box box;      ///< around all pixels that it may touch, within the picture
    };
    /// Of a picture of this size.
    Drawing(const ImDrawData& data, int width_px, int height_px);

    int width, height;
    std::vector<ImDrawVert> vertices;
    std::vector<Triangle> triangles;
};

/// Triangles that can be drawn together: first the opaque ones, then the others. Software renderers want few
/// changes of state, and blend and look up texels dearly.
struct Batch {
    struct Run {
        ImTextureID texture;
        std::vector<std::uint32_t> corners;
    };
    std::vector<std::uint32_t> opaque;
    std::vector<Run> blended;
};
/// All that meets `part`, in so many batches that every triangle still lies over those that came before it.
std::vector<Batch> batches(const Drawing& drawing, const Box& part);

}  // namespace peilpunt::platform
