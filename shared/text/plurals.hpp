// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "shared/text/wording.hpp"

namespace peilpunt::text {

/// A choice inside a text, as ICU writes it: "{aantal, plural, one {# mens} other {# mensen}}".
struct PluralChoice {
    std::size_t begin = 0, end = 0;  ///< where it stands in the text
    std::string name;                ///< of the value that is counted
    std::map<Plural, std::string> forms;
};

/// The first choice in the text. Throws std::invalid_argument when it is not written well or has no `other`.
std::optional<PluralChoice> first_choice(std::string_view text);

/// The text with the form of each choice that its value asks for, in which "#" became "{name}"; other
/// {names} stay. A value is a whole number as `number` writes it; std::invalid_argument when it is none or
/// is not there.
std::string with_forms(std::string_view text, std::string_view language,
                       const std::map<std::string, std::string, std::less<>>& values);

}  // namespace peilpunt::text
