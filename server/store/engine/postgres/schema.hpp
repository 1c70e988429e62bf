// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <span>

#include "server/store/engine/postgres/names.hpp"

namespace peilpunt::store::postgres {

inline constexpr const char* kMainSchema = "peilpunt";
inline constexpr const char* kContactSchema = "contact";

/// One step of a schema; `name` says what it does. Steps are numbered from 1 in the order given.
struct Step {
    const char* name;
    const char* sql;
};

/// Steps of schema `peilpunt`: everything but contact details.
std::span<const Step> main_steps();
/// Steps of schema `contact`, best in a database of its own with a role of its own.
std::span<const Step> contact_steps();

/// Brings the schema up to date, one transaction a step, one server at a time. Errors: not_found (nothing
/// there and not `create`), unsupported (made by a newer version; never touched), damaged (another
/// application's schema).
Result<void> migrate(Connection& connection, const std::string& schema, std::span<const Step> steps,
                     bool create);

}  // namespace peilpunt::store::postgres
