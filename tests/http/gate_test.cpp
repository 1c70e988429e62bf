// SPDX-License-Identifier: EUPL-1.2
#include "server/http/gate.hpp"

#include <gtest/gtest.h>

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "tests/http/corpus.hpp"

namespace peilpunt::http {
namespace {

struct Verdict {
    int status = 0;  // of the refusal; 0: whole and accepted; -1: wants more
    std::string body{};
    std::size_t rest = 0;  // bytes that belong to the next request
    bool operator==(const Verdict&) const = default;
};

// A reader as the session is one, with bytes coming in pieces.
class Reader {
  public:
    Verdict take(std::string_view piece) {
        bytes_ += piece;
        while (verdict_.status == -1) {
            if (!in_body_ && !take_head()) break;
            if (in_body_ && !take_body()) break;
        }
        return verdict_;
    }

  private:
    bool take_head() {
        const auto found = scanner_.scan(bytes_, limits_);
        if (found.refusal) return refuse(found.refusal->status);
        if (found.length == 0) return false;
        if (const auto refusal =
                check_head(std::string_view(bytes_).substr(0, found.length), limits_, head_)) {
            return refuse(refusal->status);
        }
        const auto mark = head_.target.find('?');
        if (!decode_path(head_.target.substr(0, mark))) return refuse(400);
        if (mark != std::string_view::npos && !Form::parse(head_.target.substr(mark + 1))) return refuse(400);
        if (head_.content_length > limits_.default_body) return refuse(413);
        bytes_.erase(0, found.length);
        in_body_ = true;
        return true;
    }

    bool take_body() {
        if (head_.chunked) {
            std::string_view view = bytes_;
            const auto state = chunks_.feed(view, verdict_.body, limits_.default_body);
            bytes_.erase(0, bytes_.size() - view.size());
            if (state == ChunkedBody::State::refused) return refuse(400);
            if (state == ChunkedBody::State::too_large) return refuse(413);
            if (state == ChunkedBody::State::more) return false;
        } else {
            if (bytes_.size() < head_.content_length) return false;
            verdict_.body = bytes_.substr(0, head_.content_length);
            bytes_.erase(0, head_.content_length);
        }
        verdict_.status = 0;
        verdict_.rest = bytes_.size();
        return true;
    }

    bool refuse(int status) {
        verdict_ = {status, {}, 0};
        return true;
    }

