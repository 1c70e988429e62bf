// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "shared/sqlite/sqlite.hpp"

namespace peilpunt::sqlite {

/// A few read-only connections, lent to one thread at a time.
class Readers {
  public:
    Readers(const std::string& path, int count, const char* vfs) {
        for (int i = 0; i < count; ++i)
            free_.push_back(std::make_unique<Connection>(path, OpenOptions{.read_only = true, .vfs = vfs}));
    }

    /// Gives the connection back when it goes.
    class Lease {
      public:
        Lease(Readers& readers, std::unique_ptr<Connection> connection)
            : readers_(readers), connection_(std::move(connection)) {}
        ~Lease() {
            {
                const std::lock_guard lock(readers_.mutex_);
                readers_.free_.push_back(std::move(connection_));
            }
            readers_.returned_.notify_one();
        }
        Lease(const Lease&) = delete;
        Connection* operator->() { return connection_.get(); }
        Connection& operator*() { return *connection_; }

      private:
        Readers& readers_;
        std::unique_ptr<Connection> connection_;
    };

    /// Waits until one is free.
    Lease lend() {
        std::unique_lock lock(mutex_);
        returned_.wait(lock, [&] { return !free_.empty(); });
        auto connection = std::move(free_.back());
        free_.pop_back();
        return Lease(*this, std::move(connection));
    }

  private:
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Connection>> free_;
};

/// One consistent view for several queries; ends without a trace.
class ReadTransaction {
  public:
    explicit ReadTransaction(Connection& connection) : connection_(connection) { connection_.run("BEGIN"); }
    ~ReadTransaction() {
        try {
            connection_.run("COMMIT");
        } catch (const SqliteError&) {
            // A disk that cannot be read has ended the view already; whoever read was told so.
        }
    }
    ReadTransaction(const ReadTransaction&) = delete;

  private:
    Connection& connection_;
};

}  // namespace peilpunt::sqlite
