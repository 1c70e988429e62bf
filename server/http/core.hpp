// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "server/http/proxies.hpp"
#include "server/http/rate_limit.hpp"
#include "server/http/server.hpp"
#include "server/http/tls.hpp"
#include "server/http/worker_pool.hpp"

namespace peilpunt::http {

/// How many connections there are, in all and from one address; touched when one opens and closes only.
/// Thread-safe.
class Connections {
  public:
    bool enter(const std::string& address, int limit, int limit_per_address);
    /// One that entered under another address than its own; false, and still there as `from`, when its own
    /// has the limit.
    bool move(const std::string& from, const std::string& to, int limit_per_address);
    void leave(const std::string& address);
    int open() const;
    /// Waits for at most `deadline`.
    void wait_until_none(std::chrono::milliseconds deadline);

  private:
    mutable std::mutex mutex_;
    std::condition_variable none_;
    int open_ = 0;
    std::unordered_map<std::string, int> by_address_;
};

/// What all threads of one server share: unchanging, or safe to use from each of them.
struct Core {
    Core(ServerOptions given, std::shared_ptr<const Router> table, ServerHooks asked, const Clock& time);

    const ServerOptions options;
    const std::shared_ptr<const Router> router;
    const ServerHooks hooks;
    const Clock& clock;
    const Proxies proxies;
    const int max_connections;  ///< the limit, or what the descriptor limit of this process allows
    RateLimiter limiter;
    Connections connections;
    WorkerPool workers;
    WorkerPool machine_workers;  ///< Lane::machines
    WorkerPool hashing_workers;  ///< Lane::hashing, of strangers
    WorkerPool known_workers;    ///< Lane::hashing, of those who are known

    /// Where a request of this route waits.
    WorkerPool& workers_for(const Route& route, const Request& request);

    /// The certificate in use; empty on plain HTTP. Read once a connection.
    std::shared_ptr<const TlsContext> tls() const;
    void set_tls(std::shared_ptr<const TlsContext> context);

  private:
    mutable std::mutex tls_mutex_;
    std::shared_ptr<const TlsContext> tls_;
};

/// Counters of one thread: written there only, read by anyone.
struct Counters {
    std::atomic<std::uint64_t> requests{0}, refused{0}, rate_limited{0}, connections{0}, turned_away{0};
    std::array<std::atomic<std::uint64_t>, 6> replies{};

    static void count(std::atomic<std::uint64_t>& counter) {
        counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    }
};

}  // namespace peilpunt::http
