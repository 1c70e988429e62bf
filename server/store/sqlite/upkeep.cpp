// SPDX-License-Identifier: EUPL-1.2
// Checking, copying and cleaning a whole data folder.
#include <filesystem>

#include "server/store/common/audit.hpp"
#include "server/store/common/checks.hpp"
#include "server/store/registry/outcomes.hpp"
#include "server/store/sqlite/ledger_filter.hpp"
#include "server/store/sqlite/night.hpp"
#include "server/store/sqlite/store_impl.hpp"

namespace peilpunt::store {

namespace fs = std::filesystem;

namespace {

void check_integrity(sqlite::Connection& connection, const std::string& name,
                     std::vector<std::string>& faults) {
    auto& rows = connection.prepare("PRAGMA integrity_check");
    while (rows.step())
        if (rows.view(0) != "ok") faults.push_back(name + ": " + rows.text(0));
    rows.reset();
}

void check_tallies(sqlite::Connection& connection, const std::vector<Poll>& polls,
                   std::vector<std::string>& faults) {
    Recount recount(polls, faults);
    auto& rows = connection.prepare(
        "SELECT poll, revision, municipality, district, age_group, channel, answers, piece "
        "FROM responses ORDER BY poll, day, part, id, piece");
    const auto head = [](const sqlite::Statement& row) {
        return Recount::Head{PollId::from_bytes(row.view(0)), static_cast<int>(row.number(1)),
                             cell_of(row.view(2), row.view(3), row.view(4), row.number(5))};
    };
    while (rows.step()) {
        if (rows.number(7) == 0) recount.begin(head(rows));
        recount.add_piece(rows.view(6));
    }
    rows.reset();
    auto& kept = connection.prepare(
        "SELECT poll, revision, municipality, district, age_group, channel, counts FROM tallies");
    while (kept.step()) recount.compare(head(kept), kept.view(6));
    kept.reset();
    recount.finish();
}

/// Settles the day and lays every row anew, so that nothing deleted and no order of arrival lingers. VACUUM
/// cannot run inside the writer's transaction; a connection of its own waits for the lock instead.
void rewrite(const std::string& path, const char* vfs) {
    sqlite::Connection own(path, {.vfs = vfs});
    own.run("PRAGMA busy_timeout=55000");
    own.run("PRAGMA secure_delete=FAST");  // VACUUM leaves nothing of what goes here
    settle_the_day(own);
    own.run("VACUUM");
    own.checkpoint(true);
}

}  // namespace

std::vector<std::string> SqliteStore::verify() {
    std::vector<std::string> faults;
    const auto state = load_state();
    auto reader = readers_.lend();
    const ReadTransaction view(*reader);
    sql::SqliteSession session(*reader);
    check_log(session, journal_, faults);
    check_integrity(*reader, "peilpunt.db", faults);
    {
        const std::lock_guard lock(contacts_mutex_);
        check_integrity(contacts_, "contact.db", faults);
    }
    check_tallies(*reader, state.polls, faults);
    Outcomes::check(session, state.polls, faults);
    Fresh::check(*reader, faults);
    LedgerFilter::check(*reader, faults);

    const auto signals = reader->number("SELECT count(*) FROM signals WHERE piece=0");
    if (signals != reader->number("SELECT coalesce(sum(count),0) FROM signal_counts"))
        faults.push_back("signals: the counts differ from the recount");
    return faults;
}

Result<void> SqliteStore::backup(const std::string& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error || !fs::is_empty(folder, error))
        return Error{ErrorCode::conflict, folder + " is not an empty folder"};
    try {
        const auto copy = (fs::path(folder) / "peilpunt.db").string();
        readers_.lend()->prepare("VACUUM INTO ?").bind(1, copy).run();
        // A copy stays as it is for years: what the night takes out of the original goes from it at once.
        rewrite(copy, vfs_);
        const std::lock_guard lock(contacts_mutex_);
        contacts_.prepare("VACUUM INTO ?").bind(1, (fs::path(folder) / "contact.db").string()).run();
    } catch (const sqlite::SqliteError& problem) {
        return Error{problem.kind(), std::string("the copy failed: ") + problem.what()};
    }
    return {};
}

Result<std::int64_t> SqliteStore::purge(Date ledger_before, TimePoint now, bool dry_run) {
    std::int64_t gone = 0;
    const auto result = writer_.run([&](sqlite::Connection& connection) -> Result<void> {
        Fresh::settle(connection);
        const auto day = ledger_before.time_since_epoch().count();
        const auto ms = now.time_since_epoch().count();
        const std::pair<const char*, std::int64_t> steps[] = {{"ledger WHERE day<?", day},
                                                              {"sessions WHERE expires<=?", ms},
                                                              {"pairings WHERE expires<=?", ms}};
        for (const auto& [what, limit] : steps) {
            if (dry_run) {
                auto& count = connection.prepare(std::string("SELECT count(*) FROM ") + what);
                count.bind(1, limit).step();
                gone += count.number(0);
                count.reset();
            } else {
                connection.prepare(std::string("DELETE FROM ") + what).bind(1, limit).run();
                gone += connection.changes();
            }
        }
        if (!dry_run && gone != 0)
            log(connection, kSystem, "bewaartermijn-opgeschoond", std::to_string(gone));
        return {};
    });
    if (!result) return result.error();
    return gone;
}

Result<void> SqliteStore::tidy() {
    try {
        rewrite((fs::path(folder_) / "peilpunt.db").string(), vfs_);
        const std::lock_guard lock(contacts_mutex_);
        contacts_.run("VACUUM");
        contacts_.checkpoint(true);
    } catch (const sqlite::SqliteError& problem) {
        return Error{problem.kind(), std::string("rewriting failed: ") + problem.what()};
    }
    return {};
}

}  // namespace peilpunt::store
