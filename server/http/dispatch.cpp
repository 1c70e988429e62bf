// SPDX-License-Identifier: EUPL-1.2
// What a whole request gets: a refusal, a redirect, or its handler, on this thread or on a worker.
#include <spdlog/spdlog.h>

#include <boost/core/demangle.hpp>
#include <typeinfo>

#include "server/http/access.hpp"
#include "server/http/response.hpp"
#include "server/http/session.hpp"
#include "server/http/status.hpp"

namespace peilpunt::http {
namespace {

// What is logged of an exception: its type, and its words only where they are made to be shown. Others may
// quote what somebody sent.
/// Logs what a handler threw; the status that says it best: 503 when the same again may succeed.
int log_failure(const Route& route) {
    try {
        throw;
    } catch (const ResultError& error) {
        spdlog::error("http: handler of {} failed: {}", route.pattern, error.error().message);
        const auto code = error.error().code;
        if (code == ErrorCode::busy || code == ErrorCode::storage_failed || code == ErrorCode::storage_full)
            return 503;
    } catch (const std::system_error& error) {
        spdlog::error("http: handler of {} failed: {}", route.pattern, error.code().message());
    } catch (const std::exception& error) {
        spdlog::error("http: handler of {} failed: {}", route.pattern,
                      boost::core::demangle(typeid(error).name()));
    } catch (...) {
        spdlog::error("http: handler of {} failed", route.pattern);
    }
    return 500;
}

std::string https_address(const Request& request, unsigned short port) {
    auto host = request.headers.get("host");
    const auto bracket = host.rfind(']');
    const auto colon = host.rfind(':');
    if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
        host = host.substr(0, colon);
    }
    std::string address = "https://" + std::string(host);
    if (port != 443) address += ":" + std::to_string(port);
    return address + request.target;
}

}  // namespace

Answer::~Answer() {
    if (!given_.load()) give(standard_problem(500));
}

void Answer::give(Reply reply) {
    if (given_.exchange(true)) return;
    reply = session_->dress(std::move(reply));
    if (session_->loop_->here()) {
        session_->receive(exchange_, std::move(reply));
    } else {
        session_->loop_->deliver({session_, exchange_, std::move(reply)});
    }
}

void Answer::go_on() {
    if (given_.exchange(true)) return;
    session_->loop_->deliver({session_, exchange_, std::nullopt});
}

// Problems on pages become pages.
Reply Session::dress(Reply reply) const {
    const auto& page = loop_->core().hooks.error_page;
    if (reply.status < 400 || !page || reply.content_type != kProblemType || is_api(request_.path))
        return reply;
    try {
        reply.body = page(reply.status, request_);
        reply.content_type = "text/html; charset=utf-8";
    } catch (...) {
        spdlog::error("http: the error page failed");
    }
    return reply;
}

void Session::receive(std::uint64_t exchange, std::optional<Reply> reply) {
    if (state_ != State::handling || exchange != exchange_) return;
    const auto self = shared_from_this();
    if (reply) {
        send(std::move(*reply));
    } else {
        call_fast(std::get<FastHandler>(match_.route->handler));
    }
    if (!dispatching_) process();
}

int Session::seconds_to_wait(const Route& route) {
    if (route.per_minute == 0 || !limits_.rates) return 0;
    auto& core = loop_->core();
    const auto now = core.clock.steady();
    const auto network = prefix_of(request_.peer);
    // Two counts a route: of what comes without a ticket, and with one.
    const auto number = 2 * static_cast<std::uint64_t>(match_.route - core.router->routes().data());
    const auto ticket = route.ticket ? route.ticket(request_) : 0;
    if (ticket == 0) return core.limiter.admit(network, number, {route.per_minute}, now);
    if (const int wait = core.limiter.admit({}, ticket, {limits_.per_ticket}, now); wait > 0) return wait;
    if (route.ticket_is_enough) return 0;
    return core.limiter.admit(network, number + 1, {route.per_minute * limits_.tickets}, now);
}

