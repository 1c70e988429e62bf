// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "shared/model/time.hpp"

namespace peilpunt::text {

/// A key of the text catalogues; only literals, so that a test can find every use in the sources.
class Key {
  public:
    template <std::size_t N>
    consteval Key(const char (&literal)[N]) : name_(literal, N - 1) {}
    constexpr std::string_view name() const { return name_; }

  private:
    std::string_view name_;
};

/// All texts, from shared/text/catalogue/<language>/<part>.json, compiled into the program. Immutable after
/// start; thread-safe. A missing language falls back to nl-simple, then nl; a missing key throws
/// std::out_of_range.
class Catalogue {
  public:
    static const Catalogue& builtin();
    const std::string& get(Key key, std::string_view language) const;
    /// For keys made of data, such as "thema." + id; throws std::out_of_range when it does not exist.
    const std::string& get_named(std::string_view key, std::string_view language) const;
    /// Makes the choices of plurals (plurals.hpp) and replaces {name} in the text; every name in the text
    /// must be given, or std::invalid_argument is thrown.
    std::string format(Key key, std::string_view language,
                       const std::map<std::string, std::string, std::less<>>& values) const;
    /// The same for keys made of data.
    std::string format_named(std::string_view key, std::string_view language,
                             const std::map<std::string, std::string, std::less<>>& values) const;
    bool has(std::string_view key) const;
    std::vector<std::string> keys() const;
    std::vector<std::string> languages() const;
    /// The text in exactly this language, or nullptr.
    const std::string* exact(std::string_view key, std::string_view language) const;

  private:
    Catalogue();
    std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> texts_;
};

/// Whether the language is written from right to left.
bool reads_right_to_left(std::string_view language);
/// "21 november 2026", "21 November 2026"
std::string long_date(Date date, std::string_view language);
/// "november 2026"
std::string month(Date date, std::string_view language);
/// "1.234" in Dutch, "1,234" in English.
std::string number(std::int64_t value, std::string_view language);
/// 0.437 -> "44%"
std::string percent(double share, std::string_view language);

}  // namespace peilpunt::text
