// SPDX-License-Identifier: EUPL-1.2
// What the table says that was made while building, against ICU itself.
#include "shared/text/wording.hpp"

#include <gtest/gtest.h>
#include <unicode/datefmt.h>
#include <unicode/decimfmt.h>
#include <unicode/dtfmtsym.h>
#include <unicode/plurrule.h>

#include <memory>
#include <string>

#include "core_examples.hpp"
#include "shared/model/languages.hpp"
#include "shared/text/catalogue.hpp"
#include "shared/text/decimal.hpp"

namespace peilpunt::text {
namespace {

using examples::day;

std::string utf8(const icu::UnicodeString& text) {
    std::string bytes;
    text.toUTF8String(bytes);
    return bytes;
}

icu::Locale locale_of(const Language& language) {
    UErrorCode status = U_ZERO_ERROR;
    return icu::Locale::forLanguageTag(std::string(language.locale), status);
}

TEST(Wording, HasARowForEachLanguageInTheOrderOfTheTable) {
    ASSERT_EQ(wordings().size(), kLanguageTable.size());
    for (std::size_t i = 0; i < kLanguageTable.size(); ++i)
        EXPECT_EQ(wordings()[i].language, kLanguageTable[i].code);
    EXPECT_EQ(wording_of("fy").language, "nl");
}

TEST(Wording, SaysThePluralsThatIcuSays) {
    for (const auto& language : kLanguageTable) {
        UErrorCode status = U_ZERO_ERROR;
        const std::unique_ptr<icu::PluralRules> rules(
            icu::PluralRules::forLocale(locale_of(language), status));
        ASSERT_TRUE(U_SUCCESS(status));
        const auto same = [&](std::int64_t count) {
            EXPECT_EQ(kPluralWords.at(static_cast<std::size_t>(plural_of(count, language.code))),
                      utf8(rules->select(static_cast<double>(count))))
                << count << " in " << language.code;
        };
        for (std::int64_t count = 0; count <= 200; ++count) same(count);
        for (const std::int64_t count :
             {201, 302, 1'011, 1'021, 99'999, 100'000, 1'000'000, 3'000'000, 7'654'321})
            same(count);
        EXPECT_EQ(plural_of(-1, language.code), plural_of(1, language.code));
    }
}

TEST(Wording, WritesNumbersAsIcuDoes) {
    for (const auto& language : kLanguageTable) {
        UErrorCode status = U_ZERO_ERROR;
        const std::unique_ptr<icu::NumberFormat> plain(
            icu::NumberFormat::createInstance(locale_of(language), status));
        ASSERT_TRUE(U_SUCCESS(status));
        for (const std::int64_t count : {0, 7, 999, 1'000, 1'234, 9'999, 10'000, 123'456, 1'234'567}) {
            icu::UnicodeString text;
            plain->format(count, text);
            EXPECT_EQ(number(count, language.code), utf8(text)) << language.code;
        }
        icu::UnicodeString half;
        plain->format(0.5, half);
        EXPECT_EQ(std::string("0") + decimal_mark(language.code) + '5', utf8(half)) << language.code;
    }
}

TEST(Wording, NamesMonthsAsIcuDoes) {
    for (const auto& language : kLanguageTable) {
        UErrorCode status = U_ZERO_ERROR;
        const icu::DateFormatSymbols symbols(locale_of(language), status);
        std::int32_t count = 0;
        const auto* after_a_day =
            symbols.getMonths(count, icu::DateFormatSymbols::FORMAT, icu::DateFormatSymbols::WIDE);
        ASSERT_EQ(count, 12);
        const auto* alone =
            symbols.getMonths(count, icu::DateFormatSymbols::STANDALONE, icu::DateFormatSymbols::WIDE);
        for (unsigned i = 0; i < 12; ++i) {
            const Date date = std::chrono::sys_days{std::chrono::year{2027} / std::chrono::month{i + 1} / 3};
            EXPECT_EQ(long_date(date, language.code), "3 " + utf8(after_a_day[i]) + " 2027");
            EXPECT_EQ(month(date, language.code), utf8(alone[i]) + " 2027");
        }
    }
}

TEST(Wording, OfDates) {
    EXPECT_EQ(long_date(day("2026-11-21"), "nl"), "21 november 2026");
    EXPECT_EQ(long_date(day("2026-11-21"), "en"), "21 November 2026");
    EXPECT_EQ(long_date(day("2027-03-01"), "nl-simple"), "1 maart 2027");
    EXPECT_EQ(month(day("2027-03-01"), "nl"), "maart 2027");
    EXPECT_EQ(month(day("2026-11-21"), "pl"), "listopad 2026") << "without a day it stands in another case";
    EXPECT_EQ(long_date(day("2026-11-21"), "tr"), "21 Kasım 2026");
    EXPECT_EQ(long_date(day("2026-11-21"), "pl"), "21 listopada 2026");
    EXPECT_EQ(long_date(day("2026-11-21"), "uk"), "21 листопада 2026") << "a sentence has its own full stop";
    EXPECT_EQ(long_date(day("2026-11-21"), "ar"), "21 نوفمبر 2026");
}

TEST(Wording, OfNumbers) {
    EXPECT_EQ(number(0, "nl"), "0");
    EXPECT_EQ(number(671, "nl"), "671");
    EXPECT_EQ(number(1234, "nl"), "1.234");
    EXPECT_EQ(number(1234, "en"), "1,234");
    EXPECT_EQ(number(-1234567, "nl"), "-1.234.567");
    EXPECT_EQ(number(-123, "nl"), "-123");
    EXPECT_EQ(number(INT64_MIN, "en"), "-9,223,372,036,854,775,808");
    EXPECT_EQ(percent(0.437, "nl"), "44%");
    EXPECT_EQ(percent(1, "nl"), "100%");
    EXPECT_EQ(percent(0, "en"), "0%");
    EXPECT_EQ(number(1234567, "tr"), "1.234.567");
    EXPECT_EQ(number(1234567, "pl"), "1\u00a0234\u00a0567");
    EXPECT_EQ(number(1234, "pl"), "1\u00a0234");
    EXPECT_EQ(number(1234, "uk"), "1\u00a0234");
    EXPECT_EQ(number(1234, "ar"), "1,234");
    EXPECT_EQ(percent(0.437, "tr"), "%44");
    EXPECT_EQ(percent(0.437, "ar"), "44%");
    EXPECT_EQ(decimal_mark("pl"), ',');
    EXPECT_EQ(decimal_mark("ar"), '.');
}

}  // namespace
}  // namespace peilpunt::text
