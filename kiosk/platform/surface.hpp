// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <memory>
#include <vector>

#include "kiosk/platform/canvas.hpp"

struct GLFWwindow;

namespace peilpunt::platform {

/// The pixels of a window on an X server: in memory that both share (MIT-SHM) when they are one machine, else
/// sent. Main thread only.
class Surface {
  public:
    /// The window must outlive it. Throws std::runtime_error when the screen has other than 24 bit colours.
    explicit Surface(GLFWwindow* window);
    ~Surface();
    Surface(const Surface&) = delete;
    Surface& operator=(const Surface&) = delete;

    /// To draw on; of this size. Holds what was drawn before, unless the size is another. Throws
    /// std::runtime_error when there is no memory for it.
    const Canvas& canvas(int width, int height);
    /// Puts these parts of the canvas on the screen, and comes back when the X server has read them.
    void show(const std::vector<Box>& parts);

  private:
    struct Picture;
    struct X;
    std::unique_ptr<X> x_;
    std::unique_ptr<Picture> picture_;
    Canvas canvas_;
};

}  // namespace peilpunt::platform
