// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shared/model/result.hpp"

namespace peilpunt::kiosk {

struct HttpRequest {
    bool post = false;
    std::string target;  ///< path and query
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

struct HttpReply {
    int status = 0;
    std::string signature;  ///< of `Peilpunt-Handtekening`, as it was written
    std::optional<std::chrono::seconds> retry_after;
    std::string body;
};

/// One request and its answer; used by one thread at a time.
class Transport {
  public:
    virtual ~Transport() = default;
    /// Blocks; an error is any way of getting no whole answer in time.
    virtual Result<HttpReply> send(const HttpRequest& request) = 0;
    /// From any thread: a request that is under way ends at once with an error, and so does every later one.
    virtual void close() {}
};

/// HTTP or HTTPS to `server_url` ("https://peilpunt.example", port and path prefix allowed), with the
/// system's certificate authorities or those of `ca_file`. Errors: invalid for an address that is none.
Result<std::unique_ptr<Transport>> connect_to(const std::string& server_url, const std::string& ca_file = "");

}  // namespace peilpunt::kiosk
