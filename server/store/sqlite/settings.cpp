// SPDX-License-Identifier: EUPL-1.2
// Settings, areas, and the one transaction that makes an instance.
#include "server/store/common/audit.hpp"
#include "server/store/founding.hpp"
#include "server/store/sqlite/store_impl.hpp"

namespace peilpunt::store {

void SqliteStore::put_setting(sqlite::Connection& connection, std::string_view key, std::string_view value) {
    if (value.empty())
        connection.prepare("DELETE FROM settings WHERE key=?").bind(1, key).run();
    else
        connection.prepare("INSERT OR REPLACE INTO settings VALUES(?,?)").bind(1, key).bind(2, value).run();
}

void SqliteStore::put_areas(sqlite::Connection& connection, const std::vector<Area>& areas) {
    connection.run("DELETE FROM areas");
    std::int64_t place = 0;
    for (const auto& area : areas)
        connection.prepare("INSERT INTO areas VALUES(?,?,?,?,?)")
            .bind(1, ++place)
            .bind(2, area.code.str())
            .bind(3, area.name)
            .bind(4, area.parent.str())
            .bind(5, area.population)
            .run();
}

Result<void> SqliteStore::save_areas(const std::vector<Area>& areas) {
    return writer_.run([this, &areas](sqlite::Connection& connection) -> Result<void> {
        put_areas(connection, areas);
        raise_version(connection);
        log(connection, kSystem, "gebieden-ingelezen", std::to_string(areas.size()));
        return {};
    });
}

Result<void> SqliteStore::set_setting(std::string_view key, std::string_view value) {
    return writer_.run([&, this](sqlite::Connection& connection) -> Result<void> {
        put_setting(connection, key, value);
        raise_version(connection);
        log(connection, kSystem, "instelling-gezet", key);
        return {};
    });
}

Result<void> SqliteStore::change_settings(const std::vector<SettingChange>& changes, std::string_view who) {
    return writer_.run([&, this](sqlite::Connection& connection) -> Result<void> {
        for (const auto& change : changes) {
            put_setting(connection, change.name, change.value);
            log(connection, who, kSettingChanged, change.told);
        }
        raise_version(connection);
        return {};
    });
}

Result<void> SqliteStore::found(const Founding& founding, std::string_view who) {
    return writer_.run([&, this](sqlite::Connection& connection) -> Result<void> {
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
