// SPDX-License-Identifier: EUPL-1.2
#include "server/http/request.hpp"

#include <gtest/gtest.h>

namespace peilpunt::http {
namespace {

Request with_field(std::string name, std::string value) {
    Request request;
    request.headers.add(std::move(name), std::move(value));
    return request;
}

TEST(Fields, CompareNamesWithoutCaseAndKeepTheFirst) {
    Fields fields;
    fields.add("X-One", "1");
    fields.add("x-one", "2");
    EXPECT_EQ(fields.get("X-ONE"), "1");
    EXPECT_TRUE(fields.has("x-One"));
    EXPECT_FALSE(fields.has("x-two"));
    EXPECT_EQ(fields.get("x-two"), "");
}

TEST(Fields, CanBeFilledAgainAfterClearing) {
    Fields fields;
    fields.append("A", "1");
    fields.append("B", "2");
    fields.clear();
    EXPECT_TRUE(fields.all().empty());
    fields.append("C", "3");
    ASSERT_EQ(fields.all().size(), 1U);
    EXPECT_EQ(fields.all()[0].first, "C");
    EXPECT_EQ(fields.get("a"), "");
}

TEST(Form, DecodesPairsInOrderAndKeepsRepeats) {
    const auto form = Form::parse("v=a&v=b+c&naam=J%C3%B3&leeg=&kaal&%3D=%26").value();
    EXPECT_EQ(form.get("v"), "a");
    EXPECT_EQ(form.all_of("v"), (std::vector<std::string_view>{"a", "b c"}));
    EXPECT_EQ(form.get("naam"), "J\xc3\xb3");
    EXPECT_TRUE(form.has("leeg"));
    EXPECT_TRUE(form.has("kaal"));
    EXPECT_EQ(form.get("="), "&");
    EXPECT_FALSE(form.has("V"));
}

TEST(Form, RefusesWhatIsNoText) {
    for (const auto* bad : {"a=%", "a=%zz", "a=%00", "a=%ff", "%c3=1"}) EXPECT_FALSE(Form::parse(bad)) << bad;
    std::string many;
    for (int i = 0; i < 1001; ++i) many += "a=1&";
    EXPECT_FALSE(Form::parse(many));
}

TEST(Request, FindsACookieByItsWholeName) {
    const auto request = with_field("Cookie", "xpeilpunt=no; peilpunt=yes;a=b=c");
    EXPECT_EQ(request.cookie("peilpunt"), "yes");
    EXPECT_EQ(request.cookie("a"), "b=c");
    EXPECT_EQ(request.cookie("pei"), "");
}

TEST(Request, KnowsItsOrigin) {
    auto request = with_field("Host", "peilpunt.example:8443");
    EXPECT_EQ(request.origin(), "http://peilpunt.example:8443");
    request.secure = true;
    EXPECT_EQ(request.origin(), "https://peilpunt.example:8443");
}

TEST(Accept, TakesTheMostSpecificRange) {
    struct Row {
        const char* accept;
        double json;
    };
    for (const auto& row :
         {Row{"", 1}, Row{"*/*", 1}, Row{"application/json", 1}, Row{"application/*;q=0.5", 0.5},
          Row{"text/html", 0}, Row{"*/*, application/json;q=0", 0},
          Row{"application/json;q=0.3, */*;q=0.9", 0.3}, Row{"Application/JSON ; charset=utf-8 ; q=0.7", 0.7},
          Row{"application/json;q=nonsense", 0}, Row{"text/html,application/xhtml+xml,*/*;q=0.8", 0.8}}) {
        EXPECT_DOUBLE_EQ(accept_quality(row.accept, "application/json"), row.json) << row.accept;
    }
}

TEST(RequireJson, AnswersWrongTypesBothWays) {
    const auto status = [](const char* type, const char* accept) {
        Request request;
        if (*type != '\0') request.headers.add("Content-Type", type);
        if (*accept != '\0') request.headers.add("Accept", accept);
        const auto reply = require_json(request);
        return reply ? reply->status : 0;
    };
    EXPECT_EQ(status("application/json", ""), 0);
    EXPECT_EQ(status("application/json; charset=UTF-8", "application/json"), 0);
    EXPECT_EQ(status("", ""), 415);
    EXPECT_EQ(status("text/plain", ""), 415);
    EXPECT_EQ(status("application/json; charset=latin1", ""), 415);
    EXPECT_EQ(status("application/json", "text/html"), 406);
}

TEST(Cookie, IsForThisHostOnlyAndOutOfReachOfScripts) {
    Reply reply;
    set_cookie(reply, session_cookie_name(true), "abc", true, std::chrono::hours(8));
    EXPECT_EQ(reply.headers.get("set-cookie"),
              "__Host-peilpunt=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=28800; Secure");
    Reply plain;
    set_cookie(plain, session_cookie_name(false), "", false, std::chrono::seconds(0));
    EXPECT_EQ(plain.headers.get("set-cookie"), "peilpunt=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
}

TEST(Query, IsEncodedForUseInAnotherAddress) {
    EXPECT_EQ(encode_query("/raad?a=b&c=\xc3\xa9"), "/raad%3Fa%3Db%26c%3D%C3%A9");
}

TEST(Form, LeavesOutWhatNoTextHasAndSaysWhere) {
    const auto form = Form::parse_typed("a=De+l%00amp%0B+is%0D%0A&b=heel&c=%FFx%C3&d=%E2%82%AC%7F").value();
    EXPECT_EQ(form.get("a"), "De lamp is\r\n");
    EXPECT_EQ(form.get("b"), "heel");
    EXPECT_EQ(form.get("c"), "x");
    EXPECT_EQ(form.get("d"), "€");
    EXPECT_EQ(form.damaged(), (std::vector<std::string>{"a", "c", "d"}));
    EXPECT_FALSE(Form::parse("a=l%00amp")) << "what nobody typed is refused whole";
    EXPECT_FALSE(Form::parse_typed("a=%zz"));
}

}  // namespace
}  // namespace peilpunt::http
