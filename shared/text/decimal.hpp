// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string_view>

namespace peilpunt::text {

/// What stands between a whole number and its tenths.
char decimal_mark(std::string_view language);

}  // namespace peilpunt::text
