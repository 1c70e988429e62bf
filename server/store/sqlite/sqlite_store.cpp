// SPDX-License-Identifier: EUPL-1.2
#include "server/store/sqlite/sqlite_store.hpp"

#include <filesystem>

#include "server/store/common/audit.hpp"
#include "server/store/common/checks.hpp"
#include "server/store/common/rows.hpp"
#include "server/store/registry/older_releases.hpp"
#include "server/store/registry/outcomes.hpp"
#include "server/store/sqlite/schema.hpp"
#include "server/store/sqlite/store_impl.hpp"
#include "shared/json/json.hpp"
#include "shared/sqlite/head.hpp"

namespace peilpunt::store {

namespace fs = std::filesystem;

namespace {

std::string path_in(const std::string& folder, const char* name) {
    return (fs::path(folder) / name).string();
}

/// Of a file that must be there already. An empty one is damage: a new schema in it would hide the loss.
Result<void> check_head(const std::string& path, const std::string& name, std::int32_t application) {
    switch (sqlite::head_of(path, application)) {
        case sqlite::Head::absent:
            return Error{ErrorCode::not_found,
                         "there is no " + name + " in this folder; is it the right one?"};
        case sqlite::Head::empty:
            return Error{ErrorCode::damaged, name + " is empty: what was in it is gone; put back a backup"};
        case sqlite::Head::other:
            return Error{ErrorCode::damaged, name + ": this database belongs to another program"};
        case sqlite::Head::no_database:
            return Error{ErrorCode::damaged, name + " is no database any more; put back a backup"};
        case sqlite::Head::ours:
            break;
    }
    return {};
}

Result<sqlite::Connection> open_file(const std::string& path, std::int32_t application,
                                     std::span<const sqlite::Migration> steps, const SqliteOptions& options) {
    const std::string name = fs::path(path).filename().string();
    if (!options.create && !options.vfs)
        if (const auto whole = check_head(path, name, application); !whole) return whole.error();
    try {
        sqlite::Connection connection(path, {.create = options.create, .vfs = options.vfs});
        const auto migrated = sqlite::migrate(connection, application, steps, options.create);
        if (!migrated) return Error{migrated.error().code, name + ": " + migrated.error().message};
        return connection;
    } catch (const sqlite::SqliteError& error) {
        const auto kind = error.kind() == ErrorCode::internal ? ErrorCode::damaged : error.kind();
        return Error{kind,
                     name + " cannot be used (" + error.what() + "); put back a backup, or ask for help"};
    }
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite(const std::string& folder, const Clock& clock, Random& random,
                                           const SqliteOptions& options) {
    auto main =
        open_file(path_in(folder, "peilpunt.db"), schema::kMainApplicationId, schema::main_steps(), options);
    if (!main) return main.error();
    auto contacts = open_file(path_in(folder, "contact.db"), schema::kContactApplicationId,
                              schema::contact_steps(), options);
    if (!contacts) return contacts.error();
    try {
        if (main->number(kOlderReleasesThere) != 0) {
            sqlite::Transaction transaction(*main);
            sql::SqliteSession session(*main);
            take_over_older_releases(session, clock.now());
            transaction.commit();
        }
        return std::unique_ptr<Store>(
            new SqliteStore(folder, std::move(*main), std::move(*contacts), clock, random, options));
    } catch (const sqlite::SqliteError& error) {
        return Error{error.kind(), std::string("peilpunt.db cannot be read: ") + error.what()};
    }
}

namespace {

std::unique_ptr<Checkpointer> checkpointer_for(const std::string& path, const SqliteOptions& options,
                                               const std::optional<PacedSync>& file) {
    if (!file) return nullptr;
    return std::make_unique<Checkpointer>(sqlite::Connection(path, {.vfs = options.vfs}), *file,
                                          options.log_pages);
}

}  // namespace

SqliteStore::SqliteStore(std::string folder, sqlite::Connection main, sqlite::Connection contacts,
                         const Clock& clock, Random& random, const SqliteOptions& options)
    : folder_(std::move(folder)),
      clock_(clock),
      random_(random),
      vfs_(options.vfs),
      file_(options.own_thread ? std::optional<PacedSync>(std::in_place, path_in(folder_, "peilpunt.db"))
                               : std::nullopt),
      contacts_(std::move(contacts)),
      readers_(path_in(folder_, "peilpunt.db"), options.readers, options.vfs),
      writer_(std::move(main), fresh_, options.most_fresh, options.log_pages, options.quiet,
              checkpointer_for(path_in(folder_, "peilpunt.db"), options, file_)),
      database_(readers_, [this](sql::SqliteDatabase::Work work) { return writer_.run(std::move(work)); }),
      journal_(options.log_key, clock),
      contact_writer_([this](const std::vector<ContactWish>& wishes) { return write_contacts(wishes); },
                      options.own_thread) {}

void SqliteStore::add_response(NewResponse response, Done done) {
    writer_.add(std::move(response), std::move(done));
}
void SqliteStore::add_signal(NewSignal signal, Done done) { writer_.add(std::move(signal), std::move(done)); }
void SqliteStore::add_recording(NewRecording recording, Done done) {
    writer_.add(std::move(recording), std::move(done));
}
void SqliteStore::add_quarantine(NewQuarantine item, Done done) {
    writer_.add(std::move(item), std::move(done));
}

void SqliteStore::log(sqlite::Connection& connection, std::string_view who, std::string_view what,
                      std::string_view subject) {
    sql::SqliteSession session(connection);
    journal_.note(session, who, what, subject);
}

void SqliteStore::raise_version(sqlite::Connection& connection) {
    connection.run("UPDATE settings SET value=value+1 WHERE key='versie'");
}

std::int64_t SqliteStore::state_version() {
    auto reader = readers_.lend();
    auto& row = reader->prepare("SELECT value FROM settings WHERE key='versie'");
    const std::int64_t version = row.step() ? std::stoll(row.text(0)) : 0;
    row.reset();
    return version;
}

StoreState SqliteStore::load_state() {
    auto reader = readers_.lend();
    const ReadTransaction view(*reader);
    StoreState state;
    auto& settings = reader->prepare("SELECT key, value FROM settings");
    while (settings.step()) state.settings[settings.text(0)] = settings.text(1);
    state.version = std::stoll(state.settings["versie"]);
    auto& areas = reader->prepare("SELECT code, name, parent, population FROM areas ORDER BY place");
    while (areas.step()) {
        Area area{
            AreaCode::parse(areas.view(0)).value(), areas.text(1), {}, static_cast<int>(areas.number(3))};
        if (!areas.view(2).empty()) area.parent = AreaCode::parse(areas.view(2)).value();
        state.areas.push_back(std::move(area));
    }
    auto& polls = reader->prepare(
        "SELECT definition, status, closed_on, coalesce(number, 0) FROM polls LEFT JOIN poll_numbers ON "
        "poll=id "
        "ORDER BY id, revision");
    while (polls.step())
        state.polls.push_back(poll_of_row(polls.view(0), polls.view(1),
                                          polls.is_null(2) ? std::nullopt : std::optional(polls.number(2)),
                                          polls.number(3)));
    sql::SqliteSession session(*reader);
    state.told = Outcomes::load(session);
    auto& clips = reader->prepare("SELECT language, words, hash FROM clips ORDER BY language, words");
    while (clips.step()) state.clips.push_back({clips.text(0), clips.text(1), clips.text(2)});
    return state;
}

Result<void> SqliteStore::save_poll(const Poll& poll, std::string_view who) {
    return writer_.run([&, this](sqlite::Connection& connection) -> Result<void> {
        const std::string definition = definition_of(poll);
        auto& same = connection.prepare("SELECT definition FROM polls WHERE id=? AND revision=?");
        same.bind_blob(1, poll.id.bytes()).bind(2, poll.revision);
        if (same.step()) {
            const bool equal = same.view(0) == definition;
            same.reset();
            if (equal) return {};
            return Error{ErrorCode::conflict, "revision " + std::to_string(poll.revision) + " of " +
                                                  poll.slug +
                                                  " is there already with other content; raise `revisie`"};
        }
        auto& newer = connection.prepare("SELECT max(revision) FROM polls WHERE id=?");
        newer.bind_blob(1, poll.id.bytes());
        const std::int64_t last = newer.step() ? newer.number(0) : 0;
        newer.reset();
        if (last > poll.revision) return later_revision(poll, last);
        auto& other = connection.prepare("SELECT 1 FROM polls WHERE slug=? AND id<>?");
        other.bind(1, poll.slug).bind_blob(2, poll.id.bytes());
        const bool taken = other.step();
        other.reset();
        if (taken) return slug_taken(poll);
        connection.prepare("INSERT INTO polls(id, revision, slug, status, definition) VALUES(?,?,?,?,?)")
            .bind_blob(1, poll.id.bytes())
            .bind(2, poll.revision)
            .bind(3, poll.slug)
            .bind(4, word(PollStatus::draft))
            .bind(5, definition)
            .run();
        raise_version(connection);
        log(connection, who, "peiling-opgeslagen", poll.slug + " revisie " + std::to_string(poll.revision));
        return {};
    });
}

Result<void> SqliteStore::open_poll(PollId poll, int revision, std::string_view who) {
    return writer_.run([&, this](sqlite::Connection& connection) -> Result<void> {
        connection.prepare("UPDATE polls SET status=? WHERE id=? AND revision=? AND status=?")
            .bind(1, word(PollStatus::open))
            .bind_blob(2, poll.bytes())
            .bind(3, revision)
            .bind(4, word(PollStatus::draft))
            .run();
        if (connection.changes() == 0) return Error{ErrorCode::not_found, "there is no such draft"};
        raise_version(connection);
        connection
            .prepare(
                "INSERT OR IGNORE INTO poll_numbers VALUES(?, (SELECT 1 + coalesce(max(number), 0) FROM "
                "poll_numbers))")
            .bind_blob(1, poll.bytes())
            .run();
        log(connection, who, "peiling-geopend", poll.str());
        return {};
    });
}

Result<void> SqliteStore::close_poll(PollId poll, int revision, Date day, std::string_view who) {
    return writer_.run([&, this](sqlite::Connection& connection) -> Result<void> {
        // Of all that are open, the newest is the one that people see.
        connection
            .prepare(
                "UPDATE polls SET status=?1, closed_on=?2 WHERE id=?3 AND status=?4 AND "
                "?5=(SELECT max(revision) FROM polls WHERE id=?3 AND status=?4)")
            .bind(1, word(PollStatus::closed))
            .bind(2, day_of(day))
            .bind_blob(3, poll.bytes())
            .bind(4, word(PollStatus::open))
            .bind(5, revision)
            .run();
        if (connection.changes() == 0) return Error{ErrorCode::conflict, "this poll is not open"};
        raise_version(connection);
        log(connection, who, "peiling-gesloten", poll.str());
        return {};
    });
}

Result<void> SqliteStore::save_clip(const ClipName& name, std::string_view ogg, std::string_view who) {
    return writer_.run([&, this](sqlite::Connection& connection) -> Result<void> {
        connection.prepare("INSERT OR REPLACE INTO clips VALUES(?,?,?,?)")
            .bind(1, name.language)
            .bind(2, name.words)
            .bind(3, name.hash)
            .bind_blob(4, ogg)
            .run();
        raise_version(connection);
        log(connection, who, "geluid-toegevoegd", name.language + ": " + name.words);
        return {};
    });
}

Result<void> SqliteStore::remove_clip(std::string_view language, std::string_view words,
                                      std::string_view who) {
    return writer_.run([&, this](sqlite::Connection& connection) -> Result<void> {
        connection.prepare("DELETE FROM clips WHERE language=? AND words=?")
            .bind(1, language)
            .bind(2, words)
            .run();
        if (connection.changes() == 0) return Error{ErrorCode::not_found, "there is no such clip"};
        raise_version(connection);
        log(connection, who, "geluid-weggehaald", std::string(language).append(": ").append(words));
        return {};
    });
}

std::optional<std::string> SqliteStore::clip(std::string_view hash) {
    auto reader = readers_.lend();
    auto& row = reader->prepare("SELECT ogg FROM clips WHERE hash=? LIMIT 1");
    row.bind(1, hash);
    std::optional<std::string> ogg;
    if (row.step()) ogg = row.text(0);
    row.reset();
    return ogg;
}

results::Cells SqliteStore::cells(PollId poll, int revision) {
    auto reader = readers_.lend();
    auto& rows = reader->prepare(
        "SELECT municipality, district, age_group, channel, counts FROM tallies "
        "WHERE poll=? AND revision=?");
    rows.bind_blob(1, poll.bytes()).bind(2, revision);
    results::Cells cells;
    while (rows.step()) {
        auto key = cell_of(rows.view(0), rows.view(1), rows.view(2), rows.number(3));
        auto tally = results::unpack(rows.view(4)).value();
        if (tally.responses > 0) cells.emplace(std::move(key), std::move(tally));
    }
    rows.reset();
    return cells;
}

Result<void> SqliteStore::note(std::string_view what, std::string_view subject, std::string_view who) {
    return writer_.run([&, this](sqlite::Connection& connection) -> Result<void> {
        log(connection, who, what, subject);
        return {};
    });
}

std::vector<AuditEntry> SqliteStore::audit() { return read_audit(database_); }

std::int64_t SqliteStore::quarantined() {
    auto reader = readers_.lend();
    return reader->number("SELECT count(*) FROM quarantine WHERE piece=0");
}

}  // namespace peilpunt::store
