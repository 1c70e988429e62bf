// SPDX-License-Identifier: EUPL-1.2
// Codes, numbers and dates in pages that are read from right to left, and in the digits of other scripts.
#include <gmock/gmock.h>

#include <regex>

#include "tests/web/page_check.hpp"

namespace peilpunt::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

/// The digits of a text as an Arabic keyboard gives them, with a mark of direction after every group.
std::string in_arabic(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == ' ')
            out += "\u200e\u00a0";
        else
            out += std::string("\xd9") + static_cast<char>(0xa0 + c - '0');
    }
    return out;
}

class RightToLeft : public testing::Test {
  protected:
    std::string page(const std::string& path, const std::string& language = "ar") {
        return PageFixture::body(pages_.get(path, {{"taal", language}}));
    }
    std::string code() {
        return pages_.app()
            .submit_response(pages_.server().response(), pages_.server().web())
            .value()
            .receipt.grouped();
    }
    PageFixture pages_;
};

TEST_F(RightToLeft, TheCodeThatIsFollowedIsKeptApart) {
    const auto given = code();
    const auto html = PageFixture::body(pages_.post("/volg", {{"code", given}}));
    EXPECT_THAT(html, HasSubstr("<bdi dir=\"ltr\">" + given + "</bdi>"));
    EXPECT_THAT(html, HasSubstr("<a href=\"tel:08000113\"><bdi dir=\"ltr\">0800-0113</bdi></a>"));
    EXPECT_THAT(page("/volg"),
                HasSubstr("id=\"code\" name=\"code\" inputmode=\"numeric\" autocomplete=\"off\" "
                          "dir=\"ltr\""));
}

TEST_F(RightToLeft, DatesAndNumbersAreKeptApartInEverySentence) {
    const auto html = page("/peiling/fietsen");
    EXPECT_THAT(html, HasSubstr("\u206830 "));
    EXPECT_THAT(html, HasSubstr("\u206818 "));
    // A date that stands in no isolate: none is left.
    EXPECT_FALSE(std::regex_search(html, std::regex("[^\xa8]30 \xd9[\x80-\xbf]"))) << html;
    EXPECT_THAT(page("/peiling/fietsen", "nl"), Not(HasSubstr("\u2068")));
}

TEST_F(RightToLeft, ACodeIsReadInTheDigitsOfAnyScript) {
    const auto given = code();
    const auto same = pages_.post("/volg", {{"code", in_arabic(given)}});
    EXPECT_EQ(same.status, 200);
    EXPECT_THAT(PageFixture::body(same), HasSubstr(given)) << "and shown as it was given";
}

TEST_F(RightToLeft, APhoneNumberIsReadInTheDigitsOfAnyScript) {
    const Pairs wish{{"oud", "16"}, {"telefoon", in_arabic("06 12345678")}, {"gemeente", "GM0453"}};
    EXPECT_LT(pages_.post("/meedoen", wish).status, 400);
    ASSERT_EQ(pages_.server().store().contacts().size(), 1U);
    const Pairs words{{"oud", "16"}, {"telefoon", "nul zes"}, {"gemeente", "GM0453"}};
    EXPECT_EQ(pages_.post("/meedoen", words).status, 400);
}

}  // namespace
}  // namespace peilpunt::tests
