// SPDX-License-Identifier: EUPL-1.2
#define GLFW_INCLUDE_NONE
#define GLFW_EXPOSE_NATIVE_X11
#include "kiosk/platform/surface.hpp"

#include <GLFW/glfw3.h>
#include <GLFW/glfw3native.h>
#include <X11/Xutil.h>
#include <X11/extensions/XShm.h>
#include <sys/ipc.h>
#include <sys/shm.h>

#include <stdexcept>

namespace peilpunt::platform {
namespace {

constexpr int kDepth = 24;  ///< bits of colour; an X server keeps such pixels in 32

bool attach_failed = false;
int on_error(Display*, XErrorEvent*) {
    attach_failed = true;
    return 0;
}

}  // namespace

struct Surface::X {
    Display* display;
    Window window;
    Visual* visual;
    GC context;
    bool shares;

    explicit X(GLFWwindow* glfw) : display(glfwGetX11Display()), window(glfwGetX11Window(glfw)) {
        XWindowAttributes attributes{};
        XGetWindowAttributes(display, window, &attributes);
        visual = attributes.visual;
        if (attributes.depth != kDepth || visual->red_mask != 0xFF0000 || visual->green_mask != 0xFF00 ||
            visual->blue_mask != 0xFF)
            throw std::runtime_error(
                "the screen has no 24 bit colours; set DefaultDepth 24 in the Xorg configuration");
        context = XCreateGC(display, window, 0, nullptr);
        shares = XShmQueryExtension(display) == True;
    }
    ~X() { XFreeGC(display, context); }
    X(const X&) = delete;
    X& operator=(const X&) = delete;
};

struct Surface::Picture {
    X& x;
    XShmSegmentInfo shared{};
    std::vector<std::uint32_t> own;  ///< when the X server shares no memory
    XImage* image = nullptr;

    Picture(X& of, int width, int height) : x(of) {
        if (x.shares && share(width, height)) return;
        x.shares = false;
        own.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
        image = XCreateImage(x.display, x.visual, kDepth, ZPixmap, 0, reinterpret_cast<char*>(own.data()),
                             static_cast<unsigned>(width), static_cast<unsigned>(height), 32, 0);
        if (!image) throw std::runtime_error("the X server takes no picture of this size");
    }
    ~Picture() {
        if (shared.shmaddr) {
            XShmDetach(x.display, &shared);
            XSync(x.display, False);
        }
        drop();
    }
    Picture(const Picture&) = delete;
    Picture& operator=(const Picture&) = delete;

    /// False when the X server cannot read this machine's memory.
    bool share(int width, int height) {
        image = XShmCreateImage(x.display, x.visual, kDepth, ZPixmap, nullptr, &shared,
                                static_cast<unsigned>(width), static_cast<unsigned>(height));
        if (!image) return false;
        const auto bytes = static_cast<std::size_t>(image->bytes_per_line) * static_cast<std::size_t>(height);
        shared.shmid = shmget(IPC_PRIVATE, bytes, IPC_CREAT | 0600);
        if (shared.shmid < 0) return drop();
        void* address = shmat(shared.shmid, nullptr, 0);
        if (address == reinterpret_cast<void*>(-1)) {
            shmctl(shared.shmid, IPC_RMID, nullptr);
            return drop();
        }
        shared.shmaddr = image->data = static_cast<char*>(address);
        shared.readOnly = True;
        XSync(x.display, False);
        attach_failed = false;
        const XErrorHandler before = XSetErrorHandler(on_error);
        XShmAttach(x.display, &shared);
        XSync(x.display, False);
        XSetErrorHandler(before);
        shmctl(shared.shmid, IPC_RMID, nullptr);  // goes when both have let it go, however they end
        return !attach_failed || drop();
    }

    bool drop() {
        if (shared.shmaddr) shmdt(shared.shmaddr);
        shared.shmaddr = nullptr;
        if (image) {
            image->data = nullptr;  // not Xlib's to free
            XDestroyImage(image);
        }
        image = nullptr;
        return false;
    }
};

Surface::Surface(GLFWwindow* window) : x_(std::make_unique<X>(window)) {}
Surface::~Surface() = default;

const Canvas& Surface::canvas(int width, int height) {
    if (picture_ && canvas_.width == width && canvas_.height == height) return canvas_;
    picture_.reset();
    picture_ = std::make_unique<Picture>(*x_, width, height);
    canvas_ = {width, height, reinterpret_cast<std::uint32_t*>(picture_->image->data)};
    return canvas_;
}

void Surface::show(const std::vector<Box>& parts) {
    if (!picture_ || parts.empty()) return;
    for (const Box& part : parts) {
        const auto width = static_cast<unsigned>(part.right - part.left);
        const auto height = static_cast<unsigned>(part.bottom - part.top);
        if (x_->shares)
            XShmPutImage(x_->display, x_->window, x_->context, picture_->image, part.left, part.top,
                         part.left, part.top, width, height, False);
        else
            XPutImage(x_->display, x_->window, x_->context, picture_->image, part.left, part.top, part.left,
                      part.top, width, height);
    }
    XSync(x_->display, False);
}

}  // namespace peilpunt::platform
