// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "shared/model/result.hpp"

/// Files on a USB stick, which anybody may have prepared: a link leads nowhere, what is no plain file is not
/// opened, what is too large is not read, and nothing outside the folder is ever written, read or removed.
namespace peilpunt::sync {

class StickFolder {
  public:
    /// `path` is the operator's own word, so it may be a link itself. Errors: not_found, storage_failed.
    static Result<StickFolder> open(const std::filesystem::path& path);
    ~StickFolder();
    StickFolder(StickFolder&& other) noexcept;
    StickFolder(const StickFolder&) = delete;
    StickFolder& operator=(const StickFolder&) = delete;

    /// A folder in this one. Errors: not_found, conflict (no folder of this stick stands there).
    Result<StickFolder> inside(const std::string& name, bool create) const;
    /// Names in it, in order; too_large when there are more than anybody puts on a stick.
    Result<std::vector<std::string>> names() const;
    /// Errors: not_found, too_large (over `most` bytes), forbidden (no plain file), storage_failed.
    Result<std::string> read(const std::string& name, std::size_t most) const;
    /// Written beside it, synced and renamed: who pulls the stick out too early finds the old file or none.
    Result<void> write(const std::string& name, std::string_view bytes) const;
    /// A file or a link, never a folder; what is not there is fine.
    void remove(const std::string& name) const;

  private:
    StickFolder(int descriptor, std::filesystem::path path);

    int descriptor_;
    std::filesystem::path path_;  ///< for messages only
};

}  // namespace peilpunt::sync