    const Limits limits_;
    std::string bytes_;
    HeadScanner scanner_;
    Head head_;
    ChunkedBody chunks_;
    bool in_body_ = false;
    Verdict verdict_{-1, {}, 0};
};

Verdict read(const std::string& bytes) { return Reader().take(bytes); }

TEST(Gate, RefusesEveryRowOfTheCorpusWithItsStatus) {
    for (const auto& row : must_refuse()) EXPECT_EQ(read(row.bytes).status, row.status) << row.name;
}

TEST(Gate, LetsEveryLegalRowPass) {
    for (const auto& row : legal()) {
        const auto verdict = read(row.bytes);
        EXPECT_EQ(verdict.status, 0) << row.name;
        EXPECT_EQ(verdict.rest, 0U) << row.name;
    }
}

TEST(Gate, SaysTheSameWhereverTheBytesAreCut) {
    for (const auto& rows : {must_refuse(), legal()}) {
        for (const auto& row : rows) {
            const auto whole = read(row.bytes);
            const std::size_t step = row.bytes.size() > 4096 ? 61 : 1;
            for (std::size_t cut = 1; cut < row.bytes.size(); cut += step) {
                Reader reader;
                const auto first = reader.take(std::string_view(row.bytes).substr(0, cut));
                const auto second = reader.take(std::string_view(row.bytes).substr(cut));
                ASSERT_EQ(second.status, whole.status) << row.name << " cut at " << cut;
                ASSERT_EQ(second.body, whole.body) << row.name << " cut at " << cut;
                ASSERT_TRUE(first.status == -1 || first.status == whole.status)
                    << row.name << " cut at " << cut;
            }
        }
    }
}

TEST(Gate, SaysTheSameByteByByte) {
    for (const auto& rows : {must_refuse(), legal()}) {
        for (const auto& row : rows) {
            Reader reader;
            Verdict last;
            for (const char c : row.bytes) last = reader.take(std::string_view(&c, 1));
            EXPECT_EQ(last.status, row.status) << row.name;
        }
    }
}

TEST(Gate, RefusesABareLineFeedBeforeTheHeadIsWhole) {
    EXPECT_EQ(read("GET / HTTP/1.1\n").status, 400);
    EXPECT_EQ(read("GET / HTTP/1.1\r\nHost: a\n").status, 400);
}

TEST(Gate, AcceptsAHeadOfExactlyTheLimit) {
    const std::string start = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
    EXPECT_EQ(read(start + std::string(8192 - start.size() - 4, 'a') + "\r\n\r\n").status, 0);
    EXPECT_EQ(read(start + std::string(8193 - start.size() - 4, 'a') + "\r\n\r\n").status, 431);
}

TEST(Gate, JoinsChunks) {
    const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    const auto verdict = read(head + "3\r\nabc\r\na\r\n0123456789\r\n0\r\n\r\nGET");
    EXPECT_EQ(verdict.body, "abc0123456789");
    EXPECT_EQ(verdict.rest, 3U);
}

TEST(Gate, ReadsWhatTheConnectionFieldAsks) {
    struct Row {
        const char* version;
        const char* field;
        bool keep;
    };
    for (const auto& row : {Row{"1.1", "", true}, Row{"1.1", "Connection: close\r\n", false},
                            Row{"1.1", "Connection: x, Close\r\n", false}, Row{"1.0", "", false},
                            Row{"1.0", "Connection: Keep-Alive\r\n", true},
                            Row{"1.0", "Connection: keep-alive, close\r\n", false}}) {
        const auto bytes = std::string("GET / HTTP/") + row.version + "\r\nHost: a\r\n" + row.field + "\r\n";
        Head head;
        ASSERT_FALSE(check_head(bytes, Limits{}, head));
        EXPECT_EQ(head.keep_alive, row.keep) << row.version << ' ' << row.field;
    }
}

// Another parser as a witness: what we let pass, Beast reads as the same one message.
TEST(Gate, AgreesWithBeastOnWhatItLetsPass) {
    namespace beast_http = boost::beast::http;
    for (const auto& row : legal()) {
        beast_http::request_parser<beast_http::string_body> parser;
        parser.eager(true);
        boost::system::error_code error;
        const auto used = parser.put(boost::asio::buffer(row.bytes), error);
        ASSERT_TRUE(!error && parser.is_done()) << row.name << ": " << error.message();
        EXPECT_EQ(used, row.bytes.size()) << row.name;
        EXPECT_EQ(parser.get().body(), read(row.bytes).body) << row.name;
    }
}

TEST(Decode, TurnsAPathIntoText) {
    EXPECT_EQ(decode_path("/"), "/");
    EXPECT_EQ(decode_path("/caf%C3%A9/a+b"), "/caf\xc3\xa9/a+b");
    EXPECT_EQ(decode_path("/..a/.b"), "/..a/.b");
    for (const auto* bad : {"", "a", "/%", "/%0", "/%0g", "/%00", "/%1f", "/%7f", "/%2f", "/%5c", "/.", "/..",
                            "/a/./b", "/a/..", "/%2e", "/%ed%a0%80", "/%f4%90%80%80", "/%c3", "/%80"}) {
        EXPECT_EQ(decode_path(bad), std::nullopt) << bad;
    }
}

TEST(Decode, KnowsUtf8ByTheBook) {
    for (const auto* good : {"", "a", "\xc2\x80", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                             "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
        EXPECT_TRUE(is_utf8(good));
    }
    for (const auto* bad : {"\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
                            "\xf5\x80\x80\x80", "\xc2", "\xe2\x82", "\xf0\x90\x80", "a\xff"}) {
        EXPECT_FALSE(is_utf8(bad));
    }
}

}  // namespace
}  // namespace peilpunt::http
