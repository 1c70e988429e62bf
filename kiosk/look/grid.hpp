// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <vector>

namespace peilpunt::look {

/// A rectangle in millimetres.
struct Rect {
    float x = 0, y = 0, w = 0, h = 0;
    constexpr float right() const { return x + w; }
    constexpr float bottom() const { return y + h; }
    constexpr float mid_x() const { return x + w / 2; }
    constexpr float mid_y() const { return y + h / 2; }
    constexpr Rect inset(float by) const { return {x + by, y + by, w - 2 * by, h - 2 * by}; }
    bool operator==(const Rect&) const = default;
};

inline constexpr float kMargin = 12;
inline constexpr float kGap = 5;          ///< between things to touch
inline constexpr float kKeyGap = 3;       ///< between the keys of the on-screen keyboard
inline constexpr float kTarget = 20;      ///< least width and height of anything to touch (Duff et al. 2010)
inline constexpr float kMinCap = 7.4f;    ///< least capital height: 0.7 degrees at 600 mm (EN 301 549, 5.1.4)
inline constexpr float kStaffCap = 5.6f;  ///< staff stand closer

/// Where things stand on a screen of 1080 x 1920 (or turned) at 0.248 mm a pixel; other sizes are scaled.
struct Grid {
    bool landscape = false;
    float width = 267.84f, height = 476.16f;
    Rect title{12, 41, 243.84f, 67};
    Rect answers{12, 112, 243.84f, 260};
    Rect skip{12, 380, 80, 28};
    Rect next{97, 380, 158.84f, 28};
    Rect next_wide{12, 380, 243.84f, 28};  ///< "Verder" without "Sla over" beside it
    Rect bar{0, 414, 267.84f, 62.16f};
    Rect back{12, 420, 54.9f, 46};
    Rect read{71.9f, 420, 64.1f, 46};
    Rect help{141, 420, 54.9f, 46};
    Rect stop{200.9f, 420, 54.9f, 46};
};
Grid make_grid(bool landscape);

/// `count` equal rows in `area`, never higher than `highest`.
std::vector<Rect> rows(const Rect& area, std::size_t count, float highest, float gap = kGap);
/// `columns` x `lines` equal cells, row by row.
std::vector<Rect> cells(const Rect& area, int columns, int lines, float gap = kGap);

}  // namespace peilpunt::look
