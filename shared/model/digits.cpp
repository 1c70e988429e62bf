// SPDX-License-Identifier: EUPL-1.2
#include "shared/model/digits.hpp"

#include <utf8proc.h>

namespace peilpunt {
namespace {

/// Digits of a script stand ten in a row, from nought to nine, and some scripts behind each other.
char digit_of(utf8proc_int32_t code) {
    utf8proc_int32_t first = code;
    while (utf8proc_category(first - 1) == UTF8PROC_CATEGORY_ND) --first;
    return static_cast<char>('0' + (code - first) % 10);
}

}  // namespace

std::string plain_digits(std::string_view utf8) {
    constexpr utf8proc_int32_t kMinus = 0x2212;
    std::string plain;
    while (!utf8.empty()) {
        utf8proc_int32_t code = 0;
        const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(utf8.data());
        const auto length = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(utf8.size()), &code);
        const auto size = length > 0 ? static_cast<std::size_t>(length) : 1;
        const auto as_sent = utf8.substr(0, size);
        utf8.remove_prefix(size);
        if (length <= 0 || code < 0x80) {
            plain += as_sent;
            continue;
        }
        switch (utf8proc_category(code)) {
            case UTF8PROC_CATEGORY_ND:
                plain += digit_of(code);
                break;
            case UTF8PROC_CATEGORY_ZS:
            case UTF8PROC_CATEGORY_ZL:
            case UTF8PROC_CATEGORY_ZP:
                plain += ' ';
                break;
            case UTF8PROC_CATEGORY_PD:
                plain += '-';
                break;
            case UTF8PROC_CATEGORY_CF:
                break;
            default:
                if (code == kMinus)
                    plain += '-';
                else if (utf8proc_get_property(code)->ignorable == 0)
                    plain += as_sent;
        }
    }
    return plain;
}

}  // namespace peilpunt
