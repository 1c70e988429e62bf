// SPDX-License-Identifier: EUPL-1.2
#include "server/store/engine/sqlite/sqlite_store.hpp"

#include <filesystem>

#include "server/store/common/checks.hpp"
#include "server/store/engine/sqlite/schema.hpp"
#include "server/store/engine/sqlite/store_impl.hpp"
#include "server/store/registry/older_releases.hpp"
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

std::int64_t SqliteStore::quarantined() {
    auto reader = readers_.lend();
    return reader->number("SELECT count(*) FROM quarantine WHERE piece=0");
}

}  // namespace peilpunt::store
