// SPDX-License-Identifier: EUPL-1.2
#include "server/sql/postgres/connection.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <array>
#include <charconv>
#include <cstring>
#include <utility>

namespace peilpunt::postgres {

namespace {

constexpr int kBinary = 1;

PGconn* pq(void* connection) { return static_cast<PGconn*>(connection); }
PGresult* pr(void* result) { return static_cast<PGresult*>(result); }

template <class T>
void append_big_endian(std::string& out, T value) {
    for (int shift = static_cast<int>(sizeof(T)) * 8 - 8; shift >= 0; shift -= 8)
        out += static_cast<char>(static_cast<unsigned char>((value >> shift) & 0xff));
}

/// The type of an array of these (catalogue pg_type, fixed numbers).
std::uint32_t array_of(Column::Type type) {
    switch (type) {
        case Column::Type::number:
            return 1016;
        case Column::Type::text:
            return 1009;
        case Column::Type::bytes:
            return 1001;
    }
    return 0;
}

/// PostgreSQL takes no NUL in text. What holds one matches nothing and is kept nowhere.
std::string storable(std::string_view text) {
    std::string result(text);
    for (auto& character : result)
        if (character == '\0') character = '?';
    return result;
}

std::string message_of(const PGconn* connection) {
    std::string message = PQerrorMessage(connection);
    while (!message.empty() && message.back() == '\n') message.pop_back();
    return message;
}

}  // namespace

bool PostgresError::lost() const {
    // No answer; class 08 connection; 57P01..03 shut down or starting; 25006 read-only: a primary no more.
    return state_.empty() || state_.rfind("08", 0) == 0 || state_.rfind("57P", 0) == 0 || state_ == "25006";
}

bool PostgresError::again() const { return state_ == "40001" || state_ == "40P01"; }

ErrorCode PostgresError::kind() const {
    if (lost() || again()) return ErrorCode::busy;
    if (state_ == "23505") return ErrorCode::conflict;
    if (state_ == "53100") return ErrorCode::storage_full;
    if (state_ == "53300" || state_ == "53200") return ErrorCode::busy;
    if (state_.rfind("58", 0) == 0 || state_.rfind("XX", 0) == 0) return ErrorCode::storage_failed;
    return ErrorCode::internal;
}

void Column::add(std::int64_t value) {
    append_big_endian(data_, std::int32_t{8});
    append_big_endian(data_, value);
    ++count_;
}
void Column::add(std::string_view value) {
    append_big_endian(data_, static_cast<std::int32_t>(value.size()));
    if (type_ == Type::text)
        data_ += storable(value);
    else
        data_ += value;
    ++count_;
}
void Column::add_null() {
    append_big_endian(data_, std::int32_t{-1});
    nulls_ = true;
    ++count_;
}

Params& Params::add(std::int64_t value) {
    std::string data;
    append_big_endian(data, value);
    values_.push_back({static_cast<std::uint32_t>(Column::Type::number), std::move(data), false});
    return *this;
}
Params& Params::add(std::string_view text) {
    values_.push_back({static_cast<std::uint32_t>(Column::Type::text), storable(text), false});
    return *this;
}
Params& Params::add(Bytes bytes) {
    values_.push_back({static_cast<std::uint32_t>(Column::Type::bytes), std::string(bytes.data), false});
    return *this;
}
Params& Params::add(const Column& column) {
    // The binary form of arrays: dimensions, whether there are nulls, type, size, first index, values.
    std::string data;
    append_big_endian(data, std::int32_t{column.count_ == 0 ? 0 : 1});
    append_big_endian(data, std::int32_t{column.nulls_ ? 1 : 0});
    append_big_endian(data, static_cast<std::uint32_t>(column.type_));
    if (column.count_ != 0) {
        append_big_endian(data, column.count_);
        append_big_endian(data, std::int32_t{1});
    }
    data += column.data_;
    values_.push_back({array_of(column.type_), std::move(data), false});
    return *this;
}
Params& Params::add_null(Column::Type type) {
    values_.push_back({static_cast<std::uint32_t>(type), {}, true});
    return *this;
}

Rows::Rows(void* result) : result_(result) {}
Rows::~Rows() { PQclear(pr(result_)); }
Rows::Rows(Rows&& other) noexcept : result_(std::exchange(other.result_, nullptr)) {}
int Rows::size() const { return PQntuples(pr(result_)); }
int Rows::columns() const { return PQnfields(pr(result_)); }
std::uint32_t Rows::type(int column) const { return PQftype(pr(result_), column); }
std::string_view Rows::view(int row, int column) const {
    return {PQgetvalue(pr(result_), row, column),
            static_cast<std::size_t>(PQgetlength(pr(result_), row, column))};
}
bool Rows::is_null(int row, int column) const { return PQgetisnull(pr(result_), row, column) != 0; }
std::int64_t Rows::number(int row, int column) const {
    std::uint64_t value = 0;
    for (const char byte : view(row, column)) value = (value << 8) | static_cast<unsigned char>(byte);
    return static_cast<std::int64_t>(value);
}
std::int64_t Rows::changes() const {
    const std::string_view text = PQcmdTuples(pr(result_));
    std::int64_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count;
}

Connection::Connection(const std::string& url, const std::string& schema) {
    // What the URL says comes first; what durability and failover need overrides it. Silence of the network
    // is noticed within 10 s.
    const std::array keywords{"dbname",           "application_name",
                              "connect_timeout",  "target_session_attrs",
                              "keepalives_idle",  "keepalives_interval",
                              "keepalives_count", "tcp_user_timeout",
                              "client_encoding",  static_cast<const char*>(nullptr)};
    const std::array values{
        url.c_str(), "peilpunt", "3",     "read-write", "5",
        "2",         "3",        "10000", "UTF8",       static_cast<const char*>(nullptr)};
    PGconn* connection = PQconnectdbParams(keywords.data(), values.data(), 1);
    connection_ = connection;
    try {
        if (PQstatus(connection) != CONNECTION_OK) throw PostgresError({}, message_of(connection));
        PQsetNoticeReceiver(
            connection, [](void* self, const PGresult* result) { on_notice(self, result); }, this);
        // Weaker settings of a role or database are raised; `remote_apply` stays.
        script("SET search_path TO " + schema +
               "; SET client_min_messages=warning; "
               "SELECT set_config('synchronous_commit', 'on', false) "
               "WHERE current_setting('synchronous_commit') IN ('off', 'local')");
        const auto rows =
            run("SELECT current_setting('fsync'), current_setting('server_encoding'), "
                "current_setting('full_page_writes')");
        if (rows.view(0, 0) != "on" || rows.view(0, 2) != "on")
            throw PostgresError("P0001",
                                "this PostgreSQL runs with fsync or full_page_writes off: answers that "
                                "people were thanked for could be lost");
        if (rows.view(0, 1) != "UTF8") throw PostgresError("P0001", "the database must be made with UTF8");
    } catch (...) {
        PQfinish(connection);
        throw;
    }
}

Connection::~Connection() { PQfinish(pq(connection_)); }

void Connection::on_notice(void* self, const void* result) {
    // "canceling wait for synchronous replication": the commit stands here, but maybe nowhere else.
    const char* state = PQresultErrorField(static_cast<const PGresult*>(result), PG_DIAG_SQLSTATE);
    const char* text = PQresultErrorField(static_cast<const PGresult*>(result), PG_DIAG_MESSAGE_PRIMARY);
    if (state && text && std::strcmp(state, "01000") == 0 && std::strstr(text, "synchronous replication"))
        static_cast<Connection*>(self)->doubtful_ = true;
}

bool Connection::doubtful_commit() { return std::exchange(doubtful_, false); }

bool Connection::usable() const {
    return PQstatus(pq(connection_)) == CONNECTION_OK &&
           PQtransactionStatus(pq(connection_)) == PQTRANS_IDLE &&
           PQpipelineStatus(pq(connection_)) == PQ_PIPELINE_OFF;
}

void Connection::fail(void* result) {
    const Rows cleared(result);
    const char* state = result ? PQresultErrorField(pr(result), PG_DIAG_SQLSTATE) : nullptr;
    const char* text = result ? PQresultErrorField(pr(result), PG_DIAG_MESSAGE_PRIMARY) : nullptr;
    if (PQstatus(pq(connection_)) != CONNECTION_OK && (!state || *state == '\0'))
        throw PostgresError({}, message_of(pq(connection_)));
    throw PostgresError(state ? state : "", text ? text : message_of(pq(connection_)));
}

const std::string& Connection::prepared(const std::string& sql, const Params& params) {
    std::vector<Oid> types;
    for (const auto& value : params.values_) types.push_back(value.type);
    const auto found = statements_.find(sql);
    if (found != statements_.end()) {
        // Binary values of another type would be taken for something else.
        if (found->second.types != types) throw std::logic_error("other types of values for " + sql);
        return found->second.name;
    }
    const std::string name = "p" + std::to_string(statements_.size());
    PGresult* result =
        PQprepare(pq(connection_), name.c_str(), sql.c_str(), static_cast<int>(types.size()), types.data());
    if (PQresultStatus(result) != PGRES_COMMAND_OK) fail(result);
    PQclear(result);
    return statements_.emplace(sql, Prepared{name, std::move(types)}).first->second.name;
}

void Connection::send(const std::string& name, const Params& params) {
    std::vector<const char*> values;
    std::vector<int> lengths;
    for (const auto& value : params.values_) {
        values.push_back(value.null ? nullptr : value.data.data());
        lengths.push_back(static_cast<int>(value.data.size()));
    }
    const std::vector<int> formats(values.size(), kBinary);
    if (PQsendQueryPrepared(pq(connection_), name.c_str(), static_cast<int>(values.size()), values.data(),
                            lengths.data(), formats.data(), kBinary) != 1)
        throw PostgresError({}, message_of(pq(connection_)));
}

Rows Connection::run(const std::string& sql, const Params& params) {
    send(prepared(sql, params), params);
    PGresult* last = nullptr;
    while (PGresult* result = PQgetResult(pq(connection_))) {
        PQclear(last);
        last = result;
    }
    const auto status = PQresultStatus(last);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) fail(last);
    return Rows(last);
}

