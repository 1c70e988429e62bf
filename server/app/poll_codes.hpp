// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <vector>

#include "server/app/keys.hpp"
#include "server/store/store.hpp"
#include "shared/seal/poll_code.hpp"

/// Keys of the volgcodes of polls. All follow from the server's own key, so none is kept and no kiosk's key
/// tells another's.
namespace peilpunt::app {

seal::CodeKey web_code_key(const Keys& keys);
seal::CodeKey kiosk_code_key(const Keys& keys, const KioskId& kiosk);
inline seal::PollName name_of(const Poll& poll) { return {poll.id, poll.number}; }

/// The poll whose code this is, or null: by the key of phones or of one of `kiosks`, revoked ones too.
const Poll* poll_of_code(const Keys& keys, const std::vector<Poll>& polls,
                         const std::vector<store::Kiosk>& kiosks, const Receipt& code);

}  // namespace peilpunt::app
