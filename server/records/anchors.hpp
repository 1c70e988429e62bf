// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <vector>

#include "server/records/check.hpp"
#include "shared/model/time.hpp"

namespace peilpunt::records {

/// A file beside the data that says, a line a day, where the log ended, signed with the server's key. Whoever
/// puts back an older log, or cuts it off, does not agree with it; copies of it lie in every back-up, and
/// oversight may keep the last line.
class AnchorFile {
  public:
    explicit AnchorFile(std::string path) : path_(std::move(path)) {}
    /// Writes the line of this day, or replaces it; nothing when the log has not grown. Durable. Errors:
    /// damaged (a line that this server did not sign), storage_full, storage_failed.
    Result<void> put(const seal::SignKeys& keys, Date day, const Head& head);
    /// Instead of what is there: these lines. Durable.
    Result<void> write(const seal::SignKeys& keys, const std::vector<Anchor>& anchors);
    /// All lines in order; none when there is no file. Errors: damaged.
    Result<std::vector<Anchor>> read(const std::string& public_key) const;

  private:
    const std::string path_;
};

}  // namespace peilpunt::records
