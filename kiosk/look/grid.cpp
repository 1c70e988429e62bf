// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/look/grid.hpp"

#include <algorithm>

namespace peilpunt::look {

Grid make_grid(bool landscape) {
    Grid grid;
    if (!landscape) return grid;
    grid.landscape = true;
    std::swap(grid.width, grid.height);
    grid.title = {12, 46, 142, 152};
    grid.answers = {166, 13, 298.16f, 185};
    grid.bar = {0, 206, grid.width, 61.84f};
    grid.back = {12, 213, 56, 44};
    grid.read = {73, 213, 64, 44};
    grid.help = {142, 213, 56, 44};
    grid.stop = {203, 213, 56, 44};
    grid.skip = {267.16f, 213, 70, 44};
    grid.next = {342.16f, 213, 122, 44};
    grid.next_wide = {267.16f, 213, 197, 44};
    return grid;
}

std::vector<Rect> rows(const Rect& area, std::size_t count, float highest, float gap) {
    std::vector<Rect> out;
    const auto n = static_cast<float>(count);
    const float height = std::min(highest, (area.h - gap * (n - 1)) / n);
    for (std::size_t i = 0; i < count; ++i)
        out.push_back({area.x, area.y + static_cast<float>(i) * (height + gap), area.w, height});
    return out;
}

std::vector<Rect> cells(const Rect& area, int columns, int lines, float gap) {
    std::vector<Rect> out;
    const auto across = static_cast<float>(columns);
    const auto down = static_cast<float>(lines);
    const float w = (area.w - gap * (across - 1)) / across;
    const float h = (area.h - gap * (down - 1)) / down;
    for (int line = 0; line < lines; ++line)
        for (int column = 0; column < columns; ++column)
            out.push_back({area.x + static_cast<float>(column) * (w + gap),
                           area.y + static_cast<float>(line) * (h + gap), w, h});
    return out;
}

}  // namespace peilpunt::look
