// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <span>

#include "shared/sqlite/sqlite.hpp"

namespace peilpunt::store::schema {

inline constexpr std::int32_t kMainApplicationId = 0x5065696c;     // "Peil"
inline constexpr std::int32_t kContactApplicationId = 0x50656963;  // "Peic"

/// Steps of peilpunt.db: everything but contact details.
std::span<const sqlite::Migration> main_steps();
/// Steps of contact.db.
std::span<const sqlite::Migration> contact_steps();

}  // namespace peilpunt::store::schema
