// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/gate.hpp"
#include "server/http/router.hpp"
#include "shared/model/sources.hpp"

namespace peilpunt::http {

struct ServerOptions {
    std::string address = "127.0.0.1";
    unsigned short port = 0;      ///< 0: the system picks one; see Server::port
    std::string tls_certificate;  ///< PEM chain file; empty: plain HTTP
    std::string tls_key;
    int threads = 2;  ///< connection threads, each with its own io_context and SO_REUSEPORT acceptor
    int worker_threads = 4;
    std::string api_version = "1.0.0";
    Limits limits;
    /// Addresses and networks of our own reverse proxies and balancers; see Proxies.
    std::vector<std::string> trusted_proxies;
    /// Connections from trusted proxies begin with a PROXY header; one without is closed.
    bool proxy_protocol = false;
    /// This process listens on the port already, and the two serve side by side until the other stops.
    bool beside_another = false;
    /// Answers every request with a redirect to https on this port of the same host; 0: serves.
    unsigned short redirect_to_https = 0;
    /// Judges every head before it is parsed; tests put one here that reads it otherwise than the parser.
    HeadCheck gate = &check_head;
};

/// Counts since the start, for /metrics; taken without stopping anything, so not of one instant.
struct Metrics {
    std::uint64_t requests = 0;              ///< heads that passed the gate
    std::array<std::uint64_t, 6> replies{};  ///< by first digit of the status: replies[2] are the 2xx
    std::uint64_t refused = 0;               ///< by the gate, and for being too slow or too large
    std::uint64_t rate_limited = 0;          ///< 429
    std::uint64_t connections = 0;           ///< accepted
    std::uint64_t turned_away = 0;           ///< closed unread: over the limits of connections
    std::uint64_t open_connections = 0;      ///< now
    std::uint64_t queued = 0;                ///< requests that wait for a worker now
};

/// What the server asks its surroundings; all are called on worker or connection threads and must be
/// thread-safe.
struct ServerHooks {
    /// Looks a session cookie up; called on a worker thread for routes that need a sign-in.
    std::function<std::optional<Visitor>(std::string_view session_token)> visitor_of;
    /// Whether a visitor has the right that a route needs; asked for rights only.
    std::function<bool(const Visitor&, Needs)> may;
    /// For who must sign in first, when there is no visitor for the session cookie; on a worker thread.
    std::function<Reply(const Request&)> ask_to_sign_in;
    /// The page for an error on a page path (API paths get problem+json): status, plain sentence.
    std::function<std::string(int status, const Request&)> error_page;
    /// The address that people see ("https://peilpunt.example"), or empty; asked five times a second.
    std::function<std::string()> site;
};

/// Listens from construction; throws ResultError when it cannot (address in use, bad certificate).
class Server {
  public:
    Server(ServerOptions options, std::shared_ptr<const Router> router, ServerHooks hooks,
           const Clock& clock);
    ~Server();  ///< stops at once if `stop` was not called
    unsigned short port() const;
    /// Stops accepting, lets running requests end for at most `deadline`, then closes; returns when all
    /// threads ended.
    void stop(std::chrono::milliseconds deadline);
    /// Thread-safe.
    Metrics metrics() const;
    /// Reads certificate and key again, for new connections; the old ones stay when the files cannot be used.
    Result<void> reload_certificate();

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace peilpunt::http
