// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "server/store/intake.hpp"
#include "server/store/signals.hpp"

/// How both stores write the same things in rows, so that rows can move from one to the other as they are.
namespace peilpunt::store {

/// Days since 1970.
std::int64_t day_of(Date date);
/// Months since year 0, for counting by month.
std::int64_t month_number(Date date);
std::string month_text(std::int64_t number);
/// The days of "2026-11", half-open; nothing when it is no month.
std::optional<std::pair<std::int64_t, std::int64_t>> days_of_month(const std::string& month);

/// The words of a signal as one string of bytes, and back.
std::string pack_words(const Signal& signal);
void unpack_words(std::string_view bytes, Signal& signal);

/// Another recording under a known id, to be set apart.
NewQuarantine apart_of(const NewRecording& recording);

/// A cursor is the place of the last row of a page: day, part of day and its random id.
std::string cursor_of(const SignalRow& row);
std::optional<std::tuple<std::int64_t, std::int64_t, std::string>> parse_cursor(std::string_view text);

}  // namespace peilpunt::store
