// SPDX-License-Identifier: EUPL-1.2
#include "shared/net/http_client.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <atomic>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <mutex>
#include <optional>

#include "shared/net/http_url.hpp"

namespace peilpunt::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Tcp = asio::ip::tcp;
using ErrorCodeOf = boost::system::error_code;
using Secure = asio::ssl::stream<beast::tcp_stream>;

bool is_token(std::string_view text) {
    if (text.empty()) return false;
    for (const char c : text) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && std::string_view("!#$%&'*+-.^_`|~").find(c) == std::string_view::npos) return false;
    }
    return true;
}

bool is_value(std::string_view text) {
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) return false;
    }
    return true;
}

// One connection; over TLS or not, with the same three operations.
class Connection {
  public:
    Connection(asio::io_context& io, asio::ssl::context& tls, HttpUrl url) : url_(std::move(url)) {
        if (url_.secure) {
            secure_.emplace(io, tls);
        } else {
            plain_.emplace(io);
        }
    }

    beast::tcp_stream& tcp() { return secure_ ? secure_->next_layer() : *plain_; }
    const HttpUrl& url() const { return url_; }

    template <class Done>
    void handshake(Done done) {
        if (!secure_) return done(ErrorCodeOf{});
        // Host names go into SNI; addresses do not (RFC 6066).
        ErrorCodeOf not_an_address;
        asio::ip::make_address(url_.host, not_an_address);
        if (not_an_address) {
            SSL_ctrl(secure_->native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                     url_.host.data());
        }
        secure_->set_verify_mode(asio::ssl::verify_peer);
        secure_->set_verify_callback(asio::ssl::host_name_verification(url_.host));
        secure_->async_handshake(asio::ssl::stream_base::client, std::move(done));
    }

    template <class Message, class Done>
    void write(Message& message, Done done) {
        if (secure_) {
            http::async_write(*secure_, message, std::move(done));
        } else {
            http::async_write(*plain_, message, std::move(done));
        }
    }

    template <class Parser, class Done>
    void read(Parser& parser, Done done) {
        if (secure_) {
            http::async_read(*secure_, buffer_, parser, std::move(done));
        } else {
            http::async_read(*plain_, buffer_, parser, std::move(done));
        }
    }

  private:
    HttpUrl url_;
    beast::flat_buffer buffer_;
    std::optional<beast::tcp_stream> plain_;
    std::optional<Secure> secure_;
};

using Parser = http::response_parser<http::string_body>;
using Message = http::request<http::string_body>;

Error error_of(const ErrorCodeOf& code) {
    if (code.category() == asio::error::get_ssl_category() &&
        ERR_GET_REASON(static_cast<unsigned long>(code.value())) == SSL_R_CERTIFICATE_VERIFY_FAILED) {
        return {ErrorCode::forbidden, "the server's certificate is not trusted"};
    }
    if (code == http::error::body_limit || code == http::error::header_limit ||
        code == http::error::buffer_overflow) {
        return {ErrorCode::too_large, "the answer is too large"};
    }
    const bool cut_short = code == http::error::end_of_stream || code == http::error::partial_message;
    if (code.category() == http::make_error_code(http::error::end_of_stream).category() && !cut_short) {
        return {ErrorCode::damaged, "the answer is not HTTP: " + code.message()};
    }
    return {ErrorCode::busy, "no answer: " + code.message()};
}

}  // namespace

std::string_view HttpResponse::header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (beast::iequals({key.data(), key.size()}, {name.data(), name.size()})) return value;
    }
    return {};
}

