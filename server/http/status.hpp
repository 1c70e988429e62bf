// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string_view>

namespace peilpunt::http {

inline constexpr std::string_view kProblemType = "application/problem+json";

/// "HTTP/1.1 200 OK\r\n"; for a status without a line of its own, that of its class.
std::string_view status_line(int status);
/// A few plain Dutch words for an error, e.g. "Niet gevonden".
std::string_view title_of(int status);
/// One plain Dutch sentence for an error, safe for anyone.
std::string_view sentence_of(int status);

}  // namespace peilpunt::http
