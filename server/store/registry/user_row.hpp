// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "server/sql/rows.hpp"
#include "server/store/registry/people.hpp"

namespace peilpunt::store {

/// Columns of `users u` in the order that `user_of` reads them.
inline constexpr const char* kUserColumns =
    "u.id, u.name, u.full_name, u.role, u.scope, u.password, u.disabled";
User user_of(const sql::Rows::Row& row, int first = 0);

}  // namespace peilpunt::store
