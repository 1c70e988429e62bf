// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <charconv>
#include <string_view>

/// Small cuts of header values, for the files of this folder.
namespace peilpunt::http {

/// Without spaces and tabs at both ends.
inline std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// The part before `separator`; `text` keeps what comes after it.
inline std::string_view take_until(std::string_view& text, char separator) {
    const auto at = text.find(separator);
    const auto part = text.substr(0, at);
    text = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
    return part;
}

/// Compares ASCII text without case.
bool same_name(std::string_view a, std::string_view b);

/// The weight in parameters such as "charset=utf-8;q=0.5"; 1 without one, 0 for nonsense.
inline double weight_of(std::string_view parameters) {
    while (!parameters.empty()) {
        auto value = take_until(parameters, ';');
        if (!same_name(trim(take_until(value, '=')), "q")) continue;
        value = trim(value);
        double weight = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), weight);
        if (error != std::errc() || end != value.data() + value.size()) return 0;
        return weight < 0 ? 0 : weight > 1 ? 1 : weight;
    }
    return 1;
}

}  // namespace peilpunt::http
