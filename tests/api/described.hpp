// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shared/net/http_client.hpp"

namespace peilpunt::tests {

/// Holds what the server is asked and what it answers against openapi.json and the schemas of this project.
class Description {
  public:
    Description();
    ~Description();
    Description(const Description&) = delete;
    Description& operator=(const Description&) = delete;

    /// What is wrong with an answer to `request`, a path below /api/v1 being asked: a status, media type,
    /// field or value that is not described. Nothing for paths and methods that are not described; those are
    /// 404 and 405.
    std::vector<std::string> complaints(const net::HttpRequest& request, const net::HttpResponse& response);
    /// "get /peilingen" of every operation that no answer of 2xx was held against yet.
    std::vector<std::string> not_seen() const;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace peilpunt::tests
