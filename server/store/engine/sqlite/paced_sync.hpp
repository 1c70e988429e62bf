// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>

namespace peilpunt::store {

/// Has what was written to a file brought to the disk little by little, so that the fsync of somebody else
/// does not stand behind 32 MiB. Not a promise that anything is durable: an fsync follows.
class PacedSync {
  public:
    /// Destroy it after every SQLite connection to the file: closing a descriptor ends the POSIX locks that
    /// this process has on it.
    explicit PacedSync(const std::string& path);
    ~PacedSync();
    PacedSync(const PacedSync&) = delete;
    /// Throws SqliteError, as the constructor does.
    void run() const;

  private:
    int descriptor_;
};

}  // namespace peilpunt::store
