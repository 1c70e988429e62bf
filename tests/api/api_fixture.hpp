// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <gtest/gtest.h>

#include "server/api/api.hpp"
#include "server/http/server.hpp"
#include "tests/api/described.hpp"
#include "tests/support/server_fixture.hpp"

namespace peilpunt::tests {

/// A real server of the API on a real store, asked over a socket; every answer is held against the
/// description.
class Api : public testing::Test {
  protected:
    explicit Api(std::vector<http::Route> more = {})
        : server_(options(), router(std::move(more)), {}, fixture_.clock()) {}

    using Headers = std::vector<std::pair<std::string, std::string>>;

    net::HttpResponse call(const std::string& method, const std::string& path, const std::string& body = {},
                           Headers headers = {}) {
        if (!body.empty()) headers.emplace_back("Content-Type", "application/json");
        return send(method, path, body, std::move(headers));
    }
    /// Like call, without a Content-Type of its own.
    net::HttpResponse send(const std::string& method, const std::string& path, const std::string& body,
                           Headers headers) {
        net::HttpRequest request;
        request.method = method;
        request.url = "http://127.0.0.1:" + std::to_string(server_.port()) + "/api/v1" + path;
        request.body = body;
        request.headers = std::move(headers);
        auto response = client_.request(request);
        EXPECT_TRUE(response) << path;
        if (!response) return {};
        for (const auto& complaint : description_.complaints(request, *response))
            ADD_FAILURE() << complaint << "\n" << response->body;
        return *response;
    }
    static std::string submissions() { return "/peilingen/fietsen/inzendingen"; }

    ServerFixture fixture_;
    http::Server server_;
    net::HttpClient client_;
    Description description_;

  private:
    static http::ServerOptions options() {
        http::ServerOptions options;
        options.threads = 1;
        options.worker_threads = 2;
        return options;
    }
    std::shared_ptr<http::Router> router(std::vector<http::Route> more) {
        auto routes = api::routes(fixture_.app());
        for (auto& route : more) routes.push_back(std::move(route));
        return std::make_shared<http::Router>(std::move(routes));
    }
};

}  // namespace peilpunt::tests
