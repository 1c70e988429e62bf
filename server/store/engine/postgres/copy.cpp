// SPDX-License-Identifier: EUPL-1.2
#include "server/store/engine/postgres/copy.hpp"

#include <filesystem>
#include <map>
#include <variant>

#include "server/results/results.hpp"
#include "server/store/engine/postgres/cursor.hpp"
#include "server/store/engine/postgres/schema.hpp"
#include "server/store/engine/sqlite/night.hpp"
#include "server/store/engine/sqlite/schema.hpp"
#include "shared/seal/seal.hpp"
#include "shared/sqlite/sqlite.hpp"

namespace peilpunt::store {

using namespace postgres;
namespace fs = std::filesystem;

namespace {

using Value = std::variant<std::monostate, std::int64_t, std::string>;
using Row = std::vector<Value>;
using Each = std::function<void(const Row&)>;

struct TableColumn {
    std::string name;
    Column::Type type;
};
/// A table that both databases have, as SQLite describes it.
struct TableShape {
    std::string name;
    std::vector<TableColumn> columns;
    std::string order;  ///< its key: reading in this order tells nothing about the order of arrival
    std::string names() const {
        std::string all;
        for (const auto& column : columns) all += (all.empty() ? "\"" : ",\"") + column.name + '"';
        return all;
    }
};

std::vector<TableShape> shapes_of(sqlite::Connection& connection) {
    std::vector<TableShape> all;
    auto& tables = connection.prepare(
        "SELECT name FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite_%' "
        "AND name NOT IN ('fresh', 'ledger_today', 'receipts_today', 'ledger_filter') ORDER BY rowid");
    while (tables.step()) all.push_back({tables.text(0), {}, {}});
    tables.reset();
    for (auto& table : all) {
        auto& columns = connection.prepare("SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid");
        columns.bind(1, table.name);
        std::map<std::int64_t, std::string> key;
        while (columns.step()) {
            const auto type = columns.text(1);
            table.columns.push_back({columns.text(0), type == "INTEGER" ? Column::Type::number
                                                      : type == "TEXT"  ? Column::Type::text
                                                                        : Column::Type::bytes});
            if (columns.number(2) > 0) key[columns.number(2)] = '"' + columns.text(0) + '"';
        }
        columns.reset();
        for (const auto& [place, name] : key) table.order += (table.order.empty() ? "" : ",") + name;
    }
    return all;
}

/// Counts rows and adds up a hash of each, so that the order does not matter.
class Sum {
  public:
    void add(const Row& row) {
        std::string bytes;
        for (const auto& value : row) {
            bytes += static_cast<char>('0' + value.index());
            if (const auto* number = std::get_if<std::int64_t>(&value)) bytes += std::to_string(*number);
            if (const auto* text = std::get_if<std::string>(&value))
                bytes += std::to_string(text->size()) + ':' + *text;
            bytes += ';';
        }
        const auto hash = seal::hash(bytes);
        for (std::size_t half = 0; half < 2; ++half) {
            std::uint64_t part = 0;
            for (std::size_t i = 0; i < 8; ++i)
                part = (part << 8) | static_cast<unsigned char>(hash[half * 8 + i]);
            halves_[half] += part;
        }
        ++rows_;
    }
    Copied of(const std::string& table) const {
        std::string hash;
        for (const auto half : halves_)
            for (int shift = 56; shift >= 0; shift -= 8) hash += static_cast<char>((half >> shift) & 0xff);
        return {table, rows_, hash};
    }

  private:
    std::int64_t rows_ = 0;
    std::uint64_t halves_[2] = {0, 0};
};

// ---- SQLite ----

void read_table(sqlite::Connection& connection, const TableShape& table, const Each& each) {
    auto& rows = connection.prepare("SELECT " + table.names() + " FROM \"" + table.name + "\" ORDER BY " +
                                    table.order);
    Row row(table.columns.size());
    while (rows.step()) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            const int column = static_cast<int>(i);
            if (rows.is_null(column))
                row[i] = std::monostate{};
            else if (table.columns[i].type == Column::Type::number)
                row[i] = rows.number(column);
            else
                row[i] = rows.text(column);
        }
        each(row);
    }
    rows.reset();
}

void insert_row(sqlite::Connection& connection, const TableShape& table, const Row& row) {
    std::string marks;
    for (std::size_t i = 0; i < row.size(); ++i) marks += i == 0 ? "?" : ",?";
    auto& insert =
        connection.prepare("INSERT INTO \"" + table.name + "\"(" + table.names() + ") VALUES(" + marks + ")");
    for (std::size_t i = 0; i < row.size(); ++i) {
        const int index = static_cast<int>(i) + 1;
        if (const auto* number = std::get_if<std::int64_t>(&row[i]))
            insert.bind(index, *number);
        else if (const auto* text = std::get_if<std::string>(&row[i]))
            table.columns[i].type == Column::Type::text ? insert.bind(index, *text)
                                                        : insert.bind_blob(index, *text);
    }
    insert.run();
}

