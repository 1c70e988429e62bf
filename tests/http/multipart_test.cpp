// SPDX-License-Identifier: EUPL-1.2
#include "server/http/multipart.hpp"

#include <gtest/gtest.h>

#include "server/http/access.hpp"

using namespace peilpunt;
using http::Multipart;

namespace {

constexpr const char* kType = "multipart/form-data; boundary=----x1";

std::string part(const std::string& head, const std::string& body) {
    return "------x1\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + body + "\r\n";
}
const std::string kEnd = "------x1--\r\n";

TEST(Multipart, GivesTextsAndFiles) {
    const auto body = part("name=\"naam\"", "Velsen") +
                      part("name=\"logo\"; filename=\"a.png\"\r\nContent-Type: image/png",
                           std::string("\x89P\0\r\n--", 7)) +
                      part("name=\"leeg\"; filename=\"\"", "") + kEnd;
    const auto form = Multipart::parse(kType, body);
    ASSERT_TRUE(form);
    EXPECT_EQ(form->get("naam"), "Velsen");
    EXPECT_EQ(form->get("logo"), "");
    ASSERT_EQ(form->files("logo").size(), 1U);
    EXPECT_EQ(form->files("logo")[0]->bytes, std::string_view("\x89P\0\r\n--", 7));
    EXPECT_EQ(form->files("logo")[0]->file_name, "a.png");
    EXPECT_TRUE(form->files("leeg").empty());
}

TEST(Multipart, AFileNameIsNotTakenForTheName) {
    const auto form = Multipart::parse(kType, part("filename=\"x\"; name=\"logo\"", "1") + kEnd);
    ASSERT_TRUE(form);
    EXPECT_EQ(form->files("logo").size(), 1U);
}

struct Wrong {
    const char* name;
    std::string type, body;
};
const Wrong kWrong[] = {
    {"AnotherType", "application/x-www-form-urlencoded", part("name=\"a\"", "1") + kEnd},
    {"NoBoundary", "multipart/form-data", part("name=\"a\"", "1") + kEnd},
    {"ABoundaryWithALineEnd", "multipart/form-data; boundary=\"a\r\nb\"", part("name=\"a\"", "1") + kEnd},
    {"NoEnd", kType, part("name=\"a\"", "1")},
    {"CutOff", kType, "------x1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1"},
    {"NoName", kType, part("", "1") + kEnd},
    {"TextThatIsNotUtf8", kType, part("name=\"a\"", "\xff\xfe") + kEnd},
    {"ANul", kType, part("name=\"a\"", std::string("a\0b", 3)) + kEnd},
    {"SomethingBefore", kType, "x" + part("name=\"a\"", "1") + kEnd},
    {"AHeadWithoutEnd", kType, part("name=\"a\"" + std::string(3000, 'x'), "1") + kEnd},
    {"Empty", kType, ""},
};
class WrongMultipart : public testing::TestWithParam<Wrong> {};
TEST_P(WrongMultipart, IsRefused) { EXPECT_FALSE(Multipart::parse(GetParam().type, GetParam().body)); }
INSTANTIATE_TEST_SUITE_P(All, WrongMultipart, testing::ValuesIn(kWrong),
                         [](const auto& information) { return std::string(information.param.name); });

TEST(Multipart, HasAtMost64Parts) {
    std::string body;
    for (int i = 0; i < 65; ++i) body += part("name=\"a\"", "1");
    EXPECT_FALSE(Multipart::parse(kType, body + kEnd));
}

TEST(Multipart, TheTokenOfASessionIsFoundInIt) {
    http::Request request;
    request.method = http::Method::post;
    request.visitor = http::Visitor{"geheim", nullptr};
    request.headers.add("Content-Type", kType);
    request.headers.add("Sec-Fetch-Site", "same-origin");
    request.body = part("name=\"csrf\"", "geheim") + kEnd;
    EXPECT_TRUE(http::passes_guard(http::Guard::token, request));
    request.body = part("name=\"csrf\"", "anders") + kEnd;
    EXPECT_FALSE(http::passes_guard(http::Guard::token, request));
    request.body = part("name=\"csrf\"; filename=\"x\"", "geheim") + kEnd;
    EXPECT_FALSE(http::passes_guard(http::Guard::token, request)) << "a file is no field";
}

}  // namespace
