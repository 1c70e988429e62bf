// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "server/store/engine/sqlite/paced_sync.hpp"
#include "shared/sqlite/sqlite.hpp"

namespace peilpunt::store {

/// Copies what the log holds to the database file while the writer goes on, on a thread and a connection of
/// its own: 32 MiB of scattered pages and their fsync take 50 ms and more, for which nobody should wait.
class Checkpointer {
  public:
    /// `file` outlives it. `pages`: how long the log may grow before it is copied; 4 KiB each.
    Checkpointer(sqlite::Connection connection, const PacedSync& file, int pages);
    ~Checkpointer();
    Checkpointer(const Checkpointer&) = delete;

    /// The writer tells after each commit how many pages the log has. True: all but the last has been copied;
    /// the writer should copy that (`Connection::checkpoint(false)`), so that the log begins anew. Waits only
    /// when the log has grown to sixteen times `pages`. Throws the SqliteError of a copy that failed.
    bool committed(int pages);

  private:
    enum class Phase { idle, wanted, done };
    void loop();
    void copy();

    sqlite::Connection connection_;
    const PacedSync& file_;
    const int every_;
    int begin_at_;  ///< the writer's own
    int length_ = 0;
    std::mutex mutex_;
    std::condition_variable changed_;
    Phase phase_ = Phase::idle;
    std::optional<sqlite::SqliteError> failure_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace peilpunt::store
