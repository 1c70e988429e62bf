// SPDX-License-Identifier: EUPL-1.2
#include "server/cli/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <utility>

#include "server/store/common/audit.hpp"
#include "server/store/postgres/postgres_store.hpp"
#include "server/store/sqlite/sqlite_store.hpp"

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

/// Ids are kept as hashes with a key of the folder. With another folder's keys every id would look new, and
/// what comes twice would count twice.
Result<void> check_keys(store::Store& store, const app::Keys& keys) {
    constexpr const char* kSetting = "sleutelproef";
    const auto proof = seal::to_base64(seal::keyed_hash(keys.ledger, kSetting));
    const auto settings = store.load_state().settings;
    const auto found = settings.find(kSetting);
    if (found == settings.end()) return store.set_setting(kSetting, proof);
    if (found->second == proof) return {};
    return Error{ErrorCode::conflict,
                 "the keys in this data folder are not those of this database; copy `sleutels` from the "
                 "folder that it was filled with"};
}

DataFolder with_app(const Surroundings& around, StoreAndKeys opened) {
    DataFolder folder;
    folder.store = std::move(opened.store);
    folder.app =
        std::make_unique<app::App>(*folder.store, std::move(opened.keys), around.clock, around.random);
    folder.anchor =
        std::make_unique<LogAnchor>(around.data, *folder.store, folder.app->keys().sign, around.clock);
    return folder;
}

}  // namespace

Result<StoreAndKeys> open_store_and_keys(const Surroundings& around) {
    const auto& path = around.data;
    std::error_code ignored;
    if (!fs::is_directory(path, ignored)) return Error{ErrorCode::not_found, path + " is not a folder"};
    if (!fs::exists(fs::path(path) / "peilpunt.db", ignored) && !fs::exists(keys_in(path), ignored))
        return Error{ErrorCode::not_found,
                     path + " holds no Peilpunt data; `peilpunt-server demo --data DIR` fills one"};
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
    fs::permissions(path, fs::perms::owner_all, error);
    {
        const auto look = open_store(around, true, {});
        if (!look) return look.error();
        const auto state = (*look)->load_state();
        if (!state.areas.empty() || !state.polls.empty())
            return Error{ErrorCode::conflict, "the database is not empty; nothing in it was changed"};
    }
    auto keys = app::make_keys(keys_in(path), chosen.contact_passphrase, chosen.staff_pin);
    if (!keys) return keys.error();
    auto store = open_store(around, false, log_key_of(*keys));
    if (!store) return store.error();
    if (const auto same = check_keys(**store, *keys); !same) return same.error();
    return with_app(around, {std::move(*store), std::move(*keys)});
}

Result<FolderLock> FolderLock::take(const std::string& path) {
    const auto file = (fs::path(path) / "bezet").string();
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
