// SPDX-License-Identifier: EUPL-1.2
#include "server/http/gate.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace peilpunt::http {
namespace {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr std::array<bool, 256> token_table() {
    std::array<bool, 256> table{};
    for (int c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = true;
    for (int c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = true;
    for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = true;
    for (const char c : std::string_view("!#$%&'*+-.^_`|~")) table[static_cast<unsigned char>(c)] = true;
    return table;
}
constexpr auto kToken = token_table();

// Field values: tab, visible ASCII, space, and bytes above ASCII (old but harmless); no controls, so no CR or
// NUL.
constexpr std::array<bool, 256> value_table() {
    std::array<bool, 256> table{};
    for (std::size_t c = 0x20; c < 256; ++c) table[c] = c != 0x7f;
    table['\t'] = true;
    return table;
}
constexpr auto kValue = value_table();

bool all_of(std::string_view text, const std::array<bool, 256>& table) {
    for (const char c : text) {
        if (!table[static_cast<unsigned char>(c)]) return false;
    }
    return true;
}

Refusal refuse(int status, std::string_view reason) { return {status, reason}; }

std::optional<Refusal> check_method(std::string_view word, Head& head) {
    if (word == "GET" || word == "HEAD") {
        head.method = Method::get;
        head.is_head = word.size() == 4;
    } else if (word == "POST") {
        head.method = Method::post;
    } else if (word == "PUT") {
        head.method = Method::put;
    } else if (word == "DELETE") {
        head.method = Method::del;
    } else if (word == "OPTIONS") {
        head.method = Method::options;
    } else if (word == "PATCH") {
        head.method = Method::patch;
    } else if (word == "CONNECT" || word == "TRACE") {
        return refuse(405, "method not allowed here");
    } else if (word.empty() ||
               !std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) {
        return refuse(400, "malformed method");
    } else {
        return refuse(501, "unknown method");
    }
    return std::nullopt;
}

std::optional<Refusal> check_target(std::string_view target, const Limits& limits) {
    if (target.size() > limits.target_bytes) return refuse(414, "target too long");
    if (target.empty() || target.front() != '/') return refuse(400, "target is not a path");
    if (target.starts_with("//")) return refuse(400, "target starts with two slashes");
    for (const char c : target) {
        if (c <= 0x20 || c >= 0x7f || c == '#' || c == '\\') return refuse(400, "forbidden byte in target");
    }
    return std::nullopt;
}

std::optional<Refusal> check_request_line(std::string_view line, const Limits& limits, Head& head) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return refuse(400, "malformed request line");
    head.target = line.substr(first + 1, last - first - 1);
    const auto version = line.substr(last + 1);
    if (version == "HTTP/1.0") {
        head.http10 = true;
        head.keep_alive = false;
    } else if (version != "HTTP/1.1") {
        const bool shaped = version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) &&
                            version[6] == '.' && is_digit(version[7]);
        return shaped ? refuse(505, "unknown HTTP version") : refuse(400, "malformed request line");
    }
    if (auto refusal = check_method(line.substr(0, first), head)) return refusal;
    return check_target(head.target, limits);
}

bool is_host(std::string_view host) {
    if (host.empty() || host.size() > 255) return false;
    std::string_view port;
    if (host.front() == '[') {
        const auto close = host.find(']');
        if (close == std::string_view::npos || close < 3) return false;
        for (const char c : host.substr(1, close - 1)) {
            const char l = lower(c);
            if (!is_digit(l) && !(l >= 'a' && l <= 'f') && l != ':' && l != '.') return false;
        }
        port = host.substr(close + 1);
    } else {
        const auto colon = host.find(':');
        const auto name = host.substr(0, colon);
        if (name.empty()) return false;
        for (const char c : name) {
            const char l = lower(c);
            if (!is_digit(l) && !(l >= 'a' && l <= 'z') && l != '-' && l != '.' && l != '_') return false;
        }
        if (colon != std::string_view::npos) port = host.substr(colon);
    }
    if (port.empty()) return true;
    if (port.front() != ':' || port.size() < 2 || port.size() > 6) return false;
    return std::all_of(port.begin() + 1, port.end(), is_digit);
}

// Fields that steer the message or our checks; each may come once.
enum Seen : unsigned {
    kHost = 1,
    kLength = 2,
    kEncoding = 4,
    kExpect = 8,
    kType = 16,
    kOrigin = 32,
    kSite = 64,
    kAuthorization = 128,
};

std::optional<Refusal> once(unsigned& seen, Seen field) {
    if (seen & field) return refuse(400, "field given twice");
    seen |= field;
    return std::nullopt;
}

std::optional<Refusal> check_length(std::string_view value, Head& head) {
    if (value.empty() || value.size() > 15 || !std::all_of(value.begin(), value.end(), is_digit)) {
        return refuse(400, "malformed Content-Length");
    }
    if (value.size() > 1 && value.front() == '0') return refuse(400, "malformed Content-Length");
    for (const char c : value)
        head.content_length = head.content_length * 10 + static_cast<std::uint64_t>(c - '0');
    return std::nullopt;
}

bool is_list_of_tokens(std::string_view value) {
    while (!value.empty()) {
        if (!all_of(trim(take_until(value, ',')), kToken)) return false;
    }
    return true;
}

std::optional<Refusal> check_connection(std::string_view value, Head& head) {
    if (!is_list_of_tokens(value)) return refuse(400, "malformed Connection");
    while (!value.empty()) {
        const auto option = trim(take_until(value, ','));
        if (same_name(option, "close")) head.keep_alive = false;
        if (same_name(option, "keep-alive") && head.http10) head.keep_alive = true;
    }
    return std::nullopt;
}

std::optional<Refusal> check_field(std::string_view name, std::string_view value, unsigned& seen,
                                   Head& head) {
    switch (name.size()) {
        case 4:
            if (same_name(name, "host")) {
                if (!is_host(value)) return refuse(400, "malformed Host");
                return once(seen, kHost);
            }
            break;
        case 6:
            if (same_name(name, "expect")) {
                if (!same_name(value, "100-continue")) return refuse(417, "unknown expectation");
                head.expects_continue = !head.http10;
                return once(seen, kExpect);
            }
            if (same_name(name, "origin")) return once(seen, kOrigin);
            break;
        case 10:
            if (same_name(name, "connection")) return check_connection(value, head);
            break;
        case 12:
            if (same_name(name, "content-type")) return once(seen, kType);
            break;
        case 13:
            if (same_name(name, "authorization")) return once(seen, kAuthorization);
            break;
        case 14:
            if (same_name(name, "content-length")) {
                if (auto refusal = once(seen, kLength)) return refusal;
                return check_length(value, head);
            }
            if (same_name(name, "sec-fetch-site")) return once(seen, kSite);
            break;
        case 16:
            // Not a field of HTTP, but the parser reads it.
            if (same_name(name, "proxy-connection") && !is_list_of_tokens(value))
                return refuse(400, "malformed Proxy-Connection");
            break;
        case 17:
            if (same_name(name, "transfer-encoding")) {
                if (value != "chunked") return refuse(400, "Transfer-Encoding other than chunked");
                head.chunked = true;
                return once(seen, kEncoding);
            }
            break;
        default:
            break;
    }
    return std::nullopt;
}

std::optional<Refusal> check_line(std::string_view line, const Limits& limits, unsigned& seen, Head& head) {
    if (line.front() == ' ' || line.front() == '\t') return refuse(400, "folded field");
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return refuse(400, "malformed field");
    const auto name = line.substr(0, colon);
    const auto value = trim(line.substr(colon + 1));
    if (!all_of(name, kToken) || !all_of(value, kValue)) return refuse(400, "malformed field");
    if (head.fields >= limits.fields) return refuse(431, "too many fields");
    ++head.fields;
    head.field_bytes += name.size() + value.size();
    return check_field(name, value, seen, head);
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (lower(a[i]) != lower(b[i])) return false;
    }
    return true;
}

