// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>

namespace peilpunt::text {

/// A value inside a text that is read from right to left, such as a number, a date, a code or a name, between
/// U+2068 and U+2069 (Unicode UAX 9): it keeps its own order, and so do the words around it. In other
/// languages it stays as it is, and so does what stands so already.
std::string isolated(std::string value, std::string_view language);

}  // namespace peilpunt::text
