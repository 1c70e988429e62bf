// SPDX-License-Identifier: EUPL-1.2
#include "server/store/engine/sqlite/night.hpp"

#include <sqlite3.h>

#include <tuple>
#include <vector>

#include "server/store/engine/sqlite/fresh.hpp"
#include "server/store/engine/sqlite/ledger_filter.hpp"
#include "shared/seal/seal.hpp"

namespace peilpunt::store {

namespace {

/// A new id for an old one, never one that begins with zero as those of a group do. Nobody has the key
/// afterwards.
std::string new_id(const seal::Secret& key, std::string_view old) {
    std::string id(old);
    do id = seal::keyed_hash(key, id);
    while (id.front() == '\0');
    return id;
}

/// Makes `new_id(BLOB)` known to the SQL of this connection, with a key that lasts as long as the connection.
void add_new_id(sqlite::Connection& connection) {
    sqlite3_create_function_v2(
        connection.handle(), "new_id", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
        new seal::Secret(seal::random_secret(32)),
        [](sqlite3_context* context, int, sqlite3_value** values) {
            const auto* bytes = static_cast<const char*>(sqlite3_value_blob(values[0]));
            const auto size = static_cast<std::size_t>(sqlite3_value_bytes(values[0]));
            const auto& key = *static_cast<const seal::Secret*>(sqlite3_user_data(context));
            const auto id = new_id(key, {bytes, size});
            sqlite3_result_blob(context, id.data(), static_cast<int>(id.size()), SQLITE_TRANSIENT);
        },
        nullptr, nullptr, [](void* key) { delete static_cast<seal::Secret*>(key); });
}

/// For those of one part of a day. A row that only changes its id moves to a random page, and each of those
/// is written for each row: without end when ten million move. So they are sorted by their new ids and
/// written once more, and then the old ones go.
void give_new_ids(sqlite::Connection& connection, std::string_view poll, std::int64_t day,
                  std::int64_t part) {
    for (const char* sql :
         {"INSERT INTO responses SELECT poll, day, part, new_id(id) AS next, piece, revision, municipality, "
          "district, age_group, channel, venue, language, late, answers FROM responses "
          "WHERE poll=? AND day=? AND part=? AND id<x'01' ORDER BY next, piece",
          "DELETE FROM responses WHERE poll=? AND day=? AND part=? AND id<x'01'"})
        connection.prepare(sql).bind_blob(1, poll).bind(2, day).bind(3, part).run();
}

void give_new_ids(sqlite::Connection& connection) {
    std::vector<std::tuple<std::string, std::int64_t, std::int64_t>> places;
    auto& rows = connection.prepare("SELECT DISTINCT poll, day, part FROM responses WHERE id<x'01'");
    while (rows.step()) places.emplace_back(rows.text(0), rows.number(1), rows.number(2));
    rows.reset();
    for (const auto& [poll, day, part] : places) give_new_ids(connection, poll, day, part);
}

}  // namespace

void settle_the_day(sqlite::Connection& connection) {
    connection.run("PRAGMA cache_size=-32768");  // KiB; also what is sorted at once
    add_new_id(connection);
    sqlite::Transaction transaction(connection);
    Fresh::settle(connection);
    give_new_ids(connection);
    LedgerFilter::make(connection);
    transaction.commit();
}

}  // namespace peilpunt::store
