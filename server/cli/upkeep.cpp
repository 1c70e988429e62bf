// SPDX-License-Identifier: EUPL-1.2
// Copies, checks, exports and retention of a data folder.
#include <fmt/core.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "server/cli/audit_log.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/data_folder.hpp"
#include "server/store/postgres/copy.hpp"
#include "shared/sqlite/sqlite.hpp"

namespace peilpunt::cli {

namespace fs = std::filesystem;

namespace {

/// How long an id is remembered, so that a kiosk that comes back late is not counted twice (architecture
/// section 4).
constexpr auto kLedgerDays = std::chrono::days(400);

constexpr auto kOnlyNew = fs::copy_options::none;

Result<void> copy_keys(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::create_directories(to, error);
    if (!error) fs::permissions(to, fs::perms::owner_all, error);
    for (const auto& entry : fs::directory_iterator(from, error)) {
        if (error) break;
        fs::copy_file(entry.path(), to / entry.path().filename(), kOnlyNew, error);
        if (error) break;
    }
    if (error) return Error{ErrorCode::storage_failed, "copying the keys failed: " + error.message()};
    return {};
}

Result<void> write_text(const fs::path& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (!file) return Error{ErrorCode::storage_failed, "cannot write " + path.string()};
    return {};
}

store::PostgresOptions database_of(const Surroundings& around) {
    store::PostgresOptions options;
    options.url = around.database;
    options.contact_url = around.contact_database;
    return options;
}

}  // namespace

Result<void> backup(const Surroundings& around, const std::string& folder) {
    auto opened = open_data_folder(around);
    if (!opened) return opened.error();
    const auto copied = opened->store->backup(folder);
    if (!copied) return copied.error();
    const auto keys = copy_keys(fs::path(around.data) / "sleutels", fs::path(folder) / "sleutels");
    if (!keys) return keys.error();
    const auto anchored =
        anchor_backup(around.data, folder, opened->app->keys(), dutch_date(around.clock.now()));
    if (!anchored) return anchored.error();
    fmt::print("Copied {} to {}. Keep it as safe as the original: it holds the keys.\n", around.data, folder);
    return {};
}

Result<void> restore(const Surroundings& around, const std::string& folder) {
    std::error_code error;
    fs::create_directories(around.data, error);
    if (error || !fs::is_empty(around.data, error))
        return Error{ErrorCode::conflict, around.data + " is not empty; nothing in it was changed"};
    for (const char* name : {"peilpunt.db", "contact.db"})
        if (!fs::exists(fs::path(folder) / name, error))
            return Error{ErrorCode::not_found, folder + " is no copy made by `backup`: it has no " + name};
    fs::permissions(around.data, fs::perms::owner_all, error);
    for (const char* name : {"peilpunt.db", "contact.db"}) {
        if (!around.database.empty()) break;
        fs::copy_file(fs::path(folder) / name, fs::path(around.data) / name, kOnlyNew, error);
        if (error) return Error{ErrorCode::storage_failed, "copying failed: " + error.message()};
    }
    if (!around.database.empty()) {
        const auto copied = store::copy_to_postgres(folder, database_of(around));
        if (!copied) return copied.error();
    }
    const auto keys = copy_keys(fs::path(folder) / "sleutels", fs::path(around.data) / "sleutels");
    if (!keys) return keys.error();
    const auto anchors = restore_anchors(folder, around.data);
    if (!anchors) return anchors.error();
    return verify(around);
}

Result<void> migrate(const Surroundings& around, const std::string& from, const std::string& to) {
    const auto is_url = [](const std::string& text) {
        return text.rfind("postgresql://", 0) == 0 || text.rfind("postgres://", 0) == 0;
    };
    if (is_url(from) == is_url(to))
        return Error{ErrorCode::invalid, "one of --from and --to is a folder, the other postgresql://..."};
    auto database = database_of(around);
    database.url = is_url(from) ? from : to;
    // Nobody may write to the files meanwhile; servers on a database may go on, the copy is of one moment.
    std::optional<FolderLock> lock;
    if (!is_url(from)) {
        auto taken = FolderLock::take(from);
        if (!taken) return taken.error();
        lock.emplace(std::move(*taken));
    } else {
        std::error_code error;
        fs::create_directories(to, error);
        if (error) return Error{ErrorCode::storage_failed, "cannot make " + to};
        fs::permissions(to, fs::perms::owner_all, error);
        ::umask(0077);
    }
    const auto copied =
        is_url(from) ? store::copy_to_sqlite(database, to) : store::copy_to_postgres(from, database);
    if (!copied) return copied.error();
    for (const auto& table : *copied)
        fmt::print("{:<16} {:>10} rows, same hash on both sides\n", table.table, table.rows);
    fmt::print("The keys are not copied: {}\n",
               is_url(from) ? "put `sleutels` of the servers' data folder beside the new files."
                            : "serve with --data " + from + " and --database.");
    return {};
}

Result<void> verify(const Surroundings& around) {
    std::vector<std::string> faults;
    records::Head log_end;
    try {
        auto opened = open_store_and_keys(around);
        if (!opened) return opened.error();
        faults = opened->store->verify();
        log_end = check_log_anchors(around.data, *opened->store, opened->keys, faults);
    } catch (const sqlite::SqliteError& error) {
        faults.push_back(std::string("peilpunt.db: ") + error.what());
    }
    for (const auto& fault : faults) fmt::print(stderr, "{}\n", fault);
    if (!faults.empty())
        return Error{ErrorCode::damaged, std::to_string(faults.size()) + " fault(s) in " + around.data};
    fmt::print("{} is whole: files, schema, counts, audit log and keys.\n", around.data);
    fmt::print("The audit log ends at entry {}: {}\n", log_end.number, seal::to_hex(log_end.mac));
    return {};
}

Result<void> export_open_data(const Surroundings& around, const std::string& folder) {
    auto opened = open_data_folder(around);
    if (!opened) return opened.error();
    std::error_code error;
    fs::create_directories(folder, error);
    if (error || !fs::is_empty(folder, error))
        return Error{ErrorCode::conflict, folder + " is not an empty folder"};
    const auto state = opened->app->state();
    int written = 0;
    for (const auto& poll : state->polls) {
        if (!state->release(poll.id) && !state->interim(poll.id)) continue;
        const fs::path base = fs::path(folder) / poll.slug;
        const auto as_json = write_text(base.string() + ".json", app::outcome_json(*state, poll) + "\n");
        if (!as_json) return as_json;
        const auto as_csv = write_text(base.string() + ".csv", app::outcome_csv(*state, poll));
        if (!as_csv) return as_csv;
        ++written;
    }
    fmt::print("Wrote what was told of {} poll(s) to {}, as JSON and CSV.\n", written, folder);
    return {};
}

Result<void> purge(const Surroundings& around, bool dry_run) {
    auto opened = open_data_folder(around);
    if (!opened) return opened.error();
    const auto now = around.clock.now();
    const auto gone = opened->store->purge(dutch_date(now) - kLedgerDays, now, dry_run);
    if (!gone) return gone.error();
    if (!dry_run) {
        const auto tidied = opened->store->tidy();
        if (!tidied) return tidied.error();
    }
    fmt::print("{} {} old row(s): ids over 400 days, ended sessions, expired pairing codes.\n",
               dry_run ? "Would remove" : "Removed", *gone);
    return {};
}

}  // namespace peilpunt::cli
