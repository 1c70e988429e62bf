// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>
#include <zlib.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "server/http/reply_writer.hpp"
#include "server/http/response.hpp"

namespace peilpunt::http {
namespace {

struct Written {
    std::string head;
    std::string body;
    bool has(std::string_view line) const { return head.find(line) != std::string::npos; }
};

Written write(const Reply& reply, const Request* request = nullptr, Exchange exchange = {}) {
    exchange.date = "Sat, 21 Nov 2026 13:45:00 GMT";
    exchange.api_version = "1.0.0";
    ReplyWriter writer;
    writer.begin(exchange, request, reply);
    Written written;
    while (!writer.done()) {  // a socket that takes few bytes at a time
        const auto piece = writer.rest().front().substr(0, 7);
        written.head += piece;
        writer.consume(piece.size());
    }
    const auto end = written.head.find("\r\n\r\n") + 4;
    written.body = written.head.substr(end);
    written.head.resize(end);
    EXPECT_EQ(written.body.size(), writer.body_size());
    return written;
}

std::string gunzip(const std::string& bytes) {
    z_stream stream{};
    EXPECT_EQ(inflateInit2(&stream, 31), Z_OK);
    std::string out(1 << 20, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

TEST(Compose, GivesPagesTheirPolicies) {
    const auto written = write(Reply::html("<p>"));
    EXPECT_TRUE(written.head.starts_with("HTTP/1.1 200 OK\r\nDate: Sat, 21 Nov 2026 13:45:00 GMT\r\n"));
    for (const auto* line :
         {"Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self';",
          "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'",
          "X-Content-Type-Options: nosniff\r\n", "X-Frame-Options: DENY\r\n",
          "Referrer-Policy: same-origin\r\n", "Cache-Control: no-store\r\n",
          "Content-Type: text/html; charset=utf-8\r\n", "Content-Length: 3\r\n"}) {
        EXPECT_TRUE(written.has(line)) << line;
    }
    EXPECT_FALSE(written.has("unsafe"));
    EXPECT_FALSE(written.has("API-Version"));
    EXPECT_FALSE(written.has("Strict-Transport-Security"));
    EXPECT_FALSE(written.has("Connection"));
    EXPECT_TRUE(written.head.ends_with("\r\n\r\n"));
    EXPECT_EQ(written.body, "<p>");
}

TEST(Compose, GivesTheApiItsVersionAndPolicies) {
    Exchange exchange;
    exchange.api = exchange.secure = exchange.close = true;
    const auto written = write(Reply::json("{}", 201), nullptr, exchange);
    for (const auto* line :
         {"HTTP/1.1 201 Created\r\n", "API-Version: 1.0.0\r\n", "Cache-Control: no-store\r\n",
          "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n",
          "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n",
          "X-Content-Type-Options: nosniff\r\n", "X-Frame-Options: DENY\r\n",
          "Content-Type: application/json\r\n", "Connection: close\r\n"}) {
        EXPECT_TRUE(written.has(line)) << line;
    }
}

TEST(Compose, LeavesOutTheBodyForHeadButNotItsLength) {
    Exchange exchange;
    exchange.head_only = true;
    const auto written = write(Reply::html("12345"), nullptr, exchange);
    EXPECT_TRUE(written.has("Content-Length: 5\r\n"));
    EXPECT_EQ(written.body, "");
}

TEST(Compose, LetsAReplySetItsOwnCachingAndPolicy) {
    auto reply = Reply::html("x");
    reply.headers.add("Cache-Control", "max-age=60");
    reply.headers.add("Content-Security-Policy", "default-src 'self'");
    const auto written = write(reply);
    EXPECT_TRUE(written.has("Cache-Control: max-age=60\r\n"));
    EXPECT_FALSE(written.has("no-store"));
    EXPECT_FALSE(written.has("default-src 'none'"));
}

TEST(Compose, RefusesALineBreakInAField) {
    auto reply = Reply::redirect("/a\r\nSet-Cookie: x=y");
    EXPECT_THROW(write(reply), std::invalid_argument);
}

TEST(Compose, ChoosesTheStoredFormThatTheClientCanRead) {
    const std::string bytes(5000, 'a');
    const auto ready =
        std::make_shared<ReadyBytes>(*make_ready("text/css", bytes, "max-age=31536000, immutable"));
    ready->brotli = "as the build made it";
    struct Row {
        const char* accept;
        const char* encoding;
    };
    for (const auto& row :
         {Row{"", ""}, Row{"gzip", "gzip"}, Row{"gzip, br", "br"}, Row{"br;q=0, gzip", "gzip"},
          Row{"gzip;q=1, br;q=0.5", "gzip"}, Row{"deflate", ""}, Row{"GZIP", "gzip"}, Row{"gzip;q=0", ""}}) {
        EXPECT_EQ(choose_encoding(row.accept, *ready), row.encoding) << row.accept;
        Request request;
        request.headers.add("Accept-Encoding", row.accept);
        const auto written = write(Reply::from(ready), &request);
        EXPECT_TRUE(written.has("Vary: Accept-Encoding\r\n"));
        EXPECT_TRUE(written.has("Cache-Control: max-age=31536000, immutable\r\n"));
        EXPECT_EQ(written.has("Content-Encoding: "), *row.encoding != '\0') << row.accept;
        if (std::string_view(row.encoding) == "gzip") {
            EXPECT_EQ(gunzip(written.body), bytes);
        }
    }
}

TEST(Compose, AnswersNotModifiedForTheSameFormOnly) {
    const auto ready = make_ready("text/css", std::string(5000, 'a'), "no-cache");
    const auto gzip_tag = ready->etag.substr(0, ready->etag.size() - 1) + "-gz\"";
    const auto status = [&](const std::string& accept, const std::string& tag) {
        Request request;
        request.headers.add("Accept-Encoding", accept);
        request.headers.add("If-None-Match", tag);
        const auto written = write(Reply::from(ready), &request);
        EXPECT_TRUE(written.has("ETag: "));
        if (written.has("304 Not Modified")) {
            EXPECT_EQ(written.body, "");
            EXPECT_FALSE(written.has("Content-Length"));
            EXPECT_FALSE(written.has("Content-Encoding"));
            return 304;
        }
        return 200;
    };
    EXPECT_EQ(status("", ready->etag), 304);
    EXPECT_EQ(status("", "\"x\", W/" + ready->etag), 304);
    EXPECT_EQ(status("", "*"), 304);
    EXPECT_EQ(status("gzip", gzip_tag), 304);
    EXPECT_EQ(status("gzip", ready->etag), 200);
    EXPECT_EQ(status("", gzip_tag), 200);
    EXPECT_EQ(status("", "\"x\""), 200);
}

TEST(Ready, KeepsNoCompressedFormThatSavesNothing) {
    EXPECT_TRUE(make_ready("text/plain", "short", "no-cache")->gzip.empty());
    std::string noise;
    unsigned state = 1;
    for (int i = 0; i < 4000; ++i) noise += static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
    const auto ready = make_ready("image/png", noise, "no-cache");
    EXPECT_TRUE(ready->gzip.empty());
    EXPECT_NE(ready->etag, make_ready("image/png", noise + "x", "no-cache")->etag);
}

TEST(Problem, NamesEveryFault) {
    const auto reply = Reply::problem(Error{
        ErrorCode::invalid, "Er klopt iets niet.", {{"antwoorden.v1", "ontbreekt", "Kies een antwoord."}}});
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(reply.content_type, "application/problem+json");
    const auto json = nlohmann::json::parse(reply.body);
    EXPECT_EQ(json["status"], 400);
    EXPECT_EQ(json["title"], "Ongeldige invoer");
    EXPECT_EQ(json["detail"], "Er klopt iets niet.");
    EXPECT_EQ(json["fouten"][0]["veld"], "antwoorden.v1");
    EXPECT_EQ(json["fouten"][0]["code"], "ontbreekt");
    EXPECT_EQ(json["fouten"][0]["melding"], "Kies een antwoord.");
}

TEST(Problem, TellsNothingOfABug) {
    const auto reply = Reply::problem(Error{ErrorCode::internal, "no such column: antwoord"});
    EXPECT_EQ(reply.status, 500);
    EXPECT_EQ(reply.body.find("column"), std::string::npos);
}

TEST(Problem, FitsEveryErrorCode) {
    struct Row {
        ErrorCode code;
        int status;
    };
    for (const auto& row :
         {Row{ErrorCode::invalid, 400}, Row{ErrorCode::not_found, 404}, Row{ErrorCode::conflict, 409},
          Row{ErrorCode::closed, 409}, Row{ErrorCode::too_large, 413}, Row{ErrorCode::unauthorized, 401},
          Row{ErrorCode::forbidden, 403}, Row{ErrorCode::busy, 503}, Row{ErrorCode::storage_full, 503},
          Row{ErrorCode::storage_failed, 503}, Row{ErrorCode::damaged, 400}, Row{ErrorCode::unsupported, 400},
          Row{ErrorCode::internal, 500}}) {
        const auto reply = Reply::problem(Error{row.code, "x"});
        EXPECT_EQ(reply.status, row.status);
        EXPECT_EQ(reply.headers.has("Retry-After"), row.status == 503);
    }
}

TEST(HttpDate, IsTheFixedFormat) {
    EXPECT_EQ(http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(http_date(1709164800), "Thu, 29 Feb 2024 00:00:00 GMT");
}

}  // namespace
}  // namespace peilpunt::http
