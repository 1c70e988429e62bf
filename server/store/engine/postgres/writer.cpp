// SPDX-License-Identifier: EUPL-1.2
#include "server/store/engine/postgres/writer.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>

#include "server/store/engine/postgres/schema.hpp"

namespace peilpunt::store::postgres {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMaxQueue = 20000;  ///< entries; over it: busy
constexpr std::size_t kMaxBatch = 1024;   ///< entries in one transaction, so that none waits too long
constexpr auto kPatience = 30s;           ///< for the database to come back
constexpr auto kPause = 200ms;            ///< between two attempts
constexpr int kMaxAttempts = 150;
constexpr int kSlots = 4096;
constexpr std::int64_t kSlotLocks = 1348823405;  ///< class of the advisory locks on slots

const Error kFull{ErrorCode::storage_full, "De schijf is vol. Er is niets opgeslagen."};
const Error kFailed{ErrorCode::storage_failed,
                    "De opslag werkt niet. Het is niet zeker of het is opgeslagen. Probeer het nog eens."};
const Error kBusy{ErrorCode::busy, "Het is druk. Probeer het zo nog eens."};
const Error kWrong{ErrorCode::internal, "Er ging iets mis. Er is niets opgeslagen."};

}  // namespace

Writer::Writer(std::string url, const Clock& clock, int sessions) : url_(std::move(url)), clock_(clock) {
    for (int i = 0; i < sessions; ++i) threads_.emplace_back([this] { loop(); });
}

Writer::~Writer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_) thread.join();
}

void Writer::add(Item item, Done done) {
    bool accepted = false;
    {
        const std::lock_guard lock(mutex_);
        if (!stopping_ && queue_.size() < kMaxQueue) {
            queue_.push_back({std::move(item), std::move(done), Stored::stored, false});
            accepted = true;
        }
    }
    if (accepted)
        wake_.notify_one();
    else
        done(kBusy);
}

std::optional<ErrorCode> Writer::failing() const {
    const int failing = failing_;
    if (failing == 0) return std::nullopt;
    return static_cast<ErrorCode>(failing - 1);
}

bool Writer::take(std::vector<Entry>& batch) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return false;
    if (queue_.size() <= kMaxBatch) {
        batch.swap(queue_);
    } else {
        const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(kMaxBatch);
        std::move(queue_.begin(), end, std::back_inserter(batch));
        queue_.erase(queue_.begin(), end);
    }
    return true;
}

void Writer::loop() {
    Session session;
    std::vector<Entry> batch;
    while (take(batch)) {
        write(session, batch);
        for (auto& entry : batch) entry.done(std::move(entry.result));
        batch.clear();
    }
}

void Writer::open(Session& session) {
    if (session.connection) return;
    auto connection = std::make_unique<Connection>(url_, kMainSchema);
    session.tallies.clear();
    for (session.slot = 1; session.slot < kSlots; ++session.slot)
        if (connection->number("SELECT pg_try_advisory_lock($1::int, $2::int)::int::bigint",
                               args(kSlotLocks, session.slot)) == 1)
            break;
    session.connection = std::move(connection);
}

void Writer::write_once(Session& session, std::vector<Entry>& batch) {
    open(session);
    std::vector<const Item*> items;
    for (const auto& entry : batch) items.push_back(&entry.item);
    Batch writes(*session.connection, session.slot, session.tallies, items);
    try {
        const auto stored = writes.write();
        for (std::size_t i = 0; i < batch.size(); ++i) {
            const bool ours = batch[i].maybe_ours && stored[i] == Stored::duplicate;
            batch[i].result = ours ? Stored::stored : stored[i];
        }
    } catch (const PostgresError& error) {
        if (!error.lost()) throw;
        for (auto& entry : batch) {
            if (const auto* response = std::get_if<NewResponse>(&entry.item))
                entry.maybe_ours |= writes.entered().contains(response->ledger.key);
            else if (const auto* signal = std::get_if<NewSignal>(&entry.item))
                entry.maybe_ours |= writes.entered().contains(signal->ledger.key);
        }
        throw;
    }
}

bool Writer::wait_to_retry(std::chrono::milliseconds since, int attempt) {
    std::unique_lock lock(mutex_);
    if (attempt >= kMaxAttempts || clock_.steady() - since > kPatience) return false;
    // A broken connection often only means: take another one.
    if (attempt == 0) return true;
    if (stopping_) return false;
    wake_.wait_for(lock, kPause, [&] { return stopping_; });
    return true;
}

void Writer::write(Session& session, std::vector<Entry>& batch) {
    const auto fail_all = [&](const Error& error) {
        if (error.code == ErrorCode::storage_full || error.code == ErrorCode::storage_failed)
            failing_ = static_cast<int>(error.code) + 1;
        for (auto& entry : batch) entry.result = error;
    };
    const auto started = clock_.steady();
    for (int attempt = 0;; ++attempt) {
        try {
            write_once(session, batch);
            failing_ = 0;
            return;
        } catch (const PostgresError& error) {
            // A new session knows nothing of what this one counted or held.
            session.connection.reset();
            if (error.again() && attempt < kMaxAttempts) continue;
            if (attempt == 0) spdlog::error("writing failed: {} ({})", error.what(), error.state());
            const auto kind = error.kind();
            if (kind == ErrorCode::storage_full) return fail_all(kFull);
            if (error.lost() || kind == ErrorCode::busy) {
                if (wait_to_retry(started, attempt)) continue;
                return fail_all(kFailed);
            }
            if (kind == ErrorCode::storage_failed) return fail_all(kFailed);
            break;
        } catch (const std::exception& error) {
            session.connection.reset();
            spdlog::error("writing failed: {}", error.what());
            break;
        }
    }
    // Something in this batch is wrong in itself. Alone it fails alone; its neighbours are written.
    if (batch.size() == 1) return fail_all(kWrong);
    for (auto& entry : batch) {
        std::vector<Entry> alone;
        alone.push_back(std::move(entry));
        write(session, alone);
        entry = std::move(alone.front());
    }
}

}  // namespace peilpunt::store::postgres
