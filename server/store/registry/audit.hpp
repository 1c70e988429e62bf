// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shared/model/result.hpp"

namespace peilpunt::sql {
class Database;
class Session;
}  // namespace peilpunt::sql
namespace peilpunt::records {
class Journal;
}

/// The audit log as the store writes, shows and checks it; and the one that 0.1.0 kept.
namespace peilpunt::store {

/// One entry of the audit log, as it is shown. `who`: an id (records::ActorId::str), or the name that was
/// given.
struct AuditEntry {
    std::int64_t number = 0;
    std::string at, who, what, subject, hash;
};

/// Who did what nobody asked for at that moment.
inline constexpr std::string_view kSystem = "systeem";

/// All entries, in order.
std::vector<AuditEntry> read_audit(sql::Database& database);
/// Writes an entry about what is not in the store, such as a file of keys.
Result<void> add_to_audit(sql::Database& database, const records::Journal& journal, std::string_view what,
                          std::string_view subject, std::string_view who);
/// Adds what records::check finds, and that a store with people or polls has a log at all.
void check_log(sql::Session& session, const records::Journal& journal, std::vector<std::string>& faults);

/// Takes the entries of table `audit`, which 0.1.0 wrote, over in the log, with the time, name and subject
/// that they had, and says whether their chain was whole; then empties it. Nothing when it is empty.
Result<void> carry_over_audit(sql::Database& database, const records::Journal& journal);

}  // namespace peilpunt::store
