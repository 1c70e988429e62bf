// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace peilpunt::http {

/// A few threads for handlers that may block, with a bounded queue.
class WorkerPool {
  public:
    /// `niceness` as of nice(1): with 10 these threads get a tenth of what others that are busy get.
    WorkerPool(int threads, std::size_t queue_limit, int niceness = 0);
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;
    /// False when the queue is full or the pool has stopped; the job then never runs. Jobs must not throw.
    bool try_post(std::function<void()> job);
    std::size_t queued() const;
    /// Ends what runs, forgets what waits, joins.
    void stop();

  private:
    void run();
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> queue_;
    std::size_t limit_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace peilpunt::http
