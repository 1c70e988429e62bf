// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "server/sql/database.hpp"
#include "server/sql/postgres/pool.hpp"

namespace peilpunt::sql {

/// A transaction that somebody else began on this connection.
class PostgresSession final : public Session {
  public:
    explicit PostgresSession(postgres::Connection& connection) : connection_(connection) {}
    Engine engine() const override { return Engine::postgres; }

  protected:
    Rows execute(std::string_view sql, std::span<const Param> params) override;

  private:
    postgres::Connection& connection_;
};

/// One schema of a PostgreSQL database that many servers may share. When the connection breaks, a read and a
/// write that was not yet committing begin again on another; a commit that broke off is a busy.
class PostgresDatabase final : public Database {
  public:
    /// `pool` outlives it.
    explicit PostgresDatabase(postgres::Pool& pool) : pool_(pool) {}

  protected:
    void read_with(const Reading& f) override;
    Result<void> write_with(const Writing& f) override;
    Rows ask_with(std::string_view sql, std::span<const Param> params) override;

  private:
    postgres::Pool& pool_;
};

}  // namespace peilpunt::sql
