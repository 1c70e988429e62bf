// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <chrono>
#include <deque>

namespace peilpunt::platform {

/// Turns what the pointer did into what one frame may see, without losing a tap. ImGui 1.86 looks at the
/// state of the button once a frame, so a tap that begins and ends between two frames would be lost; here
/// each frame gets at most one change of the button. Pure: the time comes with each call, and never goes
/// back.
class TouchQueue {
  public:
    using Millis = std::chrono::milliseconds;
    struct Pointer {
        float x = 0, y = 0;
        bool on_screen = false;  ///< false: no finger; the position means nothing
        bool down = false;
        bool pressed = false;   ///< went down in this frame
        bool released = false;  ///< went up in this frame
    };

    void moved(float x, float y, Millis when);
    void button(bool down, Millis when);
    /// Presses that begin before `until` are ignored, with their release: the second half of a trembling
    /// double tap must not answer the next screen.
    void lock(Millis until);
    /// Whether a press at `when` would be ignored.
    bool locked(Millis when) const { return when < locked_until_; }
    /// What the next frame sees: moves up to and including one change of the button.
    Pointer apply();
    /// Whether a frame is needed soon, even if nothing else happens.
    bool busy() const;

  private:
    struct Entry {
        float x, y;
        bool is_button, down;
        Millis when;
    };
    std::deque<Entry> queue_;
    Pointer pointer_;
    float last_x_ = 0, last_y_ = 0;
    bool ignoring_ = false;  ///< the press now going on began during a lock
    Millis locked_until_{0};
    int settle_ = 0;  ///< frames until the pointer leaves, so that nothing stays hovered
};

}  // namespace peilpunt::platform
