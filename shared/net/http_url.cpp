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
    // What is no URL at all ends Boost.URL 1.81 in an assertion ("http:" and a control character) instead of
    // an error: only what stands in a URL, and begins like one of ours, is given to it.
    const auto host = text.find("://");
    if (host == std::string_view::npos || host > 5) return invalid();
    constexpr std::string_view kMarks = "-._~:/?#[]@!$&'()*+,;=%";
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && kMarks.find(c) == std::string_view::npos) return invalid();
    }
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
    // Boost.URL 1.81 reads ":84t3/a" as port 84 and path "t3/a".
    if (!parsed->encoded_path().empty() && parsed->encoded_path().front() != '/') return invalid();
    url.target = parsed->encoded_path().empty() ? "/" : std::string(parsed->encoded_path());
    if (parsed->has_query()) url.target += "?" + std::string(parsed->encoded_query());
    url.authority = std::string(parsed->encoded_host_and_port());
    return url;
}

}  // namespace peilpunt::net
