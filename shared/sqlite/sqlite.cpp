// SPDX-License-Identifier: EUPL-1.2
#include "shared/sqlite/sqlite.hpp"

#include <sqlite3.h>

#include <array>

namespace peilpunt::sqlite {

namespace {

[[noreturn]] void fail(sqlite3* db, const std::string& what) {
    const int code = db ? sqlite3_extended_errcode(db) : SQLITE_NOMEM;
    throw SqliteError(code, what + ": " + (db ? sqlite3_errmsg(db) : "out of memory"));
}

constexpr int kBusyMs = 5000;

/// `which`: SQLITE_FCNTL_FILE_POINTER, or SQLITE_FCNTL_JOURNAL_POINTER for the WAL.
int sync(sqlite3* db, int which) {
    sqlite3_file* file = nullptr;
    if (sqlite3_file_control(db, "main", which, static_cast<void*>(&file)) != SQLITE_OK) return SQLITE_OK;
    return file && file->pMethods ? file->pMethods->xSync(file, SQLITE_SYNC_NORMAL) : SQLITE_OK;
}

/// For what SQLite does not wait for by itself: another process may be making the same file.
std::string text_when_free(Connection& connection, std::string_view sql) {
    constexpr int kPauseMs = 20;
    for (int waited = 0;; waited += kPauseMs) {
        try {
            return connection.text(sql);
        } catch (const SqliteError& error) {
            if ((error.code() & 0xFF) != SQLITE_BUSY || waited >= kBusyMs) throw;
            sqlite3_sleep(kPauseMs);
        }
    }
}

int size_of(std::string_view text) {
    if (text.size() > 512U * 1024U * 1024U) throw std::length_error("text too long for a column");
    return static_cast<int>(text.size());
}

}  // namespace

ErrorCode SqliteError::kind() const {
    switch (code_ & 0xff) {
        case SQLITE_FULL:
            return ErrorCode::storage_full;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return ErrorCode::busy;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return ErrorCode::damaged;
        case SQLITE_IOERR:
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_NOMEM:
            return ErrorCode::storage_failed;
        case SQLITE_CONSTRAINT:
            return ErrorCode::conflict;
        default:
            return ErrorCode::internal;
    }
}

Statement::Statement(sqlite3* db, std::string_view sql) : db_(db) {
    if (sqlite3_prepare_v3(db, sql.data(), size_of(sql), SQLITE_PREPARE_PERSISTENT, &statement_, nullptr) !=
        SQLITE_OK)
        fail(db, "cannot prepare " + std::string(sql));
}

Statement::~Statement() { sqlite3_finalize(statement_); }

Statement& Statement::bind(int index, std::int64_t value) {
    if (sqlite3_bind_int64(statement_, index, value) != SQLITE_OK) fail(db_, "bind");
    return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
    const char* data = text.data() ? text.data() : "";
    if (sqlite3_bind_text64(statement_, index, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8) != SQLITE_OK)
        fail(db_, "bind");
    return *this;
}

Statement& Statement::bind_blob(int index, std::string_view bytes) {
    const char* data = bytes.data() ? bytes.data() : "";
    if (sqlite3_bind_blob64(statement_, index, data, bytes.size(), SQLITE_TRANSIENT) != SQLITE_OK)
        fail(db_, "bind");
    return *this;
}

Statement& Statement::bind_null(int index) {
    if (sqlite3_bind_null(statement_, index) != SQLITE_OK) fail(db_, "bind");
    return *this;
}

bool Statement::step() {
    switch (sqlite3_step(statement_)) {
        case SQLITE_ROW:
            return true;
        case SQLITE_DONE:
            return false;
        default: {
            const int code = sqlite3_extended_errcode(db_);
            const std::string message = sqlite3_errmsg(db_);
            sqlite3_reset(statement_);
            throw SqliteError(code, message);
        }
    }
}

void Statement::run() {
    while (step()) {
    }
    reset();
}

void Statement::reset() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
}

std::int64_t Statement::number(int column) const { return sqlite3_column_int64(statement_, column); }

std::string_view Statement::view(int column) const {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    const int size = sqlite3_column_bytes(statement_, column);
    return data ? std::string_view(data, static_cast<std::size_t>(size)) : std::string_view();
}

std::string Statement::text(int column) const { return std::string(view(column)); }

bool Statement::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

bool Statement::is_number(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_INTEGER;
}

int Statement::columns() const { return sqlite3_column_count(statement_); }

Connection::Connection(const std::string& path, const OpenOptions& options) {
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (options.create) flags |= SQLITE_OPEN_CREATE;
    const int code = sqlite3_open_v2(path.c_str(), &db_, flags, options.vfs);
    try {
        if (code != SQLITE_OK) fail(db_, "cannot open " + path);
        sqlite3_busy_timeout(db_, kBusyMs);
        if (!options.read_only) {
            run("PRAGMA secure_delete=ON");
            if (text_when_free(*this, "PRAGMA journal_mode=WAL") != "wal")
                throw SqliteError(SQLITE_CANTOPEN,
                                  path + " cannot be put in WAL mode (is it on a network disk?)");
        } else if (text("PRAGMA journal_mode") != "wal") {
            throw SqliteError(SQLITE_CANTOPEN, path + " is not in WAL mode");
        }
        run("PRAGMA synchronous=FULL");
        run("PRAGMA foreign_keys=ON");
        run("PRAGMA trusted_schema=OFF");
        if (number("PRAGMA synchronous") < 2)
            throw SqliteError(SQLITE_CANTOPEN, path + " is not synchronous=FULL");
        if (!options.read_only) {
            // After a failed fsync Linux shows bytes that it will never write. What is read back here may be
            // of that kind, and a commit that is added behind it goes with it at the next power cut. So all
            // of it is written once more first. Without waiting: who is busy with the file did this already.
            sqlite3_busy_timeout(db_, 0);
            checkpoint(true);
            sqlite3_busy_timeout(db_, kBusyMs);
        }
    } catch (...) {
        statements_.clear();
        sqlite3_close_v2(db_);
        throw;
    }
}

