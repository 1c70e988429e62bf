// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/platform/drawing.hpp"

#include <algorithm>
#include <cmath>

namespace peilpunt::platform {
namespace {

/// Whether ImGui's next two triangles are a rectangle as it draws letters: corners a b c and a c d, one
/// colour, texels that go along with the sides.
bool is_upright(const std::vector<ImDrawVert>& vertices, const std::array<std::uint32_t, 6>& corners) {
    if (corners[3] != corners[0] || corners[4] != corners[2]) return false;
    const ImDrawVert& a = vertices[corners[0]];
    const ImDrawVert& b = vertices[corners[1]];
    const ImDrawVert& c = vertices[corners[2]];
    const ImDrawVert& d = vertices[corners[5]];
    const auto along = [](const ImVec2& one, const ImVec2& two, const ImVec2& three, const ImVec2& four) {
        return one.y == two.y && two.x == three.x && three.y == four.y && four.x == one.x;
    };
    return a.col == b.col && b.col == c.col && c.col == d.col && along(a.pos, b.pos, c.pos, d.pos) &&
           along(a.uv, b.uv, c.uv, d.uv);
}

}  // namespace

Drawing::Drawing(const ImDrawData& data, int width_px, int height_px) : width(width_px), height(height_px) {
    vertices.reserve(static_cast<std::size_t>(data.TotalVtxCount));
    shapes.reserve(static_cast<std::size_t>(data.TotalIdxCount / 3));
    for (int i = 0; i < data.CmdListsCount; ++i) add(*data.CmdLists[i]);
}

void Drawing::add(const ImDrawList& list) {
    const ImVec2 white = ImGui::GetIO().Fonts->TexUvWhitePixel;
    const auto first = static_cast<std::uint32_t>(vertices.size());
    vertices.insert(vertices.end(), list.VtxBuffer.begin(), list.VtxBuffer.end());
    const auto whole = [](float place, int most) {
        return static_cast<int>(std::clamp(place, 0.0f, static_cast<float>(most)));
    };
    for (const ImDrawCmd& command : list.CmdBuffer) {
        const ImDrawIdx* index = list.IdxBuffer.Data + command.IdxOffset;
        for (const ImDrawIdx* end = index + command.ElemCount; index < end;) {
            Shape shape;
            std::array<std::uint32_t, 6> corners{};
            const auto count = std::min<std::ptrdiff_t>(end - index, 6);
            std::transform(index, index + count, corners.begin(),
                           [&](ImDrawIdx each) { return first + each; });
            shape.upright = count == 6 && is_upright(vertices, corners);
            shape.corners = {corners[0], corners[1], corners[2], shape.upright ? corners[5] : corners[2]};
            index += shape.upright ? 6 : 3;
            ImVec2 low = vertices[corners[0]].pos;
            ImVec2 high = low;
            bool plain = true;
            for (const std::uint32_t corner : shape.corners) {
                const ImDrawVert& vertex = vertices[corner];
                low = {std::min(low.x, vertex.pos.x), std::min(low.y, vertex.pos.y)};
                high = {std::max(high.x, vertex.pos.x), std::max(high.y, vertex.pos.y)};
                plain = plain && vertex.uv.x == white.x && vertex.uv.y == white.y;
            }
            shape.texture = plain ? nullptr : command.GetTexID();
            shape.box = {whole(std::floor(low.x), width), whole(std::floor(low.y), height),
                         whole(std::ceil(high.x), width), whole(std::ceil(high.y), height)};
            shapes.push_back(shape);
        }
    }
}

}  // namespace peilpunt::platform
