// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/platform/offscreen.hpp"

#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <GL/gl.h>
#include <stb/stb_image_write.h>

#include <algorithm>
#include <stdexcept>

namespace peilpunt::platform {

struct Offscreen::Egl {
    EGLDisplay display = EGL_NO_DISPLAY;
    EGLSurface surface = EGL_NO_SURFACE;
    EGLContext context = EGL_NO_CONTEXT;
    ~Egl() {
        if (display == EGL_NO_DISPLAY) return;
        eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
        if (context != EGL_NO_CONTEXT) eglDestroyContext(display, context);
        if (surface != EGL_NO_SURFACE) eglDestroySurface(display, surface);
        eglTerminate(display);
    }
};

Offscreen::Offscreen(int width, int height) : egl_(std::make_unique<Egl>()), width_(width), height_(height) {
    const auto need = [](bool fine, const char* what) {
        if (!fine) throw std::runtime_error(std::string("EGL without a window does not work here: ") + what);
    };
    egl_->display = eglGetPlatformDisplay(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
    need(egl_->display != EGL_NO_DISPLAY, "no surfaceless display");
    need(eglInitialize(egl_->display, nullptr, nullptr) == EGL_TRUE, "it does not start");
    need(eglBindAPI(EGL_OPENGL_API) == EGL_TRUE, "no OpenGL");
    const EGLint wanted[] = {EGL_SURFACE_TYPE,
                             EGL_PBUFFER_BIT,
                             EGL_RENDERABLE_TYPE,
                             EGL_OPENGL_BIT,
                             EGL_RED_SIZE,
                             8,
                             EGL_GREEN_SIZE,
                             8,
                             EGL_BLUE_SIZE,
                             8,
                             EGL_NONE};
    EGLConfig config = nullptr;
    EGLint found = 0;
    need(eglChooseConfig(egl_->display, wanted, &config, 1, &found) == EGL_TRUE && found == 1,
         "no configuration");
    const EGLint size[] = {EGL_WIDTH, width, EGL_HEIGHT, height, EGL_NONE};
    egl_->surface = eglCreatePbufferSurface(egl_->display, config, size);
    need(egl_->surface != EGL_NO_SURFACE, "no surface");
    const EGLint version[] = {EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 0, EGL_NONE};
    egl_->context = eglCreateContext(egl_->display, config, EGL_NO_CONTEXT, version);
    need(egl_->context != EGL_NO_CONTEXT, "no context");
    need(eglMakeCurrent(egl_->display, egl_->surface, egl_->surface, egl_->context) == EGL_TRUE,
         "no current context");
}

Offscreen::~Offscreen() = default;

void Offscreen::draw(Stage& stage) {
    if (!painter_ || painted_ != &stage) {
        painter_ = std::make_unique<Painter>(stage, true);
        painted_ = &stage;
    }
    painter_->paint(width_, height_);
    glFinish();
}

void Offscreen::forget() {
    if (painter_) painter_->forget();
}

Image Offscreen::shoot(Stage& stage) {
    draw(stage);
    Image image{width_, height_, {}};
    const auto row = static_cast<std::size_t>(width_) * 4;
    image.rgba.resize(row * static_cast<std::size_t>(height_));
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, width_, height_, GL_RGBA, GL_UNSIGNED_BYTE, image.rgba.data());
    for (std::size_t top = 0, bottom = static_cast<std::size_t>(height_) - 1; top < bottom; ++top, --bottom)
        std::swap_ranges(image.rgba.begin() + static_cast<std::ptrdiff_t>(top * row),
                         image.rgba.begin() + static_cast<std::ptrdiff_t>((top + 1) * row),
                         image.rgba.begin() + static_cast<std::ptrdiff_t>(bottom * row));
    for (std::size_t i = 3; i < image.rgba.size(); i += 4) image.rgba[i] = 255;
    return image;
}

void write_png(const Image& image, const std::string& path) {
    if (stbi_write_png(path.c_str(), image.width, image.height, 4, image.rgba.data(), image.width * 4) == 0)
        throw std::runtime_error("cannot write " + path);
}

}  // namespace peilpunt::platform
