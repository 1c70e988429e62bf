// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <filesystem>

#include "kiosk/outbox/outbox.hpp"

/// A USB stick instead of a network; see shared/sync/bundle.hpp.
namespace peilpunt::kiosk {

/// Where kiosk/system mounts a stick that is labelled for Peilpunt.
inline constexpr const char* kStickFolder = "/media/peilpunt";
/// Whether there is a stick: a folder, and at kStickFolder one that something is mounted on.
bool stick_is_there(const std::filesystem::path& folder);

struct Exported {
    int envelopes = 0;
    std::filesystem::path file;
};
/// Puts all that waits on the stick, and asks for news. It stays on the kiosk as well, until an answer of the
/// server comes back, by whichever way. Errors: unsupported (not paired), not_found (no such folder),
/// storage_full, storage_failed.
Result<Exported> export_to_stick(const Outbox& outbox, const std::filesystem::path& folder);

struct Imported {
    int settled = 0;  ///< envelopes that the server has
    bool content_changed = false;
};
/// Takes in the server's answers and news for this kiosk. Every signature is checked before anything is
/// changed. Errors: not_found (nothing for this kiosk), damaged, unsupported, forbidden (not by our server),
/// storage_full, storage_failed.
Result<Imported> import_from_stick(Outbox& outbox, const std::filesystem::path& folder);

}  // namespace peilpunt::kiosk
