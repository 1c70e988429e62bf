// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/model/result.hpp"

namespace peilpunt::net {

struct HttpRequest {
    std::string method = "GET";
    std::string url;  ///< "https://host[:port]/path?query"; http as well, for tests and closed networks
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

struct HttpResponse {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    /// The first value of that name (without case), or empty.
    std::string_view header(std::string_view name) const;
};

struct Timeouts {
    std::chrono::milliseconds connect{10'000};  ///< name look-up, connecting and TLS handshake together
    std::chrono::milliseconds total{60'000};    ///< the whole exchange, connecting included
};

struct HttpClientOptions {
    std::string ca_file;  ///< PEM of the authorities to trust instead of the system's; empty: the system's
    std::size_t max_response_bytes = 16 * 1024 * 1024;  ///< body; over: too_large
    std::string user_agent = "peilpunt";
};

/// A plain blocking HTTP/1.1 client. One request at a time; keeps the connection for the next one to the same
/// origin. Certificates and host names are always checked, TLS is 1.2 or later, redirects are not followed.
class HttpClient {
  public:
    explicit HttpClient(HttpClientOptions options = {});
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// Any status is a response. Errors: `invalid` for a bad URL or header, `busy` for no network, no answer
    /// in time or a broken connection, `forbidden` for a server that cannot prove who it is, `damaged` for an
    /// answer that is not HTTP, `too_large`. A connection that was kept and turns out to be closed before any
    /// byte of the answer came is replaced once, silently: callers must bear that a request arrives twice (as
    /// with any network).
    Result<HttpResponse> request(const HttpRequest& request, Timeouts timeouts = {});
    /// From any thread: a running request ends at once with `busy`; so does every later one.
    void close();

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace peilpunt::net
