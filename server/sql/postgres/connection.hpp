// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "shared/model/result.hpp"

/// A thin, exact wrapper of libpq: one connection, prepared statements, binary values, pipelines. libpq and
/// not libpqxx: the pipeline mode, binary arrays and the difference between "refused" and "not known whether
/// it happened" are all needed, and libpqxx 6 hides them.
namespace peilpunt::postgres {

/// A failing call.
class PostgresError : public std::runtime_error {
  public:
    PostgresError(std::string state, const std::string& what)
        : std::runtime_error(what), state_(std::move(state)) {}
    /// SQLSTATE; empty when the connection broke before an answer came.
    const std::string& state() const { return state_; }
    /// The connection or the server behind it is gone, or is no primary any more: connect again.
    bool lost() const;
    /// Two transactions were in each other's way; the same again may well succeed.
    bool again() const;
    /// conflict, storage_full, busy, storage_failed or internal.
    ErrorCode kind() const;

  private:
    std::string state_;
};

/// One column of many rows, sent as one array.
class Column {
  public:
    enum class Type : std::uint32_t { number = 20, text = 25, bytes = 17 };
    explicit Column(Type type) : type_(type) {}
    void add(std::int64_t value);
    /// Text or bytes, as the type of the column says.
    void add(std::string_view value);
    void add_null();
    std::int32_t size() const { return count_; }

  private:
    friend class Params;
    Type type_;
    std::int32_t count_ = 0;
    bool nulls_ = false;
    std::string data_;
};

/// Marks bytes, which are sent as bytea and not as text.
struct Bytes {
    std::string_view data;
};

/// Values for $1, $2, ... in order.
class Params {
  public:
    Params& add(std::int64_t value);
    Params& add(std::string_view text);
    Params& add(Bytes bytes);
    Params& add(const Column& column);
    Params& add_null(Column::Type type);

  private:
    friend class Connection;
    struct Value {
        std::uint32_t type;
        std::string data;
        bool null = false;
    };
    std::vector<Value> values_;
};

/// `args(name, Bytes{id}, 3)`: numbers, text, bytes and columns, in order.
template <class... T>
Params args(const T&... values) {
    Params params;
    (params.add(values), ...);
    return params;
}

/// The rows that a statement gave; numbers are bigint, everything else text or bytea.
class Rows {
  public:
    explicit Rows(void* result);
    ~Rows();
    Rows(Rows&& other) noexcept;
    Rows(const Rows&) = delete;
    int size() const;
    int columns() const;
    /// Type of a column, as Column::Type counts them.
    std::uint32_t type(int column) const;
    std::int64_t number(int row, int column) const;
    std::string text(int row, int column) const { return std::string(view(row, column)); }
    /// Without a copy; valid as long as this object.
    std::string_view view(int row, int column) const;
    bool is_null(int row, int column) const;
    /// Rows changed.
    std::int64_t changes() const;

  private:
    void* result_;
};

/// One connection to a primary, used by one thread at a time. Opening checks that commits are durable
/// (synchronous_commit at least `on`, fsync on) and that text is UTF-8; throws PostgresError.
class Connection {
  public:
    Connection(const std::string& url, const std::string& schema);
    ~Connection();
    Connection(const Connection&) = delete;

    /// Runs one statement, prepared at its first use, for values of these types; with other types later it
    /// throws std::logic_error.
    Rows run(const std::string& sql, const Params& params = {});
    /// Runs statements without values as they are, such as a step of the schema.
    void script(const std::string& sql);
    std::int64_t number(const std::string& sql, const Params& params = {});

    /// Keeps a statement for the pipeline; `flush` sends all of them at once and gives the answers in order.
    void queue(const std::string& sql, const Params& params);
    std::vector<Rows> flush();

    /// Nobody may wait on a connection that is broken or in the middle of something.
    bool usable() const;
    /// Whether the server warned since the last look that a commit may not have reached the standby.
    bool doubtful_commit();

    /// Starts to listen on a channel; `wait_for_notice` returns true for a notice, false when `wake` (a
    /// descriptor) became readable.
    void listen(const std::string& channel);
    bool wait_for_notice(int wake);

  private:
    static void on_notice(void* self, const void* result);
    const std::string& prepared(const std::string& sql, const Params& params);
    [[noreturn]] void fail(void* result);
    void send(const std::string& name, const Params& params);

    void* connection_ = nullptr;
    struct Prepared {
        std::string name;
        std::vector<std::uint32_t> types;  ///< of its values
    };
    std::unordered_map<std::string, Prepared> statements_;
    std::vector<std::pair<std::string, Params>> queued_;
    bool doubtful_ = false;
};

/// BEGIN ... COMMIT; rolls back when it goes without `commit`.
class Transaction {
  public:
    /// `snapshot`: read-only, every statement sees the same moment.
    explicit Transaction(Connection& connection, bool snapshot = false);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    /// Throws PostgresError; when that says `lost`, it is not known whether the commit happened.
    void commit();

  private:
    Connection& connection_;
    bool open_ = true;
};

}  // namespace peilpunt::postgres
