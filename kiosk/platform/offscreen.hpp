// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "kiosk/platform/painter.hpp"
#include "kiosk/platform/stage.hpp"

namespace peilpunt::platform {

/// One picture, rows from top to bottom, four bytes a pixel.
struct Image {
    int width = 0, height = 0;
    std::vector<unsigned char> rgba;
};

/// The kiosk's picture without a window or an X server, by the same painter; for tests and pictures.
class Offscreen {
  public:
    Offscreen(int width, int height);
    /// Builds a frame of `stage`, which must have this size, and draws what differs from the one before.
    void draw(Stage& stage);
    /// The next frame is drawn whole.
    void forget();
    /// Draws, and gives the picture.
    Image shoot(Stage& stage);

  private:
    int width_, height_;
    std::vector<std::uint32_t> pixels_;
    std::unique_ptr<Painter> painter_;  ///< of `painted_`
    const Stage* painted_ = nullptr;
};

void write_png(const Image& image, const std::string& path);

}  // namespace peilpunt::platform
