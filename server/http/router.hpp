// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "server/http/request.hpp"

namespace peilpunt::http {

/// A plain function on the worker pool; may block.
using WorkerHandler = std::function<Reply(const Request&)>;
/// On the connection's own thread; must not block; answers now or later.
using FastHandler = std::function<void(const Request&, Responder)>;

/// What a caller must have for a route: nothing, a sign-in, or a right as well. Rights are numbers here: only
/// the program above knows what they mean (ServerHooks::may).
class Needs {
  public:
    static constexpr Needs nothing() { return Needs(kNothing); }
    static constexpr Needs sign_in() { return Needs(kSignIn); }
    static constexpr Needs right(unsigned number) { return Needs(static_cast<int>(number)); }
    constexpr bool is_nothing() const { return number_ == kNothing; }
    constexpr bool is_right() const { return number_ >= 0; }
    /// Of a right.
    constexpr unsigned number() const { return static_cast<unsigned>(number_); }
    constexpr bool operator==(const Needs&) const = default;

  private:
    static constexpr int kNothing = -2, kSignIn = -1;
    explicit constexpr Needs(int number) : number_(number) {}
    int number_;
};

/// How a cross-site request is kept out of an unsafe route.
enum class Guard {
    none,    ///< safe methods, or an API whose callers prove themselves otherwise (signature, pairing code)
    origin,  ///< Sec-Fetch-Site / Origin must be our own, when the browser sends them
    token    ///< origin, and form field `csrf` (or field `X-CSRF-Token`) equal to the session's token
};

/// For whom a handler on the worker pool works.
enum class Lane {
    people,
    machines,  ///< that come in hundreds and can wait: threads of their own, which yield to everybody's
    hashing    ///< passwords, of whoever claims to have one: one thread with a short queue, which yields too
};

struct Route {
    Method method = Method::get;
    std::string pattern{};  ///< "/peiling/{slug}/uitkomst"
    std::variant<WorkerHandler, FastHandler> handler{};
    Needs needs = Needs::nothing();
    Guard guard = Guard::none;
    std::size_t body_limit = 64 * 1024;
    /// Requests a minute from one network prefix (IPv4 /24, IPv6 /56); 0: no limit. Never below a school
    /// class.
    int per_minute = 0;
    Lane lane = Lane::people;
    /// With a limit: the number of what a page gave its visitor to send along, when that is genuine, else 0.
    /// A request with one is counted by it; those without any share their network's. Must not block.
    std::function<std::uint64_t(const Request&)> ticket{};
    /// A request with a ticket is counted by that alone, whatever else its network sends.
    bool ticket_is_enough = false;
    /// On the lane for hashing: whether a request goes to the thread that is kept for those who are known, so
    /// that strangers cannot be in their way. Must not block.
    std::function<bool(const Request&)> known{};
};

struct Match {
    const Route* route = nullptr;  ///< null: see `allowed`
    std::map<std::string, std::string, std::less<>> values;
    std::string allowed;  ///< for 405 + Allow; empty and no route: 404
};

/// One table of all routes; built at start, then immutable.
class Router {
  public:
    /// Throws std::invalid_argument for two routes that match the same, and for a token guard without
    /// sign-in.
    explicit Router(std::vector<Route> routes);
    Router(Router&&) noexcept = default;
    Router& operator=(Router&&) noexcept = default;
    Match find(Method method, std::string_view path) const;
    const std::vector<Route>& routes() const { return routes_; }

  private:
    struct Node;
    std::vector<Route> routes_;
    std::shared_ptr<Node> root_;
};

/// Where a page is that was asked for in capitals or with slashes at its end: the address with its query.
/// Nothing when the path has only one spelling, is not read, or belongs to the API, where every byte counts.
std::optional<std::string> plain_address(const Request& request);

}  // namespace peilpunt::http
