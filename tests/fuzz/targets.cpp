// SPDX-License-Identifier: EUPL-1.2
#include "tests/fuzz/targets.hpp"

namespace peilpunt::fuzz {
namespace {

constexpr Target kTargets[] = {{"gate", gate},
                               {"proxy-header", proxy_header},
                               {"form", form},
                               {"cookie", cookie},
                               {"address", address},
                               {"accept", accept},
                               {"json", json_text},
                               {"poll", poll},
                               {"response", response},
                               {"signal", signal},
                               {"envelope", envelope},
                               {"batch", batch},
                               {"bundle", bundle},
                               {"to-kiosk", to_kiosk},
                               {"ogg", ogg}};

}  // namespace

std::span<const Target> targets() { return kTargets; }

const Target* target(std::string_view name) {
    for (const auto& each : kTargets)
        if (name == each.name) return &each;
    return nullptr;
}

}  // namespace peilpunt::fuzz
