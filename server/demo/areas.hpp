// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <vector>

#include "shared/model/area.hpp"

namespace peilpunt::demo {

/// The region IJmond (RG01), its 3 municipalities, 32 districts and 137 neighbourhoods, in the order of
/// AreaTree. Kadaster / Centraal Bureau voor de Statistiek, 2025; show that line wherever borders or numbers
/// of them are shown.
std::vector<Area> areas();

}  // namespace peilpunt::demo
