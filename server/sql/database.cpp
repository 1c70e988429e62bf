// SPDX-License-Identifier: EUPL-1.2
#include "server/sql/database.hpp"

#include <stdexcept>

namespace peilpunt::sql {

namespace {
thread_local bool inside = false;
}

std::int64_t Session::number(std::string_view sql, std::initializer_list<Param> params) {
    const auto rows = run(sql, params);
    return rows.empty() ? 0 : rows[0].number(0);
}

void Inside::refuse() {
    if (inside) throw std::logic_error("a database is used inside another use of it");
}

Inside::Inside() {
    refuse();
    inside = true;
}

Inside::~Inside() { inside = false; }

}  // namespace peilpunt::sql
