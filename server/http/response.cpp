// SPDX-License-Identifier: EUPL-1.2
#include "server/http/response.hpp"

#include <array>
#include <chrono>

#include "server/http/status.hpp"
#include "server/http/text.hpp"

namespace peilpunt::http {

using namespace std::string_view_literals;

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
