// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <vector>

#include "kiosk/look/palette.hpp"
#include "kiosk/platform/drawing.hpp"

namespace peilpunt::platform {

/// Knows which parts of a frame differ from the frame before it. Keeps one number for each tile of the
/// picture, from which nothing can be read back; no vertices and no pixels.
class Tiles {
  public:
    /// Pixels: a touch changes few of them, and a screen has some 500.
    static constexpr int kSize = 64;
    /// Boxes around all that differs, which do not overlap; the whole picture when forget() was called, or
    /// when the size is another. What is compared is what is drawn, not what a texture holds.
    std::vector<Box> changed(const Drawing& drawing, look::Colour background);
    /// The next frame counts as different everywhere.
    void forget() { before_.clear(); }

  private:
    int width_ = 0, height_ = 0;
    std::vector<std::uint64_t> before_;
};

}  // namespace peilpunt::platform
