// SPDX-License-Identifier: EUPL-1.2
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <thread>

#include "kiosk/sync/transport.hpp"

namespace peilpunt::kiosk {
namespace {

/// Listens on a free loopback port, takes one request to its end, and gives one reply.
class OneReply {
  public:
    explicit OneReply(std::string reply)
        : reply_(std::move(reply)), socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        auto* plain = reinterpret_cast<sockaddr*>(&address);
        if (::bind(socket_, plain, size) != 0 || ::listen(socket_, 1) != 0 ||
            ::getsockname(socket_, plain, &size) != 0)
            throw std::runtime_error("cannot listen");
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~OneReply() {
        ::shutdown(socket_, SHUT_RDWR);
        thread_.join();
        ::close(socket_);
    }
    OneReply(const OneReply&) = delete;
    OneReply& operator=(const OneReply&) = delete;
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
    /// To be read after the reply came.
    const std::string& request() const { return request_; }

  private:
    void serve() {
        const int connection = ::accept(socket_, nullptr, nullptr);
        if (connection < 0) return;
        char buffer[4096];
        std::size_t whole = std::string::npos;
        while (request_.size() < whole) {
            const ssize_t got = ::recv(connection, buffer, sizeof(buffer), 0);
            if (got <= 0) break;
            request_.append(buffer, static_cast<std::size_t>(got));
            const auto head = request_.find("\r\n\r\n");
            if (head == std::string::npos) continue;
            const auto length = request_.find("Content-Length: ");
            whole = head + 4 + (length == std::string::npos ? 0 : std::stoul(request_.substr(length + 16)));
        }
        static_cast<void>(::send(connection, reply_.data(), reply_.size(), MSG_NOSIGNAL));
        ::close(connection);
    }

    std::string reply_, request_;
    int socket_;
    unsigned port_ = 0;
    std::thread thread_;
};

std::string reply(const std::string& head, const std::string& body) {
    return "HTTP/1.1 " + head + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

TEST(HttpTransport, SendsPathHeadersAndBodyAndReadsTheSignature) {
    const OneReply server(reply("200 OK\r\npeilpunt-handtekening: abc_-", "{}"));
    auto transport = connect_to(server.url() + "/onder/").value();
    const auto got = transport->send({true,
                                      "/api/v1/synchronisaties",
                                      {{"Peilpunt-Kiosk", "k1"}, {"Peilpunt-Handtekening", "s1"}},
                                      "[1,2]"});
    ASSERT_TRUE(got) << got.error().message;
    EXPECT_EQ(got->status, 200);
    EXPECT_EQ(got->signature, "abc_-");
    EXPECT_EQ(got->body, "{}");
    EXPECT_EQ(got->retry_after, std::nullopt);
    const auto& request = server.request();
    EXPECT_TRUE(request.starts_with("POST /onder/api/v1/synchronisaties HTTP/1.1\r\n")) << request;
    EXPECT_NE(request.find("\r\nPeilpunt-Kiosk: k1\r\n"), std::string::npos) << request;
    EXPECT_NE(request.find("\r\nPeilpunt-Handtekening: s1\r\n"), std::string::npos) << request;
    EXPECT_TRUE(request.ends_with("\r\n\r\n[1,2]")) << request;
}

TEST(HttpTransport, ReadsARetryAfterInSecondsOnly) {
    struct Row {
        const char* text;
        std::optional<std::chrono::seconds> expected;
    };
    for (const Row& row :
         {Row{"120", std::chrono::seconds(120)}, Row{"0", std::chrono::seconds(0)}, Row{"-1", std::nullopt},
          Row{"99999999999999999999", std::nullopt}, Row{"Wed, 21 Oct 2026 07:28:00 GMT", std::nullopt}}) {
        const OneReply server(reply(std::string("503 Busy\r\nRetry-After: ") + row.text, ""));
        const auto got = connect_to(server.url()).value()->send({false, "/x", {}, ""});
        ASSERT_TRUE(got) << row.text;
        EXPECT_EQ(got->status, 503);
        EXPECT_EQ(got->retry_after, row.expected) << row.text;
    }
}

TEST(HttpTransport, GivesAnErrorForAnAnswerThatIsCutOff) {
    const OneReply server("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
    EXPECT_FALSE(connect_to(server.url()).value()->send({false, "/x", {}, ""}));
}

TEST(HttpTransport, GoesInTheClearToThisMachineOnly) {
    for (const char* url : {"http://peilpunt.example", "http://10.0.0.1:8080", "http://128.0.0.1",
                            "http://[2001:db8::1]", "http://127.0.0.1.example", "http://localhost.example"}) {
        const auto refused = connect_to(url);
        ASSERT_FALSE(refused) << url;
        // One of these is no address at all for Boost.URL, which says so.
        EXPECT_THAT(refused.error().message,
                    testing::AnyOf(testing::HasSubstr("https://"), testing::HasSubstr("not an http")))
            << url;
    }
    for (const char* url : {"http://127.0.0.1:8080", "http://127.8.9.10", "http://localhost:8080",
                            "http://[::1]:8080", "https://peilpunt.example"})
        EXPECT_TRUE(connect_to(url)) << url;
}

}  // namespace
}  // namespace peilpunt::kiosk
