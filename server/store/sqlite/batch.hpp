// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <map>
#include <tuple>

#include "server/store/store.hpp"
#include "shared/sqlite/sqlite.hpp"

namespace peilpunt::store {

/// The writes of one transaction: rows go in at once, counts are gathered and written together at the end.
class Batch {
  public:
    explicit Batch(sqlite::Connection& connection) : connection_(connection) {}
    Stored add(const NewResponse& response);
    Stored add(const NewSignal& signal);
    Stored add(const NewQuarantine& item);
    /// Writes tallies, signal counts and kiosk totals. Call once, before the commit.
    void write_counts();

  private:
    using SignalCount = std::tuple<std::string, std::string, std::string, int, std::int64_t, int>;
    /// stored: new in the ledger; duplicate, or quarantined for other content under a known id.
    Stored enter(const Ledger& ledger, Date day);
    /// Whether this other content under a known id has not been set apart before.
    bool first_time_apart(const Ledger& ledger, Date day);
    void set_apart(const NewQuarantine& item);
    /// Lets the kiosks of the place where it was given find it.
    void make_findable(const std::string& follow_key, const AreaCode& municipality, const std::string& venue,
                       ReceiptKind kind, std::string_view subject);
    void count_arrival(const std::string& kiosk, const std::string& what);

    sqlite::Connection& connection_;
    std::map<std::tuple<PollId, int, results::CellKey>, results::Tally> tallies_;
    std::map<SignalCount, std::int64_t> signals_;
    std::map<std::pair<std::string, std::string>, std::int64_t> arrivals_;
};

}  // namespace peilpunt::store
