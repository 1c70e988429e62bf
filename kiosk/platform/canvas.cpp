// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/platform/canvas.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace peilpunt::platform {
namespace {

using Pixel = std::uint32_t;

constexpr int kFraction = 16;  ///< bits behind the point
constexpr std::int64_t kOne = std::int64_t{1} << kFraction;

Pixel pixel_of(std::uint32_t abgr) { return (abgr & 0xFFu) << 16 | (abgr & 0xFF00u) | (abgr >> 16 & 0xFFu); }
std::uint32_t alpha_of(std::uint32_t abgr) { return abgr >> 24; }

/// `alpha` parts of 255 of `over` on `under`, every channel rounded to the nearest.
Pixel blended(Pixel under, Pixel over, std::uint32_t alpha) {
    constexpr Pixel kTwo = 0xFF00FFu;  // two channels, each with room to multiply
    const auto mixed = [&](Pixel below, Pixel above) {
        const Pixel sum = below * (255 - alpha) + above * alpha + 0x800080u;
        return (sum + (sum >> 8 & kTwo)) >> 8 & kTwo;
    };
    return mixed(under & kTwo, over & kTwo) | mixed(under >> 8 & kTwo, over >> 8 & kTwo) << 8;
}

void lay(Pixel& under, Pixel over, std::uint32_t alpha) {
    if (alpha == 255)
        under = over;
    else if (alpha != 0)
        under = blended(under, over, alpha);
}

/// A quantity that changes evenly over a shape, at the middles of pixels.
struct Plane {
    double origin = 0, by_x = 0, by_y = 0;
};

/// Its values along one row, in 1/65536. They depend on x alone, not on where one begins.
struct Ramp {
    std::int64_t start = 0, step = 0;
    Ramp() = default;
    Ramp(const Plane& plane, int y)
        : start(std::llround((plane.origin + plane.by_y * y) * kOne)),
          step(std::llround(plane.by_x * kOne)) {}
    std::int64_t at(int x) const { return start + step * x; }
    std::uint32_t channel(int x) const {
        return static_cast<std::uint32_t>(std::clamp<std::int64_t>(at(x) + kOne / 2, 0, 255 * kOne) >>
                                          kFraction);
    }
};

/// How a shape looks.
struct Look {
    bool flat = true;  ///< one colour
    Pixel colour = 0;
    std::uint32_t alpha = 0;
    std::array<Plane, 4> channels;  ///< red, green, blue, alpha, when it is not flat
    const Coverage* coverage = nullptr;
    Plane u, v;  ///< texels from the middle of the first
};

std::uint32_t times(std::uint32_t alpha, std::uint32_t coverage) { return (alpha * coverage + 127) / 255; }

/// Between the four texels around a place.
std::uint32_t coverage_at(const Coverage& picture, std::int64_t u, std::int64_t v) {
    const auto column = [&](std::int64_t x) { return std::clamp<std::int64_t>(x, 0, picture.width - 1); };
    const auto row = [&](std::int64_t y) {
        return picture.texels + std::clamp<std::int64_t>(y, 0, picture.height - 1) * picture.width;
    };
    const std::int64_t left = column(u >> kFraction);
    const std::int64_t right = column((u >> kFraction) + 1);
    const std::uint8_t* above = row(v >> kFraction);
    const std::uint8_t* below = row((v >> kFraction) + 1);
    const auto part_u = static_cast<std::uint32_t>(u >> 8 & 0xFF);  // 1/256 is as fine as coverage is
    const auto part_v = static_cast<std::uint32_t>(v >> 8 & 0xFF);
    const std::uint32_t up = above[left] * (256 - part_u) + above[right] * part_u;
    const std::uint32_t down = below[left] * (256 - part_u) + below[right] * part_u;
    return (up * (256 - part_v) + down * part_v + (1u << 15)) >> 16;
}

class Brush {
  public:
    Brush(const Canvas& canvas, const Box& part, const Look& look)
        : canvas_(canvas), part_(part), look_(look) {}

    int first_row(float y) const { return std::max(edge(y), part_.top); }
    int last_row(float y) const { return std::min(edge(y), part_.bottom); }

