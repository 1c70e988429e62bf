// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <string>

#include "shared/model/sources.hpp"
#include "shared/seal/seal.hpp"

/// What the outbox asks of the machine that it runs on.
namespace peilpunt::kiosk {

struct Disk {
    std::uint64_t free_bytes = 0;  ///< for this user
    std::uint64_t all_bytes = 0;
    int free_percent() const;
    /// False at the last 10% or 100 MB, whichever is less.
    bool has_room() const;
};
/// Of the file system that `folder` is on; zeros when it cannot be asked.
Disk disk_of(const std::string& folder);

/// Whether a small file can be written, read back and removed there.
bool can_write_in(const std::string& folder);

/// The kernel's id of this boot, or a random one where there is none.
std::string boot_id(Random& random);

/// Reads `apparaat.sleutel`, or makes it; throws ResultError.
seal::SignKeys device_keys_in(const std::string& folder);

}  // namespace peilpunt::kiosk
