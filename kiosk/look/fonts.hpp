// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <vector>

#include "kiosk/look/shaper.hpp"

struct ImFont;

namespace peilpunt::look {

/// Where the typefaces are; they come with Debian packages and are not ours to copy.
struct FontFiles {
    std::string regular, bold, icons;
    std::string arabic, arabic_bold;
};
/// Throws std::runtime_error that names the package to install.
FontFiles installed_fonts();

/// One typeface at one size, as it was baked.
struct Face {
    ImFont* font = nullptr;
    bool bold = false;
    float size_px = 0;  ///< what ImGui calls the size: ascent to descent
    float cap_px = 0;   ///< height of a capital
    float cap_top_px = 0;
};

/// All sizes in one texture of the current ImGui context. Sizes are capital heights in pixels.
class Fonts {
  public:
    /// Bakes for this resolution; `larger` bakes the sizes of larger letters. Replaces what was baked before.
    Fonts(const FontFiles& files, Shaper& shaper, float px_per_mm, bool larger);
    /// The baked face to draw capitals of this height with: the same size, or the next larger one to shrink.
    const Face& text(float cap_px, bool bold) const;
    const Face& icons(float em_px) const;
    /// For lines that are not in the baked letters; outlives a new baking.
    Shaper& shaper() const { return shaper_; }

  private:
    Shaper& shaper_;
    std::vector<Face> text_, icons_;
};

}  // namespace peilpunt::look
