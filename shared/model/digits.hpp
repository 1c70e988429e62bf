// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>

namespace peilpunt {

/// What people's keyboards give for codes and numbers, in ASCII: the digits of every script (Unicode's Nd)
/// become 0 to 9, white space of every kind a blank, dashes of every kind "-"; marks of direction and
/// characters without width are left out. All else stays as it is, bytes that are not UTF-8 too.
std::string plain_digits(std::string_view text);

}  // namespace peilpunt
