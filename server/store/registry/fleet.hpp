// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/model/area.hpp"
#include "shared/model/ids.hpp"
#include "shared/model/result.hpp"
#include "shared/model/time.hpp"

namespace peilpunt::sql {
class Database;
}
namespace peilpunt::records {
class Journal;
}

namespace peilpunt::store {

struct Kiosk {
    KioskId id;
    std::string venue;
    AreaCode municipality;
    std::string sign_key;  ///< 32 bytes; empty: not paired yet
    bool revoked = false;
    std::string last_contact;  ///< RFC 3339, whole minutes; empty: never
    std::string version;
    int waiting = 0, parked = 0, oldest_waiting_hours = 0, disk_free_percent = 100;
    std::int64_t clock_offset_s = 0;
    std::int64_t last_batch = 0;
    /// By poll id, "signalen" and "opnamen": what the kiosk says it captured, and what arrived here (stored
    /// or quarantined).
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> totals;
    std::map<std::string, std::int64_t> refusals;  ///< of its messages, by reason, ever
    std::vector<std::string> left_out;  ///< of the content, what its version cannot read; a line each
    std::set<std::string> keys;  ///< ids of the server keys that it seals to and that its queue is sealed to
    /// What it captured less what arrived and what still waits there; 0 when nothing is missing.
    std::int64_t missing() const;
};

struct KioskReport {
    KioskId id;
    std::string last_contact, version;
    int waiting = 0, parked = 0, oldest_waiting_hours = 0, disk_free_percent = 100;
    std::int64_t clock_offset_s = 0, batch = 0;
    std::map<std::string, std::int64_t> captured;
    std::vector<std::string> left_out{};
    std::set<std::string> keys{};
};

/// How often messages were refused, by the kiosk that they say to be from and the reason; KioskId() stands
/// for all that are not known here.
using Refusals = std::map<std::pair<KioskId, std::string>, std::int64_t>;

/// The kiosks: how they come, what they say of themselves, and how they go. What arrived of each is counted
/// by the engines, in the transaction of the intake itself.
class Fleet {
  public:
    /// Both outlive it.
    Fleet(sql::Database& database, const records::Journal& journal)
        : database_(database), journal_(journal) {}

    Result<void> add_pairing(std::string_view code_hash, std::string_view venue, const AreaCode& municipality,
                             TimePoint expires, std::string_view who);
    /// Uses the code up and makes the kiosk, in one transaction. A kiosk that is here already, revoked or
    /// not, moves to the code's venue, with its totals. The same code and key once more, within its time,
    /// give the same kiosk, so that a lost answer loses nothing. Unauthorized for an unknown or expired code,
    /// and for one that was used by another key.
    Result<Kiosk> enrol(std::string_view code_hash, KioskId id, std::string_view sign_key, TimePoint now);
    std::optional<Kiosk> find(KioskId id);
    /// In order of venue.
    std::vector<Kiosk> all();
    Result<void> revoke(KioskId id, std::string_view who);  ///< not_found
    Result<void> report(const KioskReport& report);
    Result<void> count_refusals(const Refusals& refusals);
    /// By reason, of all that named a kiosk that is not known here.
    std::map<std::string, std::int64_t> refused_strangers();

  private:
    sql::Database& database_;
    const records::Journal& journal_;
};

}  // namespace peilpunt::store
