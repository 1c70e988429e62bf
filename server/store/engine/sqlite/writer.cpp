// SPDX-License-Identifier: EUPL-1.2
#include "server/store/engine/sqlite/writer.hpp"

#include <spdlog/spdlog.h>
#include <sqlite3.h>

#include <algorithm>
#include <future>

#include "server/store/engine/sqlite/batch.hpp"

namespace peilpunt::store {

namespace {

const Error kFull{ErrorCode::storage_full, "De schijf is vol. Er is niets opgeslagen."};
const Error kFailed{ErrorCode::storage_failed, "De opslag werkt niet. Er is niets opgeslagen."};
const Error kBusy{ErrorCode::busy, "Het is druk. Probeer het zo nog eens."};

/// Runs `work` so that its own changes are undone when it refuses.
Result<void> in_savepoint(sqlite::Connection& connection, const Writer::Work& work) {
    connection.prepare("SAVEPOINT work").run();
    Result<void> result;
    try {
        result = work(connection);
    } catch (const sqlite::SqliteError& error) {
        if (error.kind() != ErrorCode::conflict) throw;
        result = Error{ErrorCode::conflict, "Dat bestaat al."};
    }
    if (!result) connection.prepare("ROLLBACK TO work").run();
    connection.prepare("RELEASE work").run();
    return result;
}

/// With what the responses of this batch begin, when there are many.
std::string group_in(const std::vector<std::string_view>& row_ids) {
    return row_ids.size() < kGroup ? std::string() : group_of(row_ids.front());
}

/// The nightly rewrite holds the file for some 17 us a row. What comes in meanwhile waits instead of being
/// refused; the server gives a request 60 s.
constexpr const char* kPatient = "PRAGMA busy_timeout=55000";
/// Who is busy with the file does it instead.
constexpr const char* kImpatient = "PRAGMA busy_timeout=0";

}  // namespace

Writer::Writer(sqlite::Connection connection, Fresh& fresh, std::size_t most_fresh, int log_pages,
               std::chrono::milliseconds quiet, std::unique_ptr<Checkpointer> checkpointer)
    : connection_(std::move(connection)),
      fresh_(fresh),
      checkpointer_(std::move(checkpointer)),
      most_fresh_(most_fresh),
      log_pages_(log_pages),
      quiet_(quiet) {
    // At a commit that divided a page SQLite looks through its whole cache: 0.4 ms when that is 32 MiB.
    connection_.run("PRAGMA cache_size=-4096");  // KiB
    connection_.run(kPatient);
    sqlite3_wal_hook(  // takes the place of SQLite's own copying, which says nothing when it fails
        connection_.handle(),
        [](void* length, sqlite3*, const char*, int pages) {
            *static_cast<int*>(length) = pages;
            return SQLITE_OK;
        },
        &log_length_);
    if (checkpointer_) thread_ = std::thread([this] { loop(); });
}

Writer::~Writer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
    checkpointer_.reset();
    if (broken_) return;
    try {
        connection_.run(kImpatient);
        connection_.checkpoint(true);  // or the next start has to
    } catch (const sqlite::SqliteError& error) {
        spdlog::error("copying the log failed: {} (SQLite code {})", error.what(), error.code());
        stop_for_good();
    }
}

void Writer::add(Item item, Done done) {
    if (!thread_.joinable()) {
        std::vector<Entry> one;
        one.push_back({std::move(item), std::move(done), Stored::stored});
        write(one);
        one.front().done(std::move(one.front().result));
        return copy_log();
    }
    bool accepted = false;
    {
        const std::lock_guard lock(mutex_);
        if (!stopping_ && queue_.size() < kMaxQueue) {
            queue_.push_back({std::move(item), std::move(done), Stored::stored});
            accepted = true;
        }
    }
    if (accepted)
        wake_.notify_one();
    else
        done(kBusy);
}

Result<void> Writer::run(Work work) {
    auto promise = std::make_shared<std::promise<Result<void>>>();
    auto future = promise->get_future();
    add(std::move(work), [promise](Result<Stored> result) {
        promise->set_value(result ? Result<void>() : Result<void>(result.error()));
    });
    return future.get();
}

