// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <mutex>
#include <vector>

namespace peilpunt::platform {

/// Work that other threads leave for the window's thread. Thread-safe.
class RunQueue {
  public:
    /// `wake` is called after each post, on the posting thread.
    explicit RunQueue(std::function<void()> wake) : wake_(std::move(wake)) {}
    void post(std::function<void()> work);
    /// Runs what was posted; true when there was any. Only on the window's thread.
    bool run();

  private:
    std::function<void()> wake_;
    std::mutex mutex_;
    std::vector<std::function<void()>> work_;
};

}  // namespace peilpunt::platform