    /// The pixels of row `y` whose middles lie from `left` up to `right`.
    void span(int y, float left, float right) const {
        const int from = std::max(edge(left), part_.left);
        const int to = std::min(edge(right), part_.right);
        if (from >= to) return;
        Pixel* row = canvas_.pixels + static_cast<std::ptrdiff_t>(y) * canvas_.width;
        if (look_.coverage)
            letters(row, y, from, to);
        else if (!look_.flat)
            shaded(row, y, from, to);
        else if (look_.alpha == 255)
            std::fill(row + from, row + to, look_.colour);
        else
            for (int x = from; x < to; ++x) row[x] = blended(row[x], look_.colour, look_.alpha);
    }

  private:
    /// The first pixel whose middle is not before `place`.
    static int edge(float place) {
        const float middle = std::clamp(place, -1e6f, 1e6f) - 0.5f;
        const int below = static_cast<int>(middle);  // std::ceil would be a call on every row
        return below + (static_cast<float>(below) < middle ? 1 : 0);
    }

    void letters(Pixel* row, int y, int from, int to) const {
        const Coverage& picture = *look_.coverage;
        const Ramp u(look_.u, y);
        const Ramp v(look_.v, y);
        if (look_.flat && u.step == kOne && v.step == 0 && whole(u.at(0)) && whole(v.at(0))) {
            // A texel is a pixel, as for most text.
            const std::int64_t line = nearest(v.at(0));
            const std::int64_t first = nearest(u.at(from));
            if (line < 0 || line >= picture.height || first < 0 || first + to - from > picture.width) return;
            const std::uint8_t* texel = picture.texels + line * picture.width + first;
            for (int x = from; x < to; ++x, ++texel)
                if (*texel != 0) lay(row[x], look_.colour, times(look_.alpha, *texel));
            return;
        }
        const Shades shades(look_, y);
        for (int x = from; x < to; ++x)
            lay(row[x], shades.colour(x), times(shades.alpha(x), coverage_at(picture, u.at(x), v.at(x))));
    }

    void shaded(Pixel* row, int y, int from, int to) const {
        const Shades shades(look_, y);
        for (int x = from; x < to; ++x) lay(row[x], shades.colour(x), shades.alpha(x));
    }

    /// The colours along a row.
    struct Shades {
        Shades(const Look& look, int y) : look_(look) {
            if (look.flat) return;
            std::transform(look.channels.begin(), look.channels.end(), channels_.begin(),
                           [&](const Plane& plane) { return Ramp(plane, y); });
        }
        Pixel colour(int x) const {
            if (look_.flat) return look_.colour;
            return channels_[0].channel(x) << 16 | channels_[1].channel(x) << 8 | channels_[2].channel(x);
        }
        std::uint32_t alpha(int x) const { return look_.flat ? look_.alpha : channels_[3].channel(x); }

      private:
        const Look& look_;
        std::array<Ramp, 4> channels_;
    };

    /// To 1/64: places in a picture come from a division by its size.
    static bool whole(std::int64_t place) { return std::abs(place - nearest(place) * kOne) < kOne / 64; }
    static std::int64_t nearest(std::int64_t place) { return (place + kOne / 2) >> kFraction; }

