// SPDX-License-Identifier: EUPL-1.2
// Checking, copying and cleaning a whole data folder.
#include <fcntl.h>

#include <cerrno>
#include <filesystem>
#include <map>

#include "server/store/common/checks.hpp"
#include "server/store/engine/sqlite/ledger_filter.hpp"
#include "server/store/engine/sqlite/night.hpp"
#include "server/store/engine/sqlite/schema.hpp"
#include "server/store/engine/sqlite/store_impl.hpp"
#include "server/store/registry/audit.hpp"
#include "server/store/registry/outcomes.hpp"
#include "server/store/registry/retention.hpp"
#include "shared/seal/files.hpp"

namespace peilpunt::store {

namespace fs = std::filesystem;

namespace {

constexpr off_t kRoomAsked = 256 * 1024;  ///< bytes; more than one submission takes

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
    auto reader = readers_.lend();
    const ReadTransaction view(*reader);
    sql::SqliteSession session(*reader);
    const auto polls = PollBook::read(session);
    check_log(session, journal_, faults);
    check_integrity(*reader, "peilpunt.db", faults);
    {
        const std::lock_guard lock(contacts_mutex_);
        check_integrity(contacts_, "contact.db", faults);
    }
    check_tallies(*reader, polls, faults);
    Outcomes::check(session, polls, faults);
    Fresh::check(*reader, faults);
    LedgerFilter::check(*reader, faults);

    const auto signals = reader->number("SELECT count(*) FROM signals WHERE piece=0");
    if (signals != reader->number("SELECT coalesce(sum(count),0) FROM signal_counts"))
        faults.push_back("signals: the counts differ from the recount");
    return faults;
}

Result<void> SqliteStore::can_store() {
    if (writer_.broken())
        return Error{ErrorCode::storage_failed, "a write failed; nothing is written until a restart"};
    // Some room is asked for, and given back at once: no byte goes to the disk, and the writer is not in it.
    const seal::Descriptor file(::open(folder_.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600));
    if (!file.open() && (errno == EOPNOTSUPP || errno == EISDIR))
        return {};  // a file system without such files
    const int failed = file.open() ? ::posix_fallocate(file.get(), 0, kRoomAsked) : errno;
    if (failed == 0 || failed == EOPNOTSUPP) return {};
    errno = failed;
    return seal::file_failed("cannot write in", folder_);
}

std::vector<std::string> SqliteStore::check_schema() {
    const auto compare = [](sqlite::Connection& found, std::span<const sqlite::Migration> steps,
                            const std::string& name, std::vector<std::string>& faults) {
        const auto objects = [](sqlite::Connection& connection) {
            std::map<std::string, std::string> all;
            auto& rows = connection.prepare(
                "SELECT type||' '||name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE "
                "'sqlite_%'");
            while (rows.step()) all.emplace(rows.text(0), rows.text(1));
            rows.reset();
            return all;
        };
        sqlite::Connection fresh = sqlite::Connection::in_memory();
        for (const auto& step : steps) fresh.run(step.sql);
        const auto is = objects(found);
        const auto should = objects(fresh);
        for (const auto& [what, sql] : should)
            if (const auto at = is.find(what); at == is.end())
                faults.push_back(name + ": " + what + " is missing");
            else if (at->second != sql)
                faults.push_back(name + ": " + what + " is another than this version makes");
        for (const auto& [what, sql] : is)
            if (!should.contains(what)) faults.push_back(name + ": " + what + " was added by hand");
    };
    std::vector<std::string> faults;
    auto reader = readers_.lend();
    compare(*reader, schema::main_steps(), "peilpunt.db", faults);
    const std::lock_guard lock(contacts_mutex_);
    compare(contacts_, schema::contact_steps(), "contact.db", faults);
    return faults;
}

Result<void> SqliteStore::backup(const std::string& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error || !fs::is_empty(folder, error))
        return Error{ErrorCode::conflict, folder + " is not an empty folder"};
    fs::permissions(folder, fs::perms::owner_all, error);
    try {
        const auto copy = (fs::path(folder) / "peilpunt.db").string();
        readers_.lend()->prepare("VACUUM INTO ?").bind(1, copy).run();
        // A copy stays as it is for years: what the night takes out of the original goes from it at once.
        rewrite(copy, vfs_);
        const std::lock_guard lock(contacts_mutex_);
        contacts_.prepare("VACUUM INTO ?").bind(1, (fs::path(folder) / "contact.db").string()).run();
    } catch (const sqlite::SqliteError& problem) {
        for (const auto& half : fs::directory_iterator(folder, error)) fs::remove_all(half, error);
        return Error{problem.kind(), std::string("the copy failed: ") + problem.what()};
    }
    return {};
}

Result<std::int64_t> SqliteStore::purge(Date ledger_before, TimePoint now, bool dry_run) {
    std::int64_t gone = 0;
    const auto result = writer_.run([&](sqlite::Connection& connection) -> Result<void> {
        Fresh::settle(connection);
        sql::SqliteSession session(connection);
        gone = remove_expired(session, journal_, ledger_before, now, dry_run);
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
