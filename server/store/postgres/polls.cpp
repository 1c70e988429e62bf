// SPDX-License-Identifier: EUPL-1.2
// What public pages and rules need: areas, polls, settings, tallies and what was told.
#include "server/store/common/audit.hpp"
#include "server/store/common/checks.hpp"
#include "server/store/common/rows.hpp"
#include "server/store/postgres/store_impl.hpp"
#include "server/store/registry/outcomes.hpp"
#include "shared/json/json.hpp"

namespace peilpunt::store {

using namespace postgres;

std::int64_t PostgresStore::state_version() {
    return read([](Connection& connection) {
        return connection.number("SELECT value::bigint FROM settings WHERE key='versie'");
    });
}

StoreState PostgresStore::load_state() {
    return read_snapshot([](Connection& connection) {
        StoreState state;
        const auto settings = connection.run("SELECT key, value FROM settings");
        for (int i = 0; i < settings.size(); ++i) state.settings[settings.text(i, 0)] = settings.text(i, 1);
        state.version = std::stoll(state.settings["versie"]);
        const auto areas = connection.run("SELECT code, name, parent, population FROM areas ORDER BY place");
        for (int i = 0; i < areas.size(); ++i) {
            Area area{AreaCode::parse(areas.view(i, 0)).value(),
                      areas.text(i, 1),
                      {},
                      static_cast<int>(areas.number(i, 3))};
            if (!areas.view(i, 2).empty()) area.parent = AreaCode::parse(areas.view(i, 2)).value();
            state.areas.push_back(std::move(area));
        }
        const auto polls = connection.run(
            "SELECT definition, status, closed_on, coalesce(number, 0) FROM polls LEFT JOIN poll_numbers "
            "ON poll=id ORDER BY id, revision");
        for (int i = 0; i < polls.size(); ++i)
            state.polls.push_back(poll_of_row(
                polls.view(i, 0), polls.view(i, 1),
                polls.is_null(i, 2) ? std::nullopt : std::optional(polls.number(i, 2)), polls.number(i, 3)));
        sql::PostgresSession session(connection);
        state.told = Outcomes::load(session);
        const auto clips = connection.run("SELECT language, words, hash FROM clips ORDER BY language, words");
        for (int i = 0; i < clips.size(); ++i)
            state.clips.push_back({clips.text(i, 0), clips.text(i, 1), clips.text(i, 2)});
        return state;
    });
}

Result<void> PostgresStore::save_poll(const Poll& poll, std::string_view who) {
    return write([&, this](Connection& connection) -> Result<void> {
        const std::string definition = definition_of(poll);
        const auto same = connection.run("SELECT definition FROM polls WHERE id=$1 AND revision=$2",
                                         args(Bytes{poll.id.bytes()}, poll.revision));
        if (same.size() == 1) {
            if (same.view(0, 0) == definition) return {};
            return Error{ErrorCode::conflict, "revision " + std::to_string(poll.revision) + " of " +
                                                  poll.slug +
                                                  " is there already with other content; raise `revisie`"};
        }
        const auto last = connection.number("SELECT coalesce(max(revision), 0) FROM polls WHERE id=$1",
                                            args(Bytes{poll.id.bytes()}));
        if (last > poll.revision) return later_revision(poll, last);
        if (connection.number("SELECT count(*) FROM polls WHERE slug=$1 AND id<>$2",
                              args(poll.slug, Bytes{poll.id.bytes()})) != 0)
            return slug_taken(poll);
        connection.run(
            "INSERT INTO polls(id, revision, slug, status, definition) VALUES($1,$2,$3,$4,$5)",
            args(Bytes{poll.id.bytes()}, poll.revision, poll.slug, word(PollStatus::draft), definition));
        raise_version(connection);
        log(connection, who, "peiling-opgeslagen", poll.slug + " revisie " + std::to_string(poll.revision));
        return {};
    });
}

Result<void> PostgresStore::open_poll(PollId poll, int revision, std::string_view who) {
    return write([&, this](Connection& connection) -> Result<void> {
        const auto done = connection.run(
            "UPDATE polls SET status=$1 WHERE id=$2 AND revision=$3 AND status=$4",
            args(word(PollStatus::open), Bytes{poll.bytes()}, revision, word(PollStatus::draft)));
        if (done.changes() == 0) return Error{ErrorCode::not_found, "there is no such draft"};
        raise_version(connection);  // which other servers wait for, so that no number is given twice
        connection.run(
            "INSERT INTO poll_numbers VALUES($1, (SELECT 1 + coalesce(max(number), 0) FROM poll_numbers)) "
            "ON CONFLICT(poll) DO NOTHING",
            args(Bytes{poll.bytes()}));
        log(connection, who, "peiling-geopend", poll.str());
        return {};
    });
}

Result<void> PostgresStore::close_poll(PollId poll, int revision, Date day, std::string_view who) {
    return write([&, this](Connection& connection) -> Result<void> {
        // Of all that are open, the newest is the one that people see.
        const auto done = connection.run(
            "UPDATE polls SET status=$1, closed_on=$2 WHERE id=$3 AND status=$4 AND "
            "$5=(SELECT max(revision) FROM polls WHERE id=$3 AND status=$4)",
            args(word(PollStatus::closed), day_of(day), Bytes{poll.bytes()}, word(PollStatus::open),
                 static_cast<std::int64_t>(revision)));
        if (done.changes() == 0) return Error{ErrorCode::conflict, "this poll is not open"};
        raise_version(connection);
        log(connection, who, "peiling-gesloten", poll.str());
        return {};
    });
}

Result<void> PostgresStore::save_clip(const ClipName& name, std::string_view ogg, std::string_view who) {
    return write([&, this](Connection& connection) -> Result<void> {
        connection.run(
            "INSERT INTO clips VALUES($1,$2,$3,$4) ON CONFLICT(language, words) DO UPDATE SET "
            "hash=excluded.hash, ogg=excluded.ogg",
            args(name.language, name.words, name.hash, Bytes{ogg}));
        raise_version(connection);
        log(connection, who, "geluid-toegevoegd", name.language + ": " + name.words);
        return {};
    });
}

Result<void> PostgresStore::remove_clip(std::string_view language, std::string_view words,
                                        std::string_view who) {
    return write([&, this](Connection& connection) -> Result<void> {
        if (connection.run("DELETE FROM clips WHERE language=$1 AND words=$2", args(language, words))
                .changes() == 0)
            return Error{ErrorCode::not_found, "there is no such clip"};
        raise_version(connection);
        log(connection, who, "geluid-weggehaald", std::string(language).append(": ").append(words));
        return {};
    });
}

std::optional<std::string> PostgresStore::clip(std::string_view hash) {
    return read([&](Connection& connection) -> std::optional<std::string> {
        const auto rows = connection.run("SELECT ogg FROM clips WHERE hash=$1 LIMIT 1", args(hash));
        if (rows.size() == 0) return std::nullopt;
        return rows.text(0, 0);
    });
}

results::Cells PostgresStore::cells(PollId poll, int revision) {
    return read([&](Connection& connection) {
        const auto rows = connection.run(
            "SELECT municipality, district, age_group, channel, counts FROM tallies "
            "WHERE poll=$1 AND revision=$2",
            args(Bytes{poll.bytes()}, revision));
        results::Cells cells;
        for (int i = 0; i < rows.size(); ++i)
            cells[cell_of(rows.view(i, 0), rows.view(i, 1), rows.view(i, 2), rows.number(i, 3))].add(
                results::unpack(rows.view(i, 4)).value());
        std::erase_if(cells, [](const auto& cell) { return cell.second.responses == 0; });
        return cells;
    });
}

}  // namespace peilpunt::store
