// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "server/store/engine/postgres/batch.hpp"
#include "shared/model/sources.hpp"

namespace peilpunt::store::postgres {

/// What writes the submissions of this server. Natural batching, as in SQLite's writer: each session takes
/// everything that has queued into one transaction, then answers all of it; while one waits for its commit
/// the other collects. When the database goes away, what is queued waits for its return (a failover), half a
/// minute at most. Whether a commit that broke off happened is asked of the ledger: the same ids are sent
/// again, and a unique key decides. Nothing is answered before a commit was seen to succeed. What was sent
/// before, and now meets a connection that breaks, may be called stored instead of duplicate.
class Writer {
  public:
    Writer(std::string url, const Clock& clock, int sessions);
    /// Writes what has queued, then ends.
    ~Writer();
    Writer(const Writer&) = delete;

    void add(Item item, Done done);
    /// Why the last submissions could not be kept, as far as nothing was kept since. Any thread.
    std::optional<ErrorCode> failing() const;
    /// Somebody saw that there is room again.
    void works_again() { failing_ = 0; }

  private:
    struct Entry {
        Item item;
        Done done;
        Result<Stored> result = Stored::stored;
        bool maybe_ours = false;  ///< an earlier attempt entered its id, and its commit broke off
    };
    /// A connection with a slot for counts that no other session has.
    struct Session {
        std::unique_ptr<Connection> connection;
        std::int64_t slot = 0;
        TallyCache tallies;
    };

    void loop();
    bool take(std::vector<Entry>& batch);
    void write(Session& session, std::vector<Entry>& batch);
    void write_once(Session& session, std::vector<Entry>& batch);
    void open(Session& session);
    bool wait_to_retry(std::chrono::milliseconds since, int attempt);

    const std::string url_;
    const Clock& clock_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<Entry> queue_;
    bool stopping_ = false;
    std::atomic<int> failing_ = 0;  ///< an ErrorCode and one; 0: the last commit succeeded
    std::vector<std::thread> threads_;
};

}  // namespace peilpunt::store::postgres
