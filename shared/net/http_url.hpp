// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>

#include "shared/model/result.hpp"

namespace peilpunt::net {

/// The parts of an http or https URL that a client needs.
struct HttpUrl {
    bool secure = false;
    std::string host;       ///< without brackets
    std::string port;       ///< "443" or "80" when not given
    std::string target;     ///< path and query, at least "/"
    std::string authority;  ///< what belongs in the Host field
    bool same_origin(const HttpUrl& other) const;
    /// Refuses other schemes, user names, fragments, and bytes that do not belong in a URL.
    static Result<HttpUrl> parse(std::string_view text);
};

}  // namespace peilpunt::net
