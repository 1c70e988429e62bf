// SPDX-License-Identifier: EUPL-1.2
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "shared/seal/files.hpp"
#include "shared/seal/seal.hpp"

namespace peilpunt::seal {
namespace {

constexpr off_t kMaxKeyFile = 64 * 1024;

}  // namespace

Result<Secret> read_key_file(const std::string& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.open()) return file_failed("cannot open the key file", path);
    struct stat info{};
    if (::fstat(file.get(), &info) != 0) return file_failed("cannot read the key file", path);
    if (!S_ISREG(info.st_mode) || info.st_size == 0 || info.st_size > kMaxKeyFile)
        return Error{ErrorCode::damaged, "not a key file: " + path};
    if ((info.st_mode & 077U) != 0)
        return Error{ErrorCode::forbidden, "others may read the key file " + path + "; make its mode 0600"};
    std::string content(static_cast<std::size_t>(info.st_size), '\0');
    std::size_t have = 0;
    while (have < content.size()) {
        const ssize_t got = ::read(file.get(), content.data() + have, content.size() - have);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return file_failed("cannot read the key file", path);
        if (got == 0)
            return Error{ErrorCode::damaged, "the key file became shorter while it was read: " + path};
        have += static_cast<std::size_t>(got);
    }
    return Secret(std::move(content));
}

Result<void> write_key_file(const std::string& path, const Secret& bytes) {
    std::string temporary = path + ".XXXXXX";
    const Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));  // makes it 0600
    if (!file.open()) return file_failed("cannot make a key file in the folder of", path);
    if (!write_all(file.get(), bytes.reveal()) || ::fsync(file.get()) != 0 ||
        ::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) != 0) {
        const Error error = file_failed("cannot write the key file", path);
        ::unlink(temporary.c_str());
        return error;
    }
    return sync_folder_of(path);
}

}  // namespace peilpunt::seal
