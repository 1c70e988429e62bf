// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "server/store/store.hpp"

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

/// A poll of its row: what the revision says, its status, the day on which it was closed, if it was, and its
/// number, or 0.
Poll poll_of_row(std::string_view definition, std::string_view status, std::optional<std::int64_t> closed_on,
                 std::int64_t number);
/// What a revision says, for its row.
std::string definition_of(const Poll& poll);
/// Why a revision is not taken in: a later one is there, or its slug was given to another poll, once and for
/// all.
Error later_revision(const Poll& poll, std::int64_t last);
Error slug_taken(const Poll& poll);

/// Kinds of what is noted of a kiosk.
namespace note {
inline constexpr std::string_view kRefused = "geweigerd";
inline constexpr std::string_view kLeftOut = "weggelaten";
inline constexpr std::string_view kKey = "sleutel";
}  // namespace note
void take_note(Kiosk& kiosk, std::string_view kind, std::string what, std::int64_t count);

}  // namespace peilpunt::store
