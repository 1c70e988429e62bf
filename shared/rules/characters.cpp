// SPDX-License-Identifier: EUPL-1.2
#include <cstdint>

#include "shared/rules/rules.hpp"

namespace peilpunt::rules {
namespace {

/// Length and lowest code point of a sequence by its first byte; length 0: no such first byte (RFC 3629).
struct Lead {
    std::size_t length;
    std::uint32_t bits;
    std::uint32_t lowest;
};

Lead lead_of(std::uint8_t byte) {
    if (byte < 0x80) return {1, byte, 0};
    if (byte >> 5 == 0x06) return {2, byte & 0x1fU, 0x80};
    if (byte >> 4 == 0x0e) return {3, byte & 0x0fU, 0x800};
    if (byte >> 3 == 0x1e) return {4, byte & 0x07U, 0x10000};
    return {0, 0, 0};
}

bool is_scalar(std::uint32_t code, std::uint32_t lowest) {
    return code >= lowest && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
}

}  // namespace

int count_characters(std::string_view utf8) {
    int count = 0;
    for (std::size_t at = 0; at < utf8.size(); ++count) {
        const auto lead = lead_of(static_cast<std::uint8_t>(utf8[at]));
        if (lead.length == 0 || utf8.size() - at < lead.length) return -1;
        std::uint32_t code = lead.bits;
        for (std::size_t i = 1; i < lead.length; ++i) {
            const auto next = static_cast<std::uint8_t>(utf8[at + i]);
            if (next >> 6 != 0x02) return -1;
            code = code << 6 | (next & 0x3fU);
        }
        if (!is_scalar(code, lead.lowest)) return -1;
        at += lead.length;
    }
    return count;
}

}  // namespace peilpunt::rules
