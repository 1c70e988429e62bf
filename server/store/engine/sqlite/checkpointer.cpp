// SPDX-License-Identifier: EUPL-1.2
#include "server/store/engine/sqlite/checkpointer.hpp"

#include <utility>

namespace peilpunt::store {

Checkpointer::Checkpointer(sqlite::Connection connection, const PacedSync& file, int pages)
    : connection_(std::move(connection)), file_(file), every_(pages), begin_at_(pages), thread_([this] {
          loop();
      }) {}

Checkpointer::~Checkpointer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

bool Checkpointer::committed(int pages) {
    if (pages < length_) begin_at_ = every_;  // the log began anew
    length_ = pages;
    if (pages < begin_at_) return false;
    std::unique_lock lock(mutex_);
    if (phase_ == Phase::idle) {
        phase_ = Phase::wanted;
        changed_.notify_all();
    }
    if (pages >= 16 * every_) changed_.wait(lock, [&] { return phase_ != Phase::wanted; });
    if (phase_ != Phase::done) return false;
    phase_ = Phase::idle;
    begin_at_ = pages + every_ / 8;  // when a reader keeps the log as it is, or something failed
    if (const auto failure = std::exchange(failure_, {})) throw *failure;
    return true;
}

void Checkpointer::copy() {
    connection_.checkpoint(false);
    file_.run();
    connection_.sync_file();
    // Once more, what was written meanwhile: little is left for the writer then.
    connection_.checkpoint(false);
    connection_.sync_file();
}

void Checkpointer::loop() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [&] { return stopping_ || phase_ == Phase::wanted; });
        if (stopping_) return;
        lock.unlock();
        std::optional<sqlite::SqliteError> failure;
        try {
            copy();
        } catch (const sqlite::SqliteError& error) {
            failure = error;
        }
        lock.lock();
        failure_ = std::move(failure);
        phase_ = Phase::done;
        changed_.notify_all();
    }
}

}  // namespace peilpunt::store
