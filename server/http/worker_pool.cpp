// SPDX-License-Identifier: EUPL-1.2
#include "server/http/worker_pool.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace peilpunt::http {

WorkerPool::WorkerPool(int threads, std::size_t queue_limit, int niceness) : limit_(queue_limit) {
    for (int i = 0; i < std::max(threads, 1); ++i)
        threads_.emplace_back([this, niceness] {
            // On Linux this is of the calling thread alone. Refused, it only yields less.
            if (niceness != 0) static_cast<void>(::setpriority(PRIO_PROCESS, 0, niceness));
            run();
        });
}

WorkerPool::~WorkerPool() { stop(); }

bool WorkerPool::try_post(std::function<void()> job) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || queue_.size() >= limit_) return false;
        queue_.push_back(std::move(job));
    }
    wake_.notify_one();
    return true;
}

std::size_t WorkerPool::queued() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

void WorkerPool::stop() {
    std::deque<std::function<void()>> forgotten;  // destroyed outside the lock: it may answer 500 to somebody
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        forgotten.swap(queue_);
    }
    wake_.notify_all();
    for (auto& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
}

void WorkerPool::run() {
    while (true) {
        std::function<void()> job;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            if (stopping_) return;
            job = std::move(queue_.front());
            queue_.pop_front();
        }
        job();
    }
}

}  // namespace peilpunt::http