    const Canvas& canvas_;
    const Box& part_;
    const Look& look_;
};

/// The edge from `a` down to `b`. Two shapes that share it cross a row at the same number.
struct Edge {
    ImVec2 from;
    float slope;
    Edge(const ImVec2& a, const ImVec2& b) : from(a), slope((b.x - a.x) / (b.y - a.y)) {}
    /// Where it crosses the middles of row `y`.
    float at(int y) const { return from.x + (static_cast<float>(y) + 0.5f - from.y) * slope; }
};

bool is_above(const ImVec2& a, const ImVec2& b) { return a.y < b.y || (a.y == b.y && a.x < b.x); }

void fill_triangle(const Brush& brush, std::array<ImVec2, 3> at) {
    std::sort(at.begin(), at.end(), is_above);
    const auto& [top, middle, bottom] = at;
    const Edge whole(top, bottom);
    const int bend = brush.last_row(middle.y);
    const auto rows = [&](int from, int to, const Edge& edge) {
        for (int y = from; y < to; ++y)
            brush.span(y, std::min(whole.at(y), edge.at(y)), std::max(whole.at(y), edge.at(y)));
    };
    rows(brush.first_row(top.y), bend, {top, middle});
    rows(brush.first_row(middle.y), brush.last_row(bottom.y), {middle, bottom});
}

/// Finds planes through three corners.
class Slopes {
  public:
    Slopes(const ImVec2& a, const ImVec2& b, const ImVec2& c)
        : a_(a),
          ab_x_(b.x - a.x),
          ab_y_(b.y - a.y),
          ac_x_(c.x - a.x),
          ac_y_(c.y - a.y),
          area_(ab_x_ * ac_y_ - ac_x_ * ab_y_) {}
    /// Too thin to show, and to say how anything changes over it; square pixels.
    bool nothing() const { return std::abs(area_) < 1e-4; }
    /// Through these values at the corners.
    Plane plane(double a, double b, double c) const {
        Plane plane;
        plane.by_x = ((b - a) * ac_y_ - (c - a) * ab_y_) / area_;
        plane.by_y = ((c - a) * ab_x_ - (b - a) * ac_x_) / area_;
        plane.origin = a + plane.by_x * (0.5 - a_.x) + plane.by_y * (0.5 - a_.y);
        return plane;
    }

  private:
    ImVec2 a_;
    double ab_x_, ab_y_, ac_x_, ac_y_, area_;
};

Look look_of(const Shape& shape, const Slopes& slopes, const ImDrawVert& a, const ImDrawVert& b,
             const ImDrawVert& c) {
    Look look;
    look.flat = a.col == b.col && b.col == c.col;
    look.colour = pixel_of(a.col);
    look.alpha = alpha_of(a.col);
    if (!look.flat)
        for (int i = 0; i < 4; ++i) {
            const auto channel = [&](const ImDrawVert& corner) { return corner.col >> 8 * i & 0xFFu; };
            look.channels[static_cast<std::size_t>(i)] = slopes.plane(channel(a), channel(b), channel(c));
        }
    look.coverage = static_cast<const Coverage*>(shape.texture);
    if (!look.coverage) return look;
    look.u = slopes.plane(a.uv.x, b.uv.x, c.uv.x);
    look.v = slopes.plane(a.uv.y, b.uv.y, c.uv.y);
    for (const auto& [plane, size] :
         {std::pair{&look.u, look.coverage->width}, {&look.v, look.coverage->height}}) {
        plane->origin = plane->origin * size - 0.5;
        plane->by_x *= size;
        plane->by_y *= size;
    }
    return look;
}

void draw_shape(const Canvas& canvas, const Box& part, const Drawing& drawing, const Shape& shape) {
    const ImDrawVert& a = drawing.vertices[shape.corners[0]];
    const ImDrawVert& b = drawing.vertices[shape.corners[1]];
    const ImDrawVert& c = drawing.vertices[shape.corners[2]];
    const Slopes slopes(a.pos, b.pos, c.pos);
    if (slopes.nothing()) return;
    const Look look = look_of(shape, slopes, a, b, c);
    if (look.flat && look.alpha == 0) return;
    const Brush brush(canvas, part, look);
    if (!shape.upright) return fill_triangle(brush, {a.pos, b.pos, c.pos});
    const int end = brush.last_row(std::max(a.pos.y, c.pos.y));
    for (int y = brush.first_row(std::min(a.pos.y, c.pos.y)); y < end; ++y)
        brush.span(y, std::min(a.pos.x, c.pos.x), std::max(a.pos.x, c.pos.x));
}

}  // namespace

void draw(const Canvas& canvas, const Box& part, const Drawing& drawing, look::Colour background) {
    for (int y = part.top; y < part.bottom; ++y) {
        Pixel* row = canvas.pixels + static_cast<std::ptrdiff_t>(y) * canvas.width;
        std::fill(row + part.left, row + part.right, pixel_of(background.abgr));
    }
    for (const Shape& shape : drawing.shapes)
        if (shape.box.meets(part)) draw_shape(canvas, part, drawing, shape);
}

}  // namespace peilpunt::platform
