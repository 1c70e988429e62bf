// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "server/http/router.hpp"
#include "shared/model/sources.hpp"

namespace peilpunt::http {

struct ServerOptions {
    std::string address = "127.0.0.1";
    unsigned short port = 0;  ///< 0: the system picks one; see Server::port
    std::string tls_certificate;  ///< PEM chain file; empty: plain HTTP
    std::string tls_key;
    int threads = 2;         ///< connection threads, each with its own io_context and SO_REUSEPORT acceptor
    int worker_threads = 4;
    std::string api_version = "1.0.0";
};

/// What the server asks its surroundings; both are called on worker or connection threads and must be thread-safe.
struct ServerHooks {
    /// Looks a session cookie up; called on a worker thread for routes that need a sign-in.
    std::function<std::optional<Visitor>(std::string_view session_token)> visitor_of;
    /// The page for an error on a page path (API paths get problem+json): status, plain sentence.
    std::function<std::string(int status, const Request&)> error_page;
};

/// Listens from construction; throws ResultError when it cannot (address in use, bad certificate).
class Server {
  public:
    Server(ServerOptions options, std::shared_ptr<const Router> router, ServerHooks hooks, const Clock& clock);
    ~Server();  ///< stops at once if `stop` was not called
    unsigned short port() const;
    /// Stops accepting, lets running requests end for at most `deadline`, then closes; returns when all threads ended.
    void stop(std::chrono::milliseconds deadline);

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace peilpunt::http
