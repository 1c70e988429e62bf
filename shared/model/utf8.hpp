// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

/// The one place that knows how UTF-8 is built (RFC 3629), on utf8proc; a test keeps it the only one.
namespace peilpunt::utf8 {

/// One code point of a text.
struct Character {
    char32_t code = 0;      ///< U+FFFD for a byte that is not UTF-8
    std::size_t bytes = 0;  ///< in the text: 1 to 4; 0 only at the end of it
    bool valid = false;
};

/// The character at the start of the text. A byte that is not UTF-8 counts as one character, not valid, so
/// that whoever walks through a text always gets on.
Character first(std::string_view text);
/// The same, and `rest` loses it.
Character take(std::string_view& rest);
bool is_valid(std::string_view text);
/// Characters in the text, bytes that are not UTF-8 included.
std::size_t count(std::string_view text);
std::u32string code_points(std::string_view text);
/// The code point in UTF-8; empty for what is none.
std::string encoded(char32_t code);
/// The longest beginning of at most `bytes` bytes that breaks no character.
std::string_view within_bytes(std::string_view text, std::size_t bytes);
/// The first `characters` characters, or all there are.
std::string_view within_characters(std::string_view text, std::size_t characters);
/// Takes the last character away; an empty text stays as it is.
void drop_last(std::string& text);

}  // namespace peilpunt::utf8
