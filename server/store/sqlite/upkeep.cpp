// SPDX-License-Identifier: EUPL-1.2
// Checking, copying and cleaning a whole data folder.
#include <filesystem>

#include "server/store/sqlite/store_impl.hpp"
#include "shared/json/json.hpp"

#include <nlohmann/json.hpp>

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

void check_audit(sqlite::Connection& connection, std::vector<std::string>& faults) {
    auto& rows = connection.prepare("SELECT number, at, who, what, subject, hash FROM audit ORDER BY number");
    std::string before;
    std::int64_t expected = 1;
    while (rows.step()) {
        const AuditEntry entry{rows.number(0), rows.text(1), rows.text(2),
                               rows.text(3),   rows.text(4), rows.text(5)};
        if (entry.number != expected || audit_hash(before, entry) != entry.hash) {
            faults.push_back("audit log: entry " + std::to_string(entry.number) +
                             " was changed, or one before it is gone");
            break;
        }
        before = entry.hash;
        ++expected;
    }
    rows.reset();
}

using TallyKey = std::tuple<std::string, std::int64_t, results::CellKey>;

std::map<TallyKey, results::Tally> recount(sqlite::Connection& connection, const std::vector<Poll>& polls,
                                           std::vector<std::string>& faults) {
    std::map<TallyKey, results::Tally> counted;
    auto& rows = connection.prepare(
        "SELECT poll, day, part, id, revision, municipality, district, age_group, channel, "
        "answers, piece FROM responses ORDER BY poll, day, part, id, piece");
    std::string answers;
    TallyKey key;
    const Poll* poll = nullptr;
    const auto close = [&] {
        if (answers.empty()) return;
        const auto tree = json::parse(answers);
        const auto parsed = tree && poll ? json::answers_from(*tree, *poll) : Result<Answers>(Error{});
        if (parsed)
            counted[key].add(results::tally_of(*poll, *parsed));
        else
            faults.push_back("responses: one of poll " + std::get<0>(key) + " cannot be read");
        answers.clear();
    };
    while (rows.step()) {
        if (rows.number(10) == 0) {
            close();
            const auto id = PollId::from_bytes(rows.view(0));
            poll = nullptr;
            for (const auto& candidate : polls)
                if (candidate.id == id && candidate.revision == rows.number(4)) poll = &candidate;
            results::CellKey cell;
            cell.municipality = AreaCode::parse(rows.view(5)).value();
            if (!rows.view(6).empty()) cell.district = AreaCode::parse(rows.view(6)).value();
            cell.age_group = rows.text(7);
            cell.channel = static_cast<Channel>(rows.number(8));
            key = {id.str(), rows.number(4), cell};
        }
        answers += rows.view(9);
    }
    close();
    rows.reset();
    return counted;
}

}  // namespace

std::vector<std::string> SqliteStore::verify() {
    std::vector<std::string> faults;
    const auto state = load_state();
    auto reader = readers_.lend();
    const ReadTransaction view(*reader);
    check_integrity(*reader, "peilpunt.db", faults);
    {
        const std::lock_guard lock(contacts_mutex_);
        check_integrity(contacts_, "contact.db", faults);
    }
    check_audit(*reader, faults);

    auto counted = recount(*reader, state.polls, faults);
    auto& rows = reader->prepare(
        "SELECT poll, revision, municipality, district, age_group, channel, counts FROM tallies");
    while (rows.step()) {
        results::CellKey cell;
        cell.municipality = AreaCode::parse(rows.view(2)).value();
        if (!rows.view(3).empty()) cell.district = AreaCode::parse(rows.view(3)).value();
        cell.age_group = rows.text(4);
        cell.channel = static_cast<Channel>(rows.number(5));
        const TallyKey key{PollId::from_bytes(rows.view(0)).str(), rows.number(1), cell};
        const auto kept = results::unpack(rows.view(6));
        if (!kept || !counted.contains(key) || !(counted.at(key) == *kept))
            faults.push_back("tallies: a count of poll " + std::get<0>(key) + " differs from the recount");
        counted.erase(key);
    }
    rows.reset();
    for (const auto& [key, tally] : counted)
        faults.push_back("tallies: a count of poll " + std::get<0>(key) + " is missing");

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
        {
            auto reader = readers_.lend();
            reader->prepare("VACUUM INTO ?").bind(1, (fs::path(folder) / "peilpunt.db").string()).run();
        }
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
        return {};
    });
    if (!result) return result.error();
    return gone;
}

Result<void> SqliteStore::tidy() {
    try {
        // VACUUM cannot run inside the writer's transaction; a connection of its own waits for the lock
        // instead.
        sqlite::Connection own((fs::path(folder_) / "peilpunt.db").string(), {});
        own.run("VACUUM");
        own.checkpoint(true);
        const std::lock_guard lock(contacts_mutex_);
        contacts_.run("VACUUM");
        contacts_.checkpoint(true);
    } catch (const sqlite::SqliteError& problem) {
        return Error{problem.kind(), std::string("rewriting failed: ") + problem.what()};
    }
    return {};
}

}  // namespace peilpunt::store
