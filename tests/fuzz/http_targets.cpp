// SPDX-License-Identifier: EUPL-1.2
// The doors of server/http.
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "server/http/parser.hpp"
#include "server/http/proxies.hpp"
#include "server/http/proxy_protocol.hpp"
#include "server/http/request.hpp"
#include "shared/model/utf8.hpp"
#include "shared/net/http_url.hpp"
#include "tests/fuzz/targets.hpp"

namespace peilpunt::fuzz {
namespace {

using namespace http;

constexpr std::size_t kBodyLimit = 64 * 1024;

struct Message {
    bool whole = false;
    std::size_t length = 0;  ///< head and body
    Head head;
    Request request;
};

/// The first message of `bytes`, as the session reads it, in two pieces of the body.
Message read(std::string_view bytes, std::size_t cut) {
    const Limits limits;
    Message message;
    const auto found = HeadScanner().scan(bytes, limits);
    if (found.refusal || found.length == 0) return message;
    must(found.length <= bytes.size(), "a head is no longer than what came");
    const auto head = bytes.substr(0, found.length);
    if (check_head(head, limits, message.head)) return message;
    RequestParser parser(message.request);
    auto state = parser.take_head(head, message.head, kBodyLimit);
    must(state != RequestParser::State::refused, "gate and parser agree on what the gate lets through");
    auto rest = bytes.substr(found.length);
    if (state == RequestParser::State::more) {
        auto front = rest.substr(0, cut % (rest.size() + 1));
        const auto given = front.size();
        state = parser.take_body(front);
        rest.remove_prefix(given - front.size());
    }
    if (state == RequestParser::State::more) state = parser.take_body(rest);
    message.length = bytes.size() - rest.size();
    message.whole = state == RequestParser::State::done;
    return message;
}

/// Wherever the bytes are cut, the scanner says the same.
void scan_in_two(std::string_view bytes, std::size_t cut) {
    const Limits limits;
    const auto at_once = HeadScanner().scan(bytes, limits);
    HeadScanner scanner;
    auto found = scanner.scan(bytes.substr(0, cut), limits);
    if (!found.refusal && found.length == 0) found = scanner.scan(bytes, limits);
    must(found.length == at_once.length, "a head ends where it ends, however it comes in");
    must(found.refusal.has_value() == at_once.refusal.has_value(), "and is refused or not");
}

}  // namespace

// What the gate lets pass, our parser reads as the gate did, and Beast's own as the same one message.
void gate(std::string_view bytes) {
    const std::size_t cut = bytes.empty() ? 0 : static_cast<unsigned char>(bytes.back());
    scan_in_two(bytes, cut % (bytes.size() + 1));
    const auto message = read(bytes, cut);
    if (!message.whole) return;
    namespace beast_http = boost::beast::http;
    beast_http::request_parser<beast_http::string_body> parser;
    parser.eager(true);
    parser.header_limit(1 << 20);
    boost::system::error_code error;
    const auto used = parser.put(boost::asio::buffer(bytes.substr(0, message.length)), error);
    must(!error && parser.is_done(), "Beast reads what the gate lets pass");
    must(used == message.length, "as a message of the same length");
    must(parser.get().body() == message.request.body, "with the same body");
    const auto target = parser.get().target();
    must(std::string_view(target.data(), target.size()) == message.head.target, "for the same target");
    must(static_cast<std::size_t>(std::distance(parser.get().begin(), parser.get().end())) ==
             message.head.fields,
         "with as many fields");
}

void proxy_header(std::string_view bytes) {
    const auto whole = read_proxy_header(bytes);
    must(whole.length <= bytes.size(), "a header is no longer than what came");
    for (std::size_t cut = 0; cut < bytes.size() && cut < 300; ++cut) {
        const auto front = read_proxy_header(bytes.substr(0, cut));
        if (front.state == ProxyHeader::State::more) continue;
        must(front.state == whole.state && front.length == whole.length && front.client == whole.client,
             "a header is what it is however it comes in");
        break;
    }
    must(whole.client.empty() || plain_address(whole.client) == whole.client, "a client is an address");
    static const auto ours = Proxies::parse({"10.0.0.0/8", "::1"}).value();
    Fields fields;
    fields.add("X-Forwarded-For", std::string(bytes));
    const auto client = ours.client_of(fields, "10.0.0.1");
    must(plain_address(client) == client, "a forwarded client is an address");
    must(ours.client_of(fields, "192.0.2.1") == "192.0.2.1", "a stranger is itself");
}

void form(std::string_view bytes) {
    const auto parsed = Form::parse(bytes);
    if (!parsed) return;
    std::string again;
    for (const auto& [name, value] : parsed->all()) {
        must(utf8::is_valid(name) && utf8::is_valid(value), "a form is text");
        again += (again.empty() ? "" : "&") + encode_query(name) + '=' + encode_query(value);
    }
    const auto twice = Form::parse(again);
    must(twice && twice->all() == parsed->all(), "a form that is written again reads the same");
}

void cookie(std::string_view bytes) {
    Request request;
    request.headers.add("Cookie", std::string(bytes));
    for (const char* name : {"peilpunt", "__Host-peilpunt", "taal", ""}) {
        const auto value = request.cookie(name);
        must(value.find(';') == std::string_view::npos, "a cookie ends at its semicolon");
        must(bytes.find(value) != std::string_view::npos, "and was sent");
    }
}

void address(std::string_view bytes) {
    if (const auto path = decode_path(bytes)) {
        must(path->starts_with('/') && utf8::is_valid(*path), "a path is text below the root");
        must(path->find('\0') == std::string::npos && path->find('\\') == std::string::npos,
             "without tricks");
        must(("" + *path + "/").find("/../") == std::string::npos, "and leads nowhere above");
        const auto again = decode_path(encode_query(*path));
        must(again == path, "a path that is written again reads the same");
    }
    if (const auto url = net::HttpUrl::parse(bytes)) {
        must(!url->host.empty() && url->target.starts_with('/'), "a URL has a host and a target");
        for (const char c : url->target + url->authority)
            must(c > ' ' && c < 0x7f, "a URL breaks no line of a request");
    }
}

void accept(std::string_view bytes) {
    for (const char* type : {"application/json", "text/csv", "text/html"}) {
        const auto weight = accept_quality(bytes, type);
        must(weight >= 0 && weight <= 1, "a weight is between 0 and 1");
    }
    Request request;
    request.headers.add("Content-Type", std::string(bytes));
    const auto refused = require_json(request);
    must(!refused || refused->status == 415, "a content type is JSON or 415");
}

}  // namespace peilpunt::fuzz
