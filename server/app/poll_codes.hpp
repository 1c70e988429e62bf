// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <map>
#include <mutex>
#include <vector>

#include "server/app/keys.hpp"
#include "server/store/store.hpp"
#include "shared/seal/poll_code.hpp"

/// Keys of the volgcodes of polls. All follow from the server's own key, so none is kept and no kiosk's key
/// tells another's.
namespace peilpunt::app {

/// The keys, each made when it is first needed: locked memory costs more than all the rest of an answer.
/// Thread-safe; what it gives lives as long as it does.
class CodeKeys {
  public:
    explicit CodeKeys(const Keys& keys);
    const seal::CodeKey& web() const { return web_; }
    const seal::CodeKey& of(const KioskId& kiosk) const;

  private:
    const Keys& keys_;
    const seal::CodeKey web_;
    mutable std::mutex mutex_;
    mutable std::map<KioskId, seal::CodeKey> kiosks_;
};
inline seal::PollName name_of(const Poll& poll) { return {poll.id, poll.number}; }

/// The poll whose code this is, or null: by the key of phones or of one of `kiosks`, revoked ones too.
const Poll* poll_of_code(const CodeKeys& keys, const std::vector<Poll>& polls,
                         const std::vector<store::Kiosk>& kiosks, const Receipt& code);

}  // namespace peilpunt::app
