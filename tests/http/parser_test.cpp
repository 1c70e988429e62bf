// SPDX-License-Identifier: EUPL-1.2
#include "server/http/parser.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "tests/http/corpus.hpp"
#include "tests/http/serving.hpp"

namespace peilpunt::http {
namespace {

using State = RequestParser::State;

const std::string kPost = "POST /echo?a=b HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n";

Head judged(std::string_view bytes) {
    Head head;
    EXPECT_FALSE(check_head(bytes, Limits{}, head));
    return head;
}

TEST(Parser, FillsTheRequestAndLeavesWhatIsBehindIt) {
    Request request;
    RequestParser parser(request);
    for (int turn = 0; turn < 2; ++turn) {
        ASSERT_EQ(parser.take_head(kPost, judged(kPost), 3), State::more);
        EXPECT_EQ(parser.body_left(), 3U);
        std::string_view rest = "abcGET";
        EXPECT_EQ(parser.take_body(rest), State::done);
        EXPECT_EQ(rest, "GET");
        EXPECT_EQ(request.method, Method::post);
        EXPECT_EQ(request.target, "/echo?a=b");
        EXPECT_EQ(request.headers.get("host"), "a");
        EXPECT_EQ(request.headers.all().size(), 2U);
        EXPECT_EQ(request.body, "abc");
    }
}

TEST(Parser, HoldsABodyToItsLimit) {
    Request request;
    RequestParser parser(request);
    EXPECT_EQ(parser.take_head(kPost, judged(kPost), 2), State::too_large);
    const std::string chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    ASSERT_EQ(parser.take_head(chunked, judged(chunked), 4), State::more);
    std::string_view chunks = "2\r\nab\r\n3\r\ncde";
    EXPECT_EQ(parser.take_body(chunks), State::too_large);
    EXPECT_EQ(request.body, "ab");
}

// Whatever the gate may read otherwise than the parser, the request is not believed.
TEST(Parser, RefusesAHeadThatTheGateReadOtherwise) {
    struct Row {
        const char* name;
        std::function<void(Head&)> change;
    };
    for (const auto& row : {
             Row{"method", [](Head& head) { head.method = Method::put; }},
             Row{"HEAD", [](Head& head) { head.is_head = true; }},
             Row{"version", [](Head& head) { head.http10 = true; }},
             Row{"target", [](Head& head) { head.target = "/echo?a=c"; }},
             Row{"number of fields", [](Head& head) { ++head.fields; }},
             Row{"bytes of fields", [](Head& head) { ++head.field_bytes; }},
             Row{"length", [](Head& head) { head.content_length = 4; }},
             Row{"no body", [](Head& head) { head.content_length = 0; }},
             Row{"chunked", [](Head& head) { head.chunked = true; }},
         }) {
        Request request;
        RequestParser parser(request);
        auto head = judged(kPost);
        EXPECT_EQ(parser.take_head(kPost, head, 100), State::more) << row.name;
        row.change(head);
        EXPECT_EQ(parser.take_head(kPost, head, 100), State::refused) << row.name;
    }
}

// What Beast alone would let pass; the gate stands in front of it.
TEST(Parser, RefusesTrailersExtensionsAndWhatIsNoHead) {
    const std::string chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (const std::string_view body :
         {"3;a=b\r\nabc\r\n0\r\n\r\n", "3\r\nabc\r\n0\r\nCookie: a=b\r\n\r\n"}) {
        Request request;
        RequestParser parser(request);
        ASSERT_EQ(parser.take_head(chunked, judged(chunked), 100), State::more);
        auto rest = body;
        EXPECT_EQ(parser.take_body(rest), State::refused) << body;
        EXPECT_FALSE(request.headers.has("cookie"));
    }
    Request request;
    RequestParser parser(request);
    const auto head = judged(kPost);
    EXPECT_EQ(parser.take_head(kPost.substr(0, kPost.size() - 2), head, 100), State::refused) << "half";
    EXPECT_EQ(parser.take_head(kPost + "abc", head, 100), State::refused) << "more than a head";
    EXPECT_EQ(parser.take_head("nonsense\r\n\r\n", head, 100), State::refused);
}

TEST_F(ServerTest, ADisagreementOfGateAndParserIsA400AndNeverASecondRequest) {
    // A gate that sees a body where the parser sees the next request, as smuggling has it.
    options_.gate = [](std::string_view bytes, const Limits& limits, Head& head) {
        auto refusal = check_head(bytes, limits, head);
        if (head.target == "/echo") head.content_length = 0;
        if (head.target == "/path/x") head.chunked = true;
        return refusal;
    };
    start();
    for (const auto& first : {post("/echo", get("/secret")), get("/path/x")}) {
        Wire wire(server_->port());
        wire.send(get("/") + first + get("/secret"));
        EXPECT_EQ(wire.answer().body, "home");
        const auto all = wire.rest();
        EXPECT_TRUE(all.starts_with("HTTP/1.1 400 ")) << all.substr(0, 40);
        EXPECT_NE(all.find("Connection: close\r\n"), std::string::npos);
        EXPECT_EQ(all.find("HTTP/1.1", 1), std::string::npos) << "answered twice";
    }
    EXPECT_EQ(secrets_, 0);
    EXPECT_EQ(echoes_, 0);
    EXPECT_EQ(server_->metrics().refused, 2U);
}

}  // namespace
}  // namespace peilpunt::http
