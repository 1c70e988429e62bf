// SPDX-License-Identifier: EUPL-1.2
#include "server/store/registry/instance.hpp"

#include "server/records/journal.hpp"
#include "server/sql/database.hpp"
#include "server/store/registry/audit.hpp"
#include "server/store/registry/outcomes.hpp"
#include "server/store/registry/poll_book.hpp"
#include "server/store/registry/settings.hpp"

namespace peilpunt::store {

namespace {

/// Where the version stands among the settings.
constexpr std::string_view kVersion = "versie";

void put_areas(sql::Session& session, const std::vector<Area>& areas) {
    session.run("DELETE FROM areas");
    std::int64_t place = 0;
    for (const auto& area : areas)
        session.run("INSERT INTO areas(place, code, name, parent, population) VALUES(?1,?2,?3,?4,?5)",
                    {++place, area.code.str(), area.name, area.parent.str(), area.population});
}

std::vector<Area> read_areas(sql::Session& session) {
    std::vector<Area> areas;
    for (const auto row : session.run("SELECT code, name, parent, population FROM areas ORDER BY place")) {
        Area area{AreaCode::parse(row.text(0)).value(), row.text(1), {}, static_cast<int>(row.number(3))};
        if (!row.text(2).empty()) area.parent = AreaCode::parse(row.text(2)).value();
        areas.push_back(std::move(area));
    }
    return areas;
}

}  // namespace

void raise_version(sql::Session& session) {
    session.run("UPDATE settings SET value=CAST(CAST(value AS BIGINT)+1 AS TEXT) WHERE key=?1", {kVersion});
    if (session.engine() == sql::Engine::postgres) session.run("NOTIFY peilpunt");
}

Result<void> Instance::found(const Founding& founding, std::string_view who) {
    return database_.write([&](sql::Session& session) -> Result<void> {
        if (session.number("SELECT (SELECT count(*) FROM areas)+(SELECT count(*) FROM users)") != 0)
            return Error{ErrorCode::conflict, "this is an instance already"};
        put_areas(session, founding.areas);
        for (const auto& [name, value] : founding.settings) Settings::put(session, name, value);
        People::put(session, founding.first_user);
        raise_version(session);
        journal_.note(session, who, "ingericht", founding.first_user.name);
        return {};
    });
}

Result<void> Instance::save_areas(const std::vector<Area>& areas) {
    return database_.write([&](sql::Session& session) -> Result<void> {
        put_areas(session, areas);
        raise_version(session);
        journal_.note(session, kSystem, "gebieden-ingelezen", std::to_string(areas.size()));
        return {};
    });
}

StoreState Instance::read(sql::Session& session) {
    StoreState state;
    for (const auto row : session.run("SELECT key, value FROM settings"))
        state.settings[row.text(0)] = row.text(1);
    state.version = std::stoll(state.settings[std::string(kVersion)]);
    state.areas = read_areas(session);
    state.polls = PollBook::read(session);
    state.told = Outcomes::load(session);
    state.clips = Clips::read(session);
    return state;
}

StoreState Instance::load() {
    return database_.read([](sql::Session& session) { return read(session); });
}

std::int64_t Instance::version() {
    const auto rows = database_.ask("SELECT CAST(value AS BIGINT) FROM settings WHERE key=?1", {kVersion});
    return rows.empty() ? 0 : rows[0].number(0);
}

}  // namespace peilpunt::store
