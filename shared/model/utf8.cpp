// SPDX-License-Identifier: EUPL-1.2
#include "shared/model/utf8.hpp"

#include <utf8proc.h>

namespace peilpunt::utf8 {

Character first(std::string_view text) {
    constexpr char32_t kReplacement = 0xFFFD;
    if (text.empty()) return {};
    utf8proc_int32_t code = 0;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    const auto length = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &code);
    if (length <= 0) return {kReplacement, 1, false};
    return {static_cast<char32_t>(code), static_cast<std::size_t>(length), true};
}

Character take(std::string_view& rest) {
    const auto character = first(rest);
    rest.remove_prefix(character.bytes);
    return character;
}

bool is_valid(std::string_view text) {
    while (!text.empty())
        if (!take(text).valid) return false;
    return true;
}

std::size_t count(std::string_view text) {
    std::size_t characters = 0;
    for (; !text.empty(); ++characters) take(text);
    return characters;
}

std::u32string code_points(std::string_view text) {
    std::u32string codes;
    codes.reserve(text.size());
    while (!text.empty()) codes.push_back(take(text).code);
    return codes;
}

std::string encoded(char32_t code) {
    utf8proc_uint8_t bytes[4];
    if (!utf8proc_codepoint_valid(static_cast<utf8proc_int32_t>(code))) return {};
    const auto length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code), bytes);
    return {bytes, bytes + length};
}

std::string_view within_bytes(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    auto rest = text;
    while (text.size() - rest.size() + first(rest).bytes <= bytes) take(rest);
    return text.substr(0, text.size() - rest.size());
}

std::string_view within_characters(std::string_view text, std::size_t characters) {
    auto rest = text;
    for (; !rest.empty() && characters > 0; --characters) take(rest);
    return text.substr(0, text.size() - rest.size());
}

void drop_last(std::string& text) {
    // Backwards, so that a key on a long text costs no walk through all of it.
    for (std::size_t bytes = 1; bytes <= 4 && bytes <= text.size(); ++bytes) {
        const auto last = first(std::string_view(text).substr(text.size() - bytes));
        if (!last.valid || last.bytes != bytes) continue;
        text.resize(text.size() - bytes);
        return;
    }
    if (!text.empty()) text.pop_back();
}

}  // namespace peilpunt::utf8
