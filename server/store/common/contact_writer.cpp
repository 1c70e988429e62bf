// SPDX-License-Identifier: EUPL-1.2
#include "server/store/common/contact_writer.hpp"

#include <algorithm>

namespace peilpunt::store {

namespace {

constexpr std::size_t kMaxQueue = 20'000;  ///< wishes; over it: busy

}  // namespace

ContactWriter::ContactWriter(Commit commit, bool own_thread) : commit_(std::move(commit)) {
    if (own_thread) thread_ = std::thread([this] { loop(); });
}

ContactWriter::~ContactWriter() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void ContactWriter::add(ContactWish wish, ContactDone done) {
    if (!thread_.joinable()) return done(commit_({std::move(wish)}));
    {
        const std::lock_guard lock(mutex_);
        if (!stopping_ && queue_.size() < kMaxQueue) {
            queue_.emplace_back(std::move(wish), std::move(done));
            done = nullptr;
        }
    }
    if (done) return done(Error{ErrorCode::busy, "Het is druk. Probeer het zo nog eens."});
    wake_.notify_one();
}

Result<void> ContactWriter::commit(const std::vector<ContactWish>& wishes) {
    try {
        return commit_(wishes);
    } catch (const std::exception&) {
        return Error{ErrorCode::storage_failed, "De opslag werkt niet. Er is niets opgeslagen."};
    }
}

void ContactWriter::loop() {
    for (;;) {
        std::vector<std::pair<ContactWish, ContactDone>> batch;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) return;
            batch.swap(queue_);
        }
        std::vector<ContactWish> wishes;
        for (auto& [wish, done] : batch) wishes.push_back(std::move(wish));
        std::sort(wishes.begin(), wishes.end(),
                  [](const ContactWish& a, const ContactWish& b) { return a.row_id < b.row_id; });
        const auto stored = commit(wishes);
        for (auto& [wish, done] : batch) done(stored);
    }
}

}  // namespace peilpunt::store
