// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/outbox/database.hpp"

#include <algorithm>
#include <array>

#include "shared/sqlite/head.hpp"

namespace peilpunt::kiosk {
namespace {

constexpr std::int32_t kApplicationId = 0x50504b31;  // "PPK1"

/// With pages of 4096 bytes a row of a table without rowid goes to overflow pages above 1002 bytes.
constexpr std::size_t kPiece = 800;

constexpr std::array kSteps{sqlite::Migration{"queue, totals and settings", R"(
        CREATE TABLE envelopes(
            id BLOB NOT NULL PRIMARY KEY,  -- random
            state INTEGER NOT NULL,        -- 0 waiting, 1 parked
            kind TEXT NOT NULL,
            key_id TEXT NOT NULL,
            total TEXT NOT NULL,           -- the running total that it counted in
            day INTEGER NOT NULL           -- days since 1970; never finer
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX envelopes_oldest ON envelopes(state, day, id);
        CREATE TABLE pieces(
            id BLOB NOT NULL, number INTEGER NOT NULL, bytes BLOB NOT NULL,
            PRIMARY KEY(id, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE totals(name TEXT NOT NULL PRIMARY KEY, captured INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE settings(name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT;
    )"}};

Error refused(ErrorCode code, const std::string& path, const std::string& why) {
    return {code, path + ": " + why + "; it was left as it is"};
}

void check_head(const std::string& path) {
    const auto head = sqlite::head_of(path, kApplicationId);
    if (head == sqlite::Head::no_database)
        throw ResultError(refused(ErrorCode::damaged, path, "not a kiosk database"));
    if (head == sqlite::Head::other)
        throw ResultError(refused(ErrorCode::damaged, path, "the database of another program"));
}

/// Opening in WAL mode needs no more than the head; damage elsewhere would show on some later day.
void check_pages(sqlite::Connection& connection, const std::string& path) {
    const std::string found = connection.text("PRAGMA quick_check(1)");
    if (found != "ok")
        throw ResultError(
            refused(ErrorCode::damaged, path, "damaged (" + found.substr(0, found.find('\n')) + ")"));
}

sqlite::Connection open(const std::string& path, const char* vfs) {
    if (vfs == nullptr) check_head(path);
    try {
        sqlite::Connection connection(path, {.read_only = false, .create = true, .vfs = vfs});
        if (auto ready = sqlite::migrate(connection, kApplicationId, kSteps); !ready)
            throw ResultError(refused(ready.error().code, path, ready.error().message));
        check_pages(connection, path);
        return connection;
    } catch (const sqlite::SqliteError& error) {
        const ErrorCode code = error.kind() == ErrorCode::storage_full ? ErrorCode::storage_full
                               : error.kind() == ErrorCode::damaged    ? ErrorCode::damaged
                                                                       : ErrorCode::storage_failed;
        throw ResultError(refused(code, path, error.what()));
    }
}

std::int64_t days(Date day) { return day.time_since_epoch().count(); }

}  // namespace

Database::Database(const std::string& path, const char* vfs) : connection_(open(path, vfs)) {}

Database::Counts Database::counts() {
    Counts counts;
    auto& waiting = connection_.prepare(
        "SELECT sum(state=0 AND kind='inzending'), sum(state=0 AND kind='signaal'), sum(state=1), "
        "sum(state=0 AND kind='opname') FROM envelopes");
    if (waiting.step()) {
        counts.responses = static_cast<int>(waiting.number(0));
        counts.signals = static_cast<int>(waiting.number(1));
        counts.parked = static_cast<int>(waiting.number(2));
        counts.recordings = static_cast<int>(waiting.number(3));
    }
    waiting.reset();
    auto& oldest = connection_.prepare("SELECT min(day) FROM envelopes WHERE state=0");
    if (oldest.step() && !oldest.is_null(0)) counts.oldest = Date(std::chrono::days(oldest.number(0)));
    oldest.reset();
    return counts;
}

bool Database::has(const EnvelopeId& id) {
    auto& found = connection_.prepare("SELECT 1 FROM envelopes WHERE id=?");
    found.bind_blob(1, id.bytes());
    const bool here = found.step();
    found.reset();
    return here;
}

void Database::add(const std::vector<Entry>& entries, Date day) {
    sqlite::Transaction transaction(connection_);
    for (const auto& [envelope, total] : entries) {
        connection_.prepare("INSERT INTO envelopes(id, state, kind, key_id, total, day) VALUES(?,0,?,?,?,?)")
            .bind_blob(1, envelope.id.bytes())
            .bind(2, sync::word(envelope.kind))
            .bind(3, envelope.key_id)
            .bind(4, total)
            .bind(5, days(day))
            .run();
        std::int64_t number = 0;
        for (std::size_t at = 0; at < envelope.sealed.size(); at += kPiece)
            connection_.prepare("INSERT INTO pieces(id, number, bytes) VALUES(?,?,?)")
                .bind_blob(1, envelope.id.bytes())
                .bind(2, number++)
                .bind_blob(3, std::string_view(envelope.sealed).substr(at, kPiece))
                .run();
        connection_
            .prepare(
                "INSERT INTO totals(name, captured) VALUES(?,1) ON CONFLICT(name) DO UPDATE SET "
                "captured=captured+1")
            .bind(1, total)
            .run();
    }
    transaction.commit();
}

std::vector<Database::Place> Database::oldest_waiting(std::size_t most, const Place& behind) {
    std::vector<Place> places;
    auto& rows = connection_.prepare(
        "SELECT day, id FROM envelopes WHERE state=0 AND (day, id) > (?, ?) ORDER BY day, id LIMIT ?");
    rows.bind(1, behind.day).bind_blob(2, behind.id).bind(3, static_cast<std::int64_t>(most));
    while (rows.step()) places.push_back({rows.number(0), rows.text(1)});
    rows.reset();
    return places;
}

sync::Envelope Database::read(const EnvelopeId& id) {
    sync::Envelope envelope;
    envelope.id = id;
    auto& row = connection_.prepare("SELECT kind, key_id FROM envelopes WHERE id=?");
    row.bind_blob(1, id.bytes());
    if (row.step()) {
        envelope.kind = sync::kind_of(row.view(0)).value_or(sync::Kind::response);
        envelope.key_id = row.text(1);
    }
    row.reset();
    auto& pieces = connection_.prepare("SELECT bytes FROM pieces WHERE id=? ORDER BY number");
    pieces.bind_blob(1, id.bytes());
    while (pieces.step()) envelope.sealed += pieces.view(0);
    pieces.reset();
    return envelope;
}

void Database::remove(const std::vector<EnvelopeId>& ids) {
    {
        sqlite::Transaction transaction(connection_);
        for (const EnvelopeId& id : ids) {
            connection_.prepare("DELETE FROM pieces WHERE id=?").bind_blob(1, id.bytes()).run();
            connection_.prepare("DELETE FROM envelopes WHERE id=?").bind_blob(1, id.bytes()).run();
        }
        transaction.commit();
    }
    connection_.checkpoint(true);
}

void Database::park(const EnvelopeId& id) {
    connection_.prepare("UPDATE envelopes SET state=1 WHERE id=?").bind_blob(1, id.bytes()).run();
}

void Database::unpark_all() {
    if (connection_.number("SELECT EXISTS(SELECT 1 FROM envelopes WHERE state=1)") != 0)
        connection_.run("UPDATE envelopes SET state=0 WHERE state=1");
}

std::map<std::string, std::int64_t> Database::totals() {
    std::map<std::string, std::int64_t> totals;
    auto& rows = connection_.prepare("SELECT name, captured FROM totals");
    while (rows.step()) totals[rows.text(0)] = rows.number(1);
    rows.reset();
    return totals;
}

std::set<std::string> Database::keys() {
    std::set<std::string> keys;
    auto& rows = connection_.prepare("SELECT DISTINCT key_id FROM envelopes");
    while (rows.step()) keys.insert(rows.text(0));
    rows.reset();
    return keys;
}

void Database::put(const std::map<std::string, std::string>& values) {
    for (const auto& [name, value] : values)
        connection_
            .prepare(
                "INSERT INTO settings(name, value) VALUES(?,?) ON CONFLICT(name) DO UPDATE SET "
                "value=excluded.value")
            .bind(1, name)
            .bind(2, value)
            .run();
}

void Database::set(const std::map<std::string, std::string>& values) {
    sqlite::Transaction transaction(connection_);
    put(values);
    transaction.commit();
}

void Database::set_and_restart_totals(const std::map<std::string, std::string>& values) {
    sqlite::Transaction transaction(connection_);
    connection_.run("DELETE FROM totals");
    connection_.run(
        "INSERT INTO totals(name, captured) SELECT total, count(*) FROM envelopes GROUP BY total");
    put(values);
    transaction.commit();
}

std::string Database::get(const std::string& name) {
    auto& row = connection_.prepare("SELECT value FROM settings WHERE name=?");
    row.bind(1, name);
    std::string value = row.step() ? row.text(0) : std::string();
    row.reset();
    return value;
}

}  // namespace peilpunt::kiosk