std::optional<Reply> Session::reply_without_handler() {
    const auto& options = loop_->core().options;
    if (options.redirect_to_https != 0 && !request_.headers.get("host").empty()) {
        Reply reply = Reply::redirect(https_address(request_, options.redirect_to_https));
        reply.status = 308;
        return reply;
    }
    if (match_.route == nullptr) {
        if (match_.allowed.empty()) {
            auto plain = plain_address(request_);
            const auto& router = *loop_->core().router;
            if (!plain || !router.find(Method::get, plain->substr(0, plain->find('?'))).route)
                return standard_problem(404);
            Reply reply = Reply::redirect(std::move(*plain));
            reply.status = 308;
            return reply;
        }
        Reply reply = standard_problem(405);
        reply.headers.add("Allow", match_.allowed);
        return reply;
    }
    const Route& route = *match_.route;
    if (const int wait = seconds_to_wait(route); wait > 0) {
        Counters::count(loop_->counters().rate_limited);
        Reply reply = standard_problem(429);
        reply.headers.add("Retry-After", std::to_string(wait));
        return reply;
    }
    if (route.guard == Guard::origin && !passes_guard(Guard::origin, request_)) return standard_problem(403);
    if (!route.needs.is_nothing() && request_.cookie(session_cookie_name(request_.secure)).empty()) {
        return ask_to_sign_in(request_);
    }
    return std::nullopt;
}

void Session::dispatch() {
    state_ = State::handling;
    ++exchange_;
    set_deadline(limits_.handler);
    if (auto reply = reply_without_handler()) return send(dress(std::move(*reply)));
    const Route& route = *match_.route;
    dispatching_ = true;
    const bool small = request_.body.size() <= limits_.fast_body;
    if (route.needs.is_nothing() && std::holds_alternative<FastHandler>(route.handler) && small) {
        call_fast(std::get<FastHandler>(route.handler));
    } else {
        const auto answer = std::make_shared<Answer>(shared_from_this(), exchange_);
        if (!loop_->core().workers_for(route, request_).try_post([this, answer] { run_on_worker(answer); })) {
            answer->give(standard_problem(503));
        }
    }
    dispatching_ = false;
}

void Session::call_fast(const FastHandler& handler) {
    const auto answer = std::make_shared<Answer>(shared_from_this(), exchange_);
    try {
        handler(request_, [answer](Reply reply) { answer->give(std::move(reply)); });
    } catch (...) {
        answer->give(standard_problem(log_failure(*match_.route)));
    }
}

void Session::run_on_worker(const std::shared_ptr<Answer>& answer) {
    const Route& route = *match_.route;
    try {
        if (!route.needs.is_nothing()) {
            const auto& visitor_of = loop_->core().hooks.visitor_of;
            if (visitor_of)
                request_.visitor = visitor_of(request_.cookie(session_cookie_name(request_.secure)));
            const auto permit = permit_for(route.needs, request_.visitor, loop_->core().hooks.may);
            if (permit == Permit::sign_in) {
                const auto& ask = loop_->core().hooks.ask_to_sign_in;
                return answer->give(ask ? ask(request_) : ask_to_sign_in(request_));
            }
            if (permit == Permit::no) return answer->give(standard_problem(403));
        }
        if (!passes_guard(route.guard, request_)) return answer->give(standard_problem(403));
        if (const auto* handler = std::get_if<WorkerHandler>(&route.handler)) {
            answer->give((*handler)(request_));
        } else if (request_.body.size() > limits_.fast_body) {
            std::get<FastHandler>(route.handler)(request_,
                                                 [answer](Reply reply) { answer->give(std::move(reply)); });
        } else {
            answer->go_on();
        }
    } catch (...) {
        answer->give(standard_problem(log_failure(route)));
    }
}

}  // namespace peilpunt::http
