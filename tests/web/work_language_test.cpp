// SPDX-License-Identifier: EUPL-1.2
#include "server/web/work_language.hpp"

#include <gmock/gmock.h>

#include "shared/model/languages.hpp"
#include "tests/web/page_check.hpp"

namespace peilpunt::tests {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

http::Request asking(std::string_view path, std::string accept, std::string cookie = {},
                     const Pairs& query = {}) {
    http::Request request;
    request.path = path;
    request.target = std::string(path) + (query.empty() ? "" : '?' + encode(query));
    request.query = http::Form::parse(encode(query)).value();
    if (!accept.empty()) request.headers.add("Accept-Language", std::move(accept));
    if (!cookie.empty()) request.headers.add("Cookie", std::move(cookie));
    return request;
}

TEST(WorkLanguage, IsWhatWasChosenOrElseWhatTheBrowserLikesBest) {
    struct Row {
        const char *accept, *cookie, *asked, *language;
    };
    const Row rows[] = {{"", "", "", "nl"},
                        {"en-US,en;q=0.9", "", "", "en"},
                        {"EN", "", "", "en"},
                        {"nl-NL,nl;q=0.9,en;q=0.8", "", "", "nl"},
                        {"de, en;q=0.5, nl;q=0.4", "", "", "en"},
                        {"de,fr", "", "", "nl"},
                        {"en;q=0", "", "", "nl"},
                        {"tr,uk", "", "", "nl"},
                        {",;;-,q=", "", "", "nl"},
                        {"nl", "taal=en", "", "en"},
                        {"nl", "taal=ar", "", "nl"},
                        {"en", "taal=nl", "", "nl"},
                        {"en", "taal=nl", "en", "en"},
                        {"en", "", "uk", "en"}};
    for (const auto& row : rows) {
        const Pairs query = *row.asked ? Pairs{{"taal", row.asked}} : Pairs{};
        EXPECT_EQ(web::work_language(asking("/raad", row.accept, row.cookie, query)), row.language)
            << row.accept << " | " << row.cookie << " | " << row.asked;
    }
}

TEST(WorkLanguage, IsSpokenByEveryPageOfTheWorkspace) {
    PageFixture pages;
    for (const auto* path : {"/raad/aanmelden", "/raad", "/raad/peilingen", "/raad/signalen", "/raad/inzicht",
                             "/beheer/kiosken"}) {
        const auto who =
            path == std::string("/raad/aanmelden") ? std::nullopt : std::optional(pages.visitor("RG01"));
        const auto html = PageFixture::body(pages.ask(asking(path, "en-GB"), who));
        EXPECT_THAT(html, HasSubstr("<html lang=\"en\">")) << path;
        EXPECT_THAT(html, HasSubstr("Workspace of the participation council")) << path;
        EXPECT_THAT(html, HasSubstr("hreflang=\"nl\">Nederlands</a>")) << path;
        EXPECT_THAT(html, Not(ContainsRegex(">(Signalen|Peilingen|Aanmelden|Inzicht|Hele regio)<"))) << path;
        EXPECT_THAT(PageFixture::body(pages.ask(asking(path, ""), who)), HasSubstr("<html lang=\"nl\">"))
            << path;
    }
}

TEST(WorkLanguage, IsKeptByTheBrowserThatAskedForIt) {
    PageFixture pages;
    const auto chosen =
        pages.ask(asking("/raad/aanmelden", "nl", {}, {{"taal", "en"}, {"naar", "/raad?a=b"}}));
    EXPECT_THAT(std::string(chosen.headers.get("set-cookie")), HasSubstr("taal=en; Path=/; HttpOnly"));
    EXPECT_THAT(PageFixture::body(chosen), HasSubstr("href=\"/raad/aanmelden?taal=nl&amp;naar="))
        << "the link keeps what else was asked";
    for (const auto* asked : {"uk", "xx", "en\r\nX: y"})
        EXPECT_EQ(pages.ask(asking("/raad/aanmelden", "nl", {}, {{"taal", asked}})).headers.get("set-cookie"),
                  "")
            << asked;
    EXPECT_EQ(pages.ask(asking("/raad/aanmelden", "en")).headers.get("set-cookie"), "");
    EXPECT_EQ(pages.ask(asking("/velsen", "en", {}, {{"taal", "en"}})).headers.get("set-cookie"), "")
        << "residents get no cookie";
}

}  // namespace
}  // namespace peilpunt::tests
