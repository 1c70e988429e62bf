// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/look/figures.hpp"

#include <qrencode.h>

#include <memory>
#include <string>

namespace peilpunt::look {

void wordmark(Ui& ui, float x, float y, Colour field, Colour mark) {
    const Ui::Straight straight(ui, {x, y, 13, 13});
    ui.rect({x, y, 13, 13}, field, 3.2f);
    ui.rect({x + 3, y + 2.6f, 1.5f, 7.8f}, mark, 0.7f);
    for (int i = 0; i < 3; ++i)
        ui.rect({x + 4.5f, y + 2.9f + static_cast<float>(i) * 2.7f, i == 1 ? 2.2f : 3.6f, 1.2f}, mark, 0.5f);
    ui.curve({x + 6.2f, y + 10.2f}, {x + 7.4f, y + 9.2f}, {x + 8.2f, y + 11.2f}, {x + 10.6f, y + 9.9f},
             {ui.colours().voice, 1.2f});
}

void face(Ui& ui, float x, float y, float r, int mood) {
    const Palette& c = ui.colours();
    const Colour ink = c.face_ink;
    const float line = r * 0.1f;
    ui.circle(x, y, r, c.face[static_cast<std::size_t>(mood)]);
    ui.ring(x, y, r, {ink, r * 0.055f});
    const float eye_y = y - r * 0.2f;
    const float eye_x = r * 0.36f;
    for (const float side : {-1.0f, 1.0f}) {
        const float ex = x + side * eye_x;
        if (mood == 4)
            ui.curve({ex - r * 0.16f, eye_y + r * 0.06f}, {ex - r * 0.1f, eye_y - r * 0.16f},
                     {ex + r * 0.1f, eye_y - r * 0.16f}, {ex + r * 0.16f, eye_y + r * 0.06f}, {ink, line});
        else
            ui.circle(ex, eye_y, r * 0.105f, ink);
        if (mood == 0)
            ui.stroke({{x + side * (eye_x + r * 0.17f), eye_y - r * 0.2f},
                       {x + side * (eye_x - r * 0.14f), eye_y - r * 0.33f}},
                      {ink, line * 0.9f});
    }
    // half width, height of the corners, and of the control points, all in radii
    constexpr float kMouth[5][3] = {{0.46f, 0.36f, -0.26f},
                                    {0.42f, 0.22f, -0.1f},
                                    {0.4f, 0.1f, 0.1f},
                                    {0.44f, 0.06f, 0.3f},
                                    {0.5f, -0.12f, 0.5f}};
    const auto& m = kMouth[mood];
    const float my = y + r * 0.36f;
    const Ui::Point left{x - r * m[0], my + r * m[1]};
    const Ui::Point right{x + r * m[0], my + r * m[1]};
    const Ui::Point low{x - r * m[0] * 0.5f, my + r * m[2]};
    const Ui::Point high{x + r * m[0] * 0.5f, my + r * m[2]};
    if (mood == 4) {  // an open laugh: the curve, filled up to its chord
        ui.hill({left, low, high, right}, left.y, ink);
        ui.stroke({left, right}, {ink, line});
    }
    ui.curve(left, low, high, right, {ink, line});
}

void shore(Ui& ui, const Rect& r, const ShoreStyle& style) {
    using P = Ui::Point;
    const bool contrast = ui.contrast();
    const float left = r.x;
    const auto at = [&](float u, float v) {
        return P{left + u * r.w, r.y + (style.sky + (1 - style.sky) * v) * r.h};
    };
    if (contrast) {  // lines only
        ui.rect(r, 0x000000);
    } else {
        ui.rect(r, kSky);
    }
    const P sun = at(style.sun, 0.32f);
    ui.circle(sun.x, sun.y, style.sun_radius, ui.colours().voice);
    const Colour far = contrast ? Colour{0x2A2A2A} : kDuneFar;
    const Colour near = contrast ? Colour{0x1C1C1C} : kDuneNear;
    const Colour water = contrast ? Colour{0x101010} : Colour{0x0B5060};
    const Colour deep = contrast ? Colour{0x000000} : Colour{0x0B3A46};
    ui.hill({at(0, .30f), at(.10f, .08f), at(.20f, .06f), at(.34f, .20f), at(.48f, .34f), at(.60f, .30f),
             at(.74f, .20f), at(.86f, .11f), at(.94f, .12f), at(1, .18f)},
            r.bottom(), far);
    ui.hill({at(0, .42f), at(.10f, .30f), at(.20f, .34f), at(.34f, .44f), at(.50f, .56f), at(.72f, .50f),
             at(1, .40f)},
            r.bottom(), near);
    ui.hill({at(0, .62f), at(.14f, .56f), at(.20f, .66f), at(.34f, .62f), at(.50f, .57f), at(.56f, .66f),
             at(.70f, .62f), at(.84f, .58f), at(.90f, .65f), at(1, .61f)},
            r.bottom(), water);
    const P top = at(style.pole, 0.02f);
    const P foot = at(style.pole, 0.92f);
    ui.rect({top.x, top.y, 9, foot.y - top.y}, 0xFFFFFF, 2, {0x0F2A33, 0.6f});
    int mark = 0;
    for (float y = top.y + 4; y + 3.4f < foot.y - 8; y += 6.8f, ++mark) {
        const bool odd = mark % 2 != 0;
        ui.rect({top.x + (odd ? 4.4f : 0.6f), y, odd ? 4.0f : 7.8f, 3.4f},
                odd ? Colour{0x0F2A33} : Colour{0x0B5060});
    }
    ui.hill({at(0, .82f), at(.16f, .76f), at(.24f, .88f), at(.40f, .82f), at(.56f, .76f), at(.62f, .86f),
             at(.76f, .82f), at(.88f, .78f), at(.94f, .86f), at(1, .81f)},
            r.bottom(), deep);
}

void hand(Ui& ui, float x, float y, float k) {
    const Palette& c = ui.colours();
    ui.ring(x, y, 17 * k, {c.action, 0.9f * k});
    ui.ring(x, y, 11.5f * k, {c.action, 1.4f * k});
    ui.circle(x, y, 5.6f * k, c.voice);
    ui.icon(x + 4.2f * k, y + 11 * k, 30 * k, icon("touch_app"), c.ink);
}

void tick(Ui& ui, float x, float y, float r, bool on, bool many) {
    const Palette& c = ui.colours();
    const Rect box{x - r, y - r, 2 * r, 2 * r};
    const Ui::Straight straight(ui, box);
    const Border border{c.line, on ? 0.0f : 0.8f};
    const Colour fill = on && c.contrast ? Colour{0x000000} : c.surface;
    ui.rect(box, fill, many ? 2 : r, border);
    if (on)
        ui.stroke(
            {{x - r * 0.45f, y + r * 0.05f}, {x - r * 0.1f, y + r * 0.42f}, {x + r * 0.5f, y - r * 0.35f}},
            {c.action, 1.5f});
}

bool qr(Ui& ui, const Rect& r, std::string_view text) {
    const std::string copy(text);
    const std::unique_ptr<QRcode, void (*)(QRcode*)> code(
        QRcode_encodeString(copy.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1), QRcode_free);
    if (!code) return false;
    const Ui::Straight straight(ui, r);
    constexpr int kQuiet = 4;
    const float module = r.w / static_cast<float>(code->width + 2 * kQuiet);
    ui.rect(r, 0xFFFFFF, 3);
    for (int row = 0; row < code->width; ++row) {
        for (int column = 0; column < code->width;) {
            int run = 0;  // neighbours in one rectangle, so that no seams show
            while (column + run < code->width && (code->data[row * code->width + column + run] & 1u)) ++run;
            if (run > 0)
                ui.rect({r.x + static_cast<float>(kQuiet + column) * module,
                         r.y + static_cast<float>(kQuiet + row) * module, static_cast<float>(run) * module,
                         module},
                        0x0F2A33);
            column += run > 0 ? run : 1;
        }
    }
    return true;
}

}  // namespace peilpunt::look
