// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>

#include "server/http/request.hpp"

namespace peilpunt::http {

/// Which stored form fits an Accept-Encoding: "br", "gzip" or "".
std::string_view choose_encoding(std::string_view accept_encoding, const ReadyBytes& ready);
/// Whether If-None-Match names this entity tag (weak comparison) or "*".
bool names_tag(std::string_view if_none_match, std::string_view etag);
/// The problem document of a status with its standard words.
Reply standard_problem(int status);
/// "Sat, 21 Nov 2026 13:45:00 GMT" (RFC 9110, IMF-fixdate).
std::string http_date(std::int64_t unix_seconds);

}  // namespace peilpunt::http
