// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace peilpunt::http {

/// What a TCP balancer says in front of a connection about who is behind it: the PROXY protocol of HAProxy,
/// version 1 (a line) and 2 (bytes).
struct ProxyHeader {
    enum class State { more, whole, refused };
    State state = State::more;
    std::size_t length = 0;  ///< of the header, when it is whole
    std::string client;  ///< its address; empty: the balancer speaks for itself (a check), or does not know
};

/// The longest header that is read; a version 2 header with more behind its addresses is refused.
inline constexpr std::size_t kMaxProxyHeader = 1024;

/// Looks at the first bytes of a connection, as far as they have come.
ProxyHeader read_proxy_header(std::string_view bytes);

}  // namespace peilpunt::http
