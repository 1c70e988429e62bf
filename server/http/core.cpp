// SPDX-License-Identifier: EUPL-1.2
#include "server/http/core.hpp"

#include <sys/resource.h>

#include <algorithm>

namespace peilpunt::http {
namespace {

// Descriptors that are left for the database, logs and the pollers.
constexpr long kSpareDescriptors = 256;
constexpr int kMachineNiceness = 10;
constexpr int kHashingNiceness = 10;

int connections_allowed(int wanted) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return wanted;
    const auto most = static_cast<long>(std::min<rlim_t>(limit.rlim_cur, 1'000'000)) - kSpareDescriptors;
    return static_cast<int>(std::clamp<long>(most, 64, std::max(wanted, 64)));
}

}  // namespace

bool Connections::enter(const std::string& address, int limit, int limit_per_address) {
    const std::lock_guard lock(mutex_);
    if (open_ >= limit) return false;
    auto& here = by_address_[address];
    if (here >= limit_per_address) return false;
    ++here;
    ++open_;
    return true;
}

bool Connections::move(const std::string& from, const std::string& to, int limit_per_address) {
    const std::lock_guard lock(mutex_);
    auto& there = by_address_[to];
    if (there >= limit_per_address) return false;
    ++there;
    const auto found = by_address_.find(from);
    if (found != by_address_.end() && --found->second == 0) by_address_.erase(found);
    return true;
}

void Connections::leave(const std::string& address) {
    const std::lock_guard lock(mutex_);
    if (--open_ == 0) none_.notify_all();
    const auto found = by_address_.find(address);
    if (found != by_address_.end() && --found->second == 0) by_address_.erase(found);
}

int Connections::open() const {
    const std::lock_guard lock(mutex_);
    return open_;
}

void Connections::wait_until_none(std::chrono::milliseconds deadline) {
    std::unique_lock lock(mutex_);
    none_.wait_for(lock, deadline, [this] { return open_ == 0; });
}

Core::Core(ServerOptions given, std::shared_ptr<const Router> table, ServerHooks asked, const Clock& time)
    : options(std::move(given)),
      router(std::move(table)),
      hooks(std::move(asked)),
      clock(time),
      proxies(Proxies::parse(options.trusted_proxies).value()),
      max_connections(std::min(options.limits.connections, connections_allowed(options.limits.connections))),
      limiter(options.limits.rate_slots),
      workers(options.worker_threads, options.limits.worker_queue),
      machine_workers(options.worker_threads / 2, options.limits.worker_queue, kMachineNiceness),
      hashing_workers(1, options.limits.hashing_queue, kHashingNiceness),
      known_workers(1, options.limits.hashing_queue, kHashingNiceness) {
    if (!options.tls_certificate.empty()) {
        tls_ = std::make_shared<const TlsContext>(options.tls_certificate, options.tls_key);
    }
}

WorkerPool& Core::workers_for(const Route& route, const Request& request) {
    switch (route.lane) {
        case Lane::people:
            break;
        case Lane::machines:
            return machine_workers;
        case Lane::hashing:
            return route.known && route.known(request) ? known_workers : hashing_workers;
    }
    return workers;
}

std::shared_ptr<const TlsContext> Core::tls() const {
    const std::lock_guard lock(tls_mutex_);
    return tls_;
}

void Core::set_tls(std::shared_ptr<const TlsContext> context) {
    const std::lock_guard lock(tls_mutex_);
    tls_ = std::move(context);
}

}  // namespace peilpunt::http
