// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>

#include "shared/model/result.hpp"

/// Files that are there after a power cut, or not at all.
namespace peilpunt::seal {

/// Closes the file when it goes.
class Descriptor {
  public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor();
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return fd_; }
    bool open() const { return fd_ >= 0; }

  private:
    int fd_;
};

/// What `errno` says about `path`: not_found, conflict, storage_full or storage_failed.
Error file_failed(const std::string& what, const std::string& path);
/// False with `errno` when not all of it was taken.
bool write_all(int fd, std::string_view bytes);
/// A new name or a removal is only kept once the folder is synced.
Result<void> sync_folder_of(const std::string& path);

}  // namespace peilpunt::seal
