// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "server/app/actor.hpp"
#include "server/app/keys.hpp"
#include "server/store/store.hpp"
#include "shared/model/sources.hpp"

namespace peilpunt::app {

/// Sums over the kiosks that are not revoked.
struct FleetTotals {
    std::size_t kiosks = 0;
    std::int64_t waiting = 0, missing = 0;
};

/// The kiosks as people see and manage them, each within their reach. Thread-safe.
class Fleet {
  public:
    /// `is_area`: whether an area belongs to this instance.
    Fleet(store::Store& store, const Keys& keys, const Clock& clock, Random& random,
          std::function<bool(const AreaCode&)> is_area);

    /// Those that the actor sees, revoked ones too.
    std::vector<store::Kiosk> list(const Actor& actor);
    FleetTotals totals();
    /// How often messages were refused that named no kiosk of here, by reason; for who sees any kiosk.
    std::map<std::string, std::int64_t> refused_strangers(const Actor& actor);
    /// A one-time code of 8 characters, good for 15 minutes. Invalid for a venue without a name, and for a
    /// municipality that is not here or that the actor does not manage.
    Result<std::string> make_pairing_code(const Actor& actor, std::string_view venue,
                                          const AreaCode& municipality);
    /// Refuses a kiosk from now on; with `since` also sets apart what the kiosks of its venue say to have
    /// taken on that day or after it, and tells how many answers that were. not_found for no such kiosk among
    /// those that the actor manages.
    Result<std::int64_t> revoke(const Actor& actor, KioskId id, std::optional<Date> since);
    /// Why the box key of this id cannot be forgotten yet, a kiosk each: it seals to it, something there is
    /// sealed to it, or it has not said. Revoked ones do not count.
    std::vector<std::string> users_of_key(std::string_view key_id);

  private:
    store::Store& store_;
    const Keys& keys_;
    const Clock& clock_;
    Random& random_;
    const std::function<bool(const AreaCode&)> is_area_;
};

/// What is kept of a pairing code.
std::string pairing_hash(const Keys& keys, std::string_view code);

}  // namespace peilpunt::app
