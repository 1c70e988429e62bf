// SPDX-License-Identifier: EUPL-1.2
#include "shared/net/http_url.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace peilpunt::net {

bool HttpUrl::same_origin(const HttpUrl& other) const {
    return secure == other.secure && host == other.host && port == other.port;
}

Result<HttpUrl> HttpUrl::parse(std::string_view text) {
    const auto invalid = [] { return Error{ErrorCode::invalid, "not an http or https address"}; };
    const auto parsed = boost::urls::parse_uri(boost::core::string_view(text.data(), text.size()));
    if (!parsed) return invalid();
    HttpUrl url;
    if (parsed->scheme_id() == boost::urls::scheme::https) {
        url.secure = true;
    } else if (parsed->scheme_id() != boost::urls::scheme::http) {
        return invalid();
    }
    if (parsed->has_userinfo() || parsed->has_fragment() || parsed->host().empty()) return invalid();
    url.host = parsed->host_type() == boost::urls::host_type::ipv6 ? std::string(parsed->host_address())
                                                                   : std::string(parsed->host());
    url.port = parsed->port().empty() ? (url.secure ? "443" : "80") : std::string(parsed->port());
    url.target = parsed->encoded_path().empty() ? "/" : std::string(parsed->encoded_path());
    if (parsed->has_query()) url.target += "?" + std::string(parsed->encoded_query());
    url.authority = std::string(parsed->encoded_host_and_port());
    return url;
}

}  // namespace peilpunt::net
