// SPDX-License-Identifier: EUPL-1.2
#define GLFW_INCLUDE_NONE
#include "kiosk/platform/window.hpp"

#include <GLFW/glfw3.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>

#include "kiosk/platform/painter.hpp"
#include "kiosk/platform/surface.hpp"

namespace peilpunt::platform {
namespace {

/// What the callbacks need; GLFW carries one pointer.
struct Listener {
    Stage& stage;
    App& app;
    bool changed = true;
    bool exposed = true;  ///< what the window showed is gone
};

Listener& listener_of(GLFWwindow* window) {
    return *static_cast<Listener*>(glfwGetWindowUserPointer(window));
}

void on_move(GLFWwindow* window, double x, double y) {
    Listener& listener = listener_of(window);
    listener.stage.touches().moved(static_cast<float>(x), static_cast<float>(y), listener.app.now());
}

void on_button(GLFWwindow* window, int button, int action, int) {
    if (button != GLFW_MOUSE_BUTTON_LEFT) return;
    Listener& listener = listener_of(window);
    listener.stage.touches().button(action == GLFW_PRESS, listener.app.now());
    listener.changed = true;
}

std::optional<Key> key_of(int key) {
    switch (key) {
        case GLFW_KEY_UP:
        case GLFW_KEY_KP_8:
            return Key::up;
        case GLFW_KEY_DOWN:
        case GLFW_KEY_KP_2:
            return Key::down;
        case GLFW_KEY_ENTER:
        case GLFW_KEY_KP_ENTER:
        case GLFW_KEY_KP_5:
            return Key::enter;
        case GLFW_KEY_BACKSPACE:
        case GLFW_KEY_ESCAPE:
        case GLFW_KEY_KP_4:
            return Key::back;
        case GLFW_KEY_SPACE:
        case GLFW_KEY_KP_0:
            return Key::repeat;
        case GLFW_KEY_KP_ADD:
        case GLFW_KEY_EQUAL:
            return Key::louder;
        case GLFW_KEY_KP_SUBTRACT:
        case GLFW_KEY_MINUS:
            return Key::softer;
        default:
            return std::nullopt;
    }
}

void on_key(GLFWwindow* window, int key, int, int action, int) {
    // A key that is held down repeats nothing: who trembles would walk past what they want.
    if (action != GLFW_PRESS) return;
    Listener& listener = listener_of(window);
    if (const auto known = key_of(key)) listener.stage.press(*known);
    listener.changed = true;
}

void on_resize(GLFWwindow* window, int width, int height) {
    Listener& listener = listener_of(window);
    listener.stage.resize(width, height);
    listener.changed = listener.exposed = true;
}

void on_refresh(GLFWwindow* window) {
    Listener& listener = listener_of(window);
    listener.changed = listener.exposed = true;
}

std::string glfw_problem() {
    const char* text = nullptr;
    glfwGetError(&text);
    return text ? text : "no reason given";
}

}  // namespace

Window::Window(std::optional<std::pair<int, int>> size) {
    if (glfwInit() != GLFW_TRUE) throw std::runtime_error("no display: " + glfw_problem());
    glfwWindowHint(GLFW_CLIENT_API, GLFW_NO_API);
    glfwWindowHint(GLFW_AUTO_ICONIFY, GLFW_FALSE);
    GLFWmonitor* monitor = nullptr;
    int width = 1080;
    int height = 1920;
    if (size) {
        std::tie(width, height) = *size;
    } else {
        monitor = glfwGetPrimaryMonitor();
        const GLFWvidmode* mode = monitor ? glfwGetVideoMode(monitor) : nullptr;
        if (!mode) {
            glfwTerminate();
            throw std::runtime_error("no monitor for full screen; try --window 1080x1920");
        }
        width = mode->width;
        height = mode->height;
    }
    window_ = glfwCreateWindow(width, height, "Peilpunt", monitor, nullptr);
    if (!window_) {
        const std::string reason = glfw_problem();
        glfwTerminate();
        throw std::runtime_error("no window: " + reason);
    }
    if (monitor) glfwSetInputMode(window_, GLFW_CURSOR, GLFW_CURSOR_HIDDEN);
}

Window::~Window() {
    if (window_) glfwDestroyWindow(window_);
    glfwTerminate();
}

std::pair<int, int> Window::size() const {
    std::pair<int, int> size;
    glfwGetFramebufferSize(window_, &size.first, &size.second);
    return size;
}

void Window::wake() { glfwPostEmptyEvent(); }

void Window::run(Stage& stage, App& app, const std::function<bool()>& between,
                 const std::function<bool()>& stopped) {
    Listener listener{stage, app};
    glfwSetWindowUserPointer(window_, &listener);
    glfwSetCursorPosCallback(window_, on_move);
    glfwSetMouseButtonCallback(window_, on_button);
    glfwSetKeyCallback(window_, on_key);
    glfwSetFramebufferSizeCallback(window_, on_resize);
    glfwSetWindowRefreshCallback(window_, on_refresh);
    Painter painter(stage);
    Surface surface(window_);
    constexpr double kLongest = 1.0;  // seconds; also how soon a stop is noticed at the latest
    while (!stopped() && glfwWindowShouldClose(window_) == GLFW_FALSE) {
        if (listener.changed || stage.wants_frame()) {
            glfwPollEvents();
        } else {
            double wait = kLongest;
            if (const auto deadline = app.deadline())
                wait = std::clamp(static_cast<double>((*deadline - app.now()).count()) / 1000.0, 0.001,
                                  kLongest);
            glfwWaitEventsTimeout(wait);
        }
        if (between()) listener.changed = true;
        if (app.tick()) listener.changed = true;
        if (!listener.changed && !stage.wants_frame()) continue;
        listener.changed = false;
        const auto [width, height] = size();
        std::vector<Box> changed = painter.paint(surface.canvas(width, height));
        if (std::exchange(listener.exposed, false)) changed = {{0, 0, width, height}};
        surface.show(changed);
    }
    glfwSetWindowUserPointer(window_, nullptr);
    glfwSetCursorPosCallback(window_, nullptr);
    glfwSetMouseButtonCallback(window_, nullptr);
    glfwSetKeyCallback(window_, nullptr);
    glfwSetFramebufferSizeCallback(window_, nullptr);
    glfwSetWindowRefreshCallback(window_, nullptr);
}

}  // namespace peilpunt::platform
