// SPDX-License-Identifier: EUPL-1.2
#include "shared/seal/files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

namespace peilpunt::seal {

Descriptor::~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
}

Error file_failed(const std::string& what, const std::string& path) {
    const int reason = errno;
    const ErrorCode code = reason == ENOENT                       ? ErrorCode::not_found
                           : reason == EEXIST                     ? ErrorCode::conflict
                           : reason == ENOSPC || reason == EDQUOT ? ErrorCode::storage_full
                                                                  : ErrorCode::storage_failed;
    return {code, what + " " + path + ": " + std::system_category().message(reason)};
}

bool write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

Result<void> sync_folder_of(const std::string& path) {
    const std::string parent = std::filesystem::path(path).parent_path().string();
    const Descriptor folder(
        ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.open() || ::fsync(folder.get()) != 0) return file_failed("cannot sync the folder of", path);
    return {};
}

}  // namespace peilpunt::seal
