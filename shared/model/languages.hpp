// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <algorithm>
#include <array>
#include <string_view>

namespace peilpunt {

/// A language of what residents see and hear. All that a language needs beside its texts is in its row;
/// docs/how-to/add-a-language.md says what else to make.
struct Language {
    std::string_view code;      ///< of the wire, the addresses and the catalogues
    std::string_view tag;       ///< for browsers and screen readers (BCP 47)
    std::string_view own_name;  ///< as its readers call it
    /// Of CLDR: rules of plurals, numbers and dates are made of it while building. Digits are 0 to 9
    /// everywhere, as in volgcodes and telephone numbers.
    std::string_view locale;
    std::string_view voice;  ///< of espeak-ng
    bool right_to_left = false;
    bool of_workspace = false;   ///< the council and the operator can work in it
    bool in_first_font = false;  ///< its letters are in the font that every page loads
};

/// In the order of the menus; the first is what others fall back to.
inline constexpr std::array kLanguageTable{
    Language{.code = "nl",
             .tag = "nl",
             .own_name = "Nederlands",
             .locale = "nl",
             .voice = "nl",
             .of_workspace = true,
             .in_first_font = true},
    Language{.code = "nl-simple",
             .tag = "nl",
             .own_name = "Makkelijk Nederlands",
             .locale = "nl",
             .voice = "nl",
             .in_first_font = true},
    Language{.code = "en",
             .tag = "en",
             .own_name = "English",
             .locale = "en-GB",
             .voice = "en",
             .of_workspace = true,
             .in_first_font = true},
    Language{.code = "tr", .tag = "tr", .own_name = "Türkçe", .locale = "tr", .voice = "tr"},
    Language{.code = "pl", .tag = "pl", .own_name = "Polski", .locale = "pl", .voice = "pl"},
    Language{.code = "uk", .tag = "uk", .own_name = "Українська", .locale = "uk", .voice = "uk"},
    Language{.code = "ar",
             .tag = "ar",
             .own_name = "العربية",
             .locale = "ar-u-nu-latn",
             .voice = "ar",
             .right_to_left = true},
};

/// The codes of the table; languages that are not in it fall back to Dutch.
inline constexpr auto kLanguages = [] {
    std::array<std::string_view, kLanguageTable.size()> codes;
    for (std::size_t i = 0; i < codes.size(); ++i) codes[i] = kLanguageTable[i].code;
    return codes;
}();

constexpr bool is_known_language(std::string_view code) {
    return std::find(kLanguages.begin(), kLanguages.end(), code) != kLanguages.end();
}

/// The row of this code; of Dutch for one that is not in the table.
constexpr const Language& language_row(std::string_view code) {
    for (const auto& row : kLanguageTable)
        if (row.code == code) return row;
    return kLanguageTable.front();
}

/// Whether who reads this language reads Dutch.
constexpr bool is_dutch(std::string_view code) { return code == "nl" || code == "nl-simple"; }

}  // namespace peilpunt
