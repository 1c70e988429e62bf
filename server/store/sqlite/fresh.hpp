// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <cstring>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/sqlite/sqlite.hpp"

namespace peilpunt::store {

/// Ledger entries, and receipts of responses, that came in since the last nightly rewrite. Their keys are
/// random, so that in one big table each costs a page of its own, twice as many bytes as all else of a
/// submission. Table `fresh` keeps those of one commit together in one row, in key order; here they are
/// looked up. At night `settle` moves them to the tables `ledger` and `receipts`.
class Fresh {
  public:
    /// 16 bytes that are evenly spread: a keyed hash.
    using Key = std::array<char, 16>;
    struct LedgerEntry {
        Key key, proof;
        std::int32_t day;
    };
    /// Of a response only: that leads to its poll. The receipt of a signal leads to its words, and the rows
    /// here stand in order of arrival, so those go to table `receipts` at once.
    struct ReceiptEntry {
        Key hash, poll;
    };
    /// What one commit adds.
    struct Entries {
        std::vector<LedgerEntry> ledger;
        std::vector<ReceiptEntry> receipts;
    };
    static Key key_of(std::string_view sixteen_bytes);
    static std::string_view view(const Key& key) { return {key.data(), key.size()}; }

    /// Writes the row of this commit. Inside the writer's transaction.
    static void write(sqlite::Connection& connection, Entries entries);
    /// Moves all rows to `ledger` and `receipts`. Inside a transaction.
    static void settle(sqlite::Connection& connection);
    /// A line for each row that is not what it should be.
    static void check(sqlite::Connection& connection, std::vector<std::string>& faults);

    /// Reads the rows that are new, whoever wrote them. What a connection sees now is found afterwards, here
    /// or in the tables. Any thread.
    void catch_up(sqlite::Connection& connection);
    std::optional<Key> proof(const Key& key);
    /// The poll that this volgcode is about.
    std::optional<Key> poll_of(const Key& hash);
    std::size_t size();

  private:
    struct SpreadAlready {
        using is_avalanching = void;
        std::size_t operator()(const Key& key) const {
            std::size_t value = 0;
            std::memcpy(&value, key.data(), sizeof value);
            return value;
        }
    };

    std::mutex mutex_;
    std::int64_t first_ = 0, last_ = 0;  ///< numbers of the rows that are in here
    boost::unordered_flat_map<Key, Key, SpreadAlready> proofs_, polls_;
};

}  // namespace peilpunt::store
