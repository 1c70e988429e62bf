// SPDX-License-Identifier: EUPL-1.2
// The server behind proxies and balancers of our own, and in front of those who only say so.
#include "tests/http/serving.hpp"

namespace peilpunt::http {
namespace {

using BehindProxy = ServerTest;

TEST_F(BehindProxy, BelievesForwardedFieldsOfItsOwnProxyOnly) {
    const std::string forwarded = "X-Forwarded-For: 198.51.100.1\r\nX-Forwarded-For: 192.0.2.7\r\n";
    start();
    EXPECT_EQ(ask(get("/limited", forwarded)).body, "127.0.0.1");
    server_.reset();
    options_.trusted_proxies = {"127.0.0.0/8"};
    start();
    EXPECT_EQ(ask(get("/limited", forwarded)).body, "192.0.2.7");
}

TEST_F(BehindProxy, IsSecureWhereItsSiteIsAndNotByAHeader) {
    const std::string proto = "X-Forwarded-Proto: https\r\n";
    options_.trusted_proxies = {"127.0.0.1"};
    start();
    EXPECT_FALSE(ask(get("/", proto)).has("Strict-Transport-Security: "));
    server_.reset();
    site_ = "https://peilpunt.example";
    start();
    EXPECT_TRUE(ask(get("/")).has("Strict-Transport-Security: "));
    EXPECT_TRUE(ask(get("/", "X-Forwarded-Proto: http\r\n")).has("Strict-Transport-Security: "));
    EXPECT_TRUE(ask(get("/nergens")).has("Strict-Transport-Security: "));
    EXPECT_TRUE(ask("GET /\x01 HTTP/1.1\r\n\r\n").has("Strict-Transport-Security: "));
}

TEST_F(BehindProxy, WhatComesFromItsSiteIsItsOwn) {
    site_ = "https://peilpunt.example";
    start();
    EXPECT_EQ(ask(post("/signaal", "a=b", "Origin: https://peilpunt.example\r\n")).status, 200);
    for (const char* other : {"https://peilpunt.example.evil", "http://peilpunt.example", "null", "https://"})
        EXPECT_EQ(ask(post("/signaal", "a=b", "Origin: " + std::string(other) + "\r\n")).status, 403)
            << other;
}

TEST_F(BehindProxy, KnowsWhoIsBehindABalancerThatSaysSo) {
    options_.trusted_proxies = {"127.0.0.1"};
    options_.proxy_protocol = true;
    options_.limits.connections_per_address = 2;
    start();
    const std::string header = "PROXY TCP4 192.0.2.7 127.0.0.1 5000 443\r\n";
    EXPECT_EQ(ask(header + get("/limited")).body, "192.0.2.7");
    Wire wire(server_->port());  // in pieces, and more than one request
    wire.send(header.substr(0, 9));
    wire.send(header.substr(9) + get("/"));
    EXPECT_EQ(wire.answer().status, 200);
    wire.send(get("/limited"));
    EXPECT_EQ(wire.answer().body, "192.0.2.7");
    EXPECT_EQ(ask(header + get("/limited")).status, 429) << "counted by the one behind";
    EXPECT_EQ(ask("PROXY TCP4 192.0.99.7 127.0.0.1 5000 443\r\n" + get("/limited")).status, 200);
    wire.hang_up();
    expect_all_closed();
    // A header inside a header, or none at all, is nobody's.
    EXPECT_EQ(ask(header + header + get("/")).status, 400);
    Wire plain(server_->port());
    plain.send(get("/"));
    EXPECT_EQ(plain.rest(), "");
    // Two connections of one client at most, however many the balancer has.
    std::deque<Wire> wires;
    for (int i = 0; i < 2; ++i) {
        wires.emplace_back(server_->port()).send(header + get("/"));
        EXPECT_EQ(wires.back().answer().status, 200);
    }
    Wire third(server_->port());
    third.send(header + get("/"));
    EXPECT_EQ(third.rest(), "");
    for (int i = 1; i < 5; ++i) {
        wires.emplace_back(server_->port())
            .send("PROXY TCP4 198.51." + std::to_string(i) + ".1 127.0.0.1 5000 443\r\n" + get("/"));
        EXPECT_EQ(wires.back().answer().status, 200);
    }
    wires.clear();
    expect_all_closed();
}

TEST_F(BehindProxy, BelievesNoProxyHeaderOfAStranger) {
    options_.trusted_proxies = {"192.0.2.1"};
    options_.proxy_protocol = true;
    start();
    EXPECT_EQ(ask("PROXY TCP4 192.0.2.7 127.0.0.1 5000 443\r\n" + get("/limited")).status, 400);
    EXPECT_EQ(ask(get("/limited")).body, "127.0.0.1");
}

TEST_F(BehindProxy, ClosesABalancersConnectionThatSaysNothing) {
    options_.trusted_proxies = {"127.0.0.1"};
    options_.proxy_protocol = true;
    start();
    Wire wire(server_->port());
    wire.send("PROXY TCP4 ");
    EXPECT_EQ(outwait(wire, milliseconds(100)), "");
}

}  // namespace
}  // namespace peilpunt::http