// ---- PostgreSQL ----

/// Counts are kept per server here and are one row there.
void read_summed(Connection& connection, const TableShape& table, const Each& each) {
    const std::size_t last = table.columns.size() - 1;
    std::map<Row, results::Tally> tallies;
    std::map<Row, std::int64_t> counts;
    for_each_row(connection, "SELECT " + table.names() + " FROM \"" + table.name + '"',
                 [&](const Rows& rows, int i) {
                     Row key;
                     for (std::size_t column = 0; column < last; ++column)
                         if (table.columns[column].type == Column::Type::number)
                             key.emplace_back(rows.number(i, static_cast<int>(column)));
                         else
                             key.emplace_back(rows.text(i, static_cast<int>(column)));
                     const int place = static_cast<int>(last);
                     if (table.name == "tallies")
                         tallies[key].add(results::unpack(rows.view(i, place)).value());
                     else
                         counts[key] += rows.number(i, place);
                 });
    for (const auto& [key, tally] : tallies) {
        Row row = key;
        row.emplace_back(results::pack(tally));
        each(row);
    }
    for (const auto& [key, count] : counts) {
        Row row = key;
        row.emplace_back(count);
        each(row);
    }
}

void read_table(Connection& connection, const TableShape& table, const Each& each) {
    if (table.name == "tallies" || table.name == "signal_counts") return read_summed(connection, table, each);
    Row row(table.columns.size());
    for_each_row(connection,
                 "SELECT " + table.names() + " FROM \"" + table.name + "\" ORDER BY " + table.order,
                 [&](const Rows& rows, int number) {
                     for (std::size_t i = 0; i < row.size(); ++i) {
                         const int column = static_cast<int>(i);
                         if (rows.is_null(number, column))
                             row[i] = std::monostate{};
                         else if (table.columns[i].type == Column::Type::number)
                             row[i] = rows.number(number, column);
                         else
                             row[i] = rows.text(number, column);
                     }
                     each(row);
                 });
}

/// Rows on their way to one table, a thousand at a time.
class Inserter {
  public:
    Inserter(Connection& connection, const TableShape& table) : connection_(connection), table_(table) {
        const bool partitioned =
            connection.number("SELECT count(*) FROM pg_partitioned_table WHERE partrelid=$1::regclass",
                              args('"' + table.name + '"')) != 0;
        std::string values;
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const auto type = table.columns[i].type;
            values += (i == 0 ? "$" : ",$") + std::to_string(i + 1) +
                      (type == Column::Type::number ? "::bigint[]"
                       : type == Column::Type::text ? "::text[]"
                                                    : "::bytea[]");
        }
        // Rows that come in order of their random keys are settled already.
        sql_ = "INSERT INTO \"" + table.name + "\"(" + table.names() + (partitioned ? ",settled" : "") +
               ") SELECT *" + (partitioned ? ",1" : "") + " FROM unnest(" + values + ")";
        clear();
    }
    void add(const Row& row) {
        for (std::size_t i = 0; i < row.size(); ++i)
            if (const auto* number = std::get_if<std::int64_t>(&row[i]))
                columns_[i].add(*number);
            else if (const auto* text = std::get_if<std::string>(&row[i]))
                columns_[i].add(std::string_view(*text));
            else
                columns_[i].add_null();
        if (columns_.front().size() >= 1000) flush();
    }
    void flush() {
        if (columns_.front().size() == 0) return;
        Params params;
        for (const auto& column : columns_) params.add(column);
        connection_.run(sql_, params);
        clear();
    }

  private:
    void clear() {
        columns_.clear();
        for (const auto& column : table_.columns) columns_.emplace_back(column.type);
    }
    Connection& connection_;
    const TableShape& table_;
    std::string sql_;
    std::vector<Column> columns_;
};

/// A database holds one thing from the start: the counter of versions.
void clear_settings(auto& connection, const std::vector<TableShape>& tables) {
    for (const auto& table : tables)
        if (table.name == "settings") connection.run("DELETE FROM settings");
}

Result<void> compare(const Copied& from, const Copied& to) {
    if (from.rows == to.rows && from.hash == to.hash) return {};
    return Error{ErrorCode::damaged, "table " + from.table + ": " + std::to_string(from.rows) +
                                         " rows were read, and what was written differs (" +
                                         std::to_string(to.rows) + " rows)"};
}

