// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace peilpunt::text {

/// The categories of CLDR; a language has some of them, and always `other`.
enum class Plural { zero, one, two, few, many, other };
inline constexpr std::array<std::string_view, 6> kPluralWords{"zero", "one", "two", "few", "many", "other"};

/// How a language writes numbers and dates, taken from ICU while building (tools/wording), so that neither
/// the server nor a kiosk without ICU makes anything of it while running.
struct Wording {
    std::string_view language;
    /// Digits 0 to 5, the places of the categories: of 0 to 199. Above, the last two digits decide.
    std::string_view plurals;
    Plural of_millions;      ///< of 1,000,000 and its multiples
    std::string_view group;  ///< between thousands
    int least_grouped;       ///< digits before the last three that a number needs to be cut in groups
    char decimal;            ///< between a whole number and its tenths
    std::string_view before_percent, after_percent;
    std::string_view date;                          ///< with {d}, {m} and {y}
    std::string_view month;                         ///< with {m} and {y}
    std::array<std::string_view, 12> months;        ///< after a day
    std::array<std::string_view, 12> months_alone;  ///< without a day
};

/// One for each row of kLanguageTable, in its order; generated.
std::span<const Wording> wordings();
/// The one of this language; of Dutch for one that is not in the table.
const Wording& wording_of(std::string_view language);

/// The category of a whole number; of its absolute value when it is below nought.
Plural plural_of(std::int64_t count, std::string_view language);

}  // namespace peilpunt::text
