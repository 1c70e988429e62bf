// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string_view>

#include "kiosk/look/ui.hpp"

/// Pictures that are drawn from shapes.
namespace peilpunt::look {

/// The mark: a gauge with its water line; 13 mm square.
void wordmark(Ui& ui, float x, float y, Colour field, Colour mark);
/// A face from 0 (sad) to 4 (glad); mouth, brows and eyes differ, not only the colour.
void face(Ui& ui, float x, float y, float radius, int mood);
/// Sky, sun, dunes, water and the level gauge; `sky` is the share of the height left free for words.
struct ShoreStyle {
    float sky = 0.56f;
    float sun = 0.62f;
    float sun_radius = 22;
    float pole = 0.83f;
};
void shore(Ui& ui, const Rect& r, const ShoreStyle& style);
/// A pointing hand on rings: touch here.
void hand(Ui& ui, float x, float y, float scale);
/// The tick or empty box of a tile; square when more may be chosen.
void tick(Ui& ui, float x, float y, float radius, bool on, bool many);
/// A QR code with its quiet zone; false when the text does not fit one.
bool qr(Ui& ui, const Rect& r, std::string_view text);

}  // namespace peilpunt::look
