// SPDX-License-Identifier: EUPL-1.2
#include "server/http/router.hpp"

#include <algorithm>
#include <stdexcept>

#include "server/http/access.hpp"

namespace peilpunt::http {
namespace {

constexpr std::size_t kMaxSegments = 16;

// The segments of "/a/b/" are "a", "b" and "": a trailing slash makes another path.
struct Segments {
    std::array<std::string_view, kMaxSegments> part;
    std::size_t count = 0;
    bool too_many = false;

    explicit Segments(std::string_view path) {
        if (!path.empty()) path.remove_prefix(1);
        while (true) {
            const auto slash = path.find('/');
            if (count == kMaxSegments) {
                too_many = true;
                return;
            }
            part[count++] = path.substr(0, slash);
            if (slash == std::string_view::npos) return;
            path.remove_prefix(slash + 1);
        }
    }
};

bool is_variable(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

std::string_view method_word(Method method) {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::head:
            return "HEAD";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::del:
            return "DELETE";
        case Method::options:
            return "OPTIONS";
        case Method::patch:
            return "PATCH";
    }
    return "";
}

void check_pattern(const Route& route) {
    const Segments segments(route.pattern);
    if (route.pattern.empty() || route.pattern.front() != '/' || segments.too_many) {
        throw std::invalid_argument("route pattern must start with '/': " + route.pattern);
    }
    if (route.guard == Guard::token && route.needs.is_nothing()) {
        throw std::invalid_argument("a token guard needs a signed-in visitor: " + route.pattern);
    }
}

}  // namespace

/// One place in the tree of segments; literal children sorted by text, at most one variable child.
struct Router::Node {
    std::vector<std::pair<std::string, std::unique_ptr<Node>>> literals;
    std::unique_ptr<Node> variable;
    std::vector<const Route*> routes;  // that end here, one a method

    Node* child(std::string_view segment) {
        if (is_variable(segment)) {
            if (!variable) variable = std::make_unique<Node>();
            return variable.get();
        }
        auto at =
            std::lower_bound(literals.begin(), literals.end(), segment,
                             [](const auto& entry, std::string_view text) { return entry.first < text; });
        if (at == literals.end() || at->first != segment) {
            at = literals.emplace(at, std::string(segment), std::make_unique<Node>());
        }
        return at->second.get();
    }

    const Node* literal(std::string_view segment) const {
        const auto at =
            std::lower_bound(literals.begin(), literals.end(), segment,
                             [](const auto& entry, std::string_view text) { return entry.first < text; });
        return at != literals.end() && at->first == segment ? at->second.get() : nullptr;
    }

    const Route* route_for(Method method) const {
        for (const auto* route : routes) {
            if (route->method == method) return route;
        }
        return nullptr;
    }
};

namespace {

// Visits the places that match, most literal first, until `visit` says that it is done.
template <class Node, class Visit>
bool walk(const Node& node, const Segments& segments, std::size_t depth, Visit& visit) {
    if (depth == segments.count) return !node.routes.empty() && visit(node);
    const auto segment = segments.part[depth];
    if (const auto* next = node.literal(segment)) {
        if (walk(*next, segments, depth + 1, visit)) return true;
    }
    return node.variable && !segment.empty() && walk(*node.variable, segments, depth + 1, visit);
}

}  // namespace

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)), root_(std::make_shared<Node>()) {
    for (const auto& route : routes_) {
        check_pattern(route);
        const Segments segments(route.pattern);
        Node* node = root_.get();
        for (std::size_t i = 0; i < segments.count; ++i) node = node->child(segments.part[i]);
        if (node->route_for(route.method)) {
            throw std::invalid_argument("two routes match the same: " + route.pattern);
        }
        node->routes.push_back(&route);
    }
}

Match Router::find(Method method, std::string_view path) const {
    Match match;
    const Segments segments(path);
    if (segments.too_many || path.empty()) return match;
    const Method wanted = method == Method::head ? Method::get : method;
    const auto visit = [&](const Node& node) {
        match.route = node.route_for(wanted);
        return match.route != nullptr;
    };
    if (walk(*root_, segments, 0, visit)) {
        const Segments pattern(match.route->pattern);
        for (std::size_t i = 0; i < pattern.count; ++i) {
            if (!is_variable(pattern.part[i])) continue;
            const auto name = pattern.part[i].substr(1, pattern.part[i].size() - 2);
            match.values.emplace(name, segments.part[i]);
        }
        return match;
    }
    bool all[7] = {};
    const auto collect = [&](const Node& node) {
        for (const auto* route : node.routes) all[static_cast<int>(route->method)] = true;
        return false;
    };
    walk(*root_, segments, 0, collect);
    all[static_cast<int>(Method::head)] = all[static_cast<int>(Method::get)];
    for (int i = 0; i < 7; ++i) {
        if (!all[i]) continue;
        if (!match.allowed.empty()) match.allowed += ", ";
        match.allowed += method_word(static_cast<Method>(i));
    }
    return match;
}

std::optional<std::string> plain_address(const Request& request) {
    if (request.method != Method::get && request.method != Method::head) return std::nullopt;
    std::string path = request.path;
    while (path.size() > 1 && path.back() == '/') path.pop_back();
    std::transform(path.begin(), path.end(), path.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    // "//elders.example" would lead to another server.
    if (path == request.path || path.starts_with("//") || is_api(path)) return std::nullopt;
    const auto query = request.target.find('?');
    return encode_query(path) + (query == std::string::npos ? std::string() : request.target.substr(query));
}

}  // namespace peilpunt::http
