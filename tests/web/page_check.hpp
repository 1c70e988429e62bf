// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <future>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/http/request.hpp"
#include "server/http/router.hpp"
#include "server/web/pages.hpp"
#include "tests/support/server_fixture.hpp"

/// Asking the pages without a socket, as the server does.
namespace peilpunt::tests {

using Pairs = std::vector<std::pair<std::string, std::string>>;

inline std::string encode(const Pairs& pairs) {
    std::string text;
    for (const auto& [name, value] : pairs)
        text += (text.empty() ? "" : "&") + http::encode_query(name) + '=' + http::encode_query(value);
    return text;
}

/// The pages of a ServerFixture, with the routing that the server does.
class PageFixture {
  public:
    PageFixture() : pages_(server_.app()), router_(pages_.routes()) {}

    http::Reply get(const std::string& path, const Pairs& query = {},
                    const std::optional<http::Visitor>& visitor = {}) {
        http::Request request;
        request.path = path;
        request.query = http::Form::parse(encode(query)).value();
        request.visitor = visitor;
        return ask(std::move(request));
    }
    http::Reply post(const std::string& path, const Pairs& form,
                     const std::optional<http::Visitor>& visitor = {}) {
        http::Request request;
        request.method = http::Method::post;
        request.path = path;
        request.body = encode(form);
        request.visitor = visitor;
        return ask(std::move(request));
    }
    /// What a browser would show.
    static std::string body(const http::Reply& reply) {
        return reply.ready ? reply.ready->plain : reply.body;
    }
    http::Visitor visitor(const std::string& scope) const {
        return {"", "Ria de Wit", "raad", scope, "een-token"};
    }
    app::App& app() { return server_.app(); }
    ServerFixture& server() { return server_; }
    const http::Router& router() const { return router_; }
    const web::Pages& pages() const { return pages_; }

    http::Reply ask(http::Request request) {
        const auto match = router_.find(request.method, request.path);
        if (!match.route) return http::Reply::html("no such route", 404);
        request.path_values = match.values;
        if (const auto* worker = std::get_if<http::WorkerHandler>(&match.route->handler))
            return (*worker)(request);
        std::promise<http::Reply> answer;
        std::get<http::FastHandler>(match.route->handler)(
            request, [&answer](http::Reply reply) { answer.set_value(std::move(reply)); });
        return answer.get_future().get();
    }

  private:
    ServerFixture server_;
    web::Pages pages_;
    http::Router router_;
};

}  // namespace peilpunt::tests
