// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string_view>

namespace peilpunt::demo {

/// A text of the example's poll in the languages that no native reader has read yet.
struct Translation {
    std::string_view en, tr, pl, uk, ar;
};

/// By the English text; throws std::logic_error for a text that has no translations.
const Translation& translation_of(std::string_view english);

}  // namespace peilpunt::demo