void Connection::script(const std::string& sql) {
    PGresult* result = PQexec(pq(connection_), sql.c_str());
    const auto status = PQresultStatus(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) fail(result);
    PQclear(result);
}

std::int64_t Connection::number(const std::string& sql, const Params& params) {
    const auto rows = run(sql, params);
    return rows.size() == 0 ? 0 : rows.number(0, 0);
}

void Connection::queue(const std::string& sql, const Params& params) { queued_.emplace_back(sql, params); }

std::vector<Rows> Connection::flush() {
    std::vector<Rows> all;
    const auto sending = std::exchange(queued_, {});
    if (sending.empty()) return all;
    // Statements are prepared outside the pipeline: only their first use costs a journey of its own.
    for (const auto& [sql, params] : sending) prepared(sql, params);
    if (PQenterPipelineMode(pq(connection_)) != 1) throw PostgresError({}, message_of(pq(connection_)));
    for (const auto& [sql, params] : sending) send(statements_.at(sql).name, params);
    if (PQpipelineSync(pq(connection_)) != 1) throw PostgresError({}, message_of(pq(connection_)));
    PGresult* failed = nullptr;
    for (std::size_t i = 0; i < sending.size(); ++i) {
        PGresult* result = PQgetResult(pq(connection_));
        const auto status = PQresultStatus(result);
        if (!result || PQstatus(pq(connection_)) != CONNECTION_OK) {
            PQclear(failed);
            fail(result);
        }
        if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
            all.emplace_back(result);
        } else if (!failed && status != PGRES_PIPELINE_ABORTED) {
            failed = result;
        } else {
            PQclear(result);
        }
        PQclear(PQgetResult(pq(connection_)));  // the null that ends the answers of one statement
    }
    PQclear(PQgetResult(pq(connection_)));  // the sync itself
    PQexitPipelineMode(pq(connection_));
    if (failed) fail(failed);
    return all;
}

