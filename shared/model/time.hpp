// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include "shared/model/result.hpp"
#include "shared/model/sources.hpp"

namespace peilpunt {

/// Part of the day in Dutch local time; the finest time that is ever stored with an answer.
enum class DayPart { night, morning, afternoon, evening };  // [0,6) [6,12) [12,18) [18,24)

/// A calendar date; `Date{}` is 1970-01-01.
using Date = std::chrono::sys_days;

/// When something was given, no finer than a part of a day.
struct Moment {
    Date date{};
    DayPart part = DayPart::night;
    auto operator<=>(const Moment&) const = default;
};

/// Dutch local time (CET/CEST by the EU rule: last Sundays of March and October, 01:00 UTC).
std::chrono::local_time<std::chrono::milliseconds> dutch_time(TimePoint time);
Date dutch_date(TimePoint time);
Moment moment_of(TimePoint time);

/// "2026-11-21"
std::string format_date(Date date);
Result<Date> parse_date(std::string_view text);
/// "2026-11-21T13:45:00Z" (RFC 3339, seconds, UTC)
std::string format_time(TimePoint time);
/// Accepts any offset, upper-case T and Z, refuses "-00:00" (API design rules, date-time).
Result<TimePoint> parse_time(std::string_view text);
/// Wire words: "nacht", "ochtend", "middag", "avond".
std::string_view word(DayPart part);

}  // namespace peilpunt
