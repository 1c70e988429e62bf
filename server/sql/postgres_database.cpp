// SPDX-License-Identifier: EUPL-1.2
#include "server/sql/postgres_database.hpp"

#include <stdexcept>

#include "server/sql/text.hpp"

namespace peilpunt::sql {

namespace {

// Numbers of types in the catalogue pg_type.
constexpr std::uint32_t kBool = 16, kBytea = 17, kName = 19, kInt8 = 20, kInt2 = 21, kInt4 = 23, kText = 25,
                        kVarchar = 1043;

postgres::Params params_of(std::span<const Param> params) {
    postgres::Params all;
    for (const auto& param : params) {
        switch (param.type()) {
            case Param::Type::number:
                param.is_null() ? all.add_null(postgres::Column::Type::number) : all.add(param.number());
                break;
            case Param::Type::text:
                param.is_null() ? all.add_null(postgres::Column::Type::text) : all.add(param.data());
                break;
            case Param::Type::bytes:
                param.is_null() ? all.add_null(postgres::Column::Type::bytes)
                                : all.add(postgres::Bytes{param.data()});
                break;
        }
    }
    return all;
}

std::int64_t number_of(std::string_view bytes) {
    // Big-endian with a sign, of any width.
    std::int64_t value = !bytes.empty() && (static_cast<unsigned char>(bytes[0]) & 0x80) != 0 ? -1 : 0;
    for (const char byte : bytes)
        value = static_cast<std::int64_t>((static_cast<std::uint64_t>(value) << 8) |
                                          static_cast<unsigned char>(byte));
    return value;
}

Rows::Value value_of(const postgres::Rows& rows, int row, int column) {
    if (rows.is_null(row, column)) return std::monostate{};
    switch (rows.type(column)) {
        case kBool:
        case kInt2:
        case kInt4:
        case kInt8:
            return number_of(rows.view(row, column));
        case kBytea:
        case kName:
        case kText:
        case kVarchar:
            return rows.text(row, column);
        default:
            throw std::logic_error("a column is no number, text or bytes; cast it");
    }
}

}  // namespace

Rows PostgresSession::execute(std::string_view sql, std::span<const Param> params) {
    const auto rows = connection_.run(numbered(sql), params_of(params));
    std::vector<Rows::Value> values;
    for (int row = 0; row < rows.size(); ++row)
        for (int column = 0; column < rows.columns(); ++column) values.push_back(value_of(rows, row, column));
    return {rows.columns(), std::move(values), rows.columns() == 0 ? rows.changes() : 0};
}

void PostgresDatabase::read_with(const Reading& f) {
    const Inside inside;
    try {
        postgres::read_snapshot(pool_, [&](postgres::Connection& connection) {
            PostgresSession session(connection);
            f(session);
        });
    } catch (const postgres::PostgresError& error) {
        throw ResultError(postgres::error_of(error));
    }
}

Rows PostgresDatabase::ask_with(std::string_view sql, std::span<const Param> params) {
    const Inside inside;
    try {
        return postgres::read(pool_, [&](postgres::Connection& connection) {
            return PostgresSession(connection).run(sql, params);
        });
    } catch (const postgres::PostgresError& error) {
        throw ResultError(postgres::error_of(error));
    }
}

Result<void> PostgresDatabase::write_with(const Writing& f) {
    const Inside inside;
    return postgres::write(pool_, [&](postgres::Connection& connection) {
        PostgresSession session(connection);
        return f(session);
    });
}

}  // namespace peilpunt::sql
