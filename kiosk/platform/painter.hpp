// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <vector>

#include "kiosk/platform/canvas.hpp"
#include "kiosk/platform/stage.hpp"
#include "kiosk/platform/tiles.hpp"

namespace peilpunt::platform {

/// Brings the frames of one stage to a canvas. What did not change is not drawn again. Keeps no copy of a
/// frame; the canvas is overwritten by the next.
class Painter {
  public:
    explicit Painter(Stage& stage);
    ~Painter();
    Painter(const Painter&) = delete;
    Painter& operator=(const Painter&) = delete;

    /// Builds a frame and draws what differs from the one before, which `canvas` must still hold. Gives the
    /// parts that were drawn.
    std::vector<Box> paint(const Canvas& canvas);
    /// The canvas holds something else: the next frame is drawn whole.
    void forget() { tiles_.forget(); }

  private:
    void take_letters();

    Stage& stage_;
    Tiles tiles_;
    Coverage letters_, script_;  ///< of ImGui's typefaces; of the shaper
};

}  // namespace peilpunt::platform
