// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <deque>

#include "tests/http/wire.hpp"

namespace peilpunt::http {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// A server with a few routes; what they saw and hold is the test's to look at.
class ServerTest : public testing::Test {
  protected:
    static constexpr unsigned kKeeping = 3;  ///< a right; t-beheer has it

    ServerTest() {
        options_.limits.tick = milliseconds(5);
        options_.threads = 1;
    }

    ~ServerTest() override {
        release_.set();
        for (auto& thread : threads_) thread.join();
    }

    std::vector<Route> routes() {
        std::vector<Route> all;
        const auto add = [&](Method method, const char* pattern,
                             std::variant<WorkerHandler, FastHandler> handler) {
            all.push_back({method, pattern, std::move(handler)});
            return all.size() - 1;
        };
        add(Method::get, "/",
            FastHandler([](const Request&, Responder answer) { answer(Reply::html("home")); }));
        add(Method::get, "/secret", FastHandler([this](const Request&, Responder answer) {
                ++secrets_;
                answer(Reply::html("secret"));
            }));
        add(Method::post, "/echo", FastHandler([this](const Request& request, Responder answer) {
                ++echoes_;
                answer(Reply::html(request.body));
            }));
        add(Method::get, "/path/{x}", WorkerHandler([](const Request& request) {
                return Reply::html(std::string(request.value("x")) + "|" +
                                   std::string(request.query.get("q")));
            }));
        add(Method::get, "/big", FastHandler([](const Request&, Responder answer) {
                answer(Reply::html(std::string(3'000'000, 'b')));
            }));
        add(Method::get, "/ready",
            FastHandler([ready = make_ready("text/css", std::string(5000, 'c'), "no-cache")](
                            const Request&, Responder answer) { answer(Reply::from(ready)); }));
        add(Method::get, "/throws",
            FastHandler([](const Request&, Responder) { throw std::runtime_error("inside"); }));
        add(Method::get, "/worker-throws", WorkerHandler([](const Request&) -> Reply { throw 5; }));
        add(Method::get, "/drops", FastHandler([](const Request&, Responder) {}));
        add(Method::get, "/twice", FastHandler([](const Request&, Responder answer) {
                answer(Reply::html("one"));
                answer(Reply::html("two"));
            }));
        add(Method::get, "/bad-field", FastHandler([](const Request&, Responder answer) {
                answer(Reply::redirect("/a\r\nSet-Cookie: x=y"));
            }));
        add(Method::get, "/held", FastHandler([this](const Request&, Responder answer) {
                threads_.emplace_back([this, answer] {
                    held_.set();
                    release_.wait();
                    answer(Reply::html("late"));
                });
            }));
        const auto held_worker = WorkerHandler([this](const Request&) {
            held_.set();
            release_.wait();
            return Reply::html("worked");
        });
        add(Method::get, "/held-worker", held_worker);
        all[add(Method::get, "/held-machine", held_worker)].lane = Lane::machines;
        add(Method::get, "/api/v1/fails",
            WorkerHandler([](const Request&) -> Reply { throw std::bad_alloc(); }));
        add(Method::get, "/missing",
            WorkerHandler([](const Request&) { return Reply::problem(Error{ErrorCode::not_found, "weg"}); }));
        const auto who =
            WorkerHandler([](const Request& request) { return Reply::html(request.visitor->csrf_token); });
        all[add(Method::get, "/raad", who)].needs = Needs::sign_in();
        all[add(Method::get, "/beheer", who)].needs = Needs::right(kKeeping);
        all[add(Method::get, "/api/v1/raad", who)].needs = Needs::sign_in();
        all[add(Method::get, "/raad/snel", FastHandler([](const Request& request, Responder answer) {
                    answer(Reply::html("fast " + request.visitor->csrf_token));
                }))]
            .needs = Needs::sign_in();
        auto& write = all[add(Method::post, "/raad/schrijf", who)];
        write.needs = Needs::sign_in();
        write.guard = Guard::token;
        all[add(Method::post, "/signaal",
                FastHandler([](const Request&, Responder answer) { answer(Reply::html("thanks")); }))]
            .guard = Guard::origin;
        all[add(Method::get, "/limited", FastHandler([](const Request& request, Responder answer) {
                    answer(Reply::html(request.peer));
                }))]
            .per_minute = 2;
        all[add(Method::post, "/small",
                FastHandler([](const Request&, Responder answer) { answer(Reply{}); }))]
            .body_limit = 10;
        return all;
    }

    Server& start() {
        ServerHooks hooks;
        hooks.visitor_of = [](std::string_view token) -> std::optional<Visitor> {
            if (token == "t-raad") return Visitor{"csrf-1", nullptr};
            if (token == "t-beheer") return Visitor{"csrf-2", nullptr};
            return std::nullopt;
        };
        hooks.may = [](const Visitor& visitor, Needs needs) {
            return needs.number() == kKeeping && visitor.csrf_token == "csrf-2";
        };
        hooks.error_page = [](int status, const Request&) {
            return "<h1>" + std::to_string(status) + "</h1>";
        };
        hooks.site = [this] { return site_; };
        server_ = std::make_unique<Server>(options_, std::make_shared<const Router>(routes()), hooks, clock_);
        return *server_;
    }

    Wire::Answer ask(const std::string& bytes) {
        Wire wire(server_->port());
        wire.send(bytes);
        return wire.answer(bytes.starts_with("HEAD"));
    }

    // Moves the clock until the server has closed the connection, and answers what came.
    std::string outwait(Wire& wire, milliseconds step) {
        std::string got;
        std::atomic<bool> done{false};
        std::thread mover([&] {
            while (!done) {
                clock_.advance(step);
                std::this_thread::yield();
            }
        });
        got = wire.rest();
        done = true;
        mover.join();
        return got;
    }

    // Any number of connections may still be on their way out.
    void expect_all_closed() {
        const auto end = std::chrono::steady_clock::now() + seconds(10);
        while (server_->metrics().open_connections > 0 && std::chrono::steady_clock::now() < end) {
            std::this_thread::yield();
        }
        EXPECT_EQ(server_->metrics().open_connections, 0U);
    }

    TestClock clock_;
    ServerOptions options_;
    std::string site_;
    std::atomic<int> secrets_{0};
    std::atomic<int> echoes_{0};
    Signalled held_;
    Signalled release_;
    std::deque<std::thread> threads_;
    std::unique_ptr<Server> server_;
};

}  // namespace peilpunt::http
