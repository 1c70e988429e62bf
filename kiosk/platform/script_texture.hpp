// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "kiosk/look/shaper.hpp"

namespace peilpunt::platform {

/// The shaper's picture on the graphics card; needs a current OpenGL context all its life.
class ScriptTexture {
  public:
    /// Tells `shaper` under which name ImGui draws it.
    explicit ScriptTexture(look::Shaper& shaper);
    ~ScriptTexture();
    ScriptTexture(const ScriptTexture&) = delete;
    ScriptTexture& operator=(const ScriptTexture&) = delete;
    /// Sends what changed; call it before a frame is rendered.
    void send();

  private:
    look::Shaper& shaper_;
    unsigned id_ = 0;
};

}  // namespace peilpunt::platform
