// SPDX-License-Identifier: EUPL-1.2
#include "shared/text/wording.hpp"

#include <cmath>
#include <string>

#include "shared/model/languages.hpp"
#include "shared/text/catalogue.hpp"
#include "shared/text/decimal.hpp"

namespace peilpunt::text {
namespace {

std::string filled(std::string_view pattern, std::string_view month,
                   const std::chrono::year_month_day& date) {
    std::string text;
    while (!pattern.empty()) {
        const bool field = pattern.front() == '{';
        const auto length = field ? pattern.find('}') + 1 : 1;
        if (!field)
            text += pattern.front();
        else if (pattern[1] == 'd')
            text += std::to_string(static_cast<unsigned>(date.day()));
        else if (pattern[1] == 'm')
            text += month;
        else
            text += std::to_string(static_cast<int>(date.year()));
        pattern.remove_prefix(length);
    }
    return text;
}

std::size_t place_of(const std::chrono::year_month_day& date) {
    return static_cast<std::size_t>(static_cast<unsigned>(date.month()) - 1);
}

}  // namespace

const Wording& wording_of(std::string_view language) {
    for (const auto& wording : wordings())
        if (wording.language == language) return wording;
    return wordings().front();
}

Plural plural_of(std::int64_t count, std::string_view language) {
    const auto& wording = wording_of(language);
    const auto whole = count < 0 ? 0 - static_cast<std::uint64_t>(count) : static_cast<std::uint64_t>(count);
    if (whole > 0 && whole % 1'000'000 == 0) return wording.of_millions;
    const auto place = static_cast<std::size_t>(whole < 200 ? whole : 100 + whole % 100);
    return static_cast<Plural>(wording.plurals[place] - '0');
}

std::string month(Date date, std::string_view language) {
    const std::chrono::year_month_day parts{date};
    const auto& wording = wording_of(language);
    return filled(wording.month, wording.months_alone[place_of(parts)], parts);
}

std::string long_date(Date date, std::string_view language) {
    const std::chrono::year_month_day parts{date};
    const auto& wording = wording_of(language);
    return filled(wording.date, wording.months[place_of(parts)], parts);
}

std::string number(std::int64_t value, std::string_view language) {
    const auto& wording = wording_of(language);
    const auto digits = std::to_string(value);
    const std::size_t sign = value < 0 ? 1 : 0;
    const bool grouped = digits.size() - sign >= 3 + static_cast<std::size_t>(wording.least_grouped);
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (grouped && i > sign && (digits.size() - i) % 3 == 0) text += wording.group;
        text.push_back(digits[i]);
    }
    return text;
}

char decimal_mark(std::string_view language) { return wording_of(language).decimal; }

std::string percent(double share, std::string_view language) {
    const auto& wording = wording_of(language);
    return std::string(wording.before_percent) + number(std::llround(share * 100), language) +
           std::string(wording.after_percent);
}

bool reads_right_to_left(std::string_view language) { return language_row(language).right_to_left; }

}  // namespace peilpunt::text
