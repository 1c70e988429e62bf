// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>

#include "shared/model/time.hpp"

namespace peilpunt::sql {
class Session;
}
namespace peilpunt::records {
class Journal;
}

namespace peilpunt::store {

/// Removes ledger entries of before that day and what has expired of sign-ins and pairing codes, with an
/// entry of how many; a dry run only counts. In the caller's transaction.
std::int64_t remove_expired(sql::Session& session, const records::Journal& journal, Date ledger_before,
                            TimePoint now, bool dry_run);

}  // namespace peilpunt::store
