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
/// looked up. When there are too many for that, the oldest move to `ledger_today` and `receipts_today`; at
/// night `settle` brings all of the day to the tables `ledger` and `receipts`.
class Fresh {
  public:
    /// 16 bytes that are evenly spread: a keyed hash.
    using Key = std::array<char, 16>;
    struct LedgerEntry {
        Key key, proof;
        std::int32_t day;
    };
    /// Of a response only: that leads to its poll. The receipt of a signal leads to its words, and the rows
    /// here stand in order of arrival, so those go to table `receipts_today` at once.
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
    /// Moves all of the day to `ledger` and `receipts`. Inside a transaction.
    static void settle(sqlite::Connection& connection);
    /// For the writer in the middle of the day, when more than `most` entries are here: moves twice as many
    /// as are `arriving` with each commit, in key order, to the tables of today, so that nobody waits for
    /// all. Their rows stay until all have moved; at most one and a half times `most` are here.
    void settle_some(sqlite::Connection& connection, std::size_t most, std::size_t arriving);
    /// The transaction of `settle_some` was committed; without this call its part is moved once more.
    void settled();
    /// A line for each row that is not what it should be.
    static void check(sqlite::Connection& connection, std::vector<std::string>& faults);

    /// Reads the rows that are new, whoever wrote them. What a connection sees now is found afterwards, here
    /// or in the tables. Any thread.
    void catch_up(sqlite::Connection& connection);
    std::optional<Key> proof(const Key& key);
    /// The poll that this volgcode is about.
    std::optional<Key> poll_of(const Key& hash);

  private:
    /// What is on its way to the tables, the writer's own.
    struct Moving {
        Entries entries;         ///< in key order
        std::size_t moved = 0;   ///< of each, committed
        std::size_t now = 0;     ///< of each, with the commit that is being made
        std::int64_t first = 0;  ///< as first_, which changes when somebody else settled all of it
        std::int64_t last = 0;   ///< number of the last row that they are from; 0: nothing is moving
    };
    static Entries read_all(sqlite::Connection& connection);
    /// How a row gets into a ledger and a table of receipts.
    struct Tables {
        const char *ledger, *receipts;
    };
    static const Tables kToday, kSettled;
    static void move(sqlite::Connection& connection, const Entries& entries, std::size_t from, std::size_t to,
                     const Tables& into);
    struct SpreadAlready {
        using is_avalanching = void;
        std::size_t operator()(const Key& key) const {
            std::size_t value = 0;
            std::memcpy(&value, key.data(), sizeof value);
            return value;
        }
    };

    Moving moving_;
    std::mutex mutex_;
    std::int64_t first_ = 0, last_ = 0;  ///< numbers of the rows that are in here
    boost::unordered_flat_map<Key, Key, SpreadAlready> proofs_, polls_;
};

}  // namespace peilpunt::store
