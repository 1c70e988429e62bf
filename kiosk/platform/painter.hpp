// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "kiosk/platform/script_texture.hpp"
#include "kiosk/platform/stage.hpp"
#include "kiosk/platform/tiles.hpp"

namespace peilpunt::platform {

/// Brings the frames of one stage to the current framebuffer, with the current OpenGL context, which must be
/// there all its life. Meant for machines without a graphics card: what is opaque is drawn without texture
/// and blending, and what did not change is not drawn at all. Keeps no copy of a frame; the buffer on the
/// graphics card is overwritten by the next.
class Painter {
  public:
    /// `kept`: what a frame draws is still in the framebuffer when the next one begins. Throws
    /// std::runtime_error when OpenGL is too old.
    Painter(Stage& stage, bool kept);
    ~Painter();
    Painter(const Painter&) = delete;
    Painter& operator=(const Painter&) = delete;

    /// Builds a frame and draws what differs from the one before, into a picture of this size. False when
    /// nothing differs.
    bool paint(int width_px, int height_px);
    /// Something else may have come into the framebuffer: the next frame is drawn whole.
    void forget() { tiles_.forget(); }

  private:
    void send_letters();
    void send_vertices(const Drawing& drawing);
    /// Overwrites what earlier frames left in the vertex buffer from this byte on: letters can be read from
    /// it.
    void wipe_vertices(std::size_t from);
    void draw(const Drawing& drawing, const Box& part, look::Colour background);

    Stage& stage_;
    const bool kept_;
    Tiles tiles_;
    ScriptTexture script_;
    unsigned opaque_ = 0, blended_ = 0;  ///< programs
    unsigned layout_ = 0, vertices_ = 0, corners_ = 0, letters_ = 0;
    std::size_t room_ = 0, sent_ = 0;  ///< bytes of the vertex buffer: all, and of the last frame
};

/// Whether the current context draws by CPU into memory and leaves its back buffer as it was when it is
/// shown, as Mesa's llvmpipe and softpipe do. A graphics card may swap two buffers.
bool draws_in_memory();

}  // namespace peilpunt::platform
