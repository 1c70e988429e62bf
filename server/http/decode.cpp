// SPDX-License-Identifier: EUPL-1.2
#include <string>

#include "server/http/gate.hpp"
#include "shared/model/utf8.hpp"

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

}  // namespace

std::optional<std::string> decode_path(std::string_view raw) {
    std::string path;
    path.reserve(raw.size());
    const bool decoded = decode(raw, [&](char c, bool escaped) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f || c == '\\' || (escaped && c == '/')) return false;
        path.push_back(c);
        return true;
    });
    if (!decoded || path.empty() || path.front() != '/' || has_dot_segment(path) || !utf8::is_valid(path)) {
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
    if (!decoded || !utf8::is_valid(text)) return std::nullopt;
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
        const auto [code, length, valid] = utf8::first(rest);
        const bool control = (code < 0x20 && code != '\t' && code != '\n' && code != '\r') || code == 0x7f;
        if (control || !valid) {
            whole = false;
        } else {
            text.append(rest.substr(0, length));
        }
        rest.remove_prefix(length);
    }
    return text;
}

}  // namespace peilpunt::http
