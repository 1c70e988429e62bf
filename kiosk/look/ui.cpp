// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/look/ui.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "shared/text/isolate.hpp"

namespace peilpunt::look {
namespace {

/// Corners `from` to `to` of a convex shape: the widest triangle first, then what is left beside it.
/// `corner` gives the index of a corner's vertex.
template <class Corner>
ImDrawIdx* cut(ImDrawIdx* out, int from, int to, Corner corner) {
    if (to - from < 2) return out;
    const int middle = (from + to) / 2;
    for (const int each : {from, middle, to}) *out++ = corner(each);
    return cut(cut(out, from, middle, corner), middle, to, corner);
}

/// ImGui fills a shape as a fan: slivers over its whole length, and a software renderer pays for the pixels
/// along each. This cuts the shape that was added from `begin` on into as many triangles, but wide ones.
void without_slivers(ImDrawList& draw, int begin) {
    // A shape of n corners has 3 (n - 2) indices for the inside, and then 6 n for its soft edge.
    const int added = draw.IdxBuffer.Size - begin;
    if (added % 9 != 3) return;
    ImDrawIdx* index = draw.IdxBuffer.Data + begin;
    const int first = *index;
    const int corners = (added + 6) / 9;
    // Each corner has two vertices: of the inside and of the edge.
    cut(index, 0, corners - 1, [&](int corner) { return static_cast<ImDrawIdx>(first + 2 * corner); });
}

Colour mixed(Colour colour, Colour over, float part) {
    const auto channel = [&](int shift) {
        const auto below = static_cast<float>(colour.abgr >> shift & 0xFFu);
        const auto above = static_cast<float>(over.abgr >> shift & 0xFFu);
        return static_cast<std::uint32_t>(std::lround(below + (above - below) * part)) << shift;
    };
    colour.abgr = (colour.abgr & 0xFF000000u) | channel(16) | channel(8) | channel(0);
    return colour;
}

}  // namespace

Ui::Ui(const Setup& setup)
    : setup_(setup),
      palette_(palette(setup.contrast)),
      background_(palette_.canvas),
      draw_(ImGui::GetWindowDrawList()) {}

Ui::Straight::Straight(Ui& ui, const Rect& r) : ui_(ui), mirrored_(ui.setup_.mirrored), shift_(ui.shift_) {
    ui_.shift_ = ui_.placed(r).x - r.x;
    ui_.setup_.mirrored = false;
}

Ui::Straight::~Straight() {
    ui_.setup_.mirrored = mirrored_;
    ui_.shift_ = shift_;
}

void Ui::rect(const Rect& r, Colour fill, float radius) {
    const float round = px(std::min({radius, r.w / 2, r.h / 2}));
    const float left = setup_.left_px + px(placed(r).x);
    const int begin = draw_->IdxBuffer.Size;
    draw_->AddRectFilled({left, px_y(r.y)}, {setup_.left_px + px(placed(r).right()), px_y(r.bottom())},
                         fill.abgr, round);
    without_slivers(*draw_, begin);
}

void Ui::rect(const Rect& r, Colour fill, float radius, Border border) {
    if (border.width <= 0) return rect(r, fill, radius);
    rect(r, border.colour, radius);
    rect(r.inset(border.width), fill, std::max(0.0f, radius - border.width));
}

void Ui::outline(const Rect& r, float radius, Border border) {
    const Rect middle = placed(r.inset(border.width / 2));
    const float left = setup_.left_px + px(middle.x);
    draw_->AddRect({left, px_y(middle.y)}, {left + px(middle.w), px_y(middle.bottom())}, border.colour.abgr,
                   px(std::max(0.0f, radius - border.width / 2)), 0, px(border.width));
}

void Ui::circle(float x, float y, float radius, Colour fill) {
    const int begin = draw_->IdxBuffer.Size;
    draw_->AddCircleFilled({px_x(x), px_y(y)}, px(radius), fill.abgr);
    without_slivers(*draw_, begin);
}

void Ui::veil(Colour colour, float part) {
    background_ = mixed(background_, colour, part);
    Colour each;
    for (ImDrawVert& vertex : draw_->VtxBuffer) {
        each.abgr = vertex.col;
        vertex.col = mixed(each, colour, part).abgr;
    }
}

void Ui::ring(float x, float y, float radius, Border border) {
    draw_->AddCircle({px_x(x), px_y(y)}, px(radius - border.width / 2), border.colour.abgr, 0,
                     px(border.width));
}

void Ui::arc(float x, float y, float radius, float from, float to, Border border) {
    if (to <= from) return;
    constexpr float kTurn = 2 * std::numbers::pi_v<float>;
    const float start = from * kTurn - kTurn / 4;
    const float end = to * kTurn - kTurn / 4;
    draw_->PathArcTo({px_x(x), px_y(y)}, px(radius), start, end, 96);
    draw_->PathStroke(border.colour.abgr, 0, px(border.width));
    for (const float angle : {start, end})
        draw_->AddCircleFilled(
            {px_x(x) + px(radius) * std::cos(angle), px_y(y) + px(radius) * std::sin(angle)},
            px(border.width) / 2, border.colour.abgr);
}

void Ui::stroke(const std::vector<Point>& points, Border border) {
    for (const Point& point : points) draw_->PathLineTo({px_x(point.x), px_y(point.y)});
    draw_->PathStroke(border.colour.abgr, 0, px(border.width));
    for (const Point& point : points)  // round ends and joints, which the draw list has not
        draw_->AddCircleFilled({px_x(point.x), px_y(point.y)}, px(border.width) / 2, border.colour.abgr);
}

void Ui::curve(Point a, Point b, Point c, Point d, Border border) {
    draw_->PathLineTo({px_x(a.x), px_y(a.y)});
    draw_->PathBezierCubicCurveTo({px_x(b.x), px_y(b.y)}, {px_x(c.x), px_y(c.y)}, {px_x(d.x), px_y(d.y)}, 32);
    draw_->PathStroke(border.colour.abgr, 0, px(border.width));
    for (const Point& point : {a, d})
        draw_->AddCircleFilled({px_x(point.x), px_y(point.y)}, px(border.width) / 2, border.colour.abgr);
}

void Ui::hill(const std::vector<Point>& chain, float base, Colour fill) {
    // A hill is not convex, so it is cut into slices; whole pixels, or the slices would show.
    constexpr int kSlices = 24;
    const float bottom = px_y(base);
    ImVec2 before{px_x(chain.front().x), px_y(chain.front().y)};
    const ImDrawListFlags flags = draw_->Flags;
    draw_->Flags &= ~ImDrawListFlags_AntiAliasedFill;
    std::vector<ImVec2> edge{before};
    for (std::size_t i = 0; i + 3 < chain.size(); i += 3) {
        for (int slice = 1; slice <= kSlices; ++slice) {
            const float t = static_cast<float>(slice) / kSlices;
            const float u = 1 - t;
            const float k[4] = {u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t};
            ImVec2 point{0, 0};
            for (std::size_t j = 0; j < 4; ++j) {
                point.x += k[j] * px_x(chain[i + j].x);
                point.y += k[j] * px_y(chain[i + j].y);
            }
            draw_->AddQuadFilled(before, point, {point.x, bottom}, {before.x, bottom}, fill.abgr);
            edge.push_back(point);
            before = point;
        }
    }
    draw_->Flags = flags;
    draw_->AddPolyline(edge.data(), static_cast<int>(edge.size()), fill.abgr, 0, 2.0f);
}

void Ui::icon(float x, float y, float size, Icon which, Colour colour) {
    if (which.empty()) return;
    if (setup_.mirrored && which.name == "arrow_forward")
        which = look::icon("arrow_back");
    else if (setup_.mirrored && which.name == "arrow_back")
        which = look::icon("arrow_forward");
    const Face& face = setup_.fonts->icons(px(size));
    const float scale = px(size) / face.size_px;
    // The glyph's em box stands on the baseline and is centred on (x, y).
    const float left = px_x(x) - px(size) / 2;
    const float baseline = px_y(y) + px(size) / 2;
    face.font->RenderChar(draw_, face.font->FontSize * scale, {left, baseline - face.font->Ascent * scale},
                          colour.abgr, which.code);
}

Touch Ui::touch(Item item) {
    item.layer = layer_;
    item.spoken = text::without_isolates(item.spoken.empty() ? item.label : item.spoken);
    item.rect = placed(item.rect);
    Touch touch;
    if (!frozen_) {
        ImGui::SetCursorScreenPos({setup_.left_px + px(item.rect.x), px_y(item.rect.y)});
        touch.tapped = ImGui::InvisibleButton(item.id.c_str(), {px(item.rect.w), px(item.rect.h)});
        touch.held = ImGui::IsItemActive() && ImGui::IsItemHovered();
        touch.tapped = touch.tapped || (!setup_.pressed_by_key.empty() && setup_.pressed_by_key == item.id);
    }
    items_.push_back(std::move(item));
    return touch;
}

bool Ui::lit(std::string_view item) const {
    return setup_.spotlight && !setup_.spotlight->item.empty() && setup_.spotlight->item == item;
}

void Ui::focus_ring(const Item& item) {
    // The rectangle is where it came, so nothing is flipped again.
    const Straight straight(*this, {0, 0, setup_.grid.width, 1});
    const Rect ring = item.rect.inset(-2.6f);
    outline(ring, 9, {contrast() ? palette_.voice : palette_.ink, 2.6f});
    outline(ring.inset(0.7f), 8.3f, {palette_.voice, 1.2f});
}

void Ui::readable(Item item) {
    item.role = "text";
    item.rect = placed(item.rect);
    item.layer = layer_;
    item.spoken = text::without_isolates(item.spoken.empty() ? item.label : item.spoken);
    items_.push_back(std::move(item));
}

void Ui::raise() {
    ++layer_;
    frozen_ = false;
}

}  // namespace peilpunt::look
