// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string_view>

namespace peilpunt::http {

inline constexpr std::string_view kProblemType = "application/problem+json";

/// A few plain Dutch words for an error, e.g. "Niet gevonden".
std::string_view title_of(int status);
/// One plain Dutch sentence for an error, safe for anyone.
std::string_view sentence_of(int status);

}  // namespace peilpunt::http
