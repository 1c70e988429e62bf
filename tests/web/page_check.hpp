// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <algorithm>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "server/http/request.hpp"
#include "server/http/server.hpp"
#include "server/web/pages.hpp"
#include "tests/support/loopback.hpp"
#include "tests/support/server_fixture.hpp"

/// Asking the pages through the real server: its gate, limits, sign-ins, rights and guards.
namespace peilpunt::tests {

using Pairs = std::vector<std::pair<std::string, std::string>>;

inline std::string encode(const Pairs& pairs) {
    std::string text;
    for (const auto& [name, value] : pairs)
        text += (text.empty() ? "" : "&") + http::encode_query(name) + '=' + http::encode_query(value);
    return text;
}

/// Somebody who is signed in.
struct SignedIn {
    std::string id;     ///< of the person
    std::string token;  ///< in the cookie
};
/// The same in every sign-in of these tests; a form without it gets it.
inline constexpr const char* kCsrf = "een-token";

/// Puts a person with this function and scope into the store, signed in, without the cost of a password.
inline SignedIn sign_in(store::Store& store, const Clock& clock, Random& random, const std::string& function,
                        const std::string& scope) {
    const auto id = UserId::random(random);
    const SignedIn person{id.str(), "token van " + id.str()};
    store.add_user({id, id.str(), "Ria de Wit", function, scope, "geen", false}, "test").value();
    const auto ever = clock.now() + std::chrono::days(3650);
    store.add_session({seal::hash(person.token), id, kCsrf, ever, clock.now(), ever}).value();
    return person;
}

/// The pages of a ServerFixture, served.
class PageFixture {
  public:
    PageFixture()
        : pages_(server_.app()),
          router_(std::make_shared<http::Router>(pages_.routes())),
          web_(options(), router_, pages_.hooks(), real_time_) {}

    http::Reply get(const std::string& path, const Pairs& query = {},
                    const std::optional<SignedIn>& visitor = {}) {
        http::Request request;
        request.path = path;
        request.target = http::encode_query(path) + (query.empty() ? "" : '?' + encode(query));
        return ask(std::move(request), visitor);
    }
    http::Reply post(const std::string& path, Pairs form, const std::optional<SignedIn>& visitor = {}) {
        const bool has_token =
            std::any_of(form.begin(), form.end(), [](const auto& field) { return field.first == "csrf"; });
        if (visitor && !has_token) form.emplace_back("csrf", kCsrf);
        http::Request request;
        request.method = http::Method::post;
        request.path = path;
        request.body = encode(form);
        return ask(std::move(request), visitor);
    }
    /// What a browser would show.
    static std::string body(const http::Reply& reply) { return reply.body; }
    /// The same person for the same function and scope.
    SignedIn visitor(const std::string& scope, const std::string& function = "raad") {
        auto& known = people_[function + ' ' + scope];
        if (known.id.empty())
            known = sign_in(server_.store(), server_.clock(), server_.random(), function, scope);
        return known;
    }
    app::App& app() { return server_.app(); }
    ServerFixture& server() { return server_; }
    const http::Router& router() const { return *router_; }
    const web::Pages& pages() const { return pages_; }

    /// `target` (or `path`), `headers`, `body`, and `peer` as a proxy of ours would say it.
    http::Reply ask(http::Request request, const std::optional<SignedIn>& visitor = {}) {
        const bool post = request.method == http::Method::post;
        const auto target = request.target.empty() ? http::encode_query(request.path) : request.target;
        std::string bytes = (post ? "POST " : "GET ") + target + " HTTP/1.1\r\nHost: localhost\r\n";
        for (const auto& [name, value] : request.headers.all()) bytes += name + ": " + value + "\r\n";
        if (!request.peer.empty()) bytes += "X-Forwarded-For: " + request.peer + "\r\n";
        if (visitor) bytes += "Cookie: peilpunt=" + visitor->token + "\r\n";
        if (post && !request.headers.has("content-type"))
            bytes += "Content-Type: application/x-www-form-urlencoded\r\n";
        if (post) bytes += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
        return read(LoopbackClient("127.0.0.1", web_.port()).ask(bytes + "\r\n" + request.body));
    }

  private:
    static http::ServerOptions options() {
        http::ServerOptions options;
        options.threads = 1;
        options.worker_threads = 2;
        options.trusted_proxies = {"127.0.0.1"};
        return options;
    }
    static http::Reply read(const LoopbackReply& answer) {
        http::Reply reply;
        reply.status = answer.status;
        reply.body = answer.body;
        std::istringstream lines(answer.head);
        std::string line;
        std::getline(lines, line);
        while (std::getline(lines, line)) {
            const auto colon = line.find(": ");
            if (colon == std::string::npos) continue;
            reply.headers.add(line.substr(0, colon), line.substr(colon + 2, line.size() - colon - 3));
        }
        reply.content_type = reply.headers.get("content-type");
        return reply;
    }

    ServerFixture server_;
    std::map<std::string, SignedIn> people_;
    web::Pages pages_;
    std::shared_ptr<const http::Router> router_;
    const SystemClock real_time_;  // of connections: a test that moves its clock must not cut them
    http::Server web_;
};

}  // namespace peilpunt::tests
