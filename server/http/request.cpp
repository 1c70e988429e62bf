// SPDX-License-Identifier: EUPL-1.2
#include "server/http/request.hpp"

#include <algorithm>

#include "server/http/gate.hpp"
#include "server/http/text.hpp"

namespace peilpunt::http {
std::string_view Fields::get(std::string_view name) const {
    for (const auto& [key, value] : all_) {
        if (same_name(key, name)) return value;
    }
    return {};
}

bool Fields::has(std::string_view name) const {
    for (const auto& field : all_) {
        if (same_name(field.first, name)) return true;
    }
    return false;
}

void Fields::append(std::string_view name, std::string_view value) {
    if (spare_.empty()) {
        all_.emplace_back(name, value);
        return;
    }
    spare_.back().first.assign(name);
    spare_.back().second.assign(value);
    all_.push_back(std::move(spare_.back()));
    spare_.pop_back();
}

void Fields::clear() {
    while (!all_.empty()) {
        spare_.push_back(std::move(all_.back()));
        all_.pop_back();
    }
}

namespace {

/// Takes the pairs apart; `decode` turns a value into text, or into nothing when it cannot.
template <class Decode>
Result<std::vector<std::pair<std::string, std::string>>> pairs_of(std::string_view encoded, Decode decode) {
    constexpr std::size_t kMaxPairs = 1000;
    std::vector<std::pair<std::string, std::string>> pairs;
    while (!encoded.empty()) {
        auto value = take_until(encoded, '&');
        if (value.empty()) continue;
        auto name = decode_form(take_until(value, '='));
        auto text = name ? decode(*name, value) : std::nullopt;
        if (!text || pairs.size() == kMaxPairs)
            return Error{ErrorCode::invalid, "Het formulier is niet goed overgekomen."};
        pairs.emplace_back(std::move(*name), std::move(*text));
    }
    return pairs;
}

}  // namespace

Result<Form> Form::parse(std::string_view encoded) {
    auto pairs =
        pairs_of(encoded, [](const std::string&, std::string_view value) { return decode_form(value); });
    if (!pairs) return pairs.error();
    Form form;
    form.pairs_ = std::move(*pairs);
    return form;
}

Result<Form> Form::parse_typed(std::string_view encoded) {
    Form form;
    auto pairs = pairs_of(encoded, [&form](const std::string& name, std::string_view value) {
        bool whole = true;
        auto text = decode_typed(value, whole);
        if (!whole) form.damaged_.push_back(name);
        return text;
    });
    if (!pairs) return pairs.error();
    form.pairs_ = std::move(*pairs);
    return form;
}

std::string_view Form::get(std::string_view name) const {
    for (const auto& [key, value] : pairs_) {
        if (key == name) return value;
    }
    return {};
}

bool Form::has(std::string_view name) const {
    for (const auto& pair : pairs_) {
        if (pair.first == name) return true;
    }
    return false;
}

std::vector<std::string_view> Form::all_of(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& [key, value] : pairs_) {
        if (key == name) values.emplace_back(value);
    }
    return values;
}

std::string_view Request::cookie(std::string_view name) const {
    auto all = headers.get("cookie");
    while (!all.empty()) {
        auto value = trim(take_until(all, ';'));
        const auto key = take_until(value, '=');
        if (key == name) return value;
    }
    return {};
}

std::string_view Request::value(std::string_view name) const {
    const auto found = path_values.find(name);
    return found == path_values.end() ? std::string_view() : std::string_view(found->second);
}

std::string Request::origin() const {
    return (secure ? "https://" : "http://") + std::string(headers.get("host"));
}

double accept_quality(std::string_view accept, std::string_view media_type) {
    if (trim(accept).empty()) return 1;
    const auto kind = media_type.substr(0, media_type.find('/'));
    double best = 0;
    int best_rank = -1;  // the most specific range decides: type/subtype over type/* over */*
    while (!accept.empty()) {
        auto parameters = take_until(accept, ',');
        const auto range = trim(take_until(parameters, ';'));
        int rank = -1;
        if (same_name(range, media_type)) {
            rank = 2;
        } else if (range.size() == kind.size() + 2 && range.ends_with("/*") &&
                   same_name(range.substr(0, kind.size()), kind)) {
            rank = 1;
        } else if (range == "*/*") {
            rank = 0;
        }
        if (rank < 0 || rank < best_rank) continue;
        const double weight = weight_of(parameters);
        best = rank > best_rank ? weight : std::max(best, weight);
        best_rank = rank;
    }
    return best;
}

std::optional<Reply> require_json(const Request& request) {
    auto type = request.headers.get("content-type");
    if (!same_name(trim(take_until(type, ';')), "application/json")) {
        return Reply::problem(415, "Verkeerde soort inhoud", "Stuur de inhoud als application/json.");
    }
    while (!type.empty()) {
        auto value = trim(take_until(type, ';'));
        const auto name = trim(take_until(value, '='));
        if (same_name(name, "charset") && !same_name(trim(value), "utf-8") &&
            !same_name(trim(value), "\"utf-8\"")) {
            return Reply::problem(415, "Verkeerde soort inhoud", "Stuur de inhoud in UTF-8.");
        }
    }
    if (accept_quality(request.headers.get("accept"), "application/json") <= 0 &&
        accept_quality(request.headers.get("accept"), "application/problem+json") <= 0) {
        return Reply::problem(406, "Gevraagde vorm bestaat niet",
                              "Het antwoord is er alleen als application/json.");
    }
    return std::nullopt;
}

std::string_view session_cookie_name(bool secure) { return secure ? "__Host-peilpunt" : "peilpunt"; }

void set_cookie(Reply& reply, std::string_view name, std::string_view value, bool secure,
                std::chrono::seconds max_age) {
    std::string text(name);
    text += '=';
    text += value;
    text += "; Path=/; HttpOnly; SameSite=Lax; Max-Age=";
    text += std::to_string(max_age.count());
    if (secure) text += "; Secure";
    reply.headers.add("Set-Cookie", std::move(text));
}

std::string encode_query(std::string_view text) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size() + 8);
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view("-._~/").find(c) != std::string_view::npos;
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += kHex[byte >> 4];
            out += kHex[byte & 15];
        }
    }
    return out;
}

}  // namespace peilpunt::http
