// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/platform/run_queue.hpp"

namespace peilpunt::platform {

void RunQueue::post(std::function<void()> work) {
    {
        const std::lock_guard lock(mutex_);
        work_.push_back(std::move(work));
    }
    wake_();
}

bool RunQueue::run() {
    std::vector<std::function<void()>> work;
    {
        const std::lock_guard lock(mutex_);
        work.swap(work_);
    }
    for (const auto& each : work) each();
    return !work.empty();
}

}  // namespace peilpunt::platform
