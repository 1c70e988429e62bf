// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <vector>

namespace peilpunt::http {

/// One message of the corpus: what is sent, and the status that must come back (0: accepted).
struct CorpusRow {
    const char* name;
    std::string bytes;
    int status;
};

inline std::string many_fields(int count) {
    std::string head = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (int i = 1; i < count; ++i) head += "X-" + std::to_string(i) + ": y\r\n";
    return head + "\r\n";
}

/// What the gate must refuse: every item gets this one status, and the connection ends.
inline std::vector<CorpusRow> must_refuse() {
    using namespace std::string_literals;
    const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n";
    const std::string post = "POST /echo HTTP/1.1\r\nHost: a\r\n";
    const std::string chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
    return {
        {"TE gzip", post + "Transfer-Encoding: gzip\r\n\r\nGET /secret HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"TE identity", post + "Transfer-Encoding: identity\r\n\r\n", 400},
        {"TE xchunked", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400},
        {"TE chunked, identity", post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 400},
        {"TE identity, chunked", post + "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n", 400},
        {"TE chunked, chunked", post + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 400},
        {"TE quoted", post + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", 400},
        {"TE with a vertical tab",
         post + "Transfer-Encoding: \x0b"
                "chunked\r\n\r\n0\r\n\r\n",
         400},
        {"TE empty", post + "Transfer-Encoding:\r\n\r\n", 400},
        {"TE twice", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {"TE upper case", post + "Transfer-Encoding: CHUNKED\r\n\r\n0\r\n\r\n", 400},
        {"TE with a space before the colon", post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400},
        {"TE folded", post + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", 400},
        {"TE and CL", post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400},
        {"CL and TE", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {"TE in HTTP/1.0", "POST /echo HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         400},
        {"CL twice, equal", post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400},
        {"CL twice, different", post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400},
        {"CL list", post + "Content-Length: 3, 3\r\n\r\nabc", 400},
        {"CL plus", post + "Content-Length: +3\r\n\r\nabc", 400},
        {"CL minus", post + "Content-Length: -3\r\n\r\n", 400},
        {"CL hex", post + "Content-Length: 0x3\r\n\r\nabc", 400},
        {"CL leading zero", post + "Content-Length: 03\r\n\r\nabc", 400},
        {"CL empty", post + "Content-Length:\r\n\r\n", 400},
        {"CL inner space", post + "Content-Length: 1 3\r\n\r\nabc", 400},
        {"CL huge", post + "Content-Length: 99999999999999999999\r\n\r\n", 400},
        {"CL too large", post + "Content-Length: 65537\r\n\r\n", 413},
        {"obs-fold", get + "X-A: 1\r\n folded\r\n\r\n", 400},
        {"first field folded", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400},
        {"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
        {"two Hosts", get + "Host: b\r\n\r\n", 400},
        {"empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
        {"Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
        {"Host with a user", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", 400},
        {"Host list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400},
        {"Host with a bad port", "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", 400},
        {"Host with an empty port", "GET / HTTP/1.1\r\nHost: a:\r\n\r\n", 400},
        {"Host with an open bracket", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", 400},
        {"absolute form", "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"authority form", "GET a:80 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"asterisk form", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"two slashes", "GET //b/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"no target", "GET  HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"space in target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"tab in target", "GET /a\tb HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"byte above ASCII in target", "GET /\xc3\xab HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"NUL in target", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"s, 400},
        {"fragment", "GET /#a HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"backslash", "GET /a\\b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"bad escape", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"cut escape", "GET /%4 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"encoded NUL", "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"encoded line break", "GET /%0d%0aX HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"encoded slash", "GET /a%2fb HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"not UTF-8", "GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"overlong UTF-8", "GET /%c0%af HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"dot segment", "GET /a/../b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"encoded dot segment", "GET /a/%2e%2E/b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"bad query", "GET /?a=%f HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"lower-case method", "get / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"mixed-case method", "Get / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"space before the method", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"CONNECT", "CONNECT / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
        {"TRACE", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
        {"unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
        {"HTTP/0.9", "GET /\r\n\r\n", 400},
        {"HTTP/2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
        {"HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505},
        {"HTTP/1.10", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", 400},
        {"lower-case version", "GET / http/1.1\r\nHost: a\r\n\r\n", 400},
        {"space after the version", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400},
        {"empty line first", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"bare LF", "GET / HTTP/1.1\nHost: a\n\n", 400},
        {"bare LF at the end", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400},
        {"bare LF in a field", get + "X: a\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {"bare CR in a field", get + "X: a\rb\r\n\r\n", 400},
        {"CR CR LF", "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", 400},
        {"NUL in a field", get + "X: a\0b\r\n\r\n"s, 400},
        {"NUL in a name", get + "X\0: a\r\n\r\n"s, 400},
        {"delete in a field", get + "X: a\x7f\r\n\r\n", 400},
        {"no colon", get + "Xabc\r\n\r\n", 400},
        {"no name", get + ": abc\r\n\r\n", 400},
        {"space in a name", get + "X Y: abc\r\n\r\n", 400},
        {"byte above ASCII in a name", get + "X\xc3\xab: abc\r\n\r\n", 400},
        {"65 fields", many_fields(65), 431},
        {"head over 8 KiB", get + "X: " + std::string(8192, 'a') + "\r\n\r\n", 431},
        {"head without an end over 8 KiB", get + "X: " + std::string(9000, 'a'), 431},
        {"target over 2 KiB", "GET /" + std::string(2048, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n", 414},
        {"Expect foo", post + "Expect: foo\r\nContent-Length: 1\r\n\r\na", 417},
        {"Expect twice", post + "Expect: 100-continue\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\na",
         400},
        {"Content-Type twice", post + "Content-Type: a/b\r\nContent-Type: c/d\r\nContent-Length: 1\r\n\r\na",
         400},
        {"Origin twice", get + "Origin: http://a\r\nOrigin: http://b\r\n\r\n", 400},
        {"malformed Connection", get + "Connection: a b\r\n\r\n", 400},
        {"malformed Proxy-Connection", get + "Proxy-Connection: (a)\r\n\r\n", 400},
        {"chunk extension", chunked + "3;a=b\r\nabc\r\n0\r\n\r\n", 400},
        {"chunk extension on the last", chunked + "3\r\nabc\r\n0;a\r\n\r\n", 400},
        {"chunk size with a space", chunked + "3 \r\nabc\r\n0\r\n\r\n", 400},
        {"chunk size with 0x", chunked + "0x3\r\nabc\r\n0\r\n\r\n", 400},
        {"chunk size with a sign", chunked + "+3\r\nabc\r\n0\r\n\r\n", 400},
        {"chunk size empty", chunked + "\r\nabc\r\n0\r\n\r\n", 400},
        {"chunk size of nine digits", chunked + "000000003\r\nabc\r\n0\r\n\r\n", 400},
        {"chunk size bare LF", chunked + "3\nabc\r\n0\r\n\r\n", 400},
        {"chunk longer than its size", chunked + "3\r\nabcd\r\n0\r\n\r\n", 400},
        {"chunk end bare LF", chunked + "3\r\nabc\n0\r\n\r\n", 400},
        {"trailer", chunked + "3\r\nabc\r\n0\r\nCookie: a=b\r\n\r\n", 400},
        {"chunk over the limit", chunked + "10001\r\n", 413},
        {"chunks over the limit", chunked + "ffff\r\n" + std::string(65535, 'a') + "\r\n2\r\n", 413},
    };
}

/// What must pass.
inline std::vector<CorpusRow> legal() {
    const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n";
    const std::string post = "POST /echo HTTP/1.1\r\nHost: a\r\n";
    return {
        {"plain", get + "\r\n", 0},
        {"no space after the colon", "GET / HTTP/1.1\r\nHost:a\r\n\r\n", 0},
        {"spaces around a value", "GET / HTTP/1.1\r\nHost: \t a \t\r\n\r\n", 0},
        {"upper-case names", "GET / HTTP/1.1\r\nHOST: a\r\n\r\n", 0},
        {"Host with a port", "GET / HTTP/1.1\r\nHost: peil-punt.example:8443\r\n\r\n", 0},
        {"IPv6 Host", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", 0},
        {"HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", 0},
        {"HEAD", "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", 0},
        {"PATCH", "PATCH / HTTP/1.1\r\nHost: a\r\n\r\n", 0},
        {"query", "GET /?a=b+c%20d&e HTTP/1.1\r\nHost: a\r\n\r\n", 0},
        {"encoded letters", "GET /caf%C3%A9 HTTP/1.1\r\nHost: a\r\n\r\n", 0},
        {"empty value", get + "X-Empty:\r\n\r\n", 0},
        {"value above ASCII", get + "X: caf\xc3\xa9\r\n\r\n", 0},
        {"Connection with an empty option", get + "Connection: , a,,x\r\n\r\n", 0},
        {"64 fields", many_fields(64), 0},
        {"target of 2 KiB", "GET /?" + std::string(2046, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n", 0},
        {"Content-Length 0", post + "Content-Length: 0\r\n\r\n", 0},
        {"body", post + "Content-Length: 3\r\n\r\nabc", 0},
        {"largest body", post + "Content-Length: 65536\r\n\r\n" + std::string(65536, 'a'), 0},
        {"chunked", post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n", 0},
        {"chunked, nothing", post + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 0},
        {"chunked, leading zeros", post + "Transfer-Encoding: chunked\r\n\r\n00000003\r\nabc\r\n000\r\n\r\n",
         0},
    };
}

}  // namespace peilpunt::http
