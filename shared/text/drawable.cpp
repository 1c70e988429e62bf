// SPDX-License-Identifier: EUPL-1.2
#include "shared/text/drawable.hpp"

#include <algorithm>
#include <cstdio>
#include <set>

namespace peilpunt::text {

const std::vector<Stretch>& drawable() {
    static const std::vector<Stretch> stretches{
        {U'\n', U'\n'},   {0x20, 0x7E},     {0xA0, 0x148},    {0x14A, 0x24F},   {0x400, 0x45F},
        {0x462, 0x463},   {0x48A, 0x52F},   {0x600, 0x61B},   {0x61E, 0x6FF},   {0x1E00, 0x1EFF},
        {0x2010, 0x2027}, {0x2030, 0x2030}, {0x2032, 0x203C}, {0x2044, 0x2044}, {0x20A0, 0x20BF}};
    return stretches;
}

std::string undrawable(std::string_view utf8) {
    std::set<std::string> seen;
    std::string all;
    for (std::size_t i = 0; i < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[i]);
        const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        char32_t point = size == 1 ? lead : lead & (0xFFu >> (size + 1));
        for (std::size_t k = 1; k < size && i + k < utf8.size(); ++k)
            point = point << 6 | (static_cast<unsigned char>(utf8[i + k]) & 0x3Fu);
        const std::string letter(utf8.substr(i, size));
        i += size;
        const bool known = std::any_of(drawable().begin(), drawable().end(), [point](const Stretch& stretch) {
            return point >= stretch.first && point <= stretch.last;
        });
        if (known || !seen.insert(letter).second) continue;
        char number[16];
        std::snprintf(number, sizeof number, " (U+%04X)", static_cast<unsigned>(point));
        all += (all.empty() ? "" : ", ") + letter + number;
    }
    return all;
}

}  // namespace peilpunt::text
