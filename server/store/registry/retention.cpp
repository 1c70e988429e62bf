// SPDX-License-Identifier: EUPL-1.2
#include "server/store/registry/retention.hpp"

#include <string>

#include "server/records/journal.hpp"
#include "server/sql/database.hpp"
#include "server/store/registry/audit.hpp"

namespace peilpunt::store {

std::int64_t remove_expired(sql::Session& session, const records::Journal& journal, Date ledger_before,
                            TimePoint now, bool dry_run) {
    const auto day = ledger_before.time_since_epoch().count();
    const auto ms = now.time_since_epoch().count();
    const std::pair<const char*, std::int64_t> kept[] = {
        {"ledger WHERE day<?1", day}, {"sessions WHERE expires<=?1", ms}, {"pairings WHERE expires<=?1", ms}};
    std::int64_t gone = 0;
    for (const auto& [what, limit] : kept)
        gone += dry_run ? session.number(std::string("SELECT count(*) FROM ") + what, {limit})
                        : session.run(std::string("DELETE FROM ") + what, {limit}).changes();
    if (!dry_run && gone != 0)
        journal.note(session, kSystem, "bewaartermijn-opgeschoond", std::to_string(gone));
    return gone;
}

}  // namespace peilpunt::store
