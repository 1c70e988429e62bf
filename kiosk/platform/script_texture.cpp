// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/platform/script_texture.hpp"

#include <GL/gl.h>

#include <cstdint>

namespace peilpunt::platform {

ScriptTexture::ScriptTexture(look::Shaper& shaper) : shaper_(shaper) {
    glGenTextures(1, &id_);
    shaper_.texture = reinterpret_cast<void*>(static_cast<std::uintptr_t>(id_));
}

ScriptTexture::~ScriptTexture() {
    glDeleteTextures(1, &id_);
    shaper_.texture = nullptr;
}

void ScriptTexture::send() {
    if (!shaper_.take_changed()) return;
    // White with the coverage as alpha: what ImGui's shader multiplies the colour with.
    const auto& coverage = shaper_.picture();
    std::vector<std::uint8_t> pixels(coverage.size() * 4, 255);
    for (std::size_t i = 0; i < coverage.size(); ++i) pixels[i * 4 + 3] = coverage[i];
    GLint before = 0;
    glGetIntegerv(GL_TEXTURE_BINDING_2D, &before);
    glBindTexture(GL_TEXTURE_2D, id_);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, look::Shaper::kWidth, look::Shaper::kHeight, 0, GL_RGBA,
                 GL_UNSIGNED_BYTE, pixels.data());
    glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(before));
}

}  // namespace peilpunt::platform
