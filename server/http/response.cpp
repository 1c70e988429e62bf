// SPDX-License-Identifier: EUPL-1.2
#include "server/http/response.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <stdexcept>

#include "server/http/gate.hpp"
#include "server/http/status.hpp"
#include "server/http/text.hpp"

namespace peilpunt::http {
namespace {

using namespace std::string_view_literals;

// standards.md API-15, SEC-4, SEC-5. Referrer-Policy is `same-origin`, not `no-referrer`: with the latter
// browsers send `Origin: null` on our own forms (Fetch, "append a request Origin header") and the origin
// guard goes blind.
constexpr auto kEverywhere =
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n"
    "Referrer-Policy: same-origin\r\n"sv;
constexpr auto kPagePolicy =
    "Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; media-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'\r\n"sv;
constexpr auto kPageRest =
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=(self)\r\n"sv;
constexpr auto kApiPolicy = "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"sv;
constexpr auto kStrictTransport = "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n"sv;

void add_number(std::string& out, std::size_t number) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

void add_line(std::string& head, std::string_view name, std::string_view value) {
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 && c != '\t') || byte == 0x7f)
            throw std::invalid_argument("control character in a field");
    }
    head += name;
    head += ": "sv;
    head += value;
    head += "\r\n"sv;
}

// What a handler said itself, instead of our defaults.
struct Own {
    bool cache = false;
    bool policy = false;
    bool resource_policy = false;
};

void add_own_fields(std::string& head, const Fields& fields, Own& own) {
    for (const auto& [name, value] : fields.all()) {
        if (same_name(name, "cache-control")) own.cache = true;
        if (same_name(name, "content-security-policy")) own.policy = true;
        if (same_name(name, "cross-origin-resource-policy")) own.resource_policy = true;
        add_line(head, name, value);
    }
}

std::string tag_for(const ReadyBytes& ready, std::string_view encoding) {
    std::string tag = ready.etag;
    if (!encoding.empty() && tag.size() > 1) tag.insert(tag.size() - 1, encoding == "br"sv ? "-br" : "-gz");
    return tag;
}

struct Chosen {
    int status;
    std::string_view body;
    std::string_view type;
};

// Picks the stored form and writes the fields that belong to it.
Chosen add_ready(std::string& head, const Request* request, const ReadyBytes& ready, int status, Own& own) {
    const auto accept = request ? request->headers.get("accept-encoding") : std::string_view();
    const auto encoding = choose_encoding(accept, ready);
    Chosen chosen{status, ready.plain, ready.content_type};
    if (encoding == "br"sv) chosen.body = ready.brotli;
    if (encoding == "gzip"sv) chosen.body = ready.gzip;
    if (!ready.gzip.empty() || !ready.brotli.empty()) head += "Vary: Accept-Encoding\r\n"sv;
    if (!ready.etag.empty()) {
        const auto tag = tag_for(ready, encoding);
        add_line(head, "ETag", tag);
        if (status == 200 && request && names_tag(request->headers.get("if-none-match"), tag))
            chosen.status = 304;
    }
    if (!encoding.empty() && chosen.status != 304) add_line(head, "Content-Encoding", encoding);
    if (!ready.cache_control.empty()) {
        own.cache = true;
        add_line(head, "Cache-Control", ready.cache_control);
    }
    add_own_fields(head, ready.extra, own);
    return chosen;
}

void add_policies(std::string& head, const Exchange& exchange, const Own& own) {
    if (!own.cache) head += "Cache-Control: no-store\r\n"sv;
    if (exchange.api) {
        add_line(head, "API-Version", exchange.api_version);
        if (!own.policy) head += kApiPolicy;
    } else {
        if (!own.policy) head += kPagePolicy;
        head += own.resource_policy ? kPageRest.substr(0, kPageRest.find('\n') + 1) : kPageRest;
    }
    head += kEverywhere;
    if (exchange.secure) head += kStrictTransport;
}

}  // namespace

std::string_view choose_encoding(std::string_view accept_encoding, const ReadyBytes& ready) {
    double brotli = 0;
    double gzip = 0;
    while (!accept_encoding.empty()) {
        auto parameters = take_until(accept_encoding, ',');
        const auto name = trim(take_until(parameters, ';'));
        if (same_name(name, "br")) brotli = weight_of(parameters);
        if (same_name(name, "gzip")) gzip = weight_of(parameters);
    }
    if (!ready.brotli.empty() && brotli > 0 && brotli >= gzip) return "br"sv;
    if (!ready.gzip.empty() && gzip > 0) return "gzip"sv;
    if (!ready.brotli.empty() && brotli > 0) return "br"sv;
    return {};
}

bool names_tag(std::string_view if_none_match, std::string_view etag) {
    while (!if_none_match.empty()) {
        auto tag = trim(take_until(if_none_match, ','));
        if (tag == "*"sv) return true;
        if (tag.starts_with("W/"sv)) tag.remove_prefix(2);
        if (tag == etag) return true;
    }
    return false;
}

std::string_view compose(const Exchange& exchange, const Request* request, const Reply& reply,
                         std::string& head) {
    head.clear();
    Own own;
    Chosen chosen{reply.status, reply.body, reply.content_type};
    const std::size_t mark = status_line(reply.status).size();
    head += status_line(reply.status);
    head += "Date: "sv;
    head += exchange.date;
    head += "\r\n"sv;
    add_own_fields(head, reply.headers, own);
    if (reply.ready) {
        chosen = add_ready(head, request, *reply.ready, reply.status, own);
        if (chosen.status != reply.status) head.replace(0, mark, status_line(chosen.status));
    }
    add_policies(head, exchange, own);
    const bool bodiless = chosen.status == 204 || chosen.status == 304;
    if (!bodiless) {
        if (!chosen.type.empty()) add_line(head, "Content-Type", chosen.type);
        head += "Content-Length: "sv;
        add_number(head, chosen.body.size());
        head += "\r\n"sv;
    }
    if (exchange.close) {
        head += "Connection: close\r\n"sv;
    } else if (exchange.http10) {
        head += "Connection: keep-alive\r\n"sv;
    }
    head += "\r\n"sv;
    return bodiless || exchange.head_only ? std::string_view() : chosen.body;
}

Reply standard_problem(int status) { return Reply::problem(status, title_of(status), sentence_of(status)); }

std::string http_date(std::int64_t unix_seconds) {
    constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::chrono::sys_seconds time{std::chrono::seconds(unix_seconds)};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const auto rest = (time - day).count();
    const auto two = [](auto number) {
        std::string text = std::to_string(number);
        return text.size() < 2 ? '0' + text : text;
    };
    std::string out = kDays[std::chrono::weekday(day).c_encoding()];
    out += ", " + two(static_cast<unsigned>(date.day())) + ' ' +
           kMonths[static_cast<unsigned>(date.month()) - 1] + ' ' +
           std::to_string(static_cast<int>(date.year())) + ' ' + two(rest / 3600) + ':' +
           two(rest / 60 % 60) + ':' + two(rest % 60) + " GMT";
    return out;
}

}  // namespace peilpunt::http
