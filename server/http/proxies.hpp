// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/request.hpp"
#include "shared/model/result.hpp"

namespace peilpunt::http {

/// An address as it is known everywhere here: without zone, brackets and port, IPv4 inside IPv6 as IPv4.
/// Nothing for what is no address.
std::optional<std::string> plain_address(std::string_view text);

/// The reverse proxies and balancers of our own, whose word about a client is believed.
class Proxies {
  public:
    /// Addresses ("10.0.0.7", "::1") and networks ("10.0.0.0/8", "fd00::/8"). A name is refused, because what
    /// it stands for changes; so is a network of everybody.
    static Result<Proxies> parse(const std::vector<std::string>& given);
    bool empty() const { return networks_.empty(); }
    bool trusts(std::string_view address) const;
    /// Who sent a request that came from `peer`: going back through the X-Forwarded-For lines from the end of
    /// the last, the first address that is no proxy of ours. What stands before it was written by that client
    /// and is believed in nothing.
    std::string client_of(const Fields& headers, std::string_view peer) const;

  private:
    struct Network {
        std::array<std::uint8_t, 16> bytes{};  ///< IPv4 as ::ffff:a.b.c.d
        int bits = 0;                          ///< how many of them count
    };
    std::vector<Network> networks_;
};

}  // namespace peilpunt::http
