// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace peilpunt::text {

/// A value inside a text that is read from right to left, such as a number, a date, a code or a name, between
/// U+2068 and U+2069 (Unicode UAX 9): it keeps its own order, and so do the words around it. In other
/// languages it stays as it is, and so does what stands so already.
std::string isolated(std::string value, std::string_view language);

/// Bytes of each of the marks U+2066 to U+2069.
inline constexpr std::size_t kIsolateBytes = 3;
/// Whether the text begins with one of them.
bool begins_with_isolate(std::string_view text);
/// The text without them: what is said aloud, and what people would say that they read.
std::string without_isolates(std::string_view text);

}  // namespace peilpunt::text
