// SPDX-License-Identifier: EUPL-1.2
// Bytes out: replies, refusals, and the end of a connection.
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <span>
#include <stdexcept>

#include "server/http/access.hpp"
#include "server/http/response.hpp"
#include "server/http/session.hpp"

namespace peilpunt::http {
namespace {

constexpr std::size_t kKept = 16 * 1024;  // of a buffer, between requests

}  // namespace

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
        writer_.begin(exchange, &request_, reply_);
    } catch (const std::invalid_argument&) {
        reply_ = standard_problem(500);
        writer_.begin(exchange, nullptr, reply_);
    }
    const auto status_class = static_cast<std::size_t>(reply_.status / 100);
    if (status_class < 6) Counters::count(loop_->counters().replies[status_class]);
    state_ = State::writing;
    set_deadline(limits_.reply + std::chrono::seconds(writer_.body_size() / (64 * 1024)));
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
    const auto bytes = came_in();
    const auto space = bytes.substr(0, bytes.find('\r')).find(' ');
    request_ = {};
    request_.secure = is_secure();
    request_.path = space != std::string_view::npos && is_api(bytes.substr(space + 1)) ? "/api/" : "/";
    head_only_ = false;
    refuse(refusal);
}

// Writes until all is out; false when the socket takes no more now, or is closed.
bool Session::flush() {
    while (true) {
        if (to_write_.empty() && writer_.done()) return true;
        if (tls_ && to_write_.empty() && !encrypt()) return close(), false;
        boost::system::error_code error;
        if (tls_) {
            to_write_.remove_prefix(socket_.write_some(asio::buffer(to_write_), error));
        } else {
            std::array<asio::const_buffer, ReplyWriter::kMostPieces> buffers;
            const auto pieces = writer_.rest();
            std::ranges::transform(pieces, buffers.begin(),
                                   [](std::string_view piece) { return asio::buffer(piece); });
            const auto sent = socket_.write_some(std::span(buffers.data(), pieces.size()), error);
            if (sent > 0) writer_.consume(sent);
        }
        if (error == asio::error::would_block || error == asio::error::try_again)
            return wait_to_write(), false;
        if (error) return close(), false;
    }
}

// The next bytes of the reply as cipher text to write: at first head and front of the body in one record, the
// longest that TLS has; then long pieces of the body.
bool Session::encrypt() {
    constexpr std::size_t kRecord = 16 * 1024;
    constexpr std::size_t kPiece = 64 * 1024;
    const auto pieces = writer_.rest();
    out_.clear();
    auto next = pieces.front().substr(0, kPiece);
    if (pieces.size() > 1) {
        for (const auto piece : pieces) out_.append(piece.substr(0, kRecord - out_.size()));
        next = out_;
    }
    if (!tls_->write(next)) return false;
    writer_.consume(next.size());
    out_.clear();
    out_.swap(tls_->out());
    to_write_ = out_;
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

void Session::finish_reply() {
    reply_ = {};
    if (!keep_alive_) return linger();
    if (out_.capacity() > 2 * kKept) out_ = {};
    if (request_.body.capacity() > kKept) request_.body = {};
    if (in_.size() == 0 && in_.capacity() > kKept) in_ = {};
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
