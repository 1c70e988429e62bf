// SPDX-License-Identifier: EUPL-1.2
// Settings, areas, and the one transaction that makes an instance.
#include "server/store/common/audit.hpp"
#include "server/store/founding.hpp"
#include "server/store/postgres/store_impl.hpp"

namespace peilpunt::store {

using namespace postgres;

void PostgresStore::put_setting(Connection& connection, std::string_view key, std::string_view value) {
    if (value.empty())
        connection.run("DELETE FROM settings WHERE key=$1", args(key));
    else
        connection.run(
            "INSERT INTO settings VALUES($1,$2) ON CONFLICT(key) DO UPDATE SET value=excluded.value",
            args(key, value));
}

void PostgresStore::put_areas(Connection& connection, const std::vector<Area>& areas) {
    connection.run("DELETE FROM areas");
    std::int64_t place = 0;
    for (const auto& area : areas)
        connection.run("INSERT INTO areas VALUES($1,$2,$3,$4,$5)",
                       args(++place, area.code.str(), area.name, area.parent.str(), area.population));
}

Result<void> PostgresStore::save_areas(const std::vector<Area>& areas) {
    return write([&, this](Connection& connection) -> Result<void> {
        put_areas(connection, areas);
        raise_version(connection);
        log(connection, kSystem, "gebieden-ingelezen", std::to_string(areas.size()));
        return {};
    });
}

Result<void> PostgresStore::set_setting(std::string_view key, std::string_view value) {
    return write([&, this](Connection& connection) -> Result<void> {
        put_setting(connection, key, value);
        raise_version(connection);
        log(connection, kSystem, "instelling-gezet", key);
        return {};
    });
}

Result<void> PostgresStore::change_settings(const std::vector<SettingChange>& changes, std::string_view who) {
    return write([&, this](Connection& connection) -> Result<void> {
        for (const auto& change : changes) {
            put_setting(connection, change.name, change.value);
            log(connection, who, kSettingChanged, change.told);
        }
        raise_version(connection);
        return {};
    });
}

Result<void> PostgresStore::found(const Founding& founding, std::string_view who) {
    return write([&, this](Connection& connection) -> Result<void> {
        if (connection.number("SELECT count(*) FROM areas") != 0 ||
            connection.number("SELECT count(*) FROM users") != 0)
            return Error{ErrorCode::conflict, "this is an instance already"};
        put_areas(connection, founding.areas);
        for (const auto& [key, value] : founding.settings) put_setting(connection, key, value);
        put_user(connection, founding.first_user);
        log(connection, who, "ingericht", founding.first_user.name);
        raise_version(connection);
        return {};
    });
}

}  // namespace peilpunt::store
