// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "server/sql/postgres/connection.hpp"

namespace peilpunt::postgres {

/// At most so many connections to one database, opened when needed and lent to one thread at a time. A
/// connection that comes back broken or in the middle of a transaction is closed.
class Pool {
  public:
    Pool(std::string url, std::string schema, int size)
        : url_(std::move(url)), schema_(std::move(schema)), free_places_(size) {}
    Pool(const Pool&) = delete;

    class Lease {
      public:
        Lease(Pool& pool, std::unique_ptr<Connection> connection)
            : pool_(pool), connection_(std::move(connection)) {}
        ~Lease() { pool_.take_back(std::move(connection_)); }
        Lease(const Lease&) = delete;
        Connection* operator->() { return connection_.get(); }
        Connection& operator*() { return *connection_; }

      private:
        Pool& pool_;
        std::unique_ptr<Connection> connection_;
    };

    /// Waits until one is free; throws PostgresError `busy` after 10 s, or when none can be opened.
    Lease lend();
    /// Closes what lies idle: after a failover all of them lead nowhere.
    void forget_idle();

  private:
    void take_back(std::unique_ptr<Connection> connection);

    const std::string url_, schema_;
    std::mutex mutex_;
    std::condition_variable returned_;
    int free_places_;
    std::vector<std::unique_ptr<Connection>> idle_;
};

/// Runs `work(Connection&)`; once more on a new connection when the old one turned out to be broken. Only
/// for what changes nothing.
template <class F>
auto read(Pool& pool, F work) {
    try {
        auto lease = pool.lend();
        return work(*lease);
    } catch (const PostgresError& error) {
        if (!error.lost()) throw;
        pool.forget_idle();
    }
    auto lease = pool.lend();
    return work(*lease);
}

/// What the caller of a read or write is told; the log is told the rest.
Error error_of(const PostgresError& error);

/// Runs `work` in a transaction of its own, one at a time whichever server asks, as SQLite's writer does. An
/// Error that it gives, or an exception, undoes it. It may run more than once. A commit that broke off is an
/// Error, busy: the caller looks what became of it.
Result<void> write(Pool& pool, const std::function<Result<void>(Connection&)>& work);

/// Several reads of one moment.
template <class F>
auto read_snapshot(Pool& pool, F work) {
    return read(pool, [&](Connection& connection) {
        const Transaction view(connection, true);
        return work(connection);
    });
}

}  // namespace peilpunt::postgres
