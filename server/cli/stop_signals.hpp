// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <signal.h>

#include <chrono>
#include <functional>

namespace peilpunt::cli {

/// SIGINT, SIGTERM and SIGHUP, blocked in every thread that starts after it, taken by `wait`.
class StopSignals {
  public:
    StopSignals();
    /// Returns at SIGINT or SIGTERM; calls `hang_up` at each SIGHUP.
    void wait(const std::function<void()>& hang_up);
    /// False at SIGINT or SIGTERM; true once `done`, which is asked ten times a second, says so.
    bool wait_until(const std::function<bool()>& done);

  private:
    sigset_t set_{};
};

}  // namespace peilpunt::cli
