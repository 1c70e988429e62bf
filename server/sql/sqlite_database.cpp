// SPDX-License-Identifier: EUPL-1.2
#include "server/sql/sqlite_database.hpp"

#include <spdlog/spdlog.h>

#include "server/sql/text.hpp"

namespace peilpunt::sql {

namespace {

constexpr int kReaders = 2;

void bind(sqlite::Statement& statement, std::span<const Param> params) {
    int index = 0;
    for (const auto& param : params) {
        ++index;
        if (param.is_null())
            statement.bind_null(index);
        else if (param.type() == Param::Type::number)
            statement.bind(index, param.number());
        else if (param.type() == Param::Type::text)
            statement.bind(index, storable(param.data()));
        else
            statement.bind_blob(index, param.data());
    }
}

Rows::Value value_of(const sqlite::Statement& row, int column) {
    if (row.is_null(column)) return std::monostate{};
    if (row.is_number(column)) return row.number(column);
    return row.text(column);
}

/// Gives the statement back whatever happens: one that was left in the middle holds the transaction open.
class Reset {
  public:
    explicit Reset(sqlite::Statement& statement) : statement_(statement) {}
    ~Reset() { statement_.reset(); }
    Reset(const Reset&) = delete;

  private:
    sqlite::Statement& statement_;
};

}  // namespace

Error error_of(const sqlite::SqliteError& error) {
    if (error.kind() != ErrorCode::conflict)
        spdlog::error("database: {} (SQLite code {})", error.what(), error.code());
    switch (error.kind()) {
        case ErrorCode::conflict:
            return {ErrorCode::conflict, "Dat bestaat al."};
        case ErrorCode::storage_full:
            return {ErrorCode::storage_full, "De schijf is vol. Er is niets opgeslagen."};
        case ErrorCode::busy:
            return {ErrorCode::busy, "Het is druk. Probeer het zo nog eens."};
        case ErrorCode::damaged:
            return {ErrorCode::damaged, "De opslag is beschadigd."};
        default:
            return {ErrorCode::storage_failed, "De opslag werkt niet."};
    }
}

Rows SqliteSession::execute(std::string_view sql, std::span<const Param> params) {
    (void)numbered(sql);  // refuses here too what the other engine refuses
    auto& statement = connection_.prepare(sql);
    const Reset reset(statement);
    bind(statement, params);
    const int columns = statement.columns();
    std::vector<Rows::Value> values;
    while (statement.step())
        for (int column = 0; column < columns; ++column) values.push_back(value_of(statement, column));
    return {columns, std::move(values), columns == 0 ? connection_.changes() : 0};
}

void SqliteDatabase::read_with(const Reading& f) {
    const Inside inside;
    try {
        auto reader = readers_.lend();
        const sqlite::ReadTransaction view(*reader);
        SqliteSession session(*reader);
        f(session);
    } catch (const sqlite::SqliteError& error) {
        throw ResultError(error_of(error));
    }
}

Rows SqliteDatabase::ask_with(std::string_view sql, std::span<const Param> params) {
    const Inside inside;
    try {
        auto reader = readers_.lend();
        return SqliteSession(*reader).run(sql, params);
    } catch (const sqlite::SqliteError& error) {
        throw ResultError(error_of(error));
    }
}

Result<void> SqliteDatabase::write_with(const Writing& f) {
    Inside::refuse();
    std::exception_ptr thrown;
    const auto result = writer_([&](sqlite::Connection& connection) -> Result<void> {
        const Inside inside;  // on the thread that writes
        thrown = nullptr;
        try {
            SqliteSession session(connection);
            return f(session);
        } catch (const sqlite::SqliteError&) {
            throw;  // the writer knows what it means for the file
        } catch (...) {
            thrown = std::current_exception();
            return Error{ErrorCode::internal, "Er ging iets mis. Er is niets opgeslagen."};
        }
    });
    if (thrown) std::rethrow_exception(thrown);
    return result;
}

Result<std::unique_ptr<SqliteFile>> SqliteFile::open(const std::string& path, std::int32_t application,
                                                     std::span<const sqlite::Migration> steps) {
    try {
        sqlite::Connection connection(path, {.create = true});
        const auto migrated = sqlite::migrate(connection, application, steps);
        if (!migrated) return migrated.error();
        return std::unique_ptr<SqliteFile>(new SqliteFile(path, std::move(connection)));
    } catch (const sqlite::SqliteError& error) {
        return error_of(error);
    }
}

SqliteFile::SqliteFile(const std::string& path, sqlite::Connection connection)
    : connection_(std::move(connection)),
      readers_(path, kReaders, nullptr),
      database_(readers_, [this](const SqliteDatabase::Work& work) { return write(work); }) {}

Result<void> SqliteFile::write(const SqliteDatabase::Work& work) {
    const std::lock_guard lock(mutex_);
    if (broken_) return Error{ErrorCode::storage_failed, "De opslag werkt niet."};
    try {
        sqlite::Transaction transaction(connection_);
        const auto result = work(connection_);
        if (!result) return result;
        transaction.commit();
        return {};
    } catch (const sqlite::SqliteError& error) {
        auto told = error_of(error);
        if (told.code == ErrorCode::storage_failed || told.code == ErrorCode::damaged) {
            broken_ = true;
            connection_.keep_log();
        }
        return told;
    }
}

}  // namespace peilpunt::sql
