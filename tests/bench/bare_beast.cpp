// SPDX-License-Identifier: EUPL-1.2
#include "tests/bench/bare_beast.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>
#include <vector>

namespace peilpunt::bench {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

namespace {

/// `Stream` is a tcp_stream, or an ssl_stream around one.
template <class Stream>
class Session : public std::enable_shared_from_this<Session<Stream>> {
  public:
    template <class... Args>
    explicit Session(tcp::socket socket, Args&... args) : stream_(std::move(socket), args...) {}
    void start() {
        if constexpr (std::is_same_v<Stream, beast::tcp_stream>)
            read();
        else
            stream_.async_handshake(asio::ssl::stream_base::server,
                                    [self = this->shared_from_this()](beast::error_code error) {
                                        if (!error) self->read();
                                    });
    }

  private:
    void read() {
        parser_.emplace();
        parser_->body_limit(64 * 1024);
        beast::get_lowest_layer(stream_).expires_after(std::chrono::seconds(15));
        http::async_read(stream_, buffer_, *parser_,
                         [self = this->shared_from_this()](beast::error_code error, std::size_t) {
                             if (!error) self->answer();
                         });
    }
    void answer() {
        const auto tree = nlohmann::json::parse(parser_->get().body(), nullptr, false);
        response_ = {tree.is_discarded() ? http::status::bad_request : http::status::created, 11};
        response_.set(http::field::content_type, "application/json");
        response_.body() = R"({"status":"opgeslagen"})";
        response_.keep_alive(true);
        response_.prepare_payload();
        http::async_write(stream_, response_,
                          [self = this->shared_from_this()](beast::error_code error, std::size_t) {
                              if (!error) self->read();
                          });
    }

    Stream stream_;
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    http::response<http::string_body> response_;
};

using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

struct Loop {
    asio::io_context context{1};
    tcp::acceptor acceptor{context};
    asio::ssl::context* tls = nullptr;
    std::thread thread;

    void listen(unsigned short port) {
        const tcp::endpoint endpoint(asio::ip::address_v4::loopback(), port);
        acceptor.open(endpoint.protocol());
        acceptor.set_option(ReusePort(true));
        acceptor.bind(endpoint);
        acceptor.listen();
        accept();
    }
    void accept() {
        acceptor.async_accept([this](beast::error_code error, tcp::socket socket) {
            if (error) return;
            socket.set_option(tcp::no_delay(true));
            if (tls)
                std::make_shared<Session<beast::ssl_stream<beast::tcp_stream>>>(std::move(socket), *tls)
                    ->start();
            else
                std::make_shared<Session<beast::tcp_stream>>(std::move(socket))->start();
            accept();
        });
    }
};

}  // namespace

class BareBeast::Impl {
  public:
    Impl(int threads, const std::string& certificate, const std::string& key) {
        if (!certificate.empty()) {
            tls_.use_certificate_chain_file(certificate);
            tls_.use_private_key_file(key, asio::ssl::context::pem);
        }
        for (int i = 0; i < threads; ++i) {
            loops_.push_back(std::make_unique<Loop>());
            if (!certificate.empty()) loops_.back()->tls = &tls_;
            loops_.back()->listen(port_);
            port_ = loops_.back()->acceptor.local_endpoint().port();
        }
        for (auto& loop : loops_) loop->thread = std::thread([&loop = *loop] { loop.context.run(); });
    }
    ~Impl() {
        for (auto& loop : loops_) loop->context.stop();
        for (auto& loop : loops_) loop->thread.join();
    }
    unsigned short port() const { return port_; }

  private:
    asio::ssl::context tls_{asio::ssl::context::tlsv13_server};
    unsigned short port_ = 0;
    std::vector<std::unique_ptr<Loop>> loops_;
};

BareBeast::BareBeast(int threads, const std::string& certificate, const std::string& key)
    : impl_(std::make_unique<Impl>(threads, certificate, key)) {}
BareBeast::~BareBeast() = default;
unsigned short BareBeast::port() const { return impl_->port(); }

}  // namespace peilpunt::bench
