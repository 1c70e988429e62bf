// SPDX-License-Identifier: EUPL-1.2
#include "shared/text/drawable.hpp"

#include <algorithm>
#include <cstdio>
#include <set>

#include "shared/model/utf8.hpp"

namespace peilpunt::text {

const std::vector<Stretch>& drawable() {
    static const std::vector<Stretch> stretches{
        {U'\n', U'\n'},   {0x20, 0x7E},     {0xA0, 0x148},    {0x14A, 0x24F},   {0x400, 0x45F},
        {0x462, 0x463},   {0x48A, 0x52F},   {0x600, 0x61B},   {0x61E, 0x6FF},   {0x1E00, 0x1EFF},
        {0x2010, 0x2027}, {0x2030, 0x2030}, {0x2032, 0x203C}, {0x2044, 0x2044}, {0x20A0, 0x20BF}};
    return stretches;
}

std::string undrawable(std::string_view text) {
    std::set<std::string> seen;
    std::string all;
    while (!text.empty()) {
        const auto [point, size, valid] = utf8::first(text);
        const std::string letter(valid ? text.substr(0, size) : "\uFFFD");
        text.remove_prefix(size);
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
