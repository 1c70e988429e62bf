// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace peilpunt::look {

/// A colour as ImGui takes it (ABGR); written in the sources as the tokens write it, 0xRRGGBB.
struct Colour {
    std::uint32_t abgr = 0;
    constexpr Colour() = default;
    constexpr Colour(std::uint32_t rgb)  // NOLINT: a literal is a colour
        : abgr(0xFF000000u | (rgb & 0xFFu) << 16 | (rgb & 0xFF00u) | rgb >> 16) {}
    constexpr std::uint32_t rgb() const {
        return (abgr & 0xFFu) << 16 | (abgr & 0xFF00u) | (abgr >> 16 & 0xFFu);
    }
    bool operator==(const Colour&) const = default;
};

/// Tints behind pictograms; they only help to find a tile back and mean nothing.
enum class Tint { sea, sun, dune, brick, heath, sand };

/// The colours of one mode. Sea green: you do or chose this; yellow: look here now; dark red: stop or throw
/// away.
struct Palette {
    Colour canvas, surface, sunken, tint, ink, ink_soft, line, hair;
    Colour action, action_down, on_action;
    Colour voice, voice_soft, on_voice;
    Colour band, on_band, good, stop, stop_soft, disabled, on_disabled;
    std::array<Colour, 6> tints;
    std::array<Colour, 5> face;  ///< from sad to glad
    Colour face_ink;
    float tile_line_mm = 0.5f;
    bool contrast = false;
    Colour of(Tint which) const { return tints[static_cast<std::size_t>(which)]; }
};

const Palette& palette(bool contrast);

/// The shore of the start screen; drawn, so the same in every mode but contrast.
inline constexpr Colour kSky{0xE1EDEE}, kDuneFar{0xC9DDB9}, kDuneNear{0xA9CBA2};

/// How far two colours stand apart, by WCAG 2.2: 1 to 21.
double contrast_ratio(Colour a, Colour b);

}  // namespace peilpunt::look
