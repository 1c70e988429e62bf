// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <string>

#include "server/http/gate.hpp"

namespace peilpunt::http {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// Decodes %XX; calls `take(byte, escaped)` for every byte and stops when it says no.
template <class Take>
bool decode(std::string_view raw, Take take) {
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] != '%') {
            if (!take(raw[i], false)) return false;
            continue;
        }
        if (raw.size() - i < 3) return false;
        const int high = hex_digit(raw[i + 1]);
        const int low = hex_digit(raw[i + 2]);
        if (high < 0 || low < 0 || !take(static_cast<char>(high * 16 + low), true)) return false;
        i += 2;
    }
    return true;
}

bool has_dot_segment(std::string_view path) {
    while (!path.empty()) {
        const auto slash = path.find('/');
        const auto segment = path.substr(0, slash);
        if (segment == "." || segment == "..") return true;
        path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
    }
    return false;
}

// Length of the UTF-8 sequence at the start of `bytes`, by the table of RFC 3629; 0: not UTF-8.
std::size_t utf8_length(std::string_view bytes) {
    const auto at = [&](std::size_t i) {
        return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
    };
    const auto in = [&](std::size_t i, unsigned low, unsigned high) { return at(i) >= low && at(i) <= high; };
    const unsigned first = at(0);
    if (first < 0x80) return 1;
    if (first >= 0xc2 && first <= 0xdf) return in(1, 0x80, 0xbf) ? 2 : 0;
    if (first >= 0xe0 && first <= 0xef) {
        const unsigned low = first == 0xe0 ? 0xa0 : 0x80;
        const unsigned high = first == 0xed ? 0x9f : 0xbf;
        return in(1, low, high) && in(2, 0x80, 0xbf) ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        const unsigned low = first == 0xf0 ? 0x90 : 0x80;
        const unsigned high = first == 0xf4 ? 0x8f : 0xbf;
        return in(1, low, high) && in(2, 0x80, 0xbf) && in(3, 0x80, 0xbf) ? 4 : 0;
    }
    return 0;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto length = utf8_length(bytes);
        if (length == 0) return false;
        bytes.remove_prefix(length);
    }
    return true;
}

std::optional<std::string> decode_path(std::string_view raw) {
    std::string path;
    path.reserve(raw.size());
    const bool decoded = decode(raw, [&](char c, bool escaped) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f || c == '\\' || (escaped && c == '/')) return false;
        path.push_back(c);
        return true;
    });
    if (!decoded || path.empty() || path.front() != '/' || has_dot_segment(path) || !is_utf8(path)) {
        return std::nullopt;
    }
    return path;
}

std::optional<std::string> decode_form(std::string_view raw) {
    std::string text;
    text.reserve(raw.size());
    const bool decoded = decode(raw, [&](char c, bool escaped) {
        if (c == '\0') return false;
        text.push_back(c == '+' && !escaped ? ' ' : c);
        return true;
    });
    if (!decoded || !is_utf8(text)) return std::nullopt;
    return text;
}

std::optional<std::string> decode_typed(std::string_view raw, bool& whole) {
    std::string bytes;
    bytes.reserve(raw.size());
    const bool decoded = decode(raw, [&](char c, bool escaped) {
        bytes.push_back(c == '+' && !escaped ? ' ' : c);
        return true;
    });
    if (!decoded) return std::nullopt;
    std::string text;
    text.reserve(bytes.size());
    for (std::string_view rest = bytes; !rest.empty();) {
        const auto length = std::max<std::size_t>(1, utf8_length(rest));
        const auto first = static_cast<unsigned char>(rest.front());
        const bool control =
            (first < 0x20 && first != '\t' && first != '\n' && first != '\r') || first == 0x7f;
        if (control || utf8_length(rest) == 0) {
            whole = false;
        } else {
            text.append(rest.substr(0, length));
        }
        rest.remove_prefix(length);
    }
    return text;
}

}  // namespace peilpunt::http
