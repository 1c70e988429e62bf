// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "server/store/engine/sqlite/fresh.hpp"
#include "shared/sqlite/sqlite.hpp"

namespace peilpunt::store {

/// Tells of nearly every id that is new that the table `ledger` does not hold it, so that nobody looks: with
/// millions of entries each look would read a page at a random place, often from the disk. A blocked Bloom
/// filter (Putze, Sanders, Singler 2007): 12 bits an entry, six of the 512 bits of one block, which take in
/// 0.5% for known. The night makes it anew and keeps it in table `ledger_filter`; a trigger removes it when
/// anybody adds to the ledger afterwards. Used by one thread.
class LedgerFilter {
  public:
    /// Makes it for what the ledger holds now. Inside a transaction.
    static void make(sqlite::Connection& connection);
    /// Takes over the one that fits what `connection` sees now, or none. Inside the writer's transaction.
    void catch_up(sqlite::Connection& connection);
    /// False: the ledger does not hold `key`. True without a filter.
    bool may_hold(const Fresh::Key& key) const;
    /// A line when the ledger holds what the filter denies.
    static void check(sqlite::Connection& connection, std::vector<std::string>& faults);

  private:
    std::int64_t number_ = 0;  ///< of the row that it was read from; 0: there is none
    std::string blocks_;       ///< 64 bytes each
};

}  // namespace peilpunt::store
