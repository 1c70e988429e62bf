// SPDX-License-Identifier: EUPL-1.2
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "shared/seal/seal.hpp"

namespace peilpunt::seal {
namespace {

constexpr off_t kMaxKeyFile = 64 * 1024;

class Descriptor {
  public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return fd_; }
    bool open() const { return fd_ >= 0; }

  private:
    int fd_;
};

Error failed(const std::string& what, const std::string& path) {
    const int reason = errno;
    const ErrorCode code = reason == ENOENT                       ? ErrorCode::not_found
                           : reason == EEXIST                     ? ErrorCode::conflict
                           : reason == ENOSPC || reason == EDQUOT ? ErrorCode::storage_full
                                                                  : ErrorCode::storage_failed;
    return {code, what + " " + path + ": " + std::system_category().message(reason)};
}

bool write_all(int fd, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(fd, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

Result<void> sync_folder_of(const std::string& path) {
    const std::string parent = std::filesystem::path(path).parent_path().string();
    const Descriptor folder(
        ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.open() || ::fsync(folder.get()) != 0) return failed("cannot sync the folder of", path);
    return {};
}

}  // namespace

Result<Secret> read_key_file(const std::string& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.open()) return failed("cannot open the key file", path);
    struct stat info{};
    if (::fstat(file.get(), &info) != 0) return failed("cannot read the key file", path);
    if (!S_ISREG(info.st_mode) || info.st_size == 0 || info.st_size > kMaxKeyFile)
        return Error{ErrorCode::damaged, "not a key file: " + path};
    if ((info.st_mode & 077U) != 0)
        return Error{ErrorCode::forbidden, "others may read the key file " + path + "; make its mode 0600"};
    std::string content(static_cast<std::size_t>(info.st_size), '\0');
    std::size_t have = 0;
    while (have < content.size()) {
        const ssize_t got = ::read(file.get(), content.data() + have, content.size() - have);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return failed("cannot read the key file", path);
        if (got == 0)
            return Error{ErrorCode::damaged, "the key file became shorter while it was read: " + path};
        have += static_cast<std::size_t>(got);
    }
    return Secret(std::move(content));
}

Result<void> write_key_file(const std::string& path, const Secret& bytes) {
    std::string temporary = path + ".XXXXXX";
    const Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));  // makes it 0600
    if (!file.open()) return failed("cannot make a key file in the folder of", path);
    if (!write_all(file.get(), bytes.reveal()) || ::fsync(file.get()) != 0 ||
        ::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) != 0) {
        const Error error = failed("cannot write the key file", path);
        ::unlink(temporary.c_str());
        return error;
    }
    return sync_folder_of(path);
}

}  // namespace peilpunt::seal
