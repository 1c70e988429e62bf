// SPDX-License-Identifier: EUPL-1.2
#include "shared/text/isolate.hpp"

#include "shared/text/catalogue.hpp"

namespace peilpunt::text {

std::string isolated(std::string value, std::string_view language) {
    constexpr std::string_view kBegin = "\u2068", kEnd = "\u2069";
    if (value.empty() || !reads_right_to_left(language)) return value;
    // A whole that is one already; several side by side need one around them.
    if (value.starts_with(kBegin) && value.find(kEnd) == value.size() - kEnd.size()) return value;
    return std::string(kBegin).append(value).append(kEnd);
}

}  // namespace peilpunt::text
