// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/platform/script_texture.hpp"

#include <GL/gl.h>
#include <GL/glext.h>

#include <cstdint>

namespace peilpunt::platform {

void send_coverage(unsigned texture, const unsigned char* picture, int width, int height) {
    glBindTexture(GL_TEXTURE_2D, texture);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, width, height, 0, GL_RED, GL_UNSIGNED_BYTE, picture);
}

ScriptTexture::ScriptTexture(look::Shaper& shaper) : shaper_(shaper) {
    glGenTextures(1, &id_);
    shaper_.texture = reinterpret_cast<void*>(static_cast<std::uintptr_t>(id_));
}

ScriptTexture::~ScriptTexture() {
    glDeleteTextures(1, &id_);
    shaper_.texture = nullptr;
}

bool ScriptTexture::send() {
    if (!shaper_.take_changed()) return false;
    send_coverage(id_, shaper_.picture().data(), look::Shaper::kWidth, look::Shaper::kHeight);
    return true;
}

}  // namespace peilpunt::platform
