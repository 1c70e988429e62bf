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

/// Draws with the real OpenGL backend but without window or X server (EGL, surfaceless); for tests and
/// pictures.
class Offscreen {
  public:
    /// Throws std::runtime_error when this machine cannot.
    Offscreen(int width, int height);
    ~Offscreen();
    Offscreen(const Offscreen&) = delete;
    Offscreen& operator=(const Offscreen&) = delete;
    /// Builds a frame of `stage` and renders what differs from the one before, to the end.
    void draw(Stage& stage);
    /// The next frame is rendered whole.
    void forget();
    /// The same, and reads it back. The stage must have this size.
    Image shoot(Stage& stage);

  private:
    struct Egl;
    std::unique_ptr<Egl> egl_;
    std::unique_ptr<Painter> painter_;  ///< of `painted_`
    const Stage* painted_ = nullptr;
    int width_, height_;
};

void write_png(const Image& image, const std::string& path);

}  // namespace peilpunt::platform
