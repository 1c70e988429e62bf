// SPDX-License-Identifier: EUPL-1.2
// Bytes: reading, decrypting, finding requests in them, writing replies. What a request gets is in
// dispatch.cpp.
#include "server/http/session.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <stdexcept>

#include "server/http/access.hpp"
#include "server/http/proxy_protocol.hpp"
#include "server/http/response.hpp"

namespace peilpunt::http {
namespace {

constexpr std::size_t kReadSize = 4 * 1024;
constexpr std::size_t kBodyReadSize = 16 * 1024;
constexpr std::size_t kTlsPiece = 64 * 1024;  // encrypted ahead of the network

std::string_view view_of(const boost::beast::flat_buffer& buffer) {
    return {static_cast<const char*>(buffer.data().data()), buffer.size()};
}

}  // namespace

Session::Session(std::shared_ptr<Loop> loop, Socket socket, std::string address)
    : loop_(std::move(loop)),
      limits_(loop_->core().options.limits),
      socket_(std::move(socket)),
      address_(std::move(address)),
      secure_(!loop_->core().options.tls_certificate.empty()) {}

void Session::start() {
    loop_->add(*this);
    boost::system::error_code error;
    socket_.non_blocking(true, error);
    if (error) return close();
    if (loop_->core().options.proxy_protocol && loop_->core().proxies.trusts(address_)) {
        state_ = State::proxy;
        set_deadline(limits_.head);
    } else {
        begin_tls_or_http();
    }
    read();
}

void Session::begin_tls_or_http() {
    if (secure_) {
        tls_ = std::make_unique<TlsFilter>(*loop_->core().tls());
        cipher_.resize(kReadSize);
        state_ = State::handshake;
        set_deadline(limits_.head);
    } else {
        state_ = State::head;
        set_deadline(limits_.idle);
    }
}

// What comes behind the header belongs to the client; over TLS it is decrypted first.
bool Session::take_proxy_header() {
    const auto header = read_proxy_header(view_of(in_));
    if (header.state == ProxyHeader::State::more) return read(), false;
    if (header.state == ProxyHeader::State::refused) {
        Counters::count(loop_->counters().refused);
        return close(), false;
    }
    auto& core = loop_->core();
    if (!header.client.empty()) {
        if (!core.connections.move(address_, header.client, limits_.connections_per_address)) {
            Counters::count(loop_->counters().turned_away);
            return close(), false;
        }
        address_ = header.client;
    }
    in_.consume(header.length);
    begin_tls_or_http();
    if (in_.size() == 0) return read(), false;
    if (!tls_) return true;
    const std::string behind(view_of(in_));
    in_.clear();
    return decrypt(behind);
}

void Session::on_tick() {
    if (deadline_ == 0 || loop_->now() < deadline_) return;
    const auto self = shared_from_this();
    switch (state_) {
        case State::head:
            if (!head_begun_) return close();  // nobody waits for an answer
            refuse_head({408, "head too slow"});
            return process();
        case State::body:
            refuse({408, "body too slow"});
            return process();
        case State::handling:
            keep_alive_ = false;
            send(standard_problem(503));
            return process();
        default:
            return close();
    }
}

void Session::drain() {
    const auto self = shared_from_this();
    keep_alive_ = false;
    if (state_ == State::proxy || state_ == State::handshake || (state_ == State::head && !head_begun_))
        close();
}

void Session::close() {
    if (state_ == State::closed) return;
    state_ = State::closed;
    boost::system::error_code ignored;
    socket_.close(ignored);
    loop_->core().connections.leave(address_);
    loop_->remove(*this);
}

void Session::process() {
    while (true) {
        switch (state_) {
            case State::proxy:
                if (!take_proxy_header()) return;
                break;
            case State::head:
                if (!take_head()) return;
                break;
            case State::body:
                if (!take_body()) return;
                break;
            case State::writing:
                if (!flush()) return;
                finish_reply();
                break;
            default:
                return;
        }
    }
}

void Session::read() {
    if (reading_) return;
    reading_ = true;
    const bool whole_body = state_ == State::body && body_left_ > kReadSize;
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
    const auto bytes = view_of(in_);
    if (bytes.empty()) return read(), false;
    if (!head_begun_) {
        head_begun_ = true;
        set_deadline(limits_.head);
    }
    const auto found = scanner_.scan(bytes, limits_);
    if (found.refusal) return refuse_head(*found.refusal), true;
    if (found.length == 0) return read(), false;
    Head head;
    if (const auto refusal = check_head(bytes.substr(0, found.length), limits_, head)) {
        return refuse_head(*refusal), true;
    }
    const auto mark = head.target.find('?');
    auto path = decode_path(head.target.substr(0, mark));
    if (!path) return refuse_head({400, "malformed path"}), true;
    auto query =
        mark == std::string_view::npos ? Result<Form>(Form{}) : Form::parse(head.target.substr(mark + 1));
    if (!query) return refuse_head({400, "malformed query"}), true;
    request_.path = std::move(*path);
    request_.query = std::move(*query);
    fill_request(head);
    in_.consume(found.length);
    begin_body(head.content_length, head.chunked, head.expects_continue);
    return true;
}

void Session::fill_request(const Head& head) {
    ++requests_;
    Counters::count(loop_->counters().requests);
    request_.method = head.method;
    request_.target.assign(head.target);
    request_.headers.clear();
    for (std::size_t i = 0; i < head.field_count; ++i) {
        request_.headers.append(head.fields[i].first, head.fields[i].second);
    }
    request_.body.clear();
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

void Session::begin_body(std::uint64_t length, bool chunked, bool expects_continue) {
    scanner_.reset();
    head_begun_ = false;
    chunked_ = chunked;
    chunks_ = {};
    match_ = loop_->core().router->find(request_.method, request_.path);
    request_.path_values = std::move(match_.values);
    body_limit_ = match_.route ? match_.route->body_limit : limits_.default_body;
    if (length > body_limit_) return refuse({413, "body too large"});
    body_left_ = static_cast<std::size_t>(length);
    if (!chunked_ && body_left_ == 0) return dispatch();
    request_.body.reserve(body_left_);
    state_ = State::body;
    set_deadline(limits_.body);
    if (expects_continue && in_.size() == 0) say_continue();
}

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
    auto bytes = view_of(in_);
    if (chunked_) {
        const auto before = bytes.size();
        const auto state = chunks_.feed(bytes, request_.body, body_limit_);
        in_.consume(before - bytes.size());
        if (state == ChunkedBody::State::refused) return refuse({400, "malformed chunk"}), true;
        if (state == ChunkedBody::State::too_large) return refuse({413, "body too large"}), true;
        if (state == ChunkedBody::State::more) return read(), false;
    } else {
        const auto part = std::min(body_left_, bytes.size());
        request_.body.append(bytes.substr(0, part));
        in_.consume(part);
        body_left_ -= part;
        if (body_left_ > 0) return read(), false;
    }
    dispatch();
    return true;
}

void Session::send(Reply reply) {
    Exchange exchange;
    exchange.api = is_api(request_.path);
    exchange.secure = request_.secure;
    exchange.head_only = head_only_;
    exchange.http10 = http10_;
    exchange.date = loop_->date();
    exchange.api_version = loop_->core().options.api_version;
    reply_ = std::move(reply);
    if (loop_->draining()) keep_alive_ = false;
    exchange.close = !keep_alive_;
    try {
        body_ = compose(exchange, &request_, reply_, out_);
    } catch (const std::invalid_argument&) {
        reply_ = standard_problem(500);
        body_ = compose(exchange, nullptr, reply_, out_);
    }
    const auto status_class = static_cast<std::size_t>(reply_.status / 100);
    if (status_class < 6) Counters::count(loop_->counters().replies[status_class]);
    state_ = State::writing;
    set_deadline(limits_.reply + std::chrono::seconds(body_.size() / (64 * 1024)));
    if (tls_) {
        // Head and the front of the body in one record, the longest that TLS has.
        constexpr std::size_t kRecord = 16 * 1024;
        const auto front = body_.substr(0, kRecord - std::min(kRecord, out_.size()));
        out_.append(front);
        body_.remove_prefix(front.size());
        tls_->write(out_);
        out_.clear();
        out_.swap(tls_->out());
    }
    to_write_ = out_;
}

// Answers a request that is not to be trusted any further, and closes.
void Session::refuse(Refusal refusal) {
    Counters::count(loop_->counters().refused);
    keep_alive_ = false;
    auto reply = standard_problem(refusal.status);
    if (refusal.status == 405) reply.headers.add("Allow", "GET, HEAD, POST");
    send(dress(std::move(reply)));
}

// Nothing of this head is believed, but the answer should have the shape that its sender can read.
void Session::refuse_head(Refusal refusal) {
    const auto bytes = view_of(in_);
    const auto space = bytes.substr(0, bytes.find('\r')).find(' ');
    request_ = {};
    request_.secure = is_secure();
    request_.path = space != std::string_view::npos && is_api(bytes.substr(space + 1)) ? "/api/" : "/";
    head_only_ = false;
    refuse(refusal);
}

// Writes what the socket takes; false when it takes no more now, or is closed.
bool Session::write_some() {
    boost::system::error_code error;
    std::size_t sent = 0;
    if (tls_ || body_.empty()) {
        sent = socket_.write_some(asio::buffer(to_write_), error);
    } else if (to_write_.empty()) {
        sent = socket_.write_some(asio::buffer(body_), error);
    } else {
        const std::array<asio::const_buffer, 2> both{asio::buffer(to_write_), asio::buffer(body_)};
        sent = socket_.write_some(both, error);
    }
    if (error == asio::error::would_block || error == asio::error::try_again) return wait_to_write(), false;
    if (error) return close(), false;
    const auto first = std::min(sent, to_write_.size());
    to_write_.remove_prefix(first);
    if (!tls_) body_.remove_prefix(sent - first);
    return true;
}

void Session::wait_to_write() {
    socket_.async_wait(asio::socket_base::wait_write,
                       [self = shared_from_this()](boost::system::error_code error) {
                           if (self->state_ != State::writing) return;
                           if (error) return self->close();
                           self->process();
                       });
}

bool Session::flush() {
    while (true) {
        while (!to_write_.empty() || (!tls_ && !body_.empty())) {
            if (!write_some()) return false;
        }
        if (!tls_ || body_.empty()) return true;
        const auto piece = body_.substr(0, kTlsPiece);
        body_.remove_prefix(piece.size());
        if (!tls_->write(piece)) return close(), false;
        out_.clear();
        out_.swap(tls_->out());
        to_write_ = out_;
    }
}

void Session::finish_reply() {
    reply_ = {};
    if (!keep_alive_) return linger();
    if (out_.capacity() > 2 * kBodyReadSize) out_ = {};
    if (request_.body.capacity() > kBodyReadSize) request_.body = {};
    if (in_.size() == 0 && in_.capacity() > kBodyReadSize) in_ = {};
    state_ = State::head;
    set_deadline(limits_.idle);
}

// The last reply is out. Closing with unread bytes would reset the connection and could take the reply along:
// say that no more comes, and read on for a while.
void Session::linger() {
    boost::system::error_code error;
    if (tls_) {
        tls_->close();
        const auto& bye = tls_->out();
        if (!bye.empty()) socket_.write_some(asio::buffer(bye), error);
        tls_->out().clear();
    }
    socket_.shutdown(asio::socket_base::shutdown_send, error);
    if (error) return close();
    state_ = State::lingering;
    linger_left_ = limits_.linger_bytes;
    set_deadline(limits_.linger);
    in_.clear();
    // A read that is under way comes first; it holds the buffer.
    if (!reading_) discard();
}

// Who sends ten megabytes to be refused keeps others waiting for each piece of it that is copied: the kernel
// drops it instead (MSG_TRUNC, see tcp(7)).
void Session::discard() {
    socket_.async_wait(
        asio::socket_base::wait_read, [self = shared_from_this()](boost::system::error_code error) {
            if (self->state_ != State::lingering) return;
            if (error) return self->close();
            while (self->linger_left_ > 0) {
                const auto got = ::recv(self->socket_.native_handle(), nullptr, self->linger_left_,
                                        MSG_TRUNC | MSG_DONTWAIT);
                if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
                    return self->discard();
                if (got <= 0) break;
                self->linger_left_ -= std::min(static_cast<std::size_t>(got), self->linger_left_);
            }
            self->close();
        });
}

}  // namespace peilpunt::http
