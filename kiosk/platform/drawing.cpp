// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/platform/drawing.hpp"

#include <algorithm>
#include <cmath>

namespace peilpunt::platform {
namespace {

constexpr ImU32 kAlpha = 0xFF000000u;

/// Whether blending costs less than what another batch would: measured, llvmpipe spends some 40 us on a batch
/// and 15 ns on a pixel.
bool is_small(const Box& box) { return (box.right - box.left) * (box.bottom - box.top) <= 64 * 64; }

/// Where blended triangles lie, in cells of two pixels, so that a thin border keeps two soft edges apart.
class Cells {
  public:
    Cells(int width, int height)
        : words_(static_cast<std::size_t>(width / kWord + 1)),
          bits_(words_ * static_cast<std::size_t>(height / kCell + 1)) {}
    void clear() { std::fill(bits_.begin(), bits_.end(), std::uint64_t{0}); }
    void mark(const Box& box) {
        each(box, [](std::uint64_t& bits, std::uint64_t mask) {
            bits |= mask;
            return false;
        });
    }
    bool any(const Box& box) {
        return each(box, [](std::uint64_t bits, std::uint64_t mask) { return (bits & mask) != 0; });
    }

  private:
    static constexpr int kCell = 2;
    static constexpr int kWord = 64 * kCell;  ///< pixels
    template <class Stop>
    bool each(const Box& box, Stop stop) {
        if (box.left >= box.right || box.top >= box.bottom) return false;
        const int first = box.left / kCell;
        const int last = (box.right - 1) / kCell;
        for (int word = first / 64; word <= last / 64; ++word) {
            std::uint64_t mask = ~std::uint64_t{0};
            if (word == first / 64) mask &= ~std::uint64_t{0} << first % 64;
            if (word == last / 64) mask &= ~std::uint64_t{0} >> (63 - last % 64);
            for (int y = box.top / kCell; y <= (box.bottom - 1) / kCell; ++y)
                if (stop(bits_[static_cast<std::size_t>(y) * words_ + static_cast<std::size_t>(word)], mask))
                    return true;
        }
        return false;
    }
    std::size_t words_;  ///< in a row
    std::vector<std::uint64_t> bits_;
};

}  // namespace

Drawing::Drawing(const ImDrawData& data, int width_px, int height_px) : width(width_px), height(height_px) {
    vertices.reserve(static_cast<std::size_t>(data.TotalVtxCount));
    triangles.reserve(static_cast<std::size_t>(data.TotalIdxCount / 3));
    const ImVec2 white = ImGui::GetIO().Fonts->TexUvWhitePixel;
    const auto plain = [&](const ImDrawVert& v) {
        return (v.col & kAlpha) == kAlpha && v.uv.x == white.x && v.uv.y == white.y;
    };
    for (int i = 0; i < data.CmdListsCount; ++i) {
        const ImDrawList& list = *data.CmdLists[i];
        const auto first = static_cast<std::uint32_t>(vertices.size());
        vertices.insert(vertices.end(), list.VtxBuffer.begin(), list.VtxBuffer.end());
        for (const ImDrawCmd& command : list.CmdBuffer) {
            const ImDrawIdx* index = list.IdxBuffer.Data + command.IdxOffset;
            for (const ImDrawIdx* end = index + command.ElemCount; index < end; index += 3) {
                Triangle each{
                    {first + index[0], first + index[1], first + index[2]}, command.GetTexID(), {}, {}};
                const ImDrawVert& a = vertices[each.corners[0]];
                const ImDrawVert& b = vertices[each.corners[1]];
                const ImDrawVert& c = vertices[each.corners[2]];
                const auto low = [](float x, float y, float z, int most) {
                    return std::clamp(static_cast<int>(std::floor(std::min({x, y, z}))), 0, most);
                };
                const auto high = [](float x, float y, float z, int most) {
                    return std::clamp(static_cast<int>(std::ceil(std::max({x, y, z}))), 0, most);
                };
                each.box = {low(a.pos.x, b.pos.x, c.pos.x, width), low(a.pos.y, b.pos.y, c.pos.y, height),
                            high(a.pos.x, b.pos.x, c.pos.x, width), high(a.pos.y, b.pos.y, c.pos.y, height)};
                each.opaque = plain(a) && plain(b) && plain(c);
                triangles.push_back(each);
            }
        }
    }
}

std::vector<Batch> batches(const Drawing& drawing, const Box& part) {
    std::vector<Batch> all(1);
    Cells blended(drawing.width, drawing.height);
    for (const Drawing::Triangle& each : drawing.triangles) {
        if (!each.box.meets(part)) continue;
        const bool over = each.opaque && blended.any(each.box);
        if (each.opaque && !(over && is_small(each.box))) {
            if (over) {
                all.emplace_back();
                blended.clear();
            }
            std::vector<std::uint32_t>& corners = all.back().opaque;
            corners.insert(corners.end(), each.corners.begin(), each.corners.end());
            continue;
        }
        blended.mark(each.box);
        std::vector<Batch::Run>& runs = all.back().blended;
        if (runs.empty() || runs.back().texture != each.texture) runs.push_back({each.texture, {}});
        std::vector<std::uint32_t>& corners = runs.back().corners;
        corners.insert(corners.end(), each.corners.begin(), each.corners.end());
    }
    return all;
}

}  // namespace peilpunt::platform