HeadScanner::Found HeadScanner::scan(std::string_view bytes, const Limits& limits) {
    const std::size_t end = std::min(bytes.size(), limits.head_bytes);
    while (seen_ < end) {
        const void* at = std::memchr(bytes.data() + seen_, '\n', end - seen_);
        if (at == nullptr) {
            seen_ = end;
            break;
        }
        const auto lf = static_cast<std::size_t>(static_cast<const char*>(at) - bytes.data());
        if (lf == line_start_ || bytes[lf - 1] != '\r') return {0, refuse(400, "line does not end in CRLF")};
        seen_ = lf + 1;
        if (lf - line_start_ == 1) return {seen_, std::nullopt};
        line_start_ = seen_;
    }
    if (bytes.size() >= limits.head_bytes) return {0, refuse(431, "head too large")};
    return {0, std::nullopt};
}

std::optional<Refusal> check_head(std::string_view bytes, const Limits& limits, Head& head) {
    unsigned seen = 0;
    bool first = true;
    while (true) {
        const auto end = bytes.find("\r\n");
        if (end == std::string_view::npos) return refuse(400, "head without an end");
        const auto line = bytes.substr(0, end);
        bytes.remove_prefix(end + 2);
        if (line.empty()) break;
        auto refusal = first ? check_request_line(line, limits, head) : check_line(line, limits, seen, head);
        if (refusal) return refusal;
        first = false;
    }
    if (first) return refuse(400, "empty request line");
    if (!bytes.empty()) return refuse(400, "bytes after the head");
    if (!(seen & kHost) && !head.http10) return refuse(400, "no Host");
    if (head.chunked && (seen & kLength)) return refuse(400, "both Transfer-Encoding and Content-Length");
    if (head.chunked && head.http10) return refuse(400, "Transfer-Encoding in HTTP/1.0");
    return std::nullopt;
}

ChunkHead check_chunk_head(std::string_view bytes, bool first) {
    ChunkHead head;
    std::size_t at = 0;
    const auto line_ends = [&] {
        for (const char wanted : {'\r', '\n'}) {
            if (at == bytes.size()) return false;
            head.refused = bytes[at] != wanted;
            if (head.refused) return false;
            ++at;
        }
        return true;
    };
    if (!first && !line_ends()) return head;
    const auto size_at = at;
    for (; at < bytes.size(); ++at) {
        const char c = lower(bytes[at]);
        const int digit = is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0) break;
        head.refused = at - size_at == 8;
        if (head.refused) return head;
        head.size = head.size * 16 + static_cast<std::uint64_t>(digit);
    }
    if (at == bytes.size()) return head;
    head.refused = at == size_at;
    if (head.refused || !line_ends()) return head;
    if (head.size == 0 && !line_ends()) return head;
    head.length = at;
    return head;
}

}  // namespace peilpunt::http
