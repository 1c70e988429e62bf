// SPDX-License-Identifier: EUPL-1.2
#include "shared/text/characters.hpp"

#include <utf8proc.h>

#include <optional>

namespace peilpunt::text {
namespace {

/// The character at the start of `rest`, which loses it; nothing when that is not UTF-8.
std::optional<utf8proc_int32_t> take_character(std::string_view& rest) {
    utf8proc_int32_t code = 0;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(rest.data());
    const auto length = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(rest.size()), &code);
    if (length <= 0) return std::nullopt;
    rest.remove_prefix(static_cast<std::size_t>(length));
    return code;
}

bool is_white_space(utf8proc_int32_t code) {
    if ((code >= '\t' && code <= '\r') || code == 0x85) return true;
    switch (utf8proc_category(code)) {
        case UTF8PROC_CATEGORY_ZS:
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP:
            return true;
        default:
            return false;
    }
}

bool is_invisible(utf8proc_int32_t code) {
    constexpr utf8proc_int32_t kBrailleBlank = 0x2800;
    // U+FFF9 to U+FFFB mark notes between lines; Unicode does not call them ignorable, but nothing is drawn.
    const bool note_mark = code >= 0xfff9 && code <= 0xfffb;
    return is_white_space(code) || code == kBrailleBlank || note_mark ||
           utf8proc_get_property(code)->ignorable != 0;
}

}  // namespace

int count_characters(std::string_view utf8) {
    int count = 0;
    for (; !utf8.empty(); ++count)
        if (!take_character(utf8)) return -1;
    return count;
}

bool is_blank(std::string_view utf8) {
    while (!utf8.empty()) {
        const auto code = take_character(utf8);
        if (!code || !is_invisible(*code)) return false;
    }
    return true;
}

std::string trimmed(std::string_view utf8) {
    if (is_blank(utf8)) return {};
    auto rest = utf8;
    auto from = utf8.size();
    std::size_t to = 0;
    while (!rest.empty()) {
        const auto at = utf8.size() - rest.size();
        const auto code = take_character(rest);
        if (!code) return std::string(utf8);
        if (is_white_space(*code)) continue;
        from = std::min(from, at);
        to = utf8.size() - rest.size();
    }
    return std::string(utf8.substr(from, to - from));
}

}  // namespace peilpunt::text
