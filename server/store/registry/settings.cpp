// SPDX-License-Identifier: EUPL-1.2
#include "server/store/registry/settings.hpp"

#include "server/records/journal.hpp"
#include "server/sql/database.hpp"
#include "server/store/registry/audit.hpp"
#include "server/store/registry/instance.hpp"

namespace peilpunt::store {

void Settings::put(sql::Session& session, std::string_view name, std::string_view value) {
    if (value.empty())
        session.run("DELETE FROM settings WHERE key=?1", {name});
    else
        session.run(
            "INSERT INTO settings(key, value) VALUES(?1,?2) ON CONFLICT(key) DO UPDATE SET "
            "value=excluded.value",
            {name, value});
}

Result<void> Settings::set(std::string_view name, std::string_view value) {
    return database_.write([&](sql::Session& session) -> Result<void> {
        put(session, name, value);
        raise_version(session);
        journal_.note(session, kSystem, "instelling-gezet", name);
        return {};
    });
}

Result<void> Settings::change(const std::vector<SettingChange>& changes, std::string_view who) {
    return database_.write([&](sql::Session& session) -> Result<void> {
        for (const auto& change : changes) {
            put(session, change.name, change.value);
            journal_.note(session, who, kSettingChanged, change.told);
        }
        raise_version(session);
        return {};
    });
}

}  // namespace peilpunt::store
