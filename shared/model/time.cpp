// SPDX-License-Identifier: EUPL-1.2
#include "shared/model/time.hpp"

#include <array>
#include <optional>

namespace peilpunt {
namespace {

using namespace std::chrono;

/// Reads text from left to right; each step says whether what it wanted was there.
class Cursor {
  public:
    explicit Cursor(std::string_view text) : text_(text) {}
    bool at_end() const { return text_.empty(); }
    bool take(char c) {
        if (text_.empty() || text_.front() != c) return false;
        text_.remove_prefix(1);
        return true;
    }
    std::optional<int> digits(std::size_t count) {
        if (text_.size() < count) return std::nullopt;
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (text_[i] < '0' || text_[i] > '9') return std::nullopt;
            value = value * 10 + (text_[i] - '0');
        }
        text_.remove_prefix(count);
        return value;
    }
    std::optional<int> digits_up_to(std::size_t count, int highest) {
        auto value = digits(count);
        return value && *value <= highest ? value : std::nullopt;
    }

  private:
    std::string_view text_;
};

std::optional<Date> take_date(Cursor& cursor) {
    const auto y = cursor.digits(4);
    if (!y || !cursor.take('-')) return std::nullopt;
    const auto m = cursor.digits(2);
    if (!m || !cursor.take('-')) return std::nullopt;
    const auto d = cursor.digits(2);
    if (!d) return std::nullopt;
    const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
    if (!date.ok()) return std::nullopt;
    return sys_days{date};
}

std::optional<milliseconds> take_clock(Cursor& cursor) {
    const auto h = cursor.digits_up_to(2, 23);
    if (!h || !cursor.take(':')) return std::nullopt;
    const auto m = cursor.digits_up_to(2, 59);
    if (!m || !cursor.take(':')) return std::nullopt;
    const auto s = cursor.digits_up_to(2, 59);
    if (!s) return std::nullopt;
    milliseconds time = hours{*h} + minutes{*m} + seconds{*s};
    if (!cursor.take('.')) return time;
    int scale = 100;
    int read = 0;
    for (auto digit = cursor.digits(1); digit; digit = cursor.digits(1), ++read) {
        time += milliseconds{*digit * scale};
        scale /= 10;
    }
    return read > 0 && read <= 9 ? std::optional(time) : std::nullopt;
}

std::optional<minutes> take_offset(Cursor& cursor) {
    if (cursor.take('Z')) return minutes{0};
    const bool minus = cursor.take('-');
    if (!minus && !cursor.take('+')) return std::nullopt;
    const auto h = cursor.digits_up_to(2, 23);
    if (!h || !cursor.take(':')) return std::nullopt;
    const auto m = cursor.digits_up_to(2, 59);
    if (!m) return std::nullopt;
    const minutes offset = hours{*h} + minutes{*m};
    if (minus && offset == minutes{0}) return std::nullopt;
    return minus ? -offset : offset;
}

/// Two digits, with a zero in front when needed.
void append_two(std::string& text, unsigned value) {
    text.push_back(static_cast<char>('0' + value / 10 % 10));
    text.push_back(static_cast<char>('0' + value % 10));
}

/// 01:00 UTC on the last Sunday of a month, when clocks change in the whole EU (directive 2000/84/EC).
sys_time<milliseconds> change_of_clocks(year y, month m) { return sys_days{y / m / Sunday[last]} + hours{1}; }

}  // namespace

local_time<milliseconds> dutch_time(TimePoint time) {
    const auto y = year_month_day{floor<days>(time)}.year();
    const bool summer = time >= change_of_clocks(y, March) && time < change_of_clocks(y, October);
    return local_time<milliseconds>{time.time_since_epoch() + hours{summer ? 2 : 1}};
}

Date dutch_date(TimePoint time) { return Date{floor<days>(dutch_time(time)).time_since_epoch()}; }

Moment moment_of(TimePoint time) {
    const auto local = dutch_time(time);
    const auto date = floor<days>(local);
    const auto hour = duration_cast<hours>(local - date).count();
    return Moment{Date{date.time_since_epoch()}, static_cast<DayPart>(hour / 6)};
}

std::string format_date(Date date) {
    const year_month_day parts{date};
    const auto y = static_cast<unsigned>(static_cast<int>(parts.year()));
    std::string text;
    append_two(text, y / 100);
    append_two(text, y % 100);
    text.push_back('-');
    append_two(text, static_cast<unsigned>(parts.month()));
    text.push_back('-');
    append_two(text, static_cast<unsigned>(parts.day()));
    return text;
}

Result<Date> parse_date(std::string_view text) {
    Cursor cursor(text);
    const auto date = take_date(cursor);
    if (!date || !cursor.at_end()) {
        return Error{ErrorCode::invalid, "Schrijf een datum als 2026-11-21: jaar, maand, dag."};
    }
    return *date;
}

std::string format_time(TimePoint time) {
    const auto date = floor<days>(time);
    const hh_mm_ss clock{floor<seconds>(time - date)};
    std::string text = format_date(date);
    text.push_back('T');
    append_two(text, static_cast<unsigned>(clock.hours().count()));
    text.push_back(':');
    append_two(text, static_cast<unsigned>(clock.minutes().count()));
    text.push_back(':');
    append_two(text, static_cast<unsigned>(clock.seconds().count()));
    text.push_back('Z');
    return text;
}

Result<TimePoint> parse_time(std::string_view text) {
    const Error wrong{ErrorCode::invalid, "Schrijf een tijd als 2026-11-21T13:45:00Z (RFC 3339)."};
    Cursor cursor(text);
    const auto date = take_date(cursor);
    if (!date || !cursor.take('T')) return wrong;
    const auto clock = take_clock(cursor);
    if (!clock) return wrong;
    const auto offset = take_offset(cursor);
    if (!offset || !cursor.at_end()) return wrong;
    return TimePoint{*date + *clock - *offset};
}

std::string_view word(DayPart part) {
    constexpr std::array<std::string_view, 4> kWords{"nacht", "ochtend", "middag", "avond"};
    return kWords.at(static_cast<std::size_t>(part));
}

}  // namespace peilpunt
