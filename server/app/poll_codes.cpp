// SPDX-License-Identifier: EUPL-1.2
#include "server/app/poll_codes.hpp"

#include <algorithm>

namespace peilpunt::app {
namespace {

constexpr std::size_t kKeyBytes = 32;

seal::Secret secret_for(const Keys& keys, const std::string& whom) {
    return seal::Secret(seal::keyed_hash(keys.ledger, "volgcodes van " + whom, kKeyBytes));
}

}  // namespace

CodeKeys::CodeKeys(const Keys& keys) : keys_(keys), web_(seal::CodeKey::of_web(secret_for(keys, "web"))) {}

const seal::CodeKey& CodeKeys::of(const KioskId& kiosk) const {
    const std::lock_guard lock(mutex_);
    auto found = kiosks_.find(kiosk);
    if (found == kiosks_.end())
        found =
            kiosks_.emplace(kiosk, seal::CodeKey::of_kiosk(secret_for(keys_, "kiosk " + kiosk.str()))).first;
    return found->second;
}

const Poll* poll_of_code(const CodeKeys& keys, const std::vector<Poll>& polls,
                         const std::vector<store::Kiosk>& kiosks, const Receipt& code) {
    const auto marks = seal::marks_of(code);
    std::vector<const Poll*> candidates;
    for (const Poll& poll : polls)
        if (poll.number > 0 && seal::short_number(name_of(poll)) == marks.poll) candidates.push_back(&poll);
    if (candidates.empty()) return nullptr;
    const auto proved = [&](const seal::CodeKey& key) -> const Poll* {
        if (key.mark() != marks.key) return nullptr;
        const auto found = std::find_if(candidates.begin(), candidates.end(), [&](const Poll* poll) {
            return seal::proves(key, name_of(*poll), code);
        });
        return found == candidates.end() ? nullptr : *found;
    };
    if (marks.key == 0) return proved(keys.web());
    for (const auto& kiosk : kiosks)
        if (const Poll* poll = proved(keys.of(kiosk.id))) return poll;
    return nullptr;
}

}  // namespace peilpunt::app
