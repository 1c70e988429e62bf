// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/look/widgets.hpp"

#include <algorithm>

namespace peilpunt::look {
namespace {

/// The disc or face of a tile, or the circle with its rank.
void picture(Ui& ui, const Tile& tile, float x, float y, float d, Colour ink) {
    const Palette& c = ui.colours();
    if (tile.rank >= 0) {
        const bool ranked = tile.rank > 0;
        if (ranked) {
            ui.circle(x, y, d / 2, c.contrast ? Colour{0x000000} : Colour{0xFFFFFF});
            ui.text(x, y, std::to_string(tile.rank),
                    {.cap = d * 0.44f,
                     .bold = true,
                     .align = Align::centre,
                     .colour = c.contrast ? c.ink : c.action,
                     .middle = true});
        } else {
            ui.circle(x, y, d / 2, c.surface);
            ui.ring(x, y, d / 2, {c.line, 0.8f});
        }
        return;
    }
    if (tile.mood >= 0) return face(ui, x, y, d / 2, tile.mood);
    if (tile.icon.empty()) return;
    if (tile.chosen) {
        ui.circle(x, y, d / 2, 0xFFFFFF);
        return ui.icon(x, y, d * 0.62f, tile.icon, c.contrast ? Colour{0x000000} : c.action);
    }
    ui.circle(x, y, d / 2, ui.lit(tile.id) && !c.contrast ? c.surface : c.of(tile.tint));
    if (c.contrast) ui.ring(x, y, d / 2, {c.line, 0.8f});
    ui.icon(x, y, d * 0.62f, tile.icon, ink);
}

void row_tile(Ui& ui, const Rect& r, const Tile& tile, Colour ink) {
    const bool pictured = tile.rank >= 0 || tile.mood >= 0 || !tile.icon.empty();
    const float d = tile.disc > 0 ? tile.disc : std::min(r.h - 7, 34.0f);
    float x = r.x + 7;
    if (pictured) {
        picture(ui, tile, x + d / 2, r.mid_y(), d, ink);
        x += d + 7;
    } else {
        x += 5;
    }
    float right = tile.check ? 22.0f : 5.0f;
    if (tile.rank >= 0 && !tile.icon.empty()) {  // its picture keeps a place at the end
        Tile plain = tile;
        plain.rank = -1;
        const float small = std::min(r.h - 10, 32.0f);
        picture(ui, plain, r.right() - 9 - small / 2, r.mid_y(), small, ink);
        right = small + 14;
    } else if (tile.check && tile.rank < 0) {
        tick(ui, r.right() - 13, r.mid_y(), 5.5f, tile.chosen, tile.many);
    }
    ui.text(x, r.mid_y(), tile.label,
            {.cap = tile.cap > 0 ? tile.cap : scaled(ui, 9),
             .bold = true,
             .colour = ink,
             .max_w = r.right() - right - x,
             .max_h = r.h - 8,
             .pitch = 1.65f,
             .middle = true});
}

void column_tile(Ui& ui, const Rect& r, const Tile& tile, Colour ink) {
    const float d = tile.disc > 0 ? tile.disc : std::min(r.h * 0.5f, 44.0f);
    const float y = r.y + r.h * 0.37f;
    picture(ui, tile, r.mid_x(), y, d, ink);
    const float under = y + d / 2;
    ui.text(r.mid_x(), under + (r.bottom() - under) / 2 - 0.5f, tile.label,
            {.cap = tile.cap > 0 ? tile.cap : scaled(ui, 7.4f),
             .bold = true,
             .align = Align::centre,
             .colour = ink,
             .max_w = r.w - 10,
             .max_h = r.bottom() - under - 4,
             .pitch = 1.65f,
             .middle = true});
    if (tile.check) tick(ui, r.right() - 11, r.y + 11, 5.5f, tile.chosen, tile.many);
}

}  // namespace

float scaled(const Ui& ui, float cap) { return ui.larger() ? cap * 1.35f : cap; }

void header(Ui& ui, int step, int of, std::string_view words) {
    const Palette& c = ui.colours();
    if (of > 0)
        ui.readable({.id = "voortgang",
                     .rect = {ui.grid().width / 2, 13, ui.grid().width / 2 - kMargin, 13},
                     .label = std::string(words)});
    wordmark(ui, kMargin, 13, c.contrast ? Colour{0xFFFFFF} : c.band,
             c.contrast ? Colour{0x000000} : Colour{0xFFFFFF});
    ui.text(kMargin + 17, 15.8f, "Peilpunt", {.cap = 7.4f, .bold = true, .colour = c.ink});
    if (of == 0) return;
    const float d = 5;
    const float gap = of > 8 ? 2.2f : 3.0f;
    const float here = 14;
    const float total = static_cast<float>(of - 1) * (d + gap) + here;
    const float right = ui.grid().landscape ? kMargin + 142 : ui.grid().width - kMargin;
    float x = right - total;
    const bool dots = x - ui.text_width(words, 7.4f, false) > kMargin + 66;  // beside the name
    if (!dots || !ui.grid().landscape)
        ui.text(dots ? x - 5 : right, 15.8f, words,
                {.cap = 7.4f, .align = Align::right, .colour = c.ink_soft});
    if (!dots) return;
    for (int i = 1; i <= of; ++i) {
        const float w = i == step ? here : d;
        if (i <= step)
            ui.rect({x, 17, w, d}, c.action, d / 2);
        else
            ui.rect({x, 17, w, d}, c.surface, d / 2, {c.line, 0.8f});
        x += w + gap;
    }
}

void title(Ui& ui, std::string_view words, std::string_view help, float max_h, std::string_view language) {
    const Palette& c = ui.colours();
    Rect area = ui.grid().title;
    if (max_h > 0) area.h = max_h;
    const float help_cap = ui.larger() ? 8.2f : 7.4f;
    const auto help_lines =
        help.empty() ? 0.0f : static_cast<float>(ui.wrap(help, help_cap, false, area.w).size());
    const float help_h = help_lines > 0 ? 8.5f + help_cap * (1 + (help_lines - 1) * 1.8f) : 0.0f;
    // As large as it fits: 12 in two lines, 10 in three, less only for long texts.
    float cap = ui.larger() ? 13.5f : 12.0f;
    const std::size_t few = ui.grid().landscape ? 5 : 2;
    if (ui.wrap(words, cap, true, area.w).size() > few) cap = ui.larger() ? 12.2f : 10.0f;
    const float baseline = ui.text(area.x, area.y, words,
                                   {.cap = cap,
                                    .bold = true,
                                    .colour = c.ink,
                                    .max_w = area.w,
                                    .max_h = area.h - help_h,
                                    .pitch = 1.66f});
    float end = baseline;
    if (!help.empty())
        end = ui.text(area.x, baseline + (ui.larger() ? 8.5f : 10.0f), help,
                      {.cap = help_cap, .colour = c.ink_soft, .max_w = area.w, .pitch = 1.8f});
    ui.readable({.id = "titel",
                 .rect = {area.x, area.y, area.w, baseline - area.y},
                 .label = std::string(words),
                 .language = std::string(language)});
    // The help may be in another language than the question, and each may have a recording of its own.
    if (!help.empty())
        ui.readable({.id = "uitleg",
                     .rect = {area.x, baseline + 3, area.w, end - baseline - 3},
                     .label = std::string(help)});
}

bool tile(Ui& ui, const Rect& r, const Tile& tile) {
    const Palette& c = ui.colours();
    const Touch touch = ui.touch({.id = tile.id,
                                  .role = tile.role,
                                  .rect = r,
                                  .label = tile.label,
                                  .spoken = tile.spoken,
                                  .language = tile.language,
                                  .chosen = tile.chosen,
                                  .disabled = tile.faded});
    const Colour ink = tile.chosen ? c.on_action : tile.faded ? c.on_disabled : c.ink;
    if (tile.chosen)
        ui.rect(r, touch.held ? c.action_down : c.action, 7);
    else if (touch.held)
        ui.rect(r, c.tint, 7, {c.action, 1.2f});
    else if (ui.lit(tile.id))
        ui.rect(r, c.voice_soft, 7, {c.contrast ? c.voice : c.ink, c.contrast ? 2.0f : 1.0f});
    else
        ui.rect(r, tile.faded ? c.canvas : c.surface, 7, {tile.faded ? c.hair : c.line, c.tile_line_mm});
    if (tile.row)
        row_tile(ui, r, tile, ink);
    else
        column_tile(ui, r, tile, ink);
    return touch.tapped;
}

bool next_button(Ui& ui, const Rect& r, std::string_view label, bool ready, std::string_view id) {
    const Palette& c = ui.colours();
    const Touch touch = ui.touch({.id = std::string(id),
                                  .role = "button",
                                  .rect = r,
                                  .label = std::string(label),
                                  .disabled = !ready});
    if (ready)
        ui.rect(r, touch.held ? c.action_down : c.action, 6);
    else
        ui.rect(r, c.canvas, 6, {c.hair, 0.5f});
    const Colour ink = ready ? c.on_action : c.on_disabled;
    float cap = ui.larger() ? 10.2f : 9.0f;
    while (cap > 6 && ui.text_width(label, cap, true) + 24 > r.w) cap *= 0.95f;
    const float width = ui.text_width(label, cap, true) + 17;
    const float left = r.mid_x() - width / 2;
    ui.text(left, r.mid_y(), label, {.cap = cap, .bold = true, .colour = ink, .middle = true});
    ui.icon(left + width - 6, r.mid_y(), 14, icon("arrow_forward"), ink);
    return touch.tapped;
}

bool button(Ui& ui, const Rect& r, std::string_view id, std::string_view label, const ButtonStyle& style) {
    const Palette& c = ui.colours();
    const Touch touch = ui.touch({.id = std::string(id),
                                  .role = style.role,
                                  .rect = r,
                                  .label = std::string(label),
                                  .spoken = style.spoken,
                                  .aside = style.aside,
                                  .disabled = style.disabled});
    const Colour ink = style.strong     ? c.on_action
                       : style.speaking ? c.on_voice
                       : style.disabled ? c.on_disabled
                       : style.danger   ? c.stop
                                        : c.ink;
    const float radius = style.role == "key" ? 4.0f : 6.0f;
    if (style.strong)
        ui.rect(r, touch.held ? c.action_down : c.action, radius);
    else if (touch.held && !style.disabled)
        ui.rect(r, style.speaking ? c.voice : c.tint, radius, {c.action, 1.2f});
    else if (style.speaking)
        ui.rect(r, c.voice, radius, {c.ink, 1.0f});
    else
        ui.rect(r, style.plain || style.disabled ? c.canvas : c.surface, radius,
                {style.disabled ? c.hair
                 : style.danger ? c.stop
                                : c.line,
                 c.tile_line_mm});
    if (label.empty() || style.stacked) {
        const float size = std::min(r.h * 0.62f, style.stacked ? 18.0f : 24.0f);
        ui.icon(r.mid_x(), style.stacked ? r.y + r.h * 0.35f : r.mid_y(), size, style.icon, ink);
        if (style.stacked)
            ui.text(r.mid_x(), r.y + r.h * 0.66f, label,
                    {.cap = style.cap,
                     .bold = true,
                     .align = Align::centre,
                     .colour = ink,
                     .max_w = r.w - 2,
                     .max_h = r.h * 0.28f});
        return touch.tapped;
    }
    const float icon_w = style.icon.empty() ? 0.0f : 19.0f;
    float cap = style.cap;
    while (cap > kMinCap && ui.text_width(label, cap, true) + icon_w + 5 > r.w) cap *= 0.95f;
    cap = std::max(cap, std::min(style.cap, kMinCap));
    // In two lines what does not fit in one.
    const float room = r.w - icon_w - 5;
    const bool fits = ui.text_width(label, cap, true) <= room;
    const float width = (fits ? ui.text_width(label, cap, true) : room) + icon_w;
    const float left = r.mid_x() - width / 2;
    if (icon_w > 0) ui.icon(left + 7.5f, r.mid_y(), 15, style.icon, ink);
    if (fits)
        ui.text(left + icon_w, r.mid_y(), label, {.cap = cap, .bold = true, .colour = ink, .middle = true});
    else
        ui.text(left + icon_w + room / 2, r.mid_y(), label,
                {.cap = cap,
                 .bold = true,
                 .align = Align::centre,
                 .colour = ink,
                 .max_w = room,
                 .max_h = r.h - 3,
                 .pitch = 1.4f,
                 .middle = true});
    return touch.tapped;
}

bool toggle(Ui& ui, const Rect& r, std::string_view id, Icon which, Tint tint, const SwitchWords& words,
            bool on) {
    const Palette& c = ui.colours();
    const Touch touch = ui.touch({.id = std::string(id),
                                  .role = "switch",
                                  .rect = r,
                                  .label = words.label,
                                  .spoken = words.spoken,
                                  .chosen = on});
    const bool lit = on || touch.held;
    ui.rect(r, touch.held ? c.tint : c.surface, 7, {lit ? c.action : c.line, lit ? 1.2f : c.tile_line_mm});
    const float radius = std::min(17.0f, r.h / 2 - 3);
    ui.circle(r.x + 26, r.mid_y(), radius, c.of(tint));
    if (c.contrast) ui.ring(r.x + 26, r.mid_y(), radius, {c.line, 0.8f});
    ui.icon(r.x + 26, r.mid_y(), 21, which, c.ink);
    const float x = r.right() - 66;
    ui.text(r.x + 52, r.mid_y(), words.label,
            {.cap = scaled(ui, 9),
             .bold = true,
             .colour = c.ink,
             .max_w = x - r.x - 56,
             .max_h = r.h - 8,
             .middle = true});
    ui.rect({x, r.mid_y() - 12, 58, 24}, on ? c.action : c.sunken, 12, {on ? c.action : c.line, 0.8f});
    const float knob = on ? x + 46 : x + 12;
    ui.circle(knob, r.mid_y(), 9, c.contrast && on ? Colour{0x000000} : Colour{0xFFFFFF});
    if (!on) ui.ring(knob, r.mid_y(), 9, {c.line, 0.8f});
    ui.text(on ? x + 21 : x + 38, r.mid_y(), on ? words.on : words.off,
            {.cap = 7.4f,
             .bold = true,
             .align = Align::centre,
             .colour = on ? c.on_action : c.ink,
             .middle = true});
    const Ui::Straight straight(ui, {knob - 6, r.y, 12, r.h});
    if (on)
        ui.stroke({{knob - 4, r.mid_y()}, {knob - 1, r.mid_y() + 3}, {knob + 4.5f, r.mid_y() - 3.5f}},
                  {c.action, 1.6f});
    return touch.tapped;
}

void bar_band(Ui& ui) {
    const Rect& band = ui.grid().bar;
    ui.rect(band, ui.colours().sunken);
    ui.rect({band.x, band.y, band.w, 0.4f}, ui.colours().hair);
}

BarTouch bar(Ui& ui, const BarWords& words) {
    const Grid& grid = ui.grid();
    ButtonStyle style{.aside = true, .cap = ui.larger() ? 8.0f : 7.4f, .stacked = true};
    BarTouch touched = BarTouch::none;
    if (!words.back.empty()) {
        style.icon = icon("arrow_back");
        style.disabled = words.back_faded;
        if (button(ui, grid.back, "terug", words.back, style)) touched = BarTouch::back;
        style.disabled = false;
    }
    if (!words.read.empty()) {
        style.icon = icon(words.speaking ? "pause" : "volume_up");
        style.speaking = words.speaking;
        if (button(ui, grid.read, "lees", words.read, style)) touched = BarTouch::read;
        style.speaking = false;
    }
    if (!words.help.empty()) {
        style.icon = icon("emoji_people");
        if (button(ui, grid.help, "hulp", words.help, style)) touched = BarTouch::help;
    }
    if (!words.stop.empty()) {
        style.icon = icon("close");
        style.danger = true;
        if (button(ui, grid.stop, "stop", words.stop, style)) touched = BarTouch::stop;
    }
    return touched;
}

void dim(Ui& ui, const Rect& card) {
    const Palette& c = ui.colours();
    ui.veil(0x0F2A33, 0.72f);
    ui.rect(card, c.surface, 11, {c.line, c.contrast ? 1.0f : 0.0f});
}

void code_boxes(Ui& ui, const Rect& r, const std::vector<std::string>& groups) {
    const Ui::Straight straight(ui, r);
    const Palette& c = ui.colours();
    const auto boxes = cells(r, static_cast<int>(groups.size()), 1, 6);
    for (std::size_t i = 0; i < groups.size(); ++i) {
        ui.rect(boxes[i], c.surface, 5, {c.line, 0.6f});
        // Each digit on its own place, so that the eye and a pen can follow.
        const float pitch = boxes[i].w / (static_cast<float>(groups[i].size()) + 0.7f);
        for (std::size_t j = 0; j < groups[i].size(); ++j)
            ui.text(boxes[i].mid_x() +
                        (static_cast<float>(j) - static_cast<float>(groups[i].size() - 1) / 2) * pitch,
                    boxes[i].mid_y(), groups[i].substr(j, 1),
                    {.cap = 12, .bold = true, .align = Align::centre, .colour = c.ink, .middle = true});
    }
}

}  // namespace peilpunt::look
