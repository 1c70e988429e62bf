// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "shared/model/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

/// A thin, exact wrapper: one connection, prepared statements, transactions, numbered migrations.
namespace peilpunt::sqlite {

/// A failing SQLite call. `code` is the extended result code.
class SqliteError : public std::runtime_error {
  public:
    SqliteError(int code, const std::string& what) : std::runtime_error(what), code_(code) {}
    int code() const { return code_; }
    /// storage_full, storage_failed, damaged, busy or internal.
    ErrorCode kind() const;

  private:
    int code_;
};

/// One prepared statement. Bind with 1-based indexes, step, read columns with 0-based indexes. Reset at the
/// next `bind_all` or by `reset`.
class Statement {
  public:
    Statement(sqlite3* db, std::string_view sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    Statement& bind(int index, std::int64_t value);
    Statement& bind(int index, std::string_view text);
    Statement& bind_blob(int index, std::string_view bytes);
    Statement& bind_null(int index);
    /// True while there is a row.
    bool step();
    /// Steps a statement that gives no rows, and resets it.
    void run();
    void reset();
    std::int64_t number(int column) const;
    std::string text(int column) const;
    /// Bytes or text without a copy; valid until the next step.
    std::string_view view(int column) const;
    bool is_null(int column) const;
    /// A whole number, and neither text nor bytes.
    bool is_number(int column) const;
    /// How many columns its rows have; 0 for a statement that gives none.
    int columns() const;

  private:
    sqlite3* db_;
    sqlite3_stmt* statement_ = nullptr;
};

struct OpenOptions {
    bool read_only = false;
    bool create = false;
    const char* vfs = nullptr;  ///< a test's fault-injecting VFS
};

/// One connection, used by one thread at a time. Opening sets: WAL, synchronous=FULL, secure_delete,
/// foreign_keys, busy_timeout 5 s; and makes what is in the WAL durable. Throws SqliteError when the file is
/// not a database or does not end up in WAL with FULL.
class Connection {
  public:
    Connection(const std::string& path, const OpenOptions& options);
    /// An empty database that is nowhere but in memory; to compare with.
    static Connection in_memory();
    ~Connection();
    Connection(Connection&&) noexcept;
    Connection(const Connection&) = delete;
    /// A cached prepared statement, reset and with its bindings cleared.
    Statement& prepare(std::string_view sql);
    void run(std::string_view sql);
    /// Rows changed by the last statement.
    int changes() const;
    std::int64_t number(std::string_view sql);
    std::string text(std::string_view sql);
    /// PASSIVE, or TRUNCATE: empties the WAL so that nothing deleted lingers in it.
    void checkpoint(bool truncate);
    /// Makes durable what checkpoints copied to the file. SQLite itself does so only when the whole log was
    /// copied, so that a long wait for the disk would come at the end.
    void sync_file();
    /// After a failed fsync: from now on nobody empties the log, also not at closing, so that the next start
    /// copies all of it anew. Throws nothing.
    void keep_log() noexcept;
    sqlite3* handle() const { return db_; }

  private:
    Connection() = default;
    struct HashOfView : std::hash<std::string_view> {
        using is_transparent = void;
    };
    sqlite3* db_ = nullptr;
    std::unordered_map<std::string, std::unique_ptr<Statement>, HashOfView, std::equal_to<>> statements_;
};

/// BEGIN IMMEDIATE ... COMMIT; rolls back when it goes without `commit`.
class Transaction {
  public:
    explicit Transaction(Connection& connection);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    /// Throws SqliteError; then nothing was committed, or (SQLITE_IOERR_*) it is not known: see the store.
    void commit();

  private:
    Connection& connection_;
    bool open_ = true;
};

/// One step of a schema; `name` says what it does. Steps are numbered from 1 in the order given.
struct Migration {
    const char* name;
    const char* sql;
};

/// Brings the schema up to date, one transaction a step. `application_id` marks whose file it is.
/// Errors: unsupported (made by a newer version; never touched), damaged (another application's file; or
/// nothing in it, and not `create`).
Result<void> migrate(Connection& connection, std::int32_t application_id, std::span<const Migration> steps,
                     bool create = true);

}  // namespace peilpunt::sqlite
