// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>

namespace peilpunt::web {

/// What a person typed into a field of a form: line ends as one character, no white space around it; empty
/// when nobody would see anything of it.
std::string typed(std::string_view sent);

}  // namespace peilpunt::web