Connection Connection::in_memory() {
    Connection connection;
    if (sqlite3_open_v2(":memory:", &connection.db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE,
                        nullptr) != SQLITE_OK)
        fail(connection.db_, "cannot make a database in memory");
    return connection;
}

Connection::~Connection() {
    statements_.clear();
    sqlite3_close_v2(db_);
}

Connection::Connection(Connection&& other) noexcept
    : db_(std::exchange(other.db_, nullptr)), statements_(std::move(other.statements_)) {}

Statement& Connection::prepare(std::string_view sql) {
    const auto found = statements_.find(sql);
    if (found != statements_.end()) {
        found->second->reset();
        return *found->second;
    }
    auto statement = std::make_unique<Statement>(db_, sql);
    return *statements_.emplace(std::string(sql), std::move(statement)).first->second;
}

void Connection::run(std::string_view sql) {
    char* message = nullptr;
    if (sqlite3_exec(db_, std::string(sql).c_str(), nullptr, nullptr, &message) != SQLITE_OK) {
        const int code = sqlite3_extended_errcode(db_);
        const std::string text = message ? message : "unknown error";
        sqlite3_free(message);
        throw SqliteError(code, text);
    }
}

int Connection::changes() const { return sqlite3_changes(db_); }

std::int64_t Connection::number(std::string_view sql) {
    Statement statement(db_, sql);
    return statement.step() ? statement.number(0) : 0;
}

std::string Connection::text(std::string_view sql) {
    Statement statement(db_, sql);
    return statement.step() ? statement.text(0) : std::string();
}

void Connection::checkpoint(bool truncate) {
    const int mode = truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
    const int code = sqlite3_wal_checkpoint_v2(db_, nullptr, mode, nullptr, nullptr);
    // A reader in the middle of a page keeps the WAL for now; the next checkpoint empties it.
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) fail(db_, "checkpoint");
    // SQLite leaves the cutting itself to the next commit. Until then a power cut would bring the old WAL
    // back, and with it the old half of what a failed fsync had cut in two.
    if (truncate && code == SQLITE_OK && sync(db_, SQLITE_FCNTL_JOURNAL_POINTER) != SQLITE_OK)
        throw SqliteError(SQLITE_IOERR_FSYNC, "cannot sync the WAL");
}

void Connection::sync_file() {
    if (sync(db_, SQLITE_FCNTL_FILE_POINTER) != SQLITE_OK)
        throw SqliteError(SQLITE_IOERR_FSYNC, "cannot sync the file");
}

void Connection::keep_log() noexcept {
    sqlite3_db_config(db_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    // While somebody reads from it, no other connection can begin the log anew.
    sqlite3_exec(db_, "BEGIN; SELECT count(*) FROM sqlite_schema", nullptr, nullptr, nullptr);
}

Transaction::Transaction(Connection& connection) : connection_(connection) {
    connection_.prepare("BEGIN IMMEDIATE").run();
}

Transaction::~Transaction() {
    if (!open_) return;
    try {
        // Some errors (disk full, I/O) have rolled back already.
        if (sqlite3_get_autocommit(connection_.handle()) == 0) connection_.prepare("ROLLBACK").run();
    } catch (const SqliteError&) {
        // The connection is beyond use; the next call on it says so.
    }
}

void Transaction::commit() {
    connection_.prepare("COMMIT").run();
    open_ = false;
}

Result<void> migrate(Connection& connection, std::int32_t application_id, std::span<const Migration> steps,
                     bool create) {
    const auto known = static_cast<std::int64_t>(steps.size());
    if (connection.number("PRAGMA application_id") == application_id &&
        connection.number("PRAGMA user_version") == known)
        return {};
    // Another process may be making the same file: nobody else writes from here on, so look once more.
    Transaction transaction(connection);
    const auto found_id = connection.number("PRAGMA application_id");
    const auto version = connection.number("PRAGMA user_version");
    const bool fresh =
        found_id == 0 && version == 0 && connection.number("SELECT count(*) FROM sqlite_schema") == 0;
    if (fresh && !create) return Error{ErrorCode::damaged, "nothing is in this database"};
    if (!fresh && found_id != application_id)
        return Error{ErrorCode::damaged, "this database belongs to another program"};
    if (version > known)
        return Error{ErrorCode::unsupported, "this database was made by a newer version (schema " +
                                                 std::to_string(version) +
                                                 ", known here: " + std::to_string(known) + ")"};
    for (auto step = static_cast<std::size_t>(version); step < steps.size(); ++step)
        connection.run(steps[step].sql);
    connection.run("PRAGMA user_version=" + std::to_string(known));
    connection.run("PRAGMA application_id=" + std::to_string(application_id));
    transaction.commit();
    return {};
}

}  // namespace peilpunt::sqlite
