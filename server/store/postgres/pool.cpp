// SPDX-License-Identifier: EUPL-1.2
#include "server/store/postgres/pool.hpp"

namespace peilpunt::store::postgres {

namespace {
constexpr auto kWait = std::chrono::seconds(10);
}

Pool::Lease Pool::lend() {
    {
        std::unique_lock lock(mutex_);
        if (!returned_.wait_for(lock, kWait, [&] { return free_places_ > 0; }))
            throw PostgresError("53300", "all connections to the database are in use");
        --free_places_;
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return {*this, std::move(connection)};
        }
    }
    try {
        return {*this, std::make_unique<Connection>(url_, schema_)};
    } catch (...) {
        take_back(nullptr);
        throw;
    }
}

void Pool::take_back(std::unique_ptr<Connection> connection) {
    if (connection && !connection->usable()) connection.reset();
    {
        const std::lock_guard lock(mutex_);
        if (connection) idle_.push_back(std::move(connection));
        ++free_places_;
    }
    returned_.notify_one();
}

void Pool::forget_idle() {
    std::vector<std::unique_ptr<Connection>> gone;
    const std::lock_guard lock(mutex_);
    gone.swap(idle_);
}

}  // namespace peilpunt::store::postgres
