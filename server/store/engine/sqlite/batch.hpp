// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <map>
#include <tuple>

#include "server/store/engine/sqlite/fresh.hpp"
#include "server/store/engine/sqlite/ledger_filter.hpp"
#include "server/store/intake.hpp"
#include "server/store/receipts.hpp"
#include "shared/sqlite/sqlite.hpp"

namespace peilpunt::store {

/// Responses in one commit from which on they lie side by side until the nightly rewrite.
inline constexpr std::size_t kGroup = 10;
/// What the ids of responses that are written together begin with: zero, and two of the random bytes of
/// `row_id`. Random ids each touch a page of their own; so the rows of one commit share a few. Until the
/// nightly rewrite, which gives all of them new ids, that tells which ten or more came in together (as the
/// log does), but not when.
std::string group_of(std::string_view row_id);

/// The writes of one transaction: rows go in at once, counts are gathered and written together at the end.
class Batch {
  public:
    /// `group`: empty, or 3 bytes with which the ids of all its responses begin; see group_of.
    Batch(sqlite::Connection& connection, Fresh& fresh, const LedgerFilter& filter, std::string group)
        : connection_(connection), fresh_(fresh), filter_(filter), group_(std::move(group)) {}
    Stored add(const NewResponse& response);
    Stored add(const NewSignal& signal);
    Stored add(const NewRecording& recording);
    Stored add(const NewQuarantine& item);
    /// Writes ledger entries, receipts, tallies, signal counts and kiosk totals. Call once, before the
    /// commit.
    void write_counts();

  private:
    using SignalCount = std::tuple<std::string, std::string, std::string, int, std::int64_t, int>;
    /// stored: new in the ledger; duplicate, or quarantined for other content under a known id.
    Stored enter(const Ledger& ledger, Date day);
    std::optional<Fresh::Key> proof_of(const Fresh::Key& key);
    std::optional<Fresh::Key> look(std::string_view sql, const Fresh::Key& key);
    void note(const Fresh::Key& key, const Fresh::Key& proof, Date day);
    /// Whether this other content under a known id has not been set apart before.
    bool first_time_apart(const Ledger& ledger, Date day);
    void set_apart(const NewQuarantine& item);
    /// Lets the kiosks of the place where it was given find it.
    void make_findable(const std::string& follow_key, const AreaCode& municipality, const std::string& venue,
                       ReceiptKind kind, std::string_view subject);
    void count_arrival(const std::string& kiosk, const std::string& what);

    sqlite::Connection& connection_;
    Fresh& fresh_;
    const LedgerFilter& filter_;
    const std::string group_;
    Fresh::Entries entries_;
    std::map<Fresh::Key, Fresh::Key> proofs_;  ///< of this batch
    std::map<std::tuple<PollId, int, results::CellKey>, results::Tally> tallies_;
    std::map<SignalCount, std::int64_t> signals_;
    std::map<std::pair<std::string, std::string>, std::int64_t> arrivals_;
};

}  // namespace peilpunt::store
