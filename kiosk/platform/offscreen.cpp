// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/platform/offscreen.hpp"

#include <stb/stb_image_write.h>

#include <stdexcept>

namespace peilpunt::platform {

Offscreen::Offscreen(int width, int height)
    : width_(width),
      height_(height),
      pixels_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) {}

void Offscreen::draw(Stage& stage) {
    if (!painter_ || painted_ != &stage) {
        painter_ = std::make_unique<Painter>(stage);
        painted_ = &stage;
    }
    painter_->paint({width_, height_, pixels_.data()});
}

void Offscreen::forget() {
    if (painter_) painter_->forget();
}

Image Offscreen::shoot(Stage& stage) {
    draw(stage);
    Image image{width_, height_, {}};
    image.rgba.reserve(pixels_.size() * 4);
    for (const std::uint32_t pixel : pixels_)
        for (const std::uint32_t channel : {pixel >> 16 & 0xFFu, pixel >> 8 & 0xFFu, pixel & 0xFFu, 0xFFu})
            image.rgba.push_back(static_cast<unsigned char>(channel));
    return image;
}

void write_png(const Image& image, const std::string& path) {
    if (stbi_write_png(path.c_str(), image.width, image.height, 4, image.rgba.data(), image.width * 4) == 0)
        throw std::runtime_error("cannot write " + path);
}

}  // namespace peilpunt::platform
