// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "server/records/journal.hpp"
#include "server/results/results.hpp"
#include "server/store/store.hpp"

/// The audit log as the store writes, shows and checks it; and the one that 0.1.0 kept.
namespace peilpunt::store {

/// Who did what nobody asked for at that moment.
inline constexpr std::string_view kSystem = "systeem";

/// "fietsen uitgave 2"
std::string release_name(const Poll& poll, const results::Release& release);

/// All entries, in order.
std::vector<AuditEntry> read_audit(sql::Database& database);
/// Adds what records::check finds, and that a store with people or polls has a log at all.
void check_log(sql::Session& session, const records::Journal& journal, std::vector<std::string>& faults);

/// Takes the entries of table `audit`, which 0.1.0 wrote, over in the log, with the time, name and subject
/// that they had, and says whether their chain was whole; then empties it. Nothing when it is empty.
Result<void> carry_over_audit(sql::Database& database, const records::Journal& journal);

}  // namespace peilpunt::store
