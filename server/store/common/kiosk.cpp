// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "server/store/common/rows.hpp"
#include "server/store/store.hpp"

namespace peilpunt::store {

void take_note(Kiosk& kiosk, std::string_view kind, std::string what, std::int64_t count) {
    if (kind == note::kRefused)
        kiosk.refusals[std::move(what)] = count;
    else if (kind == note::kLeftOut)
        kiosk.left_out.push_back(std::move(what));
    else if (kind == note::kKey)
        kiosk.keys.insert(std::move(what));
}

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
