// SPDX-License-Identifier: EUPL-1.2
#include "shared/model/digits.hpp"

#include <utf8proc.h>

#include "shared/model/utf8.hpp"

namespace peilpunt {
namespace {

/// Digits of a script stand ten in a row, from nought to nine, and some scripts behind each other.
char digit_of(utf8proc_int32_t code) {
    utf8proc_int32_t first = code;
    while (utf8proc_category(first - 1) == UTF8PROC_CATEGORY_ND) --first;
    return static_cast<char>('0' + (code - first) % 10);
}

}  // namespace

std::string plain_digits(std::string_view text) {
    constexpr utf8proc_int32_t kMinus = 0x2212;
    std::string plain;
    for (auto rest = text; !rest.empty();) {
        const auto character = utf8::take(rest);
        const auto code = static_cast<utf8proc_int32_t>(character.code);
        const auto as_sent = text.substr(text.size() - rest.size() - character.bytes, character.bytes);
        // ASCII, or a byte that is not UTF-8.
        if (character.bytes == 1) {
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
