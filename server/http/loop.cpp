// SPDX-License-Identifier: EUPL-1.2
#include "server/http/loop.hpp"

#include <netinet/tcp.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>

#include <boost/asio/post.hpp>

#include "server/http/response.hpp"
#include "server/http/session.hpp"

namespace peilpunt::http {
namespace {

constexpr int kBacklog = 4096;
constexpr int kUserTimeoutMs = 15'000;  // unacknowledged bytes: the other side is gone

using Option = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
using UserTimeout = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_USER_TIMEOUT>;

bool out_of_resources(const boost::system::error_code& error) {
    return error == asio::error::no_descriptors || error == asio::error::no_memory ||
           error == asio::error::no_buffer_space ||
           error == boost::system::errc::too_many_files_open_in_system;
}

}  // namespace

Loop::Loop(std::shared_ptr<Core> core)
    : core_(std::move(core)),
      work_(io_.get_executor()),
      acceptor_(io_.get_executor()),
      ticker_(io_.get_executor()),
      pause_(io_.get_executor()) {
    refresh_time();
}

Tcp::endpoint Loop::listen(const Tcp::endpoint& endpoint) {
    try {
        acceptor_.open(endpoint.protocol());
        acceptor_.set_option(asio::socket_base::reuse_address(true));
        acceptor_.set_option(Option(true));
        // Accepted sockets inherit these two.
        acceptor_.set_option(Tcp::no_delay(true));
        acceptor_.set_option(UserTimeout(kUserTimeoutMs));
        acceptor_.bind(endpoint);
        acceptor_.listen(kBacklog);
        return acceptor_.local_endpoint();
    } catch (const boost::system::system_error& error) {
        throw ResultError(Error{ErrorCode::invalid, "cannot listen on " + endpoint.address().to_string() +
                                                        ":" + std::to_string(endpoint.port()) + ": " +
                                                        error.code().message()});
    }
}

void Loop::start() {
    accept();
    tick();
    thread_ = std::thread([self = shared_from_this()] {
        self->thread_id_ = std::this_thread::get_id();
        self->io_.run();
    });
}

void Loop::join() {
    if (thread_.joinable()) thread_.join();
    std::vector<Delivery> late;  // sessions hold their loop: do not keep them in it
    const std::lock_guard lock(mailbox_mutex_);
    mailbox_closed_ = true;
    late.swap(mailbox_);
}

void Loop::accept() {
    if (draining_) return;
    acceptor_.async_accept(peer_, [this](boost::system::error_code error, Socket socket) {
        if (draining_ || error == asio::error::operation_aborted) return;
        if (!error) {
            admit(std::move(socket));
        } else if (out_of_resources(error)) {
            spdlog::warn("http: no descriptors left to accept with; waiting");
            pause_.expires_after(core_->options.limits.accept_pause);
            pause_.async_wait([this](boost::system::error_code) { accept(); });
            return;
        }
        accept();
    });
}

void Loop::admit(Socket socket) {
    Counters::count(counters_.connections);
    auto address = plain_address(peer_.address().to_string()).value_or(std::string());
    // Everybody comes from a proxy's address; those behind it are told apart by what it says.
    const int most = core_->proxies.trusts(address) ? core_->max_connections
                                                    : core_->options.limits.connections_per_address;
    if (!core_->connections.enter(address, core_->max_connections, most)) {
        Counters::count(counters_.turned_away);
        return;
    }
    std::make_shared<Session>(shared_from_this(), std::move(socket), std::move(address))->start();
}

void Loop::refresh_time() {
    now_ = core_->clock.steady().count();
    if (core_->hooks.site) site_ = core_->hooks.site();
    const auto second =
        std::chrono::floor<std::chrono::seconds>(core_->clock.now()).time_since_epoch().count();
    if (second != date_second_ || date_.empty()) {
        date_second_ = second;
        date_ = http_date(second);
    }
}

void Loop::tick() {
    refresh_time();
    // Sessions leave the list while it is walked: from the back, only those already visited move.
    for (std::size_t i = sessions_.size(); i-- > 0;) {
        if (i < sessions_.size()) sessions_[i]->on_tick();
    }
    if (finishing_) return;
    ticker_.expires_after(core_->options.limits.tick);
    ticker_.async_wait([this](boost::system::error_code error) {
        if (!error) tick();
    });
}

void Loop::add(Session& session) {
    session.place = sessions_.size();
    sessions_.push_back(&session);
    open_.store(sessions_.size(), std::memory_order_relaxed);
}

void Loop::remove(Session& session) {
    sessions_[session.place] = sessions_.back();
    sessions_[session.place]->place = session.place;
    sessions_.pop_back();
    open_.store(sessions_.size(), std::memory_order_relaxed);
}

void Loop::deliver(Delivery delivery) {
    bool wake = false;
    {
        const std::lock_guard lock(mailbox_mutex_);
        if (mailbox_closed_) return;
        wake = mailbox_.empty();
        mailbox_.push_back(std::move(delivery));
    }
    if (wake) asio::post(io_, [this] { empty_mailbox(); });
}

void Loop::empty_mailbox() {
    std::vector<Delivery> letters;
    {
        const std::lock_guard lock(mailbox_mutex_);
        letters.swap(mailbox_);
    }
    for (auto& letter : letters) letter.session->receive(letter.exchange, std::move(letter.reply));
}

void Loop::drain() {
    asio::post(io_, [this] {
        draining_ = true;
        boost::system::error_code ignored;
        acceptor_.close(ignored);
        for (std::size_t i = sessions_.size(); i-- > 0;) {
            if (i < sessions_.size()) sessions_[i]->drain();
        }
    });
}

void Loop::finish() {
    asio::post(io_, [this] {
        draining_ = finishing_ = true;
        boost::system::error_code ignored;
        acceptor_.close(ignored);
        while (!sessions_.empty()) sessions_.back()->close();
        ticker_.cancel();
        pause_.cancel();
        work_.reset();
    });
}

}  // namespace peilpunt::http