void Connection::listen(const std::string& channel) { script("LISTEN " + channel); }

bool Connection::wait_for_notice(int wake) {
    for (;;) {
        if (PGnotify* notice = PQnotifies(pq(connection_))) {
            PQfreemem(notice);
            return true;
        }
        std::array<pollfd, 2> waiting{pollfd{PQsocket(pq(connection_)), POLLIN, 0}, pollfd{wake, POLLIN, 0}};
        if (::poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR)
            throw PostgresError({}, "waiting for notices failed");
        if (waiting[1].revents != 0) return false;
        if (PQconsumeInput(pq(connection_)) != 1) throw PostgresError({}, message_of(pq(connection_)));
    }
}

Transaction::Transaction(Connection& connection, bool snapshot) : connection_(connection) {
    connection_.run(snapshot ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN");
}

Transaction::~Transaction() {
    if (!open_) return;
    try {
        connection_.run("ROLLBACK");
    } catch (const PostgresError&) {
        // Broken: the server rolls back by itself, and the pool drops a connection that is not idle.
    }
}

void Transaction::commit() {
    open_ = false;
    connection_.run("COMMIT");
    if (connection_.doubtful_commit()) throw PostgresError({}, "the commit may not have reached the standby");
}

}  // namespace peilpunt::postgres
