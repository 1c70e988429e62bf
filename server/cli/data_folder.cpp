// SPDX-License-Identifier: EUPL-1.2
#include "server/cli/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <utility>

#include "server/store/sqlite/sqlite_store.hpp"

namespace peilpunt::cli {

namespace fs = std::filesystem;

namespace {

std::string keys_in(const std::string& path) { return (fs::path(path) / "sleutels").string(); }

Result<DataFolder> open_with(const std::string& path, app::Keys keys, const Clock& clock, Random& random,
                             bool create) {
    auto store = store::open_sqlite(path, clock, random, {.create = create});
    if (!store) return Error{store.error().code, path + ": " + store.error().message};
    DataFolder folder;
    folder.store = std::move(*store);
    folder.app = std::make_unique<app::App>(*folder.store, std::move(keys), clock, random);
    return folder;
}

}  // namespace

Result<DataFolder> open_data_folder(const std::string& path, const Clock& clock, Random& random) {
    std::error_code ignored;
    if (!fs::is_directory(path, ignored)) return Error{ErrorCode::not_found, path + " is not a folder"};
    if (!fs::exists(fs::path(path) / "peilpunt.db", ignored) && !fs::exists(keys_in(path), ignored))
        return Error{ErrorCode::not_found,
                     path + " holds no Peilpunt data; `peilpunt-server demo --data DIR` fills one"};
    auto keys = app::read_keys(keys_in(path));
    if (!keys) return Error{keys.error().code, path + ": " + keys.error().message};
    return open_with(path, std::move(*keys), clock, random, false);
}

Result<DataFolder> make_data_folder(const std::string& path, const NewFolder& chosen, const Clock& clock,
                                    Random& random) {
    std::error_code error;
    fs::create_directories(path, error);
    if (error) return Error{ErrorCode::storage_failed, "cannot make " + path + ": " + error.message()};
    if (!fs::is_empty(path, error))
        return Error{ErrorCode::conflict, path + " is not empty; nothing in it was changed"};
    fs::permissions(path, fs::perms::owner_all, error);
    ::umask(0077);
    auto keys = app::make_keys(keys_in(path), chosen.contact_passphrase, chosen.staff_pin);
    if (!keys) return keys.error();
    return open_with(path, std::move(*keys), clock, random, true);
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
