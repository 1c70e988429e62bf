// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>

#include "server/http/request.hpp"

namespace peilpunt::http {

/// What the session knows about the exchange when it writes a reply.
struct Exchange {
    bool api = false;  ///< path below /api/
    bool secure = false;
    bool head_only = false;  ///< HEAD: everything but the body
    bool http10 = false;
    bool close = false;     ///< say `Connection: close`
    std::string_view date;  ///< "Sat, 21 Nov 2026 13:45:00 GMT"
    std::string_view api_version;
};

/// Writes status line and fields of `reply` to `head` (replaced, its memory reused) and answers the body that
/// follows: a view into `reply`. `request` may be null. Throws std::invalid_argument for a field with a line
/// break.
std::string_view compose(const Exchange& exchange, const Request* request, const Reply& reply,
                         std::string& head);

/// Which stored form fits an Accept-Encoding: "br", "gzip" or "".
std::string_view choose_encoding(std::string_view accept_encoding, const ReadyBytes& ready);
/// Whether If-None-Match names this entity tag (weak comparison) or "*".
bool names_tag(std::string_view if_none_match, std::string_view etag);
/// The problem document of a status with its standard words.
Reply standard_problem(int status);
/// "Sat, 21 Nov 2026 13:45:00 GMT" (RFC 9110, IMF-fixdate).
std::string http_date(std::int64_t unix_seconds);

}  // namespace peilpunt::http
