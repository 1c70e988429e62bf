// SPDX-License-Identifier: EUPL-1.2
#include "server/http/server.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <condition_variable>

#include "server/http/loop.hpp"
#include "server/http/session.hpp"

namespace peilpunt::http {
namespace {

// Several of our own sockets share the port (SO_REUSEPORT), so the system would let a second server in as
// well: ask first, with a socket that does not share.
void check_free(const Tcp::endpoint& endpoint) {
    asio::io_context io;
    asio::basic_socket_acceptor<Tcp, Executor> probe(io.get_executor());
    boost::system::error_code error;
    probe.open(endpoint.protocol(), error);
    if (!error) probe.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) probe.bind(endpoint, error);
    if (!error) probe.listen(1, error);
    if (!error) return;
    throw ResultError(Error{ErrorCode::invalid, "cannot listen on " + endpoint.address().to_string() + ":" +
                                                    std::to_string(endpoint.port()) + ": " +
                                                    error.message()});
}

Tcp::endpoint endpoint_of(const ServerOptions& options) {
    boost::system::error_code error;
    const auto address = asio::ip::make_address(options.address, error);
    if (error)
        throw ResultError(Error{ErrorCode::invalid, "not an address to listen on: " + options.address});
    return {address, options.port};
}

}  // namespace

class Server::Impl {
  public:
    Impl(ServerOptions options, std::shared_ptr<const Router> router, ServerHooks hooks, const Clock& clock) {
        auto endpoint = endpoint_of(options);
        if (!options.beside_another) check_free(endpoint);
        core_ = std::make_shared<Core>(std::move(options), std::move(router), std::move(hooks), clock);
        for (int i = 0; i < std::max(core_->options.threads, 1); ++i) {
            loops_.push_back(std::make_shared<Loop>(core_));
            endpoint = loops_.back()->listen(endpoint);
        }
        port_ = endpoint.port();
        for (auto& loop : loops_) loop->start();
    }

    ~Impl() { stop(std::chrono::milliseconds(0)); }

    void stop(std::chrono::milliseconds deadline) {
        const std::lock_guard lock(stop_mutex_);
        if (stopped_) return;
        stopped_ = true;
        for (auto& loop : loops_) loop->drain();
        core_->connections.wait_until_none(deadline);
        for (auto& loop : loops_) loop->finish();
        core_->workers.stop();
        core_->machine_workers.stop();
        core_->hashing_workers.stop();
        core_->known_workers.stop();
        for (auto& loop : loops_) loop->join();
    }

    Metrics metrics() const {
        Metrics sum;
        for (const auto& loop : loops_) {
            const auto& counters = loop->counters();
            sum.requests += counters.requests;
            sum.refused += counters.refused;
            sum.rate_limited += counters.rate_limited;
            sum.connections += counters.connections;
            sum.turned_away += counters.turned_away;
            for (std::size_t i = 0; i < sum.replies.size(); ++i) sum.replies[i] += counters.replies[i];
        }
        sum.open_connections = static_cast<std::uint64_t>(core_->connections.open());
        sum.queued = core_->workers.queued() + core_->machine_workers.queued() +
                     core_->hashing_workers.queued() + core_->known_workers.queued();
        return sum;
    }

    Result<void> reload_certificate() {
        if (core_->options.tls_certificate.empty()) return {};
        try {
            core_->set_tls(
                std::make_shared<const TlsContext>(core_->options.tls_certificate, core_->options.tls_key));
        } catch (const ResultError& error) {
            return error.error();
        }
        return {};
    }

    unsigned short port() const { return port_; }

  private:
    std::shared_ptr<Core> core_;
    std::vector<std::shared_ptr<Loop>> loops_;
    unsigned short port_ = 0;
    std::mutex stop_mutex_;
    bool stopped_ = false;
};

Server::Server(ServerOptions options, std::shared_ptr<const Router> router, ServerHooks hooks,
               const Clock& clock)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(router), std::move(hooks), clock)) {}

Server::~Server() = default;

unsigned short Server::port() const { return impl_->port(); }

void Server::stop(std::chrono::milliseconds deadline) { impl_->stop(deadline); }

Metrics Server::metrics() const { return impl_->metrics(); }

Result<void> Server::reload_certificate() { return impl_->reload_certificate(); }

}  // namespace peilpunt::http
