// SPDX-License-Identifier: EUPL-1.2
#include "shared/text/characters.hpp"

#include <utf8proc.h>

#include <algorithm>

#include "shared/model/utf8.hpp"

namespace peilpunt::text {
namespace {

bool is_white_space(char32_t character) {
    const auto code = static_cast<utf8proc_int32_t>(character);
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

bool is_invisible(char32_t code) {
    constexpr char32_t kBrailleBlank = 0x2800;
    // U+FFF9 to U+FFFB mark notes between lines; Unicode does not call them ignorable, but nothing is drawn.
    const bool note_mark = code >= 0xfff9 && code <= 0xfffb;
    return is_white_space(code) || code == kBrailleBlank || note_mark ||
           utf8proc_get_property(static_cast<utf8proc_int32_t>(code))->ignorable != 0;
}

}  // namespace

int count_characters(std::string_view text) {
    return utf8::is_valid(text) ? static_cast<int>(utf8::count(text)) : -1;
}

bool is_blank(std::string_view text) {
    while (!text.empty()) {
        const auto character = utf8::take(text);
        if (!character.valid || !is_invisible(character.code)) return false;
    }
    return true;
}

std::string trimmed(std::string_view text) {
    if (is_blank(text)) return {};
    auto rest = text;
    auto from = text.size();
    std::size_t to = 0;
    while (!rest.empty()) {
        const auto at = text.size() - rest.size();
        const auto character = utf8::take(rest);
        if (!character.valid) return std::string(text);
        if (is_white_space(character.code)) continue;
        from = std::min(from, at);
        to = text.size() - rest.size();
    }
    return std::string(text.substr(from, to - from));
}

std::string in_capitals(std::string_view text, std::string_view language) {
    std::string capitals;
    while (!text.empty()) {
        const auto character = utf8::first(text);
        const auto as_typed = text.substr(0, character.bytes);
        text.remove_prefix(character.bytes);
        const bool dotted = character.code == U'i' && language == "tr";
        const auto large = utf8proc_toupper(static_cast<utf8proc_int32_t>(character.code));
        capitals += dotted            ? "İ"
                    : character.valid ? utf8::encoded(static_cast<char32_t>(large))
                                      : std::string(as_typed);
    }
    return capitals;
}

}  // namespace peilpunt::text
