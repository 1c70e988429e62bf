// SPDX-License-Identifier: EUPL-1.2
#include "shared/sync/stick_folder.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <utility>

#include "shared/seal/files.hpp"

namespace peilpunt::sync {

namespace {

constexpr std::size_t kMostNames = 10'000;

/// A name that stays in its folder.
bool is_plain(const std::string& name) {
    return !name.empty() && name != "." && name != ".." &&
           name.find_first_of(std::string_view("/\0", 2)) == std::string::npos;
}

}  // namespace

StickFolder::StickFolder(int descriptor, std::filesystem::path path)
    : descriptor_(descriptor), path_(std::move(path)) {}

StickFolder::StickFolder(StickFolder&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

StickFolder::~StickFolder() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<StickFolder> StickFolder::open(const std::filesystem::path& path) {
    const auto& here = path.empty() ? std::filesystem::path(".") : path;
    const int descriptor = ::open(here.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0 && (errno == ENOENT || errno == ENOTDIR))
        return Error{ErrorCode::not_found, "there is no folder " + here.string()};
    if (descriptor < 0) return seal::file_failed("cannot open", here.string());
    return StickFolder(descriptor, path);
}

Result<StickFolder> StickFolder::inside(const std::string& name, bool create) const {
    const auto path = path_ / name;
    if (!is_plain(name)) return Error{ErrorCode::conflict, path.string() + " is no folder of this stick"};
    if (create && ::mkdirat(descriptor_, name.c_str(), 0700) != 0 && errno != EEXIST)
        return seal::file_failed("cannot make", path.string());
    const int descriptor =
        ::openat(descriptor_, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0 && (errno == ENOTDIR || errno == ELOOP))
        return Error{ErrorCode::conflict, path.string() + " is no folder of this stick"};
    if (descriptor < 0) return seal::file_failed("cannot open", path.string());
    return StickFolder(descriptor, path);
}

Result<std::vector<std::string>> StickFolder::names() const {
    // A descriptor of its own: closing the list closes it.
    const int again = ::openat(descriptor_, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const std::unique_ptr<DIR, int (*)(DIR*)> list(again < 0 ? nullptr : ::fdopendir(again), &::closedir);
    if (!list) return seal::file_failed("cannot read", path_.string());
    std::vector<std::string> found;
    while (const dirent* entry = ::readdir(list.get())) {
        std::string name = entry->d_name;
        if (!is_plain(name)) continue;
        if (found.size() == kMostNames)
            return Error{ErrorCode::too_large, "there are too many files in " + path_.string()};
        found.push_back(std::move(name));
    }
    std::sort(found.begin(), found.end());
    return found;
}

Result<std::string> StickFolder::read(const std::string& name, std::size_t most) const {
    const auto path = (path_ / name).string();
    const Error no_file{ErrorCode::forbidden, path + " is no plain file; it is not opened"};
    if (!is_plain(name)) return no_file;
    // Not blocking: a pipe would let us wait for ever.
    const seal::Descriptor file(
        ::openat(descriptor_, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    if (!file.open() && errno == ENOENT) return Error{ErrorCode::not_found, "there is no " + path};
    if (!file.open() && (errno == ELOOP || errno == ENXIO || errno == ENODEV)) return no_file;
    if (!file.open()) return seal::file_failed("cannot read", path);
    struct stat info{};
    if (::fstat(file.get(), &info) != 0) return seal::file_failed("cannot read", path);
    if (!S_ISREG(info.st_mode)) return no_file;
    const Error too_large{ErrorCode::too_large, path + " is too large"};
    if (info.st_size < 0 || static_cast<std::uint64_t>(info.st_size) > most) return too_large;
    // One byte more than it says: a file that grows meanwhile is found out.
    std::string bytes(static_cast<std::size_t>(info.st_size) + 1, '\0');
    std::size_t have = 0;
    while (have < bytes.size()) {
        const ssize_t got = ::read(file.get(), bytes.data() + have, bytes.size() - have);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return seal::file_failed("cannot read", path);
        if (got == 0) break;
        have += static_cast<std::size_t>(got);
    }
    if (have == bytes.size()) return too_large;
    bytes.resize(have);
    return bytes;
}

Result<void> StickFolder::write(const std::string& name, std::string_view bytes) const {
    const auto path = (path_ / name).string();
    if (!is_plain(name)) return Error{ErrorCode::invalid, path + " is no name of a file"};
    const std::string half = name + ".half";
    // What a stick that was pulled out left, or what somebody laid there: gone, and never followed.
    ::unlinkat(descriptor_, half.c_str(), 0);
    const seal::Descriptor file(
        ::openat(descriptor_, half.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.open()) return seal::file_failed("cannot write", path);
    if (!seal::write_all(file.get(), bytes) || ::fsync(file.get()) != 0 ||
        ::renameat(descriptor_, half.c_str(), descriptor_, name.c_str()) != 0) {
        const auto error = seal::file_failed("cannot write", path);
        ::unlinkat(descriptor_, half.c_str(), 0);
        return error;
    }
    if (::fsync(descriptor_) != 0) return seal::file_failed("cannot sync the folder of", path);
    return {};
}

void StickFolder::remove(const std::string& name) const {
    if (is_plain(name)) ::unlinkat(descriptor_, name.c_str(), 0);
}

}  // namespace peilpunt::sync
