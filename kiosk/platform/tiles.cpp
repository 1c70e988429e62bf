// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/platform/tiles.hpp"

#include <algorithm>
#include <cstring>

namespace peilpunt::platform {
namespace {

/// The finaliser of splitmix64.
std::uint64_t mixed(std::uint64_t value) {
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9u;
    value = (value ^ value >> 27) * 0x94D049BB133111EBu;
    return value ^ value >> 31;
}

std::uint64_t number_of(const ImDrawVert& vertex) {
    std::uint64_t place = 0;
    std::uint64_t texel = 0;
    static_assert(sizeof vertex.pos == sizeof place && sizeof vertex.uv == sizeof texel);
    std::memcpy(&place, &vertex.pos, sizeof place);
    std::memcpy(&texel, &vertex.uv, sizeof texel);
    return mixed(mixed(mixed(place) ^ texel) ^ vertex.col);
}

}  // namespace

std::vector<Box> Tiles::changed(const Drawing& drawing, look::Colour background) {
    const int columns = (drawing.width + kSize - 1) / kSize;
    const int rows = (drawing.height + kSize - 1) / kSize;
    std::vector<std::uint64_t> vertices(drawing.vertices.size());
    std::transform(drawing.vertices.begin(), drawing.vertices.end(), vertices.begin(), number_of);
    std::vector<std::uint64_t> now(static_cast<std::size_t>(columns * rows), mixed(background.abgr));
    for (const Shape& each : drawing.shapes) {
        std::uint64_t number = reinterpret_cast<std::uintptr_t>(each.texture);
        for (const std::uint32_t corner : each.corners) number = mixed(number ^ vertices[corner]);
        for (int y = each.box.top / kSize; y * kSize < each.box.bottom; ++y)
            for (int x = each.box.left / kSize; x * kSize < each.box.right; ++x) {
                std::uint64_t& tile = now[static_cast<std::size_t>(y * columns + x)];
                tile = mixed(tile ^ number);
            }
    }
    now.swap(before_);
    const Box whole{0, 0, drawing.width, drawing.height};
    const bool comparable =
        now.size() == before_.size() && width_ == drawing.width && height_ == drawing.height;
    width_ = drawing.width;
    height_ = drawing.height;
    if (!comparable) return {whole};
    std::vector<Box> boxes;  // rows of tiles that follow each other share one
    for (int y = 0; y < rows; ++y)
        for (int x = 0; x < columns; ++x) {
            const auto tile = static_cast<std::size_t>(y * columns + x);
            if (now[tile] == before_[tile]) continue;
            const Box box{x * kSize, y * kSize, std::min((x + 1) * kSize, whole.right),
                          std::min((y + 1) * kSize, whole.bottom)};
            if (boxes.empty() || boxes.back().bottom < box.top) {
                boxes.push_back(box);
                continue;
            }
            Box& band = boxes.back();
            band = {std::min(band.left, box.left), band.top, std::max(band.right, box.right), box.bottom};
        }
    return boxes;
}

}  // namespace peilpunt::platform