class HttpClient::Impl {
  public:
    explicit Impl(HttpClientOptions options) : options_(std::move(options)) {
        tls_.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_compression);
        SSL_CTX_set_min_proto_version(tls_.native_handle(), TLS1_2_VERSION);
        // A server that ends the connection without a close notification: the length of the message tells the
        // rest.
        SSL_CTX_set_options(tls_.native_handle(), SSL_OP_IGNORE_UNEXPECTED_EOF);
        ErrorCodeOf error;
        if (options_.ca_file.empty()) {
            tls_.set_default_verify_paths(error);
        } else {
            tls_.load_verify_file(options_.ca_file, error);
        }
        if (error)
            trust_error_ = Error{ErrorCode::invalid, "cannot read certificates from " + options_.ca_file};
    }

    Result<HttpResponse> request(const HttpRequest& request, Timeouts timeouts) {
        const std::lock_guard one_at_a_time(use_);
        if (trust_error_) return *trust_error_;
        if (closed_) return Error{ErrorCode::busy, "closed"};
        auto url = HttpUrl::parse(request.url);
        if (!url) return url.error();
        auto message = build(request, *url);
        if (!message) return message.error();
        const auto end = std::chrono::steady_clock::now() + timeouts.total;
        if (connection_ && !connection_->url().same_origin(*url)) connection_.reset();
        if (connection_) {
            bool nothing_came = false;
            auto response = exchange(*message, end, nothing_came);
            if (response || !nothing_came || closed_) return response;
        }
        if (auto failure =
                connect(*url, std::min(end, std::chrono::steady_clock::now() + timeouts.connect))) {
            connection_.reset();
            return *failure;
        }
        bool nothing_came = false;
        return exchange(*message, end, nothing_came);
    }

    void close() {
        closed_ = true;
        asio::post(io_, [this] { abort(); });
    }

  private:
    using End = std::chrono::steady_clock::time_point;

    Result<Message> build(const HttpRequest& request, const HttpUrl& url) const {
        Message message;
        if (!is_token(request.method)) return Error{ErrorCode::invalid, "not a method"};
        message.method_string(request.method);
        message.target(url.target);
        message.version(11);
        message.set(http::field::host, url.authority);
        message.set(http::field::user_agent, options_.user_agent);
        for (const auto& [name, value] : request.headers) {
            if (!is_token(name) || !is_value(value)) return Error{ErrorCode::invalid, "not a header field"};
            message.insert(name, value);
        }
        message.body() = request.body;
        message.prepare_payload();
        return message;
    }

    // Runs `start(done)` until done, the deadline, or close(); answers how it ended.
    template <class Start>
    ErrorCodeOf run(End end, Start start) {
        std::optional<ErrorCodeOf> outcome;
        bool late = false;
        asio::steady_timer timer(io_, end);
        io_.restart();
        timer.async_wait([&](ErrorCodeOf error) {
            if (error || outcome) return;
            late = true;
            abort();
        });
        start([&](ErrorCodeOf error) {
            outcome = error;
            timer.cancel();
        });
        if (closed_) abort();
        io_.run();
        if (late) return make_error_code(asio::error::timed_out);
        if (closed_) return make_error_code(asio::error::operation_aborted);
        return *outcome;
    }

    void abort() {
        resolver_.cancel();
        if (!connection_) return;
        ErrorCodeOf ignored;
        connection_->tcp().socket().close(ignored);
    }

    std::optional<Error> connect(const HttpUrl& url, End end) {
        connection_.emplace(io_, tls_, url);
        const auto error = run(end, [&](auto done) {
            resolver_.async_resolve(
                url.host, url.port, [this, done](ErrorCodeOf failed, Tcp::resolver::results_type found) {
                    if (failed) return done(failed);
                    asio::async_connect(connection_->tcp().socket(), found,
                                        [this, done](ErrorCodeOf refused, const Tcp::endpoint&) {
                                            if (refused) return done(refused);
                                            ErrorCodeOf ignored;
                                            connection_->tcp().socket().set_option(Tcp::no_delay(true),
                                                                                   ignored);
                                            connection_->handshake(done);
                                        });
                });
        });
        if (!error) return std::nullopt;
        return error_of(error);
    }

    Result<HttpResponse> exchange(Message& message, End end, bool& nothing_came) {
        Parser parser;
        parser.body_limit(options_.max_response_bytes);
        if (message.method() == http::verb::head) parser.skip(true);
        const auto error = run(end, [&](auto done) {
            connection_->write(message, [this, &parser, done](ErrorCodeOf failed, std::size_t) {
                // A server may refuse a body it is still being sent, and close: what it says is worth
                // reading.
                const bool gone =
                    failed == asio::error::operation_aborted || failed == asio::error::bad_descriptor;
                if (gone) return done(failed);
                connection_->read(parser, [done](ErrorCodeOf ended, std::size_t) { done(ended); });
            });
        });
        if (error) {
            nothing_came = !parser.got_some() && error != asio::error::timed_out;
            connection_.reset();
            return error_of(error);
        }
        HttpResponse response;
        auto answer = parser.release();
        response.status = static_cast<int>(answer.result_int());
        for (const auto& field : answer) response.headers.emplace_back(field.name_string(), field.value());
        response.body = std::move(answer.body());
        if (!answer.keep_alive()) connection_.reset();
        return response;
    }

    HttpClientOptions options_;
    std::mutex use_;
    asio::io_context io_{1};
    asio::ssl::context tls_{asio::ssl::context::tls_client};
    Tcp::resolver resolver_{io_};
    std::optional<Connection> connection_;
    std::optional<Error> trust_error_;
    std::atomic<bool> closed_{false};
};

HttpClient::HttpClient(HttpClientOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
HttpClient::~HttpClient() = default;

Result<HttpResponse> HttpClient::request(const HttpRequest& request, Timeouts timeouts) {
    return impl_->request(request, timeouts);
}

void HttpClient::close() { impl_->close(); }

}  // namespace peilpunt::net
