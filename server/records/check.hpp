// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <span>
#include <string>
#include <vector>

#include "server/records/journal.hpp"

namespace peilpunt::records {

/// What the log was once seen to be, kept outside of the database.
struct Anchor {
    std::string day;  ///< "2026-11-30"
    Head head;
    bool operator==(const Anchor&) const = default;
};

/// Checks the chain, its end, and that records and links are what the log says; a line each fault. It finds
/// an entry that was changed, added, removed or cut off, a chain that was made anew without the key, a body
/// that was erased without a word, and a record that was changed behind the log.
void check(sql::Session& session, const Journal& journal, std::vector<std::string>& faults);
/// That a log which is whole in itself is the one that the anchors saw.
void check_anchors(sql::Session& session, std::span<const Anchor> anchors, std::vector<std::string>& faults);

}  // namespace peilpunt::records
