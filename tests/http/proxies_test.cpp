// SPDX-License-Identifier: EUPL-1.2
#include "server/http/proxies.hpp"

#include <gtest/gtest.h>

#include "server/http/proxy_protocol.hpp"

namespace peilpunt::http {
namespace {

using namespace std::string_view_literals;

Proxies proxies(const std::vector<std::string>& given) { return Proxies::parse(given).value(); }

Fields forwarded(const std::vector<std::string>& lines) {
    Fields fields;
    fields.add("Host", "peilpunt.example");
    for (const auto& line : lines) fields.add("X-Forwarded-For", line);
    return fields;
}

TEST(PlainAddress, IsTheSameHoweverItIsWritten) {
    for (const auto& [written, plain] :
         {std::pair("192.0.2.7", "192.0.2.7"), std::pair("192.0.2.7:5123", "192.0.2.7"),
          std::pair("::ffff:192.0.2.7", "192.0.2.7"), std::pair("2001:DB8:0::7", "2001:db8::7"),
          std::pair("[2001:db8::7]:443", "2001:db8::7"), std::pair("\"[2001:db8::7]\"", "2001:db8::7"),
          std::pair("fe80::1%eth0", "fe80::1")})
        EXPECT_EQ(plain_address(written), plain) << written;
    for (const char* nonsense : {"", "unknown", "_hidden", "192.0.2", "192.0.2.7.1", "[2001:db8::7",
                                 "192.0.2.7 x", "0x7f.1", "192.0.2.07x"})
        EXPECT_EQ(plain_address(nonsense), std::nullopt) << nonsense;
}

TEST(Proxies, AreAddressesAndNetworks) {
    const auto ours = proxies({"192.0.2.7", "10.32.0.0/11", "2001:db8:7::/48", "::1"});
    for (const char* yes : {"192.0.2.7", "10.32.0.0", "10.63.255.255", "2001:db8:7:ffff::1", "::1"})
        EXPECT_TRUE(ours.trusts(yes)) << yes;
    for (const char* no : {"192.0.2.8", "10.31.255.255", "10.64.0.0", "2001:db8:8::1", "::2", "", "x"})
        EXPECT_FALSE(ours.trusts(no)) << no;
    EXPECT_FALSE(Proxies().trusts("127.0.0.1"));
    EXPECT_TRUE(proxies({"10.1.2.3/8"}).trusts("10.9.9.9")) << "the bits behind the mask do not count";
    EXPECT_TRUE(proxies({"::ffff:10.0.0.0/104"}).trusts("10.9.9.9"));
}

TEST(Proxies, RefuseNamesAndNetworksOfEverybody) {
    for (const char* bad :
         {"proxy.example", "localhost", "", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x", "::/129", "0.0.0.0/0",
          "::/0", "10.0.0.7:80", "10.0.0.0/-1", "10.0.0.0-10.0.0.9"}) {
        const auto parsed = Proxies::parse({"127.0.0.1", bad});
        ASSERT_FALSE(parsed) << bad;
        EXPECT_NE(parsed.error().message.find("'" + std::string(bad) + "'"), std::string::npos);
    }
}

TEST(Proxies, TakeTheLastAddressOfTheLastLineThatIsNotTheirs) {
    const auto ours = proxies({"127.0.0.0/8", "10.0.0.0/8"});
    struct Row {
        const char* name;
        const char* peer;
        std::vector<std::string> lines;
        const char* client;
    };
    for (const auto& row : {
             Row{"a stranger says what it likes", "192.0.2.1", {"198.51.100.9"}, "192.0.2.1"},
             Row{"one proxy, one address", "127.0.0.1", {"192.0.2.1"}, "192.0.2.1"},
             Row{"the client's own list before it", "127.0.0.1", {"198.51.100.9, 192.0.2.1"}, "192.0.2.1"},
             Row{"the client's own line before it", "127.0.0.1", {"198.51.100.9", "192.0.2.1"}, "192.0.2.1"},
             Row{"two proxies", "127.0.0.1", {"198.51.100.9, 192.0.2.1, 10.0.0.4"}, "192.0.2.1"},
             Row{"two proxies, two lines", "127.0.0.1", {"198.51.100.9,192.0.2.1", "10.0.0.4"}, "192.0.2.1"},
             Row{"only proxies", "127.0.0.1", {"10.0.0.5, 10.0.0.4"}, "10.0.0.5"},
             Row{"no line", "127.0.0.1", {}, "127.0.0.1"},
             Row{"an empty line", "127.0.0.1", {"192.0.2.1", ""}, "127.0.0.1"},
             Row{"nonsense", "127.0.0.1", {"192.0.2.1, unknown"}, "127.0.0.1"},
             Row{"nonsense behind a proxy", "127.0.0.1", {"192.0.2.1, unknown, 10.0.0.4"}, "10.0.0.4"},
             Row{"a port", "127.0.0.1", {"192.0.2.1:5000"}, "192.0.2.1"},
             Row{"IPv6", "127.0.0.1", {"[2001:db8::7]:443"}, "2001:db8::7"},
         })
        EXPECT_EQ(ours.client_of(forwarded(row.lines), row.peer), row.client) << row.name;
}

constexpr auto kV2 = "\r\n\r\n\0\r\nQUIT\n"sv;

std::string v2(int command, int family, std::string_view rest) {
    std::string bytes(kV2);
    bytes += static_cast<char>(command);
    bytes += static_cast<char>(family);
    bytes += static_cast<char>(rest.size() >> 8);
    bytes += static_cast<char>(rest.size() & 0xff);
    return bytes.append(rest);
}

const std::string kFour = std::string("\xc0\x00\x02\x07\x7f\x00\x00\x01\x13\x88\x01\xbb", 12);
const std::string kSix =
    std::string("\x20\x01\x0d\xb8", 4) + std::string(11, '\0') + "\x07" + std::string(20, '\1');

TEST(ProxyProtocol, SaysWhoIsBehindAConnectionWhereverItIsCut) {
    struct Row {
        std::string header;
        const char* client;
    };
    for (const auto& row : {
             Row{"PROXY TCP4 192.0.2.7 127.0.0.1 5000 443\r\n", "192.0.2.7"},
             Row{"PROXY TCP6 2001:db8::7 ::1 5000 443\r\n", "2001:db8::7"}, Row{"PROXY UNKNOWN\r\n", ""},
             Row{"PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n", ""},
             Row{v2(0x21, 0x11, kFour), "192.0.2.7"}, Row{v2(0x21, 0x21, kSix), "2001:db8::7"},
             Row{v2(0x21, 0x11, kFour + std::string(200, 't')), "192.0.2.7"},  // more behind the addresses
             Row{v2(0x20, 0x00, ""), ""},                     // a check of the balancer's own
             Row{v2(0x21, 0x00, ""), ""},                     // it does not know
             Row{v2(0x21, 0x31, std::string(216, 'u')), ""},  // a Unix socket
         }) {
        for (std::size_t cut = 0; cut < row.header.size(); ++cut)
            EXPECT_EQ(read_proxy_header(row.header.substr(0, cut)).state, ProxyHeader::State::more) << cut;
        for (const char* behind : {"", "G", "\x16\x03\x01", "\r\n"}) {
            const auto read = read_proxy_header(row.header + behind);
            EXPECT_EQ(read.state, ProxyHeader::State::whole);
            EXPECT_EQ(read.length, row.header.size());
            EXPECT_EQ(read.client, row.client);
        }
    }
}

TEST(ProxyProtocol, RefusesWhatIsNoHeader) {
    for (const auto& bad : {
             std::string("GET / HTTP/1.1\r\n"),
             std::string("\x16\x03\x01"),
             std::string("proxy TCP4 "),
             std::string("PROXY TCP4 proxy.example 127.0.0.1 1 2\r\n"),
             std::string("PROXY TCP4 2001:db8::7 ::1 1 2\r\n"),
             std::string("PROXY TCP6 192.0.2.7 127.0.0.1 1 2\r\n"),
             std::string("PROXY TCP4 192.0.2.7 127.0.0.1 1\r\n"),
             std::string("PROXY TCP4 192.0.2.7 127.0.0.1 x 2\r\n"),
             std::string("PROXY TCP4 192.0.2.7 127.0.0.1 1 2 3\r\n"),
             std::string("PROXY TCP5 192.0.2.7 127.0.0.1 1 2\r\n"),
             "PROXY TCP4 " + std::string(100, '1'),
             std::string("\r\n\r\n\0\r\nQUIX\n", 12),
             v2(0x11, 0x11, kFour),
             v2(0x22, 0x11, kFour),
             v2(0x21, 0x11, kFour.substr(0, 11)),
             v2(0x21, 0x21, kFour),
             v2(0x21, 0x11, std::string(2000, 'x')),
         })
        EXPECT_EQ(read_proxy_header(bad).state, ProxyHeader::State::refused) << bad;
}

}  // namespace
}  // namespace peilpunt::http
