// SPDX-License-Identifier: EUPL-1.2
#include "server/sql/postgres/pool.hpp"

#include <spdlog/spdlog.h>

namespace peilpunt::postgres {

namespace {
constexpr auto kWait = std::chrono::seconds(10);
constexpr int kAttempts = 5;
/// Held by whoever writes, until the commit; the number is "Peil" and two.
constexpr const char* kOnlyWriter = "SELECT pg_advisory_xact_lock(1348823406)::text";
}  // namespace

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

Error error_of(const PostgresError& error) {
    if (error.kind() != ErrorCode::conflict) spdlog::error("database: {} ({})", error.what(), error.state());
    switch (error.kind()) {
        case ErrorCode::conflict:
            return {ErrorCode::conflict, "Dat bestaat al."};
        case ErrorCode::storage_full:
            return {ErrorCode::storage_full, "De schijf is vol. Er is niets opgeslagen."};
        case ErrorCode::busy:
            return {ErrorCode::busy, "Het is druk. Probeer het zo nog eens."};
        default:
            return {ErrorCode::storage_failed, "De opslag werkt niet."};
    }
}

Result<void> write(Pool& pool, const std::function<Result<void>(Connection&)>& work) {
    for (int attempt = 1;; ++attempt) {
        bool committing = false;
        try {
            auto lease = pool.lend();
            Transaction transaction(*lease);
            lease->run(kOnlyWriter);
            auto result = work(*lease);
            if (!result) return result;
            committing = true;
            transaction.commit();
            return {};
        } catch (const PostgresError& error) {
            if (error.lost()) pool.forget_idle();
            if (committing && error.lost()) {
                spdlog::error("database: a commit broke off: {}", error.what());
                return Error{ErrorCode::busy, "Het is niet zeker of dit is opgeslagen. Kijk het na."};
            }
            if ((error.lost() || error.again()) && attempt < kAttempts) continue;
            return error_of(error);
        }
    }
}

}  // namespace peilpunt::postgres
