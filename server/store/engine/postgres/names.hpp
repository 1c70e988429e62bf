// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "server/sql/postgres/connection.hpp"
#include "server/sql/postgres/pool.hpp"

/// The wrapper of libpq, by the names that the engine of this folder uses.
namespace peilpunt::store::postgres {

using peilpunt::postgres::args;
using peilpunt::postgres::Bytes;
using peilpunt::postgres::Column;
using peilpunt::postgres::Connection;
using peilpunt::postgres::Params;
using peilpunt::postgres::Pool;
using peilpunt::postgres::PostgresError;
using peilpunt::postgres::read;
using peilpunt::postgres::read_snapshot;
using peilpunt::postgres::Rows;
using peilpunt::postgres::Transaction;

}  // namespace peilpunt::store::postgres
