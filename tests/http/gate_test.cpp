// SPDX-License-Identifier: EUPL-1.2
#include "server/http/parser.hpp"

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
        if (verdict_.status == -1 && !in_body_) take_head();
        if (verdict_.status == -1 && in_body_) take_body();
        return verdict_;
    }

  private:
    void take_head() {
        const auto found = scanner_.scan(bytes_, limits_);
        if (found.refusal) return refuse(found.refusal->status);
        if (found.length == 0) return;
        const auto whole = std::string_view(bytes_).substr(0, found.length);
        if (const auto refusal = check_head(whole, limits_, head_)) return refuse(refusal->status);
        const auto mark = head_.target.find('?');
        if (!decode_path(head_.target.substr(0, mark))) return refuse(400);
        if (mark != std::string_view::npos && !Form::parse(head_.target.substr(mark + 1))) return refuse(400);
        const auto state = parser_.take_head(whole, head_, limits_.default_body);
        EXPECT_NE(state, RequestParser::State::refused) << whole;
        in_body_ = state == RequestParser::State::more;
        bytes_.erase(0, found.length);
        conclude(state);
    }

    void take_body() {
        std::string_view view = bytes_;
        const auto state = parser_.take_body(view);
        bytes_.erase(0, bytes_.size() - view.size());
        conclude(state);
    }

    void conclude(RequestParser::State state) {
        if (state == RequestParser::State::refused) refuse(400);
        if (state == RequestParser::State::too_large) refuse(413);
        if (state == RequestParser::State::done) verdict_ = {0, request_.body, bytes_.size()};
    }

    void refuse(int status) { verdict_ = {status, {}, 0}; }

    const Limits limits_;
    std::string bytes_;
    HeadScanner scanner_;
    Head head_;
    Request request_;
    RequestParser parser_{request_};
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

TEST(Gate, JudgesAChunkHeadWithItsFirstWrongByte) {
    struct Row {
        const char* bytes;
        bool first;
        std::size_t length;
        std::uint64_t size;
        bool refused;
    };
    for (const auto& row :
         {Row{"3\r\nabc", true, 3, 3, false}, Row{"\r\nfF\r\n", false, 6, 255, false},
          Row{"0\r\n\r\nGET", true, 5, 0, false}, Row{"\r\n000\r\n\r\n", false, 9, 0, false},
          Row{"", true, 0, 0, false}, Row{"\r", false, 0, 0, false}, Row{"0\r\n", true, 0, 0, false},
          Row{"0\r\n\r", true, 0, 0, false}, Row{"\r\n", true, 0, 0, true}, Row{"3\r\n", false, 0, 0, true},
          Row{"3 ", true, 0, 3, true}, Row{"3;", true, 0, 3, true}, Row{"0\r\nC", true, 0, 0, true},
          Row{"123456789", true, 0, 0x12345678, true}, Row{"3\n", true, 0, 3, true}}) {
        const auto head = check_chunk_head(row.bytes, row.first);
        EXPECT_EQ(head.length, row.length) << row.bytes;
        EXPECT_EQ(head.refused, row.refused) << row.bytes;
        EXPECT_TRUE(head.length == 0 || head.size == row.size) << row.bytes;
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

}  // namespace
}  // namespace peilpunt::http
