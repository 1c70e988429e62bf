// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <memory>
#include <set>
#include <string>

#include "kiosk/outbox/outbox.hpp"
#include "kiosk/sync/transport.hpp"
#include "shared/sync/stick_folder.hpp"

/// Texts that somebody reads aloud: one file each in DATA/geluiden, named by the hash of what is in it.
namespace peilpunt::kiosk {

/// Fetches what is missing of what was pulled last, and forgets what is in it no more; call it after each
/// pull. Ends at the first exchange without an answer, and after a few megabytes. `broken`: hashes of what
/// was not what it should be; not asked again while it is in the content, and the server hears of it with the
/// next batch.
void fetch_clips(Outbox& outbox, Transport& transport, std::set<std::string>& broken);

/// The same from a folder of a stick: a file each, named by its hash. What is not there, or is not what its
/// name says, stays missing.
void take_clips(const Outbox& outbox, const sync::StickFolder& from);

/// Ogg Opus that says these words; null when there is none, or when its file is damaged. Thread-safe.
std::shared_ptr<const std::string> clip_of(const Outbox& outbox, const std::string& language,
                                           const std::string& words);

}  // namespace peilpunt::kiosk
