// SPDX-License-Identifier: EUPL-1.2
#include "shared/model/digits.hpp"

#include <gtest/gtest.h>

#include "shared/model/receipt.hpp"

using peilpunt::plain_digits;
using peilpunt::Receipt;

TEST(PlainDigits, AreTheSameInEveryScript) {
    struct Row {
        const char* name;
        const char* typed;
        const char* plain;
    };
    const Row rows[] = {
        {"ASCII", "0123456789", "0123456789"},
        {"Arabic-Indic", "٠١٢٣٤٥٦٧٨٩", "0123456789"},
        {"extended Arabic-Indic", "۰۱۲۳۴۵۶۷۸۹", "0123456789"},
        {"full width", "０１２３４５６７８９", "0123456789"},
        {"Devanagari", "०१२३४५६७८९", "0123456789"},
        {"Thai", "๐๑๒๓๔๕๖๗๘๙", "0123456789"},
        {"bold and double-struck, behind each other", "𝟎𝟗𝟘𝟡", "0909"},
        {"outside the first plane", "𞥐𞥙", "09"},
        {"no-break and narrow blanks", "1\u00a02\u202f3\u30004\u20285", "1 2 3 4 5"},
        {"dashes", "1\u20102\u20133\u20144\u22125\u2212\uff0d6", "1-2-3-4-5--6"},
        {"marks of direction", "\u200e1\u200f2\u202a3\u202c\u20664\u2069\u061c5", "12345"},
        {"without width", "1\u200b2\u200d3\u20604\ufeff5\u00ad6", "123456"},
        {"letters and signs stay", "+31 (0)6 é½٪", "+31 (0)6 é½٪"},
        {"half a character", "1\xd9", "1\xd9"},
        {"nothing", "", ""},
    };
    for (const auto& row : rows) EXPECT_EQ(plain_digits(row.typed), row.plain) << row.name;
}

TEST(PlainDigits, OfACodeAreReadHoweverTheyWereTyped) {
    const auto code = Receipt::from_number(481072639505123);
    const auto& digits = code.digits();
    for (const std::string between : {" ", "\u00a0", "\u202f", "-", "\u2013", ".", "\u200e ", "\u200f"}) {
        std::string arabic;
        for (std::size_t i = 0; i < digits.size(); ++i) {
            if (i > 0 && i % 4 == 0) arabic += between;
            arabic += "\xd9";
            arabic += static_cast<char>(0xa0 + digits[i] - '0');
        }
        const auto read = Receipt::parse("\u2068" + arabic + "\u2069");
        ASSERT_TRUE(read) << arabic;
        EXPECT_EQ(*read, code);
    }
    EXPECT_FALSE(Receipt::parse("481072639505123½"));
}
