// SPDX-License-Identifier: EUPL-1.2
#include "shared/net/http_client.hpp"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "shared/net/http_url.hpp"
#include "tests/http/certificate.hpp"
#include "tests/http/wire.hpp"

namespace peilpunt::http {
namespace {

using net::HttpClient;
using net::HttpRequest;
using std::chrono::milliseconds;

// A listening socket that never says a word.
class DeafServer {
  public:
    DeafServer() : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
        ::listen(fd_, 16);
        socklen_t size = sizeof(address);
        ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
    }
    ~DeafServer() { ::close(fd_); }
    DeafServer(const DeafServer&) = delete;
    DeafServer& operator=(const DeafServer&) = delete;
    int accept() const { return ::accept(fd_, nullptr, nullptr); }
    unsigned short port() const { return port_; }

  private:
    int fd_;
    unsigned short port_ = 0;
};

// Answers every connection with fixed bytes, then closes it.
class FixedServer {
  public:
    explicit FixedServer(std::string bytes)
        : bytes_(std::move(bytes)), thread_([this] {
              while (true) {
                  const int fd = socket_.accept();
                  if (stop_ || fd < 0) {
                      ::close(fd);
                      return;
                  }
                  char request[4096];
                  ::recv(fd, request, sizeof(request), 0);
                  ::send(fd, bytes_.data(), bytes_.size(), MSG_NOSIGNAL);
                  ::close(fd);
              }
          }) {}
    ~FixedServer() {
        stop_ = true;
        Wire wake(socket_.port());
        thread_.join();
    }
    FixedServer(const FixedServer&) = delete;
    FixedServer& operator=(const FixedServer&) = delete;
    unsigned short port() const { return socket_.port(); }

