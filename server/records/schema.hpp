// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "server/sql/database.hpp"

namespace peilpunt::records {

/// The statements that make the tables of the log and the records, as sql::tables takes them.
extern const char* const kTables;

/// The same as one engine wants them, for a step of the schema; they live as long as the program.
const char* tables(sql::Engine engine);

}  // namespace peilpunt::records
