// SPDX-License-Identifier: EUPL-1.2
#include "server/sql/rows.hpp"

#include <stdexcept>

namespace peilpunt::sql {

Rows::Row Rows::operator[](int row) const {
    if (row < 0 || row >= size()) throw std::logic_error("there is no such row");
    return {*this, static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_)};
}

const Rows::Value& Rows::Row::at(int column) const {
    if (column < 0 || column >= rows_->columns_) throw std::logic_error("there is no such column");
    return rows_->values_[first_ + static_cast<std::size_t>(column)];
}

std::int64_t Rows::Row::number(int column) const {
    if (const auto* number = std::get_if<std::int64_t>(&at(column))) return *number;
    throw std::logic_error("the column holds no number");
}

const std::string& Rows::Row::text(int column) const {
    if (const auto* text = std::get_if<std::string>(&at(column))) return *text;
    throw std::logic_error("the column holds no text or bytes");
}

bool Rows::Row::is_null(int column) const { return std::holds_alternative<std::monostate>(at(column)); }

}  // namespace peilpunt::sql
