// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "server/store/store.hpp"

namespace peilpunt::store {

std::int64_t Kiosk::missing() const {
    std::int64_t captured = 0;
    std::int64_t arrived = 0;
    for (const auto& [what, counts] : totals) {
        captured += counts.first;
        arrived += counts.second;
    }
    return std::max<std::int64_t>(0, captured - arrived - waiting - parked);
}

}  // namespace peilpunt::store
