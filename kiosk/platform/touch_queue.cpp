// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/platform/touch_queue.hpp"

namespace peilpunt::platform {
namespace {
constexpr int kSettleFrames = 2;
}

void TouchQueue::moved(float x, float y, Millis when) {
    last_x_ = x;
    last_y_ = y;
    if (!queue_.empty() && !queue_.back().is_button) queue_.pop_back();  // only the last of some moves counts
    queue_.push_back({x, y, false, false, when});
}

void TouchQueue::button(bool down, Millis when) { queue_.push_back({last_x_, last_y_, true, down, when}); }

void TouchQueue::lock(Millis until) { locked_until_ = until; }

TouchQueue::Pointer TouchQueue::apply() {
    pointer_.pressed = false;
    pointer_.released = false;
    if (queue_.empty() && !pointer_.down && settle_ > 0 && --settle_ == 0) pointer_.on_screen = false;
    while (!queue_.empty()) {
        const Entry entry = queue_.front();
        queue_.pop_front();
        if (!entry.is_button) {
            if (pointer_.down) {
                pointer_.x = entry.x;
                pointer_.y = entry.y;
            }
            continue;
        }
        if (entry.down) {
            if (pointer_.down || entry.when < locked_until_) {
                ignoring_ = ignoring_ || !pointer_.down;
                continue;
            }
            ignoring_ = false;
            pointer_ = {entry.x, entry.y, true, true, true, false};
            break;
        }
        if (ignoring_ || !pointer_.down) {
            ignoring_ = false;
            continue;
        }
        pointer_.down = false;
        pointer_.released = true;
        pointer_.x = entry.x;
        pointer_.y = entry.y;
        settle_ = kSettleFrames;
        break;
    }
    return pointer_;
}

bool TouchQueue::busy() const { return !queue_.empty() || (settle_ > 0 && !pointer_.down); }

}  // namespace peilpunt::platform
