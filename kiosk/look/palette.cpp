// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/look/palette.hpp"

#include <algorithm>
#include <cmath>

namespace peilpunt::look {
namespace {

// design/tokens.json is where these are decided; a test compares them.
constexpr Palette kNormal{
    .canvas = 0xF6F3EC,
    .surface = 0xFFFFFF,
    .sunken = 0xECE7DC,
    .tint = 0xE1EDEE,
    .ink = 0x0F2A33,
    .ink_soft = 0x384C53,
    .line = 0x6B7B81,
    .hair = 0xD9D2C4,
    .action = 0x0B5060,
    .action_down = 0x073A47,
    .on_action = 0xFFFFFF,
    .voice = 0xFFC72E,
    .voice_soft = 0xFFEFC0,
    .on_voice = 0x0F2A33,
    .band = 0x0B3A46,
    .on_band = 0xFFFFFF,
    .good = 0x14552F,
    .stop = 0x8A1818,
    .stop_soft = 0xFBE4DF,
    .disabled = 0xF6F3EC,
    .on_disabled = 0x384C53,
    .tints = {0xD3E6E8, 0xFFE7A3, 0xD6EAD3, 0xF9DACF, 0xE6DCF0, 0xE9E0CC},
    .face = {0xEB8A7C, 0xF5AE7E, 0xFFDD7A, 0xB9D98C, 0x7CC08A},
    .face_ink = 0x0F2A33,
    .tile_line_mm = 0.5f,
    .contrast = false,
};

constexpr Palette kContrast{
    .canvas = 0x000000,
    .surface = 0x000000,
    .sunken = 0x000000,
    .tint = 0x1C1C1C,
    .ink = 0xFFFFFF,
    .ink_soft = 0xFFFFFF,
    .line = 0xFFFFFF,
    .hair = 0xFFFFFF,
    .action = 0xFFFFFF,
    .action_down = 0xD9D9D9,
    .on_action = 0x000000,
    .voice = 0xFFE100,
    .voice_soft = 0x000000,
    .on_voice = 0x000000,
    .band = 0x000000,
    .on_band = 0xFFFFFF,
    .good = 0xFFFFFF,
    .stop = 0xFFFFFF,
    .stop_soft = 0x000000,
    .disabled = 0x000000,
    .on_disabled = 0xB8B8B8,
    .tints = {0x000000, 0x000000, 0x000000, 0x000000, 0x000000, 0x000000},
    .face = {0xFFFFFF, 0xFFFFFF, 0xFFFFFF, 0xFFFFFF, 0xFFFFFF},
    .face_ink = 0x000000,
    .tile_line_mm = 1.0f,
    .contrast = true,
};

double linear(std::uint32_t channel) {
    const double c = static_cast<double>(channel & 0xFFu) / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(Colour colour) {
    const std::uint32_t rgb = colour.rgb();
    return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
}

}  // namespace

const Palette& palette(bool contrast) { return contrast ? kContrast : kNormal; }

double contrast_ratio(Colour a, Colour b) {
    const double x = luminance(a);
    const double y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

}  // namespace peilpunt::look
