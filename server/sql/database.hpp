// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include "server/sql/rows.hpp"
#include "shared/model/result.hpp"

/// One seam over SQLite and PostgreSQL, for everything that is not intake: one text of SQL for both.
namespace peilpunt::sql {

enum class Engine { sqlite, postgres };

/// One transaction. What `run` throws says that the transaction is over; nobody but the Database catches it.
class Session {
  public:
    virtual ~Session() = default;
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// Runs one statement; ?1, ?2, ... stand for the values. Prepared at its first use, so the types of its
    /// values are the same at each call.
    Rows run(std::string_view sql, std::initializer_list<Param> params = {}) {
        return execute(sql, {params.begin(), params.size()});
    }
    Rows run(std::string_view sql, std::span<const Param> params) { return execute(sql, params); }
    /// The first column of the first row; 0 when there is none.
    std::int64_t number(std::string_view sql, std::initializer_list<Param> params = {});
    /// For the few lines that differ.
    virtual Engine engine() const = 0;

  protected:
    Session() = default;
    virtual Rows execute(std::string_view sql, std::span<const Param> params) = 0;
};

/// Where rows are kept. Thread-safe. A `read`, `write` or `ask` inside another is a bug, std::logic_error:
/// the inner one would not see what the outer one did, or would wait for it for ever.
class Database {
  public:
    virtual ~Database() = default;
    Database() = default;
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Gives what `f(Session&)` gives; all that it reads is of one moment, and it changes nothing. It may run
    /// a second time when a connection broke. Throws ResultError: busy (the database is away),
    /// storage_failed, damaged.
    template <class F>
    auto read(F&& f) {
        std::optional<std::invoke_result_t<F&, Session&>> given;
        read_with([&](Session& session) { given.emplace(f(session)); });
        return std::move(*given);
    }

    /// Runs `f(Session&)`, which gives a Result, as the only writer, and makes what it did durable. An Error
    /// that it gives, or an exception, undoes all of it. It may run more than once, so it may change nothing
    /// else. Errors: conflict (a key that exists), storage_full, storage_failed, busy. A busy may mean that
    /// the commit broke off; its message says so, and the caller has to look.
    template <class F>
    auto write(F&& f) -> std::invoke_result_t<F&, Session&> {
        std::optional<std::invoke_result_t<F&, Session&>> given;
        const Result<void> written = write_with([&](Session& session) -> Result<void> {
            given.emplace(f(session));
            if (!*given) return given->error();
            return {};
        });
        if (!written) return written.error();
        return std::move(*given);
    }

    /// One statement that only reads, without a transaction around it. Errors as `read`.
    Rows ask(std::string_view sql, std::initializer_list<Param> params = {}) {
        return ask_with(sql, {params.begin(), params.size()});
    }

  protected:
    using Reading = std::function<void(Session&)>;
    using Writing = std::function<Result<void>(Session&)>;
    virtual void read_with(const Reading& f) = 0;
    virtual Result<void> write_with(const Writing& f) = 0;
    virtual Rows ask_with(std::string_view sql, std::span<const Param> params) = 0;
};

/// Marks this thread as inside a Database; see there.
class Inside {
  public:
    Inside();
    ~Inside();
    Inside(const Inside&) = delete;
    /// Throws std::logic_error when this thread is.
    static void refuse();
};

}  // namespace peilpunt::sql
