// SPDX-License-Identifier: EUPL-1.2
#include "server/app/colours.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace peilpunt::app {
namespace {

// Grounds and letters of the pages (server/web/assets/tokens.json).
constexpr Colour kWhite{255, 255, 255};
constexpr Colour kCanvas{0xF6, 0xF3, 0xEC};
constexpr Colour kInk{0x0F, 0x2A, 0x33};
constexpr Colour kDarkTint{0x18, 0x36, 0x3F};  // the lightest ground of a dark page
constexpr Colour kDarkActionInk{0x06, 0x22, 0x2A};

constexpr double kText = 7.0;   // WCAG 1.4.6
constexpr double kShape = 3.0;  // WCAG 1.4.11

double linear(int channel) {
    const double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}
int channel_of(double linear_value) {
    const double c = std::clamp(linear_value, 0.0, 1.0);
    const double gamma = c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055;
    return static_cast<int>(std::lround(gamma * 255));
}
double luminance(const Colour& colour) {
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

// OKLab (Björn Ottosson, 2020): the same lightness looks equally light in every hue.
using Lab = std::array<double, 3>;
Lab lab_of(const Colour& colour) {
    const double r = linear(colour.red), g = linear(colour.green), b = linear(colour.blue);
    const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}
Colour colour_of(const Lab& lab) {
    const double l = std::pow(lab[0] + 0.3963377774 * lab[1] + 0.2158037573 * lab[2], 3);
    const double m = std::pow(lab[0] - 0.1055613458 * lab[1] - 0.0638541728 * lab[2], 3);
    const double s = std::pow(lab[0] - 0.0894841775 * lab[1] - 1.2914855480 * lab[2], 3);
    return {channel_of(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
            channel_of(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
            channel_of(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)};
}

Colour moved(const Colour& colour, const Colour& other, double ratio, double end) {
    if (contrast(colour, other) >= ratio) return colour;
    const auto from = lab_of(colour);
    constexpr int kSteps = 400;
    for (int i = 1; i < kSteps; ++i) {
        const double light = from[0] + (end - from[0]) * i / kSteps;
        // Less colour towards black and white, as paint does; the hue stays.
        const double part =
            end > 0.5 ? (1 - light) / std::max(1 - from[0], 1e-6) : light / std::max(from[0], 1e-6);
        const Colour next = colour_of({light, from[1] * part, from[2] * part});
        if (contrast(next, other) >= ratio) return next;
    }
    return end > 0.5 ? kWhite : Colour{};
}

}  // namespace

std::optional<Colour> Colour::parse(std::string_view text) {
    if (text.starts_with('#')) text.remove_prefix(1);
    if (text.size() != 6) return std::nullopt;
    unsigned value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
    return Colour{static_cast<int>(value >> 16), static_cast<int>(value >> 8 & 0xff),
                  static_cast<int>(value & 0xff)};
}

std::string Colour::str() const {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string text = "#";
    for (const int channel : {red, green, blue}) {
        text += kDigits[static_cast<std::size_t>(channel) / 16];
        text += kDigits[static_cast<std::size_t>(channel) % 16];
    }
    return text;
}

double contrast(const Colour& a, const Colour& b) {
    const double one = luminance(a) + 0.05, two = luminance(b) + 0.05;
    return std::max(one, two) / std::min(one, two);
}

Colour darkened(const Colour& colour, const Colour& other, double ratio) {
    return moved(colour, other, ratio, 0.0);
}
Colour lightened(const Colour& colour, const Colour& other, double ratio) {
    return moved(colour, other, ratio, 1.0);
}

std::vector<ColourPair> colour_pairs(const SenderColours& colours) {
    const auto pair = [](std::string_view id, std::string_view field, const Colour& ground,
                         const Colour& letters, double needed) {
        return ColourPair{id, field, ground, letters, contrast(ground, letters), needed};
    };
    return {pair("knop", "action", colours.action, kWhite, kText),
            pair("link", "action", kCanvas, colours.action, kText),
            pair("band", "band", colours.band, kWhite, kText),
            pair("gekozen", "mark", colours.mark, kInk, kText),
            pair("naast-knop", "mark", colours.action, colours.mark, kShape)};
}

SenderColours nearest_that_pass(const SenderColours& colours) {
    SenderColours found;
    // The canvas is darker than white, so what passes on it passes on a button too.
    found.action = darkened(colours.action, kCanvas, kText);
    found.band = darkened(colours.band, kWhite, kText);
    found.mark = lightened(lightened(colours.mark, kInk, kText), found.action, kShape);
    return found;
}

std::string style_sheet(const SenderColours& colours) {
    const auto hover = darkened(colours.action, colours.action, 1.35);
    const auto dark = lightened(lightened(colours.action, kDarkTint, kText), kDarkActionInk, kText);
    const auto dark_hover = lightened(dark, dark, 1.2);
    const auto action = colours.action.str(), light = dark.str();
    std::string css = "@layer tokens{:root{--pp-action:" + action + ";--pp-action-hover:" + hover.str() +
                      ";--pp-link:" + action + ";--pp-data-4:" + action + ";--pp-data-a:" + action +
                      ";--pp-band:" + colours.band.str() + ";--pp-mark:" + colours.mark.str() +
                      ";--pp-focus-inner:" + colours.mark.str() + "}";
    css += "@media (prefers-color-scheme:dark){:root{--pp-action:" + light +
           ";--pp-action-hover:" + dark_hover.str() + ";--pp-link:" + light +
           ";--pp-band:#061317;--pp-focus-inner:#0B1B21;--pp-focus-outer:" + colours.mark.str() + "}}}";
    return css;
}

}  // namespace peilpunt::app