  private:
    DeafServer socket_;
    std::string bytes_;
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

class HttpClientTest : public testing::Test {
  protected:
    void start(bool secure, const std::string& names = "DNS:localhost,IP:127.0.0.1") {
        ServerOptions options;
        options.threads = 1;
        options.limits.tick = milliseconds(5);
        if (secure) {
            write_certificate(folder_.file("cert.pem"), folder_.file("key.pem"), names);
            options.tls_certificate = folder_.file("cert.pem");
            options.tls_key = folder_.file("key.pem");
        }
        std::vector<Route> routes;
        routes.push_back({Method::post, "/echo", FastHandler([](const Request& request, Responder answer) {
                              auto reply = Reply::json(request.body, 201);
                              reply.headers.add("X-Seen", std::string(request.headers.get("x-sent")));
                              reply.headers.add("X-Query", std::string(request.query.get("na")));
                              answer(std::move(reply));
                          })});
        routes.push_back({Method::get, "/big", FastHandler([](const Request&, Responder answer) {
                              answer(Reply::html(std::string(100'000, 'b')));
                          })});
        routes.push_back({Method::get, "/hangs", FastHandler([this](const Request&, Responder answer) {
                              kept_ = answer;
                              hanging_.set();
                          })});
        server_ = std::make_unique<Server>(options, std::make_shared<const Router>(std::move(routes)),
                                           ServerHooks{}, clock_);
    }

    std::string url(const std::string& scheme, const std::string& host, const std::string& target) {
        return scheme + "://" + host + ":" + std::to_string(server_->port()) + target;
    }

    net::HttpClientOptions trusting() {
        net::HttpClientOptions options;
        options.ca_file = folder_.file("cert.pem");
        return options;
    }

    TemporaryFolder folder_;
    TestClock clock_;
    Responder kept_;
    Signalled hanging_;
    std::unique_ptr<Server> server_;
};

HttpRequest to(std::string method, std::string url, std::string body = {}) {
    HttpRequest request;
    request.method = std::move(method);
    request.url = std::move(url);
    request.body = std::move(body);
    return request;
}

TEST_F(HttpClientTest, SendsAndReceivesAndKeepsTheConnection) {
    start(false);
    HttpClient client;
    auto request = to("POST", url("http", "localhost", "/echo?na=12"), "{\"a\":1}");
    request.headers = {{"Content-Type", "application/json"}, {"X-Sent", "yes"}};
    for (int i = 0; i < 3; ++i) {
        const auto response = client.request(request);
        ASSERT_TRUE(response) << response.error().message;
        EXPECT_EQ(response->status, 201);
        EXPECT_EQ(response->body, "{\"a\":1}");
        EXPECT_EQ(response->header("x-seen"), "yes");
        EXPECT_EQ(response->header("X-Query"), "12");
    }
    EXPECT_EQ(server_->metrics().connections, 1U);
}

TEST_F(HttpClientTest, ReplacesAKeptConnectionThatWasClosedMeanwhile) {
    start(false);
    HttpClient client;
    const auto request = to("POST", url("http", "127.0.0.1", "/echo"), "x");
    ASSERT_TRUE(client.request(request));
    clock_.advance(std::chrono::seconds(16));
    while (server_->metrics().open_connections > 0) std::this_thread::yield();
    EXPECT_TRUE(client.request(request));
    EXPECT_EQ(server_->metrics().connections, 2U);
}

TEST_F(HttpClientTest, SpeaksHttpsWithAServerThatItTrusts) {
    start(true);
    HttpClient client(trusting());
    for (const auto* host : {"localhost", "127.0.0.1"}) {
        const auto response =
            client.request(to("POST", url("https", host, "/echo"), std::string(50'000, 'x')));
        ASSERT_TRUE(response) << host << ": " << response.error().message;
        EXPECT_EQ(response->body.size(), 50'000U);
    }
}

TEST_F(HttpClientTest, RefusesAServerThatNobodyVouchesFor) {
    start(true);
    HttpClient client;
    const auto response = client.request(to("POST", url("https", "localhost", "/echo"), "secret"));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, ErrorCode::forbidden);
    EXPECT_EQ(server_->metrics().requests, 0U);
}

TEST_F(HttpClientTest, RefusesACertificateForAnotherName) {
    start(true, "DNS:elders.example");
    HttpClient client(trusting());
    for (const auto* host : {"localhost", "127.0.0.1"}) {
        const auto response = client.request(to("POST", url("https", host, "/echo"), "secret"));
        ASSERT_FALSE(response) << host;
        EXPECT_EQ(response.error().code, ErrorCode::forbidden);
    }
    EXPECT_EQ(server_->metrics().requests, 0U);
}

TEST_F(HttpClientTest, EndsAtItsDeadlines) {
    start(false);
    HttpClient client;
    net::Timeouts timeouts;
    timeouts.total = milliseconds(50);
    const auto total = client.request(to("GET", url("http", "127.0.0.1", "/hangs")), timeouts);
    ASSERT_FALSE(total);
    EXPECT_EQ(total.error().code, ErrorCode::busy);
    DeafServer deaf;
    timeouts.total = std::chrono::minutes(1);
    timeouts.connect = milliseconds(50);
    const auto connect =
        client.request(to("GET", "https://127.0.0.1:" + std::to_string(deaf.port()) + "/"), timeouts);
    ASSERT_FALSE(connect);
    EXPECT_EQ(connect.error().code, ErrorCode::busy);
}

TEST_F(HttpClientTest, CanBeClosedWhileItWaits) {
    start(false);
    HttpClient client;
    std::optional<Result<net::HttpResponse>> response;
    std::thread waiting([&] { response = client.request(to("GET", url("http", "127.0.0.1", "/hangs"))); });
    ASSERT_TRUE(hanging_.wait());
    client.close();
    waiting.join();
    ASSERT_FALSE(*response);
    EXPECT_EQ(response->error().code, ErrorCode::busy);
    EXPECT_FALSE(client.request(to("POST", url("http", "127.0.0.1", "/echo"), "x")));
}

TEST_F(HttpClientTest, LimitsTheSizeOfAnAnswer) {
    start(false);
    net::HttpClientOptions options;
    options.max_response_bytes = 99'999;
    HttpClient small(options);
    const auto response = small.request(to("GET", url("http", "127.0.0.1", "/big")));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, ErrorCode::too_large);
    options.max_response_bytes = 100'000;
    HttpClient enough(options);
    EXPECT_TRUE(enough.request(to("GET", url("http", "127.0.0.1", "/big"))));
}

TEST_F(HttpClientTest, ReportsAnAnswerThatIsNotHttpAndOneThatIsCutOff) {
    const auto error_for = [](const std::string& bytes) {
        FixedServer server(bytes);
        HttpClient client;
        const auto response =
            client.request(to("GET", "http://127.0.0.1:" + std::to_string(server.port()) + "/"));
        return response ? ErrorCode::internal : response.error().code;
    };
    EXPECT_EQ(error_for("SSH-2.0-OpenSSH\r\n\r\n"), ErrorCode::damaged);
    EXPECT_EQ(error_for("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"), ErrorCode::damaged);
    EXPECT_EQ(error_for("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"), ErrorCode::busy);
    EXPECT_EQ(error_for(""), ErrorCode::busy);
}

TEST_F(HttpClientTest, ReportsAPortWhereNobodyListens) {
    unsigned short port = 0;
    {
        const DeafServer gone;
        port = gone.port();
    }
    HttpClient client;
    const auto response = client.request(to("GET", "http://127.0.0.1:" + std::to_string(port) + "/"));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().code, ErrorCode::busy);
}

TEST_F(HttpClientTest, RefusesRequestsThatCannotBeMeant) {
    HttpClient client;
    for (const auto* bad : {"", "localhost", "ftp://a/", "file:///etc/passwd", "http://user@a/", "http:///x",
                            "http://a/#b", "http://a/b c"}) {
        const auto response = client.request(to("GET", bad));
        ASSERT_FALSE(response) << bad;
        EXPECT_EQ(response.error().code, ErrorCode::invalid) << bad;
    }
    auto request = to("GET", "http://127.0.0.1:1/");
    request.headers = {{"X", "a\r\nY: b"}};
    EXPECT_EQ(client.request(request).error().code, ErrorCode::invalid);
    net::HttpClientOptions options;
    options.ca_file = folder_.file("none.pem");
    EXPECT_EQ(HttpClient(options).request(to("GET", "https://127.0.0.1:1/")).error().code,
              ErrorCode::invalid);
}

TEST(HttpUrl, TakesAddressesApart) {
    const auto url = net::HttpUrl::parse("https://[2001:db8::1]:8443/a/b?c=d").value();
    EXPECT_TRUE(url.secure);
    EXPECT_EQ(url.host, "2001:db8::1");
    EXPECT_EQ(url.port, "8443");
    EXPECT_EQ(url.target, "/a/b?c=d");
    EXPECT_EQ(url.authority, "[2001:db8::1]:8443");
    const auto plain = net::HttpUrl::parse("http://peilpunt.example").value();
    EXPECT_EQ(plain.port, "80");
    EXPECT_EQ(plain.target, "/");
    EXPECT_FALSE(plain.same_origin(url));
}

TEST(HttpUrl, RefusesWhatIsNoneWithoutAFailure) {
    for (const char* bad :
         {"https://peilpunt.example:84t3/a?b=c", "https://peilpunt.example:x", "http://a:8080x/", "http:\x0f",
          "http:", "http://a/\x7f", "http://a b/", "http:/a", "http://a/\xc3\xa9"})
        EXPECT_FALSE(net::HttpUrl::parse(bad)) << bad;
}

// Beast 1.81 holds that more has come of the end of such an answer than there may be; see beast_impl.cpp.
TEST(HttpAnswer, IsReadHoweverItsChunksComeIn) {
    for (const std::string_view chunks : {"0\r\n\r\n", "3\r\nabc\r\n0\r\n\r\n"}) {
        boost::beast::http::response_parser<boost::beast::http::string_body> parser;
        parser.eager(true);
        boost::system::error_code error;
        std::string waiting;
        for (const char c : "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(chunks)) {
            waiting += c;
            waiting.erase(0, parser.put(boost::asio::buffer(waiting), error));
        }
        EXPECT_FALSE(error) << error.message();
        EXPECT_TRUE(parser.is_done());
        EXPECT_EQ(parser.get().body(), chunks.size() > 5 ? "abc" : "");
    }
}

}  // namespace
}  // namespace peilpunt::http
