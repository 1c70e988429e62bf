// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>

#include "server/sql/database.hpp"

namespace peilpunt::sql {

/// The statement as PostgreSQL wants it: $1 for ?1, but not in quoted text. Throws std::logic_error for a
/// question mark without a number, which SQLite would count by itself.
std::string numbered(std::string_view sql);

/// Statements that make tables, as one engine wants them. They are written with the types BIGINT, TEXT and
/// BYTES, and no semicolon but at the end of each. Text is ordered by its bytes on both; SQLite checks types,
/// and keeps rows by their key only.
std::string tables(Engine engine, std::string_view sql);

/// PostgreSQL takes no NUL in text. What holds one matches nothing and is kept nowhere: both engines see '?'
/// instead.
std::string storable(std::string_view text);

}  // namespace peilpunt::sql
