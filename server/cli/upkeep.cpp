// SPDX-License-Identifier: EUPL-1.2
// Copies, checks, exports and retention of a data folder.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

#include "server/cli/audit_log.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/data_folder.hpp"
#include "server/store/engine/postgres/copy.hpp"
#include "shared/sqlite/sqlite.hpp"

namespace peilpunt::cli {

namespace fs = std::filesystem;

namespace {

/// How long an id is remembered, so that a kiosk that comes back late is not counted twice (architecture
/// section 4).
constexpr auto kLedgerDays = std::chrono::days(400);

/// What was put into a folder that held nothing goes again when it does not succeed, and so does the folder
/// when it was made for it.
class NewFiles {
  public:
    explicit NewFiles(fs::path folder) : folder_(std::move(folder)) {}
    NewFiles(const NewFiles&) = delete;
    ~NewFiles() {
        if (kept_ || !empty_before_) return;
        std::error_code ignored;
        for (const auto& entry : fs::directory_iterator(folder_, ignored)) fs::remove_all(entry, ignored);
        if (made_) fs::remove(folder_, ignored);
    }
    /// Makes the folder; conflict when there is anything in it.
    Result<void> make() {
        std::error_code error;
        made_ = fs::create_directories(folder_, error);
        if (error)
            return Error{ErrorCode::storage_failed,
                         "cannot make " + folder_.string() + ": " + error.message()};
        empty_before_ = fs::is_empty(folder_, error);
        if (error || !empty_before_)
            return Error{ErrorCode::conflict, folder_.string() + " is not empty; nothing in it was changed"};
        fs::permissions(folder_, fs::perms::owner_all, error);
        return {};
    }
    void keep() { kept_ = true; }

  private:
    const fs::path folder_;
    bool made_ = false, empty_before_ = false, kept_ = false;
};

/// A plain file, not what a link leads to, readable by its owner alone: a copy may come from a disk without
/// rights.
Result<void> copy_plain_file(const fs::path& from, const fs::path& to) {
    std::error_code error;
    if (fs::symlink_status(from, error).type() != fs::file_type::regular)
        return Error{ErrorCode::damaged, from.string() + " is no plain file"};
    fs::copy_file(from, to, fs::copy_options::none, error);
    if (!error) fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write, error);
    if (error)
        return Error{ErrorCode::storage_failed, "copying " + from.string() + " failed: " + error.message()};
    return {};
}

Result<void> copy_keys(const fs::path& from, const fs::path& to) {
    std::error_code error;
    if (!fs::is_directory(from, error))
        return Error{ErrorCode::not_found, "there is no folder " + from.string()};
    fs::create_directories(to, error);
    if (!error) fs::permissions(to, fs::perms::owner_all, error);
    for (const auto& entry : fs::directory_iterator(from, error)) {
        if (error) break;
        if (const auto copied = copy_plain_file(entry.path(), to / entry.path().filename()); !copied)
            return copied;
    }
    if (error) return Error{ErrorCode::storage_failed, "copying the keys failed: " + error.message()};
    return {};
}

void say_whole(const std::string& data, const records::Head& log_end) {
    fmt::print("{} is whole: files, schema, counts, audit log and keys.\n", data);
    fmt::print("The audit log ends at entry {}: {}\n", log_end.number, seal::to_hex(log_end.mac));
}

/// What is wrong with the data, a line each, and where its log ends; an Error when it cannot be opened at
/// all.
Result<std::vector<std::string>> faults_in(const Surroundings& around, records::Head& log_end) {
    try {
        auto opened = open_store_and_keys(around);
        if (!opened) return opened.error();
        auto faults = opened->store->verify();
        log_end = check_log_anchors(around.data, *opened->store, opened->keys, faults);
        return faults;
    } catch (const sqlite::SqliteError& error) {
        return std::vector{std::string("peilpunt.db: ") + error.what()};
    } catch (const ResultError& error) {
        return std::vector{std::string("database: ") + error.what()};
    }
}

/// It is the copy that is wrong, and not the folder that it was to fill.
Error about_copy(const std::string& folder, const std::string& data, const Error& error) {
    std::string why = error.message;
    if (why.starts_with(data + ": ")) why.erase(0, data.size() + 2);
    if (error.code == ErrorCode::unsupported)
        return {error.code, "the back-up in " + folder + " cannot be used here: " + why};
    why.erase(std::min(why.find(';'), why.size()));  // advice that is about a data folder
    return {ErrorCode::damaged, "the back-up in " + folder + " is damaged (" + why +
                                    "); take another one. Nothing was put in " + data};
}

/// Refuses a copy that is not whole, with all that is wrong with it on standard error.
Result<void> check_copy(const Surroundings& around, const std::string& folder, const std::string& data,
                        records::Head& log_end) {
    const auto faults = faults_in(around, log_end);
    if (!faults) return about_copy(folder, data, faults.error());
    for (const auto& fault : *faults) fmt::print(stderr, "{}\n", fault);
    if (!faults->empty()) return about_copy(folder, data, {ErrorCode::damaged, faults->front()});
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
    const auto anchored =
        keys ? anchor_backup(around.data, folder, opened->app->keys(), dutch_date(around.clock.now())) : keys;
    if (!anchored) {
        std::error_code ignored;
        for (const auto& half : fs::directory_iterator(folder, ignored)) fs::remove_all(half, ignored);
        return anchored.error();
    }
    fmt::print("Copied {} to {}. Keep it as safe as the original: it holds the keys.\n", around.data, folder);
    return opened->store->set_setting(kLastBackup, format_time(around.clock.now()));
}

Result<void> restore(const Surroundings& around, const std::string& folder) {
    std::error_code error;
    for (const char* name : {"peilpunt.db", "contact.db"})
        if (!fs::exists(fs::path(folder) / name, error))
            return Error{ErrorCode::not_found, folder + " is no copy made by `backup`: it has no " + name};
    NewFiles made(around.data);
    if (const auto ready = made.make(); !ready) return ready;
    if (around.database.empty()) {
        for (const char* name : {"peilpunt.db", "contact.db"})
            if (const auto copied = copy_plain_file(fs::path(folder) / name, fs::path(around.data) / name);
                !copied)
                return copied;
    }
    const auto keys = copy_keys(fs::path(folder) / "sleutels", fs::path(around.data) / "sleutels");
    if (!keys) return keys.error();
    const auto anchors = restore_anchors(folder, around.data);
    if (!anchors) return anchors.error();
    records::Head log_end;
    if (!around.database.empty()) {
        // Before anything of it reaches the database.
        const Surroundings copy{around.clock, around.random, folder, "", ""};
        if (const auto whole = check_copy(copy, folder, around.data, log_end); !whole) return whole;
        const auto copied = store::copy_to_postgres(folder, database_of(around));
        if (!copied) return copied.error();
    }
    if (const auto whole = check_copy(around, folder, around.data, log_end); !whole) return whole;
    made.keep();
    say_whole(around.data, log_end);
    return {};
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
    records::Head log_end;
    const auto faults = faults_in(around, log_end);
    if (!faults) return faults.error();
    for (const auto& fault : *faults) fmt::print(stderr, "{}\n", fault);
    if (!faults->empty())
        return Error{ErrorCode::damaged, std::to_string(faults->size()) + " fault(s) in " + around.data};
    say_whole(around.data, log_end);
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
