// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "kiosk/look/shaper.hpp"

namespace peilpunt::platform {

/// Sends a picture of coverage, 0 to 255, to the graphics card under this name; the shader finds it as red.
void send_coverage(unsigned texture, const unsigned char* picture, int width, int height);

/// The shaper's picture on the graphics card; needs a current OpenGL context all its life.
class ScriptTexture {
  public:
    /// Tells `shaper` under which name ImGui draws it.
    explicit ScriptTexture(look::Shaper& shaper);
    ~ScriptTexture();
    ScriptTexture(const ScriptTexture&) = delete;
    ScriptTexture& operator=(const ScriptTexture&) = delete;
    /// Sends what changed; call it before a frame is rendered. True when something did.
    bool send();

  private:
    look::Shaper& shaper_;
    unsigned id_ = 0;
};

}  // namespace peilpunt::platform