void Writer::loop() {
    std::vector<Entry> batch;
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            const auto is_due = [&] { return stopping_ || !queue_.empty(); };
            if (log_length_ > 0 && !broken_ && !wake_.wait_for(lock, quiet_, is_due)) {
                lock.unlock();
                empty_log();
                continue;
            }
            wake_.wait(lock, is_due);
            if (queue_.empty()) return;
            if (queue_.size() <= kMaxBatch) {
                batch.swap(queue_);
            } else {
                const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(kMaxBatch);
                std::move(queue_.begin(), end, std::back_inserter(batch));
                queue_.erase(queue_.begin(), end);
            }
        }
        write(batch);
        for (auto& entry : batch) entry.done(std::move(entry.result));
        batch.clear();
        copy_log();
    }
}

void Writer::copy_log() {
    if (broken_) return;
    try {
        const bool due = checkpointer_ ? checkpointer_->committed(log_length_) : log_length_ >= log_pages_;
        if (due) connection_.checkpoint(false);
    } catch (const sqlite::SqliteError& error) {
        log_failed(error);
    }
}

void Writer::empty_log() {
    try {
        connection_.run(kImpatient);
        auto& emptied = connection_.prepare("PRAGMA wal_checkpoint(TRUNCATE)");
        const bool is_busy = !emptied.step() || emptied.number(0) != 0;
        emptied.reset();
        // Somebody reads or copies: another time, when it is quiet again.
        if (!is_busy) {
            connection_.checkpoint(true);  // makes it durable
            log_length_ = 0;
        }
    } catch (const sqlite::SqliteError& error) {
        log_failed(error);
    }
    if (!broken_) connection_.run(kPatient);
}

void Writer::log_failed(const sqlite::SqliteError& error) {
    spdlog::error("copying the log failed: {} (SQLite code {})", error.what(), error.code());
    // There may be room again later.
    if (error.kind() != ErrorCode::storage_full && error.kind() != ErrorCode::busy) stop_for_good();
}

void Writer::stop_for_good() {
    broken_ = true;
    checkpointer_.reset();
    connection_.keep_log();
}

void Writer::fail_all(std::vector<Entry>& batch, const Error& error) {
    for (auto& entry : batch) entry.result = error;
}

void Writer::write(std::vector<Entry>& batch) {
    if (broken_) return fail_all(batch, kFailed);
    try {
        write_together(batch);
        return;
    } catch (const sqlite::SqliteError& error) {
        spdlog::error("writing failed: {} (SQLite code {})", error.what(), error.code());
        switch (error.kind()) {
            case ErrorCode::storage_full:
                return fail_all(batch, kFull);
            case ErrorCode::busy:
                return fail_all(batch, kBusy);
            case ErrorCode::storage_failed:
            case ErrorCode::damaged:
                stop_for_good();
                return fail_all(batch, kFailed);
            default:
                break;
        }
    } catch (const std::exception& error) {
        spdlog::error("writing failed: {}", error.what());
    }
    // Something in this batch is wrong in itself. Alone it fails alone; its neighbours are written.
    if (batch.size() == 1)
        return fail_all(batch, {ErrorCode::internal, "Er ging iets mis. Er is niets opgeslagen."});
    for (auto& entry : batch) {
        std::vector<Entry> alone;
        alone.push_back(std::move(entry));
        write(alone);
        entry = std::move(alone.front());
    }
}

void Writer::write_together(std::vector<Entry>& batch) {
    std::vector<std::string_view> row_ids;
    for (const auto& entry : batch)
        if (const auto* response = std::get_if<NewResponse>(&entry.item)) row_ids.push_back(response->row_id);
    sqlite::Transaction transaction(connection_);
    fresh_.catch_up(connection_);
    fresh_.settle_some(connection_, most_fresh_, batch.size());
    filter_.catch_up(connection_);
    Batch writes(connection_, fresh_, filter_, group_in(row_ids));
    for (auto& entry : batch) {
        if (const auto* work = std::get_if<Work>(&entry.item)) {
            const auto result = in_savepoint(connection_, *work);
            entry.result = result ? Result<Stored>(Stored::stored) : Result<Stored>(result.error());
            filter_.catch_up(connection_);  // it may have brought the day to the ledger
        } else if (const auto* response = std::get_if<NewResponse>(&entry.item)) {
            entry.result = writes.add(*response);
        } else if (const auto* signal = std::get_if<NewSignal>(&entry.item)) {
            entry.result = writes.add(*signal);
        } else if (const auto* recording = std::get_if<NewRecording>(&entry.item)) {
            entry.result = writes.add(*recording);
        } else {
            entry.result = writes.add(std::get<NewQuarantine>(entry.item));
        }
    }
    writes.write_counts();
    transaction.commit();
    fresh_.settled();
}

}  // namespace peilpunt::store
