// SPDX-License-Identifier: EUPL-1.2
// The two forms are those of HAProxy's doc/proxy-protocol.txt, sections 2.1 and 2.2.
#include "server/http/proxy_protocol.hpp"

#include <arpa/inet.h>

#include <algorithm>

#include "server/http/proxies.hpp"
#include "server/http/text.hpp"

namespace peilpunt::http {
namespace {

using namespace std::string_view_literals;
using State = ProxyHeader::State;

constexpr std::size_t kLongestLine = 107;  // of version 1, CRLF included
constexpr auto kSignature = "\r\n\r\n\0\r\nQUIT\n"sv;
constexpr std::size_t kFixed = 16;  // signature, command, family, length

unsigned byte_at(std::string_view bytes, std::size_t place) {
    return static_cast<unsigned char>(bytes[place]);
}

bool is_port(std::string_view text) {
    return !text.empty() && text.size() <= 5 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

ProxyHeader read_line(std::string_view bytes) {
    const auto end = bytes.substr(0, kLongestLine).find("\r\n");
    if (end == std::string_view::npos)
        return {bytes.size() < kLongestLine ? State::more : State::refused, 0, {}};
    ProxyHeader header{State::whole, end + 2, {}};
    auto line = bytes.substr(0, end);
    (void)take_until(line, ' ');
    const auto family = take_until(line, ' ');
    if (family == "UNKNOWN") return header;
    const auto source = take_until(line, ' ');
    const auto destination = take_until(line, ' ');
    const auto source_port = take_until(line, ' ');
    const bool v6 = source.find(':') != std::string_view::npos;
    const auto client = plain_address(source);
    if (family != (v6 ? "TCP6" : "TCP4") || !client || !plain_address(destination) || !is_port(source_port) ||
        !is_port(line))
        return {State::refused, 0, {}};
    header.client = *client;
    return header;
}

ProxyHeader read_bytes(std::string_view bytes) {
    if (bytes.size() < kFixed) return {};
    const auto command = byte_at(bytes, 12);
    const auto family = byte_at(bytes, 13);
    const std::size_t rest = byte_at(bytes, 14) << 8 | byte_at(bytes, 15);
    const bool local = command == 0x20;
    if ((!local && command != 0x21) || kFixed + rest > kMaxProxyHeader) return {State::refused, 0, {}};
    if (bytes.size() < kFixed + rest) return {};
    ProxyHeader header{State::whole, kFixed + rest, {}};
    const bool v4 = family == 0x11;  // TCP over IPv4
    const bool v6 = family == 0x21;  // TCP over IPv6
    if (local || (!v4 && !v6)) return header;
    if (rest < (v4 ? 12U : 36U)) return {State::refused, 0, {}};
    char text[INET6_ADDRSTRLEN] = {};
    inet_ntop(v4 ? AF_INET : AF_INET6, bytes.data() + kFixed, text, sizeof(text));
    header.client = plain_address(text).value_or(std::string());
    return header;
}

}  // namespace

ProxyHeader read_proxy_header(std::string_view bytes) {
    constexpr auto kWord = "PROXY "sv;
    const auto begins = [&](std::string_view start) {
        const auto size = std::min(start.size(), bytes.size());
        return bytes.substr(0, size) == start.substr(0, size);
    };
    if (begins(kWord)) return bytes.size() < kWord.size() ? ProxyHeader{} : read_line(bytes);
    if (begins(kSignature)) return bytes.size() < kSignature.size() ? ProxyHeader{} : read_bytes(bytes);
    return {State::refused, 0, {}};
}

}  // namespace peilpunt::http
