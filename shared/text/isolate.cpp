// SPDX-License-Identifier: EUPL-1.2
#include "shared/text/isolate.hpp"

#include "shared/model/utf8.hpp"
#include "shared/text/catalogue.hpp"

namespace peilpunt::text {

std::string isolated(std::string value, std::string_view language) {
    constexpr std::string_view kBegin = "\u2068", kEnd = "\u2069";
    if (value.empty() || !reads_right_to_left(language)) return value;
    // A whole that is one already; several side by side need one around them.
    if (value.starts_with(kBegin) && value.find(kEnd) == value.size() - kEnd.size()) return value;
    return std::string(kBegin).append(value).append(kEnd);
}

bool begins_with_isolate(std::string_view text) {
    const auto character = utf8::first(text).code;
    return character >= 0x2066 && character <= 0x2069;
}

std::string without_isolates(std::string_view text) {
    std::string without;
    while (!text.empty()) {
        const bool mark = begins_with_isolate(text);
        if (!mark) without += text.front();
        text.remove_prefix(mark ? kIsolateBytes : 1);
    }
    return without;
}

}  // namespace peilpunt::text
