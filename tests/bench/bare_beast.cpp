// SPDX-License-Identifier: EUPL-1.2
#include "tests/bench/bare_beast.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

namespace peilpunt::bench {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;

namespace {

class Session : public std::enable_shared_from_this<Session> {
  public:
    explicit Session(tcp::socket socket) : stream_(std::move(socket)) {}
    void read() {
        parser_.emplace();
        parser_->body_limit(64 * 1024);
        stream_.expires_after(std::chrono::seconds(15));
        http::async_read(stream_, buffer_, *parser_,
                         [self = shared_from_this()](beast::error_code error, std::size_t) {
                             if (!error) self->answer();
                         });
    }

  private:
    void answer() {
        const auto tree = nlohmann::json::parse(parser_->get().body(), nullptr, false);
        response_ = {tree.is_discarded() ? http::status::bad_request : http::status::created, 11};
        response_.set(http::field::content_type, "application/json");
        response_.body() = R"({"status":"opgeslagen"})";
        response_.keep_alive(true);
        response_.prepare_payload();
        http::async_write(stream_, response_,
                          [self = shared_from_this()](beast::error_code error, std::size_t) {
                              if (!error) self->read();
                          });
    }

    beast::tcp_stream stream_;
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    http::response<http::string_body> response_;
};

using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

struct Loop {
    asio::io_context context{1};
    tcp::acceptor acceptor{context};
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
            std::make_shared<Session>(std::move(socket))->read();
            accept();
        });
    }
};

}  // namespace

class BareBeast::Impl {
  public:
    explicit Impl(int threads) {
        for (int i = 0; i < threads; ++i) {
            loops_.push_back(std::make_unique<Loop>());
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
    unsigned short port_ = 0;
    std::vector<std::unique_ptr<Loop>> loops_;
};

BareBeast::BareBeast(int threads) : impl_(std::make_unique<Impl>(threads)) {}
BareBeast::~BareBeast() = default;
unsigned short BareBeast::port() const { return impl_->port(); }

}  // namespace peilpunt::bench
