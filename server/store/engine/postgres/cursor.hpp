// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>

#include "server/store/engine/postgres/names.hpp"

namespace peilpunt::store::postgres {

/// Calls `each(rows, number)` for every row of a query, a few thousand in memory at a time. Inside a
/// transaction only.
template <class F>
void for_each_row(Connection& connection, const std::string& sql, F each) {
    connection.run("DECLARE walk NO SCROLL CURSOR FOR " + sql);
    for (;;) {
        const auto rows = connection.run("FETCH 4096 FROM walk");
        for (int i = 0; i < rows.size(); ++i) each(rows, i);
        if (rows.size() == 0) break;
    }
    connection.run("CLOSE walk");
}

}  // namespace peilpunt::store::postgres
