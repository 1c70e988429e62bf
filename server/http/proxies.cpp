// SPDX-License-Identifier: EUPL-1.2
#include "server/http/proxies.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "server/http/text.hpp"

namespace peilpunt::http {
namespace {

using Bytes = std::array<std::uint8_t, 16>;

constexpr int kIpv4Start = 96;  // bits of ::ffff:0:0/96

/// The bytes of an address, IPv4 inside IPv6, and whether it was written as IPv4.
struct Parsed {
    Bytes bytes{};
    bool v4 = false;
};

std::optional<Parsed> parse_address(std::string_view text) {
    const std::string whole(text);
    Parsed parsed;
    if (inet_pton(AF_INET6, whole.c_str(), parsed.bytes.data()) == 1) return parsed;
    parsed.v4 = inet_pton(AF_INET, whole.c_str(), parsed.bytes.data() + 12) == 1;
    if (!parsed.v4) return std::nullopt;
    parsed.bytes[10] = parsed.bytes[11] = 0xff;
    return parsed;
}

bool same_front(const Bytes& a, const Bytes& b, int bits) {
    const auto whole = static_cast<std::size_t>(bits / 8);
    if (!std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(whole), b.begin())) return false;
    if (bits % 8 == 0) return true;
    return ((a[whole] ^ b[whole]) >> (8 - bits % 8)) == 0;
}

/// The number behind the slash of a network, for IPv4 counted in the IPv6 address around it.
std::optional<int> bits_of(std::string_view text, bool v4) {
    int bits = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bits);
    const int most = v4 ? 32 : 128;
    if (error != std::errc() || end != text.data() + text.size() || bits < 1 || bits > most)
        return std::nullopt;
    return v4 ? kIpv4Start + bits : bits;
}

std::string_view take_last(std::string_view& list) {
    const auto comma = list.rfind(',');
    const auto last = comma == std::string_view::npos ? list : list.substr(comma + 1);
    list = list.substr(0, comma == std::string_view::npos ? 0 : comma);
    return trim(last);
}

}  // namespace

std::optional<std::string> plain_address(std::string_view text) {
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        if (close == std::string_view::npos) return std::nullopt;
        text = text.substr(1, close - 1);
    } else if (std::count(text.begin(), text.end(), ':') == 1) {
        text = text.substr(0, text.find(':'));
    }
    const auto parsed = parse_address(text.substr(0, text.find('%')));
    if (!parsed) return std::nullopt;
    constexpr Bytes kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    char out[INET6_ADDRSTRLEN] = {};
    if (same_front(parsed->bytes, kMapped, kIpv4Start)) {
        inet_ntop(AF_INET, parsed->bytes.data() + 12, out, sizeof(out));
    } else {
        inet_ntop(AF_INET6, parsed->bytes.data(), out, sizeof(out));
    }
    return out;
}

Result<Proxies> Proxies::parse(const std::vector<std::string>& given) {
    Proxies proxies;
    for (const auto& text : given) {
        const auto slash = text.find('/');
        const auto address = parse_address(std::string_view(text).substr(0, slash));
        const auto bits = !address ? std::nullopt
                          : slash == std::string::npos
                              ? std::optional(128)
                              : bits_of(std::string_view(text).substr(slash + 1), address->v4);
        if (!bits)
            return Error{ErrorCode::invalid,
                         "a trusted proxy is an address or a network, such as 10.0.0.7 or "
                         "10.0.0.0/8; '" +
                             text + "' is neither"};
        proxies.networks_.push_back({address->bytes, *bits});
    }
    return proxies;
}

bool Proxies::trusts(std::string_view address) const {
    if (networks_.empty()) return false;
    const auto parsed = parse_address(address.substr(0, address.find('%')));
    return parsed && std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
               return same_front(network.bytes, parsed->bytes, network.bits);
           });
}

std::string Proxies::client_of(const Fields& headers, std::string_view peer) const {
    std::string client(peer);
    if (!trusts(client)) return client;
    const auto& all = headers.all();
    for (auto field = all.rbegin(); field != all.rend(); ++field) {
        if (!same_name(field->first, "x-forwarded-for")) continue;
        std::string_view line = field->second;
        do {
            auto address = plain_address(take_last(line));
            if (!address) return client;
            client = std::move(*address);
            if (!trusts(client)) return client;
        } while (!line.empty());
    }
    return client;
}

}  // namespace peilpunt::http
