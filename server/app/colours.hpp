// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Colours of a sender, and whether everybody can read what stands on them (WCAG 2.2, 1.4.6 and 1.4.11).
namespace peilpunt::app {

struct Colour {
    int red = 0, green = 0, blue = 0;  ///< 0 to 255, sRGB
    /// "#0B5060", in either case, with or without '#'.
    static std::optional<Colour> parse(std::string_view text);
    std::string str() const;
    bool operator==(const Colour&) const = default;
};
/// Contrast ratio by WCAG 2.2: 1 to 21.
double contrast(const Colour& a, const Colour& b);
/// The nearest colour of the same hue that is dark (or light) enough: contrast of at least `ratio` with
/// `other`. The colour itself when it passes.
Colour darkened(const Colour& colour, const Colour& other, double ratio);
Colour lightened(const Colour& colour, const Colour& other, double ratio);

struct SenderColours {
    Colour action;  ///< buttons and links
    Colour band;    ///< at the foot of a page
    Colour mark;    ///< what is chosen, or now
    bool operator==(const SenderColours&) const = default;
};
/// One pair that must be told apart, as the page shows it: text key "beheer.kleur." + id.
struct ColourPair {
    std::string_view id;
    std::string_view field;  ///< "action", "band" or "mark": which colour is to blame
    Colour ground, letters;
    double ratio = 0, needed = 0;
    bool passes() const { return ratio >= needed; }
};
std::vector<ColourPair> colour_pairs(const SenderColours& colours);
/// The nearest colours of which every pair passes.
SenderColours nearest_that_pass(const SenderColours& colours);
/// A style sheet that gives pages these colours, light and dark. Only for colours that pass.
std::string style_sheet(const SenderColours& colours);

}  // namespace peilpunt::app