Result<void> copy_up(sqlite::Connection& from, Connection& to, std::vector<Copied>& copied) {
    const auto tables = shapes_of(from);
    for (const auto& table : tables)
        if (to.number("SELECT count(*) FROM \"" + table.name + "\"") != (table.name == "settings" ? 1 : 0))
            return Error{ErrorCode::conflict, "the database holds something already (table " + table.name +
                                                  "); nothing in it was changed"};
    Transaction transaction(to);
    from.run("BEGIN");
    clear_settings(to, tables);
    for (const auto& table : tables) {
        Sum read;
        Inserter inserter(to, table);
        read_table(from, table, [&](const Row& row) {
            read.add(row);
            inserter.add(row);
        });
        inserter.flush();
        Sum back;
        read_table(to, table, [&](const Row& row) { back.add(row); });
        const auto same = compare(read.of(table.name), back.of(table.name));
        if (!same) return same;
        copied.push_back(read.of(table.name));
    }
    from.run("COMMIT");
    transaction.commit();
    return {};
}

Result<void> copy_down(Connection& from, sqlite::Connection& to, std::vector<Copied>& copied) {
    const Transaction view(from, true);
    sqlite::Transaction transaction(to);
    const auto tables = shapes_of(to);
    clear_settings(to, tables);
    for (const auto& table : tables) {
        Sum read;
        read_table(from, table, [&](const Row& row) {
            read.add(row);
            insert_row(to, table, row);
        });
        Sum back;
        read_table(to, table, [&](const Row& row) { back.add(row); });
        const auto same = compare(read.of(table.name), back.of(table.name));
        if (!same) return same;
        copied.push_back(read.of(table.name));
    }
    transaction.commit();
    to.checkpoint(true);
    return {};
}

/// The two halves of all data: which file, which schema of which database.
struct Half {
    const char* file;
    std::int32_t application;
    std::span<const sqlite::Migration> sqlite_steps;
    std::string url;
    const char* schema;
    std::span<const Step> steps;
};

std::vector<Half> halves_of(const PostgresOptions& options) {
    return {
        {"peilpunt.db", schema::kMainApplicationId, schema::main_steps(), options.url, kMainSchema,
         main_steps()},
        {"contact.db", schema::kContactApplicationId, schema::contact_steps(),
         options.contact_url.empty() ? options.url : options.contact_url, kContactSchema, contact_steps()}};
}

/// Runs `copy`, and turns what either database throws into an Error.
template <class F>
Result<std::vector<Copied>> copying(F copy) {
    std::vector<Copied> copied;
    try {
        const Result<void> done = copy(copied);
        if (!done) return done.error();
    } catch (const sqlite::SqliteError& error) {
        return Error{error.kind(), std::string("copying failed: ") + error.what()};
    } catch (const PostgresError& error) {
        return Error{error.kind(), std::string("copying failed: ") + error.what()};
    }
    return copied;
}

}  // namespace

Result<std::vector<Copied>> copy_to_postgres(const std::string& folder, const PostgresOptions& to) {
    return copying([&](std::vector<Copied>& copied) -> Result<void> {
        for (const auto& half : halves_of(to)) {
            const auto path = (fs::path(folder) / half.file).string();
            if (!fs::exists(path)) return Error{ErrorCode::not_found, "there is no " + path};
            sqlite::Connection source(path, {});
            auto ready = sqlite::migrate(source, half.application, half.sqlite_steps, false);
            if (!ready) return ready;
            if (half.application == schema::kMainApplicationId) settle_the_day(source);
            Connection target(half.url, half.schema);
            ready = migrate(target, half.schema, half.steps, true);
            if (!ready) return ready;
            const auto done = copy_up(source, target, copied);
            if (!done) return done;
        }
        return {};
    });
}

Result<std::vector<Copied>> copy_to_sqlite(const PostgresOptions& from, const std::string& folder) {
    return copying([&](std::vector<Copied>& copied) -> Result<void> {
        for (const auto& half : halves_of(from)) {
            const auto path = (fs::path(folder) / half.file).string();
            if (fs::exists(path)) return Error{ErrorCode::conflict, path + " exists already"};
            Connection source(half.url, half.schema);
            auto ready = migrate(source, half.schema, half.steps, false);
            if (!ready) return ready;
            sqlite::Connection target(path, {.create = true});
            ready = sqlite::migrate(target, half.application, half.sqlite_steps);
            if (!ready) return ready;
            const auto done = copy_down(source, target, copied);
            if (!done) return done;
        }
        return {};
    });
}

}  // namespace peilpunt::store
