// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "kiosk/platform/stage.hpp"

struct GLFWwindow;

namespace peilpunt::platform {

/// The GLFW window. One per process; all calls on the main thread, except wake().
class Window {
  public:
    /// Full screen on the first monitor when no size is given. Throws std::runtime_error with one clear line.
    explicit Window(std::optional<std::pair<int, int>> size);
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    std::pair<int, int> size() const;
    /// Draws `stage` and feeds it touches until `stopped` says so or the window is closed. Sleeps when
    /// nothing happens. `between` runs before each frame; true means that something changed.
    void run(Stage& stage, App& app, const std::function<bool()>& between,
             const std::function<bool()>& stopped);
    /// Ends the sleep of run(); from any thread, or a signal handler's thread.
    static void wake();

  private:
    GLFWwindow* window_ = nullptr;
};

}  // namespace peilpunt::platform
