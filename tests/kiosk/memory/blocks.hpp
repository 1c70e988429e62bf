// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>

namespace peilpunt::kiosk_tests {

/// Calls `each(bytes, size)` for all memory that this program may write, but for the stack of this search.
template <class Each>
void each_block(Each each) {
    std::ifstream maps("/proc/self/maps");
    std::string line;
    while (std::getline(maps, line)) {
        std::istringstream words(line);
        std::string range, rights, skip, name;
        words >> range >> rights >> skip >> skip >> skip >> name;
        if (rights.substr(0, 2) != "rw" || name == "[stack]" || name.starts_with("[v")) continue;
        const std::size_t from = std::stoull(range, nullptr, 16);
        const std::size_t to = std::stoull(range.substr(range.find('-') + 1), nullptr, 16);
        each(reinterpret_cast<const std::uint8_t*>(from), to - from);
    }
}

}  // namespace peilpunt::kiosk_tests
