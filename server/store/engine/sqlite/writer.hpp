// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <variant>
#include <vector>

#include "server/store/engine/sqlite/checkpointer.hpp"
#include "server/store/engine/sqlite/fresh.hpp"
#include "server/store/engine/sqlite/ledger_filter.hpp"
#include "server/store/intake.hpp"
#include "shared/sqlite/sqlite.hpp"

namespace peilpunt::store {

/// The one thread that writes. Natural batching: it takes everything that has queued since the last commit
/// into one transaction, one fsync for all, then answers all of them; no timer, no fixed size.
class Writer {
  public:
    using Work = std::function<Result<void>(sqlite::Connection&)>;
    using Item = std::variant<NewResponse, NewSignal, NewRecording, NewQuarantine, Work>;

    /// `fresh` outlives the writer, and keeps about `most_fresh` entries. The log is copied to the file when
    /// it has `log_pages` pages, and emptied when nothing was written for `quiet`. Without a checkpointer
    /// there are no threads: every write is a commit, done before `add` returns, and the log is copied after
    /// it.
    Writer(sqlite::Connection connection, Fresh& fresh, std::size_t most_fresh, int log_pages,
           std::chrono::milliseconds quiet, std::unique_ptr<Checkpointer> checkpointer);
    /// Writes what has queued, then ends.
    ~Writer();
    Writer(const Writer&) = delete;

    void add(Item item, Done done);
    /// Runs `work` in the next transaction and waits until it is durable. An Error that it returns, or a
    /// conflict that it throws, undoes only its own changes.
    Result<void> run(Work work);
    /// Whether nothing is written any more until a restart. Any thread.
    bool broken() const { return broken_; }

  private:
    struct Entry {
        Item item;
        Done done;
        Result<Stored> result = Stored::stored;
    };
    static constexpr std::size_t kMaxQueue = 20000;  ///< entries; over it: busy
    static constexpr std::size_t kMaxBatch =
        1024;  ///< entries in one transaction, so that none waits too long

    void loop();
    void write(std::vector<Entry>& batch);
    void write_together(std::vector<Entry>& batch);
    void fail_all(std::vector<Entry>& batch, const Error& error);
    void copy_log();
    void empty_log();
    void log_failed(const sqlite::SqliteError& error);
    void stop_for_good();

    sqlite::Connection connection_;
    Fresh& fresh_;
    LedgerFilter filter_;
    std::unique_ptr<Checkpointer> checkpointer_;
    const std::size_t most_fresh_;
    const int log_pages_;
    const std::chrono::milliseconds quiet_;
    int log_length_ = 0;  ///< pages, as of the last commit
    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<Entry> queue_;
    bool stopping_ = false;
    /// Set by a failed fsync or write, of the log or of the file: what the disk holds is then unknown, and a
    /// later fsync may say "fine" about pages that the kernel dropped. Nothing is acknowledged any more until
    /// the process starts again, and copies all of the log anew.
    std::atomic<bool> broken_ = false;
    std::thread thread_;
};

}  // namespace peilpunt::store
