// SPDX-License-Identifier: EUPL-1.2
// Checking, copying and cleaning.
#include <filesystem>
#include <set>
#include <span>

#include "server/store/common/checks.hpp"
#include "server/store/engine/postgres/copy.hpp"
#include "server/store/engine/postgres/cursor.hpp"
#include "server/store/engine/postgres/schema.hpp"
#include "server/store/engine/postgres/store_impl.hpp"
#include "server/store/registry/audit.hpp"
#include "server/store/registry/outcomes.hpp"
#include "server/store/registry/retention.hpp"

namespace peilpunt::store {

using namespace postgres;

namespace {

/// Moves today's rows with words of a giver to the table of all days, in order of their random ids and in
/// one transaction; then drops the file that held them in order of arrival.
void settle(Connection& connection, const std::string& table) {
    Transaction transaction(connection);
    connection.script("LOCK TABLE " + table + "_today IN ACCESS EXCLUSIVE MODE");
    const auto columns = connection.run(
        "SELECT string_agg(quote_ident(attname), ',' ORDER BY attnum) FROM pg_attribute "
        "WHERE attrelid=$1::regclass AND attnum>0 AND NOT attisdropped AND attname<>'settled'",
        args(table));
    const auto names = columns.text(0, 0);
    connection.script("INSERT INTO " + table + "_settled(" + names + ",settled) SELECT " + names +
                      ",1 FROM " + table + "_today ORDER BY id, piece");
    connection.script("TRUNCATE " + table + "_today");
    transaction.commit();
    // Else the planner goes by what it knew of an empty table: 180 ms for a council page instead of 11. And
    // else autovacuum reads and marks what was moved in the minutes after: a quarter fewer submissions.
    connection.script("VACUUM (ANALYZE) " + table + "_settled");
}

/// Writes a small table anew in order of its random ids, in one transaction.
void rewrite(Connection& connection, const std::string& table, const std::string& order) {
    Transaction transaction(connection);
    connection.script("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
    connection.script("CREATE TEMPORARY TABLE kept ON COMMIT DROP AS SELECT * FROM " + table);
    connection.script("TRUNCATE " + table);
    connection.script("INSERT INTO " + table + " SELECT * FROM kept ORDER BY " + order);
    transaction.commit();
}

void check_tallies(Connection& connection, const std::vector<Poll>& polls, std::vector<std::string>& faults) {
    Recount recount(polls, faults);
    const auto head = [](const Rows& rows, int i) {
        return Recount::Head{PollId::from_bytes(rows.view(i, 0)), static_cast<int>(rows.number(i, 1)),
                             cell_of(rows.view(i, 2), rows.view(i, 3), rows.view(i, 4), rows.number(i, 5))};
    };
    for_each_row(connection,
                 "SELECT poll, revision, municipality, district, age_group, channel, answers, piece "
                 "FROM responses ORDER BY poll, day, part, id, piece",
                 [&](const Rows& rows, int i) {
                     if (rows.number(i, 7) == 0) recount.begin(head(rows, i));
                     recount.add_piece(rows.view(i, 6));
                 });
    // The slots of one cell belong together.
    std::map<std::string, std::pair<Recount::Head, results::Tally>> cells;
    for_each_row(connection,
                 "SELECT poll, revision, municipality, district, age_group, channel, counts FROM tallies",
                 [&](const Rows& rows, int i) {
                     const auto key = rows.text(i, 0) + std::to_string(rows.number(i, 1)) + rows.text(i, 2) +
                                      '/' + rows.text(i, 3) + '/' + rows.text(i, 4) + '/' +
                                      std::to_string(rows.number(i, 5));
                     auto& [of, tally] = cells[key];
                     of = head(rows, i);
                     tally.add(results::unpack(rows.view(i, 6)).value());
                 });
    for (const auto& [key, cell] : cells) recount.compare(cell.first, results::pack(cell.second));
    recount.finish();
}

}  // namespace

std::vector<std::string> PostgresStore::verify() {
    return read_snapshot([&](Connection& connection) {
        std::vector<std::string> faults;
        sql::PostgresSession session(connection);
        const auto polls = PollBook::read(session);
        check_log(session, journal_, faults);
        check_tallies(connection, polls, faults);
        Outcomes::check(session, polls, faults);
        if (connection.number("SELECT count(*) FROM signals WHERE piece=0") !=
            connection.number("SELECT coalesce(sum(count), 0)::bigint FROM signal_counts"))
            faults.push_back("signals: the counts differ from the recount");
        return faults;
    });
}

Result<void> PostgresStore::can_store() {
    if (!writer_.failing()) return {};
    // Nothing comes in that would show that there is room again, because a balancer sends nothing: so a table
    // that goes at once asks for some.
    try {
        auto lease = main_.lend();
        Transaction transaction(*lease);
        lease->script("CREATE TEMPORARY TABLE room(bytes bytea STORAGE EXTERNAL) ON COMMIT DROP");
        lease->script(
            "INSERT INTO room SELECT decode(repeat(md5(random()::text), 512), 'hex') "
            "FROM generate_series(1, 32)");
        transaction.commit();
        writer_.works_again();
        return {};
    } catch (const PostgresError& error) {
        return Error{
            error.kind() == ErrorCode::storage_full ? ErrorCode::storage_full : ErrorCode::storage_failed,
            error.what()};
    }
}

namespace {

/// "table column type", of every table of a schema.
std::set<std::string> columns_of(Connection& connection, const std::string& schema) {
    const auto rows = connection.run(
        "SELECT table_name||' '||column_name||' '||data_type FROM information_schema.columns "
        "WHERE table_schema=$1",
        args(std::string_view(schema)));
    std::set<std::string> all;
    for (int i = 0; i < rows.size(); ++i) all.insert(rows.text(i, 0));
    return all;
}

/// Makes the schema once more under another name, in a transaction that is not kept, and compares.
void compare_schema(Connection& connection, const std::string& schema, std::span<const Step> steps,
                    std::vector<std::string>& faults) {
    const std::string other = schema + "_vergelijking";
    Transaction transaction(connection);
    connection.script("CREATE SCHEMA " + other);
    connection.script("SET LOCAL search_path=" + other);
    for (const auto& step : steps) connection.script(step.sql);
    const auto should = columns_of(connection, other);
    auto is = columns_of(connection, schema);
    std::erase_if(is, [](const std::string& column) { return column.starts_with("schema_steps "); });
    for (const auto& column : should)
        if (!is.contains(column)) faults.push_back(schema + ": " + column + " is missing");
    for (const auto& column : is)
        if (!should.contains(column)) faults.push_back(schema + ": " + column + " was added by hand");
}

}  // namespace

std::vector<std::string> PostgresStore::check_schema() {
    std::vector<std::string> faults;
    try {
        {
            auto lease = main_.lend();
            compare_schema(*lease, kMainSchema, main_steps(), faults);
        }
        auto lease = contacts_.lend();
        compare_schema(*lease, kContactSchema, contact_steps(), faults);
    } catch (const PostgresError& error) {
        faults.push_back(std::string("the schema cannot be compared: ") + error.what());
    }
    return faults;
}

Result<void> PostgresStore::backup(const std::string& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error || !std::filesystem::is_empty(folder, error))
        return Error{ErrorCode::conflict, folder + " is not an empty folder"};
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    const auto copied = copy_to_sqlite(options_, folder);
    if (copied) return {};
    for (const auto& half : std::filesystem::directory_iterator(folder, error))
        std::filesystem::remove_all(half, error);
    return copied.error();
}

Result<std::int64_t> PostgresStore::purge(Date ledger_before, TimePoint now, bool dry_run) {
    return database_.write([&](sql::Session& session) -> Result<std::int64_t> {
        return remove_expired(session, journal_, ledger_before, now, dry_run);
    });
}

Result<void> PostgresStore::tidy() {
    try {
        {
            auto lease = main_.lend();
            settle(*lease, "responses");
            settle(*lease, "signals");
            settle(*lease, "recordings");
            rewrite(*lease, "quarantine", "id, piece");
        }
        auto lease = contacts_.lend();
        rewrite(*lease, "contacts", "id");
        return {};
    } catch (const PostgresError& error) {
        return Error{error.kind(), std::string("rewriting failed: ") + error.what()};
    }
}

}  // namespace peilpunt::store
