// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>

#include "server/sql/database.hpp"
#include "server/sql/readers.hpp"
#include "shared/sqlite/sqlite.hpp"

namespace peilpunt::sql {

/// A transaction that somebody else began on this connection.
class SqliteSession final : public Session {
  public:
    explicit SqliteSession(sqlite::Connection& connection) : connection_(connection) {}
    Engine engine() const override { return Engine::sqlite; }

  protected:
    Rows execute(std::string_view sql, std::span<const Param> params) override;

  private:
    sqlite::Connection& connection_;
};

/// A SQLite file that somebody else has open. Reads on lent connections; a write is handed to whoever is the
/// file's only writer.
class SqliteDatabase : public Database {
  public:
    using Work = std::function<Result<void>(sqlite::Connection&)>;
    /// Runs the work in a transaction and returns when it is durable; undoes it when it gives an Error.
    using Writer = std::function<Result<void>(Work)>;
    /// `readers` outlives it.
    SqliteDatabase(sqlite::Readers& readers, Writer writer) : readers_(readers), writer_(std::move(writer)) {}

  protected:
    void read_with(const Reading& f) override;
    Result<void> write_with(const Writing& f) override;
    Rows ask_with(std::string_view sql, std::span<const Param> params) override;

  private:
    sqlite::Readers& readers_;
    const Writer writer_;
};

/// A SQLite file of its own, whose only writer it is; one write after the other, each with its own fsync.
class SqliteFile {
  public:
    /// Makes the file and its tables when they are not there. Errors: as sqlite::migrate; storage_failed.
    static Result<std::unique_ptr<SqliteFile>> open(const std::string& path, std::int32_t application,
                                                    std::span<const sqlite::Migration> steps);
    Database& database() { return database_; }

  private:
    SqliteFile(const std::string& path, sqlite::Connection connection);
    Result<void> write(const SqliteDatabase::Work& work);

    std::mutex mutex_;
    sqlite::Connection connection_;
    bool broken_ = false;  ///< a write failed: what the disk holds is not known until the next start
    sqlite::Readers readers_;
    SqliteDatabase database_;
};

/// What the caller of a write or read is told; the log is told the rest.
Error error_of(const sqlite::SqliteError& error);

}  // namespace peilpunt::sql
