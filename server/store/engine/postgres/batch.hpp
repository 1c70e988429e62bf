// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <variant>
#include <vector>

#include "server/store/engine/postgres/names.hpp"
#include "server/store/intake.hpp"
#include "server/store/receipts.hpp"

namespace peilpunt::store::postgres {

using Item = std::variant<NewResponse, NewSignal, NewRecording, NewQuarantine>;

/// What this server counted so far in its own slot, so that counting needs no reading. Right as long as the
/// session holds the slot's lock; forgotten with the session, and when a transaction fails.
using TallyKey = std::tuple<PollId, int, results::CellKey>;
using TallyCache = std::map<TallyKey, results::Tally>;

/// The writes of one transaction. Mostly every id is new, so first everything is sent in one journey, commit
/// included, for which the unique key of the ledger refuses the whole when one is not. Then in two: one
/// enters all ids that are new, the other writes what belongs to them, and commits.
class Batch {
  public:
    /// `items` stay with the caller. `slot` is this session's own.
    Batch(Connection& connection, std::int64_t slot, TallyCache& tallies,
          const std::vector<const Item*>& items);
    /// Begins, writes and commits; what became of each item, in order. Throws PostgresError; when that says
    /// `lost`, it is not known whether the commit happened, and `entered` tells which ids it would have
    /// entered.
    std::vector<Stored> write();
    const std::set<std::string>& entered() const { return entered_; }

  private:
    using SignalCount =
        std::tuple<std::string, std::string, std::string, std::int64_t, std::int64_t, std::int64_t>;
    /// Enters (key, proof, day) triples, sorted so that two servers never wait for each other in a circle;
    /// the keys that were new.
    struct Entry {
        std::string_view key, proof;
        std::int64_t day;
    };
    std::set<std::string> enter(std::vector<Entry> entries);
    void queue_ledger(std::vector<Entry> entries, const char* sql);
    /// False: something was not new, and nothing was written.
    bool write_as_new(const std::vector<Entry>& entries);
    void write_what_is_new(const std::vector<Entry>& entries);
    void find_known();
    void classify();
    void take(const Item& item);
    void set_apart(const Item& item);
    void count_arrival(const std::string& kiosk, const std::string& what);
    void queue_all(bool as_new);
    void queue_rows(bool as_new);
    void queue_findable();
    void queue_tallies();
    void queue_counts();

    Connection& connection_;
    const std::int64_t slot_;
    TallyCache& tallies_;
    const std::vector<const Item*>& items_;
    std::vector<Stored> results_;
    std::set<std::string> entered_;
    std::map<std::string, std::string, std::less<>> known_;  ///< key to proof, of ids seen before

    std::vector<const Item*> responses_, signals_, recordings_;
    std::vector<NewQuarantine> apart_;
    TallyCache counted_;
    std::map<SignalCount, std::int64_t> signal_counts_;
    std::map<std::pair<std::string, std::string>, std::int64_t> arrivals_;
};

}  // namespace peilpunt::store::postgres
