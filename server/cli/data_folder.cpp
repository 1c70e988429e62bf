// SPDX-License-Identifier: EUPL-1.2
#include "server/cli/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <utility>

#include "server/store/engine/postgres/postgres_store.hpp"
#include "server/store/engine/sqlite/sqlite_store.hpp"
#include "server/store/registry/audit.hpp"
#include "shared/seal/files.hpp"

namespace peilpunt::cli {

namespace fs = std::filesystem;

namespace {

std::string keys_in(const std::string& path) { return (fs::path(path) / "sleutels").string(); }

/// Without a key of the audit log nothing that is logged can be changed.
Result<std::unique_ptr<store::Store>> open_store(const Surroundings& around, bool create,
                                                 const seal::Secret& log_key) {
    if (around.database.empty()) {
        auto store = store::open_sqlite(around.data, around.clock, around.random,
                                        {.create = create, .log_key = log_key});
        if (!store) return Error{store.error().code, around.data + ": " + store.error().message};
        return store;
    }
    return store::open_postgres({.url = around.database,
                                 .contact_url = around.contact_database,
                                 .create = create,
                                 .log_key = log_key},
                                around.clock, around.random);
}

constexpr const char* kProof = "sleutelproef";

std::string proof_of(const app::Keys& keys) { return seal::to_base64(seal::keyed_hash(keys.ledger, kProof)); }

/// Ids are kept as hashes with a key of the folder. With another folder's keys every id would look new, and
/// what comes twice would count twice.
Result<void> check_keys(store::Store& store, const app::Keys& keys) {
    const auto proof = proof_of(keys);
    const auto settings = store.load_state().settings;
    const auto found = settings.find(kProof);
    if (found == settings.end()) return store.set_setting(kProof, proof);
    if (found->second == proof) return {};
    return Error{ErrorCode::conflict,
                 "the keys in this data folder are not those of this database; copy `sleutels` from the "
                 "folder that it was filled with"};
}

/// An instance is built here and then moved to where it is served from.
constexpr const char* kSetup = ".nieuw";
constexpr const char* kReady = "klaar";  ///< in it: all is there, and only has to be moved
constexpr const char* kLock = "bezet";

Result<StoreAndKeys> make_store_and_keys(const Surroundings& around, const NewFolder& chosen) {
    std::error_code error;
    fs::permissions(around.data, fs::perms::owner_all, error);
    {
        const auto look = open_store(around, true, {});
        if (!look) return look.error();
        const auto state = (*look)->load_state();
        if (!state.areas.empty() || !state.polls.empty() || !(*look)->users().empty())
            return Error{ErrorCode::conflict, "the database is not empty; nothing in it was changed"};
    }
    auto keys = app::make_keys(keys_in(around.data), chosen.contact_passphrase, chosen.staff_pin);
    if (!keys) return keys.error();
    auto store = open_store(around, false, log_key_of(*keys));
    if (!store) return store.error();
    // Also over the proof of keys that a setup which broke off made for this database.
    if (const auto kept = (*store)->set_setting(kProof, proof_of(*keys)); !kept) return kept.error();
    return StoreAndKeys{std::move(*store), std::move(*keys)};
}

/// Whether the database became an instance with the keys in this folder.
Result<bool> was_founded(const Surroundings& around, const fs::path& beside) {
    if (around.database.empty()) return true;
    const auto keys = app::read_keys((beside / "sleutels").string());
    if (!keys) return keys.error();
    auto store = open_store(around, false, log_key_of(*keys));
    if (!store) return store.error();
    auto state = (*store)->load_state();
    return !state.areas.empty() && state.settings[kProof] == proof_of(*keys);
}

/// Ends what a setup that broke off left: moves a whole instance in, clears any other.
Result<void> settle_setup(const Surroundings& around) {
    const auto beside = fs::path(around.data) / kSetup;
    std::error_code error;
    if (!fs::exists(beside, error)) return {};
    const auto failed = [&] {
        return Error{ErrorCode::storage_failed, "cannot put the new instance in place: " + error.message()};
    };
    if (fs::exists(beside / kReady, error)) {
        const auto keys_moved = !fs::exists(beside / "sleutels", error);
        const auto founded = keys_moved ? Result<bool>(true) : was_founded(around, beside);
        if (!founded) return founded.error();
        if (*founded) {
            std::vector<fs::path> made;
            for (const auto& entry : fs::directory_iterator(beside, error))
                if (entry.path().filename() != kReady) made.push_back(entry.path());
            if (error) return failed();
            for (const auto& one : made) {
                fs::rename(one, fs::path(around.data) / one.filename(), error);
                if (error) return failed();
            }
            if (const auto kept = seal::sync_folder_of((fs::path(around.data) / kLock).string()); !kept)
                return kept;
        }
        fs::remove(beside / kReady, error);
    }
    fs::remove_all(beside, error);
    if (error) return failed();
    return {};
}

Result<DataFolder> with_app(const Surroundings& around, StoreAndKeys opened) {
    DataFolder folder;
    folder.store = std::move(opened.store);
    folder.app =
        std::make_unique<app::App>(*folder.store, std::move(opened.keys), around.clock, around.random);
    folder.anchor =
        std::make_unique<LogAnchor>(around.data, *folder.store, folder.app->keys().sign, around.clock);
    if (!around.fixed.empty())
        if (const auto fixed = folder.app->fix_settings(around.fixed); !fixed) return fixed.error();
    return folder;
}

}  // namespace

Result<StoreAndKeys> open_store_and_keys(const Surroundings& around) {
    const auto& path = around.data;
    std::error_code ignored;
    if (!fs::is_directory(path, ignored)) return Error{ErrorCode::not_found, path + " is not a folder"};
    if (fs::exists(fs::path(path) / kSetup, ignored)) {
        // Not while somebody is at it.
        const auto lock = FolderLock::take(path);
        if (!lock) return Error{ErrorCode::conflict, path + " is being set up at this moment"};
        if (const auto settled = settle_setup(around); !settled) return settled.error();
    }
    if (!fs::exists(fs::path(path) / "peilpunt.db", ignored) && !fs::exists(keys_in(path), ignored))
        return Error{
            ErrorCode::not_found,
            path + " holds no Peilpunt data; `serve` or `init` makes an instance in it, `demo` an example"};
    auto keys = app::read_keys(keys_in(path));
    if (!keys) return Error{keys.error().code, path + ": " + keys.error().message};
    auto store = open_store(around, false, log_key_of(*keys));
    if (!store) return store.error();
    if (const auto same = check_keys(**store, *keys); !same) return same.error();
    const auto carried = store::carry_over_audit((*store)->database(), (*store)->journal());
    if (!carried) return carried.error();
    return StoreAndKeys{std::move(*store), std::move(*keys)};
}

Result<DataFolder> open_data_folder(const Surroundings& around) {
    auto opened = open_store_and_keys(around);
    if (!opened) return opened.error();
    return with_app(around, std::move(*opened));
}

Result<DataFolder> make_data_folder(const Surroundings& around, const NewFolder& chosen) {
    const auto& path = around.data;
    std::error_code error;
    fs::create_directories(path, error);
    if (error) return Error{ErrorCode::storage_failed, "cannot make " + path + ": " + error.message()};
    if (!fs::is_empty(path, error))
        return Error{ErrorCode::conflict, path + " is not empty; nothing in it was changed"};
    auto made = make_store_and_keys(around, chosen);
    if (!made) return made.error();
    return with_app(around, std::move(*made));
}

bool is_unused(const std::string& path) {
    std::error_code error;
    if (!fs::exists(path, error)) return true;
    if (fs::exists(fs::path(path) / kSetup / kReady, error)) return false;
    for (const auto& entry : fs::directory_iterator(path, error)) {
        const auto name = entry.path().filename();
        if (name != kLock && name != kSetup && name != "lost+found") return false;
    }
    return !error;
}

Result<void> ready_for_setup(const Surroundings& around) {
    std::error_code error;
    fs::create_directories(around.data, error);
    if (error) return Error{ErrorCode::storage_failed, "cannot make " + around.data + ": " + error.message()};
    if (around.database.empty()) return {};
    // A database without any table of ours is as good as an empty one.
    auto store = open_store(around, false, {});
    if (!store) return store.error().code == ErrorCode::not_found ? Result<void>() : store.error();
    if ((*store)->load_state().areas.empty()) return {};
    return Error{ErrorCode::conflict,
                 "this database holds an instance; copy its `sleutels` to " + around.data};
}

Result<void> make_instance(const Surroundings& around, const app::NewInstance& chosen) {
    auto founding = app::founding_of(chosen, around.random);
    if (!founding) return founding.error();
    if (!is_unused(around.data))
        return Error{ErrorCode::conflict, around.data + " is not empty; nothing in it was changed"};
    const auto beside = fs::path(around.data) / kSetup;
    std::error_code error;
    fs::remove_all(beside, error);
    fs::create_directories(beside, error);
    if (error)
        return Error{ErrorCode::storage_failed, "cannot write in " + around.data + ": " + error.message()};
    fs::permissions(around.data, fs::perms::owner_all, error);
    auto inner = around;
    inner.data = beside.string();
    const auto mark_ready = [&] {
        return seal::write_key_file((beside / kReady).string(), seal::Secret("ja\n"));
    };
    {
        auto made = make_store_and_keys(inner, {chosen.passphrase, chosen.pin});
        if (!made) return made.error();
        // A database cannot be moved in like files: the keys must be safe before it is an instance.
        if (!around.database.empty())
            if (const auto ready = mark_ready(); !ready) return ready;
        if (const auto founded = made->store->found(*founding, founding->first_user.id.str()); !founded) {
            fs::remove_all(beside, error);
            return founded;
        }
    }
    if (around.database.empty())
        if (const auto ready = mark_ready(); !ready) return ready;
    return settle_setup(around);
}

Result<FolderLock> FolderLock::take(const std::string& path) {
    const auto file = (fs::path(path) / kLock).string();
    const int descriptor = ::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor < 0) return Error{ErrorCode::storage_failed, "cannot write in " + path};
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor);
        return Error{ErrorCode::conflict, "another peilpunt-server serves " + path + " already"};
    }
    return FolderLock(descriptor);
}

FolderLock::FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FolderLock::~FolderLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace peilpunt::cli
