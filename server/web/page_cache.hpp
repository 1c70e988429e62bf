// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>

#include "shared/model/time.hpp"

namespace peilpunt::web {

/// What a page was made from: another version of the public state, or another day, makes another page.
struct Edition {
    std::int64_t version = 0;
    Date today{};
    bool operator==(const Edition&) const = default;
};

/// Pages that are the same for everybody, made once for each edition. Keys come from routes that exist, so
/// their number is bounded. Thread-safe.
template <class Page>
class PageCache {
  public:
    /// The page under `key`; made by `make` when there is none of this edition. Two threads may both make it.
    template <class Make>
    std::shared_ptr<const Page> get(const std::string& key, const Edition& edition, Make&& make) {
        {
            const std::shared_lock lock(mutex_);
            const auto found = pages_.find(key);
            if (found != pages_.end() && found->second.edition == edition) return found->second.page;
        }
        std::shared_ptr<const Page> page = make();
        const std::unique_lock lock(mutex_);
        pages_[key] = {edition, page};
        return page;
    }

  private:
    struct Entry {
        Edition edition;
        std::shared_ptr<const Page> page;
    };
    std::shared_mutex mutex_;
    std::map<std::string, Entry> pages_;
};

}  // namespace peilpunt::web
