// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "server/store/intake.hpp"

namespace peilpunt::store {

/// Brings contact wishes to their own file or database. Natural batching, as with answers: all that has
/// queued goes into one commit, in order of the random ids, so that a row's place tells nothing of its
/// arrival. Thread-safe.
class ContactWriter {
  public:
    /// Makes these wishes durable, all or none; a wish that is there already stays one. On one thread only.
    using Commit = std::function<Result<void>(const std::vector<ContactWish>&)>;
    /// Without a thread of its own each wish is written where it is asked for; for one-thread simulations.
    ContactWriter(Commit commit, bool own_thread);
    /// Writes what has queued, then ends.
    ~ContactWriter();
    ContactWriter(const ContactWriter&) = delete;

    void add(ContactWish wish, ContactDone done);

  private:
    void loop();
    Result<void> commit(const std::vector<ContactWish>& wishes);

    const Commit commit_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<std::pair<ContactWish, ContactDone>> queue_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace peilpunt::store
