// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>

/// What Unicode says of the characters in a text; utf8proc's tables, for kiosk and server alike.
namespace peilpunt::text {

/// Code points in valid UTF-8; -1 when it is not valid UTF-8.
int count_characters(std::string_view text);

/// Whether nobody would see anything of it: empty, or nothing but white space of any kind, characters without
/// width (U+200B, U+2060, U+FEFF, the soft hyphen), marks of direction, and letters that are drawn empty
/// (U+2800, U+3164). Bytes that are not UTF-8 are not blank, so that they are refused as such.
bool is_blank(std::string_view text);

/// The text without the white space before and after it; empty when it is blank. Marks of direction and what
/// shapes a character stay.
std::string trimmed(std::string_view text);

/// The text in capitals, as the language writes them: a Turkish i keeps its dot.
std::string in_capitals(std::string_view text, std::string_view language);

}  // namespace peilpunt::text
