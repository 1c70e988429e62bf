// SPDX-License-Identifier: EUPL-1.2
// The life of a connection: its states and deadlines. Bytes in are in session_read.cpp, bytes out in
// session_write.cpp, what a request gets in dispatch.cpp.
#include "server/http/session.hpp"

#include "server/http/proxy_protocol.hpp"
#include "server/http/response.hpp"

namespace peilpunt::http {

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
    const auto header = read_proxy_header(came_in());
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
    const std::string behind(came_in());
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

}  // namespace peilpunt::http
