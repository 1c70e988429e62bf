// SPDX-License-Identifier: EUPL-1.2
// Bytes in: read, decrypted, and made requests by the gate and the parser.
#include <algorithm>
#include <boost/asio/buffer.hpp>

#include "server/http/session.hpp"

namespace peilpunt::http {
namespace {

constexpr std::size_t kBodyReadSize = 16 * 1024;

}  // namespace

std::string_view Session::came_in() const {
    return {static_cast<const char*>(in_.data().data()), in_.size()};
}

void Session::read() {
    if (reading_) return;
    reading_ = true;
    const bool whole_body = state_ == State::body && parser_.body_left() > kReadSize;
    const auto size = whole_body ? kBodyReadSize : kReadSize;
    auto on_done = [self = shared_from_this()](boost::system::error_code error, std::size_t got) {
        self->on_read(error, got);
    };
    if (tls_) {
        socket_.async_read_some(asio::buffer(cipher_), std::move(on_done));
    } else {
        socket_.async_read_some(in_.prepare(size), std::move(on_done));
    }
}

void Session::on_read(boost::system::error_code error, std::size_t size) {
    reading_ = false;
    if (state_ == State::closed || state_ == State::writing) return;
    if (error) return close();
    if (state_ == State::lingering) {
        linger_left_ -= std::min(size, linger_left_);
        return linger_left_ == 0 ? close() : discard();
    }
    if (tls_) {
        if (!decrypt(std::string_view(cipher_).substr(0, size))) return;
    } else {
        in_.commit(size);
    }
    process();
}

// False when there is nothing to go on with: still in the handshake, or closed.
bool Session::decrypt(std::string_view cipher) {
    tls_->feed(cipher);
    while (true) {
        const auto space = in_.prepare(kReadSize);
        const auto got = tls_->read(static_cast<char*>(space.data()), space.size());
        if (got == 0) break;
        in_.commit(got);
    }
    if (!tls_->out().empty()) {  // handshake, alert: small, fits the socket's buffer
        boost::system::error_code error;
        const auto& out = tls_->out();
        const auto sent = socket_.write_some(asio::buffer(out), error);
        const bool whole = !error && sent == out.size();
        tls_->out().clear();
        if (!whole) return close(), false;
    }
    switch (tls_->state()) {
        case TlsFilter::State::handshake:
            return read(), false;
        case TlsFilter::State::failed:
            return close(), false;
        case TlsFilter::State::closed:
            if (in_.size() == 0) return close(), false;
            keep_alive_ = false;
            break;
        case TlsFilter::State::open:
            break;
    }
    if (state_ == State::handshake) {
        state_ = State::head;
        set_deadline(limits_.idle);
    }
    return true;
}

bool Session::take_head() {
    const auto bytes = came_in();
    if (bytes.empty()) return read(), false;
    if (!head_begun_) {
        head_begun_ = true;
        set_deadline(limits_.head);
    }
    const auto found = scanner_.scan(bytes, limits_);
    if (found.refusal) return refuse_head(*found.refusal), true;
    if (found.length == 0) return read(), false;
    const auto whole = bytes.substr(0, found.length);
    Head head;
    if (const auto refusal = loop_->core().options.gate(whole, limits_, head))
        return refuse_head(*refusal), true;
    const auto mark = head.target.find('?');
    auto path = decode_path(head.target.substr(0, mark));
    if (!path) return refuse_head({400, "malformed path"}), true;
    auto query =
        mark == std::string_view::npos ? Result<Form>(Form{}) : Form::parse(head.target.substr(mark + 1));
    if (!query) return refuse_head({400, "malformed query"}), true;
    request_.path = std::move(*path);
    request_.query = std::move(*query);
    match_ = loop_->core().router->find(head.method, request_.path);
    const auto state =
        parser_.take_head(whole, head, match_.route ? match_.route->body_limit : limits_.default_body);
    if (state == RequestParser::State::refused) return refuse_head({400, "gate and parser disagree"}), true;
    finish_head(head);
    in_.consume(found.length);
    if (state == RequestParser::State::more) {
        state_ = State::body;
        set_deadline(limits_.body);
        if (head.expects_continue && in_.size() == 0) say_continue();
    } else {
        take_parsed(state);
    }
    return true;
}

// What the head did not say of a request.
void Session::finish_head(const Head& head) {
    scanner_.reset();
    head_begun_ = false;
    ++requests_;
    Counters::count(loop_->counters().requests);
    request_.path_values = std::move(match_.values);
    request_.visitor.reset();
    request_.secure = is_secure();
    request_.site = loop_->site();
    const auto& proxies = loop_->core().proxies;
    request_.peer = proxies.empty() ? address_ : proxies.client_of(request_.headers, address_);
    head_only_ = head.is_head;
    http10_ = head.http10;
    keep_alive_ =
        keep_alive_ && head.keep_alive && requests_ < limits_.requests_per_connection && !loop_->draining();
}

// Whether people reach us over https: told by our own settings, because a header can be anybody's.
bool Session::is_secure() const { return secure_ || loop_->site().starts_with("https://"); }

// 25 bytes on a connection that waits for them: if they do not fit now, it is broken.
void Session::say_continue() {
    constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    boost::system::error_code error;
    std::size_t sent = 0;
    if (tls_) {
        tls_->write(kContinue);
        sent = socket_.write_some(asio::buffer(tls_->out()), error);
        if (sent != tls_->out().size()) close();
        tls_->out().clear();
    } else {
        sent = socket_.write_some(asio::buffer(kContinue), error);
        if (sent != kContinue.size()) close();
    }
}

bool Session::take_body() {
    auto bytes = came_in();
    const auto before = bytes.size();
    const auto state = parser_.take_body(bytes);
    in_.consume(before - bytes.size());
    if (state == RequestParser::State::more) return read(), false;
    take_parsed(state);
    return true;
}

// The parser has come to the end of a request, or of its patience.
void Session::take_parsed(RequestParser::State state) {
    if (state == RequestParser::State::too_large) return refuse({413, "body too large"});
    if (state == RequestParser::State::refused) return refuse({400, "malformed chunk"});
    dispatch();
}

}  // namespace peilpunt::http
