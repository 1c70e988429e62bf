// SPDX-License-Identifier: EUPL-1.2
#include "server/http/parser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <optional>

namespace peilpunt::http {
namespace {

namespace beast = boost::beast;
using ErrorCodeOf = boost::system::error_code;
using State = RequestParser::State;

std::string_view view_of(beast::string_view text) { return {text.data(), text.size()}; }

// HEAD is GET here: it is answered like one, without the body.
std::optional<Method> method_of(beast::http::verb verb) {
    switch (verb) {
        case beast::http::verb::get:
        case beast::http::verb::head:
            return Method::get;
        case beast::http::verb::post:
            return Method::post;
        case beast::http::verb::put:
            return Method::put;
        case beast::http::verb::delete_:
            return Method::del;
        case beast::http::verb::options:
            return Method::options;
        case beast::http::verb::patch:
            return Method::patch;
        default:
            return std::nullopt;
    }
}

/// Takes what Beast finds in one request to where it belongs in ours.
class Parser final : public beast::http::basic_parser<true> {
  public:
    explicit Parser(Request& request) : request_(request) {}

    bool agrees_with(const Head& gate) const {
        const auto length = content_length();
        return request_.method == gate.method && is_head_ == gate.is_head && http10_ == gate.http10 &&
               request_.target == gate.target && request_.headers.all().size() == gate.fields &&
               field_bytes_ == gate.field_bytes && chunked() == gate.chunked &&
               (length ? *length : 0) == gate.content_length &&
               is_done() == !(gate.chunked || gate.content_length);
    }
    /// Bytes of the present chunk that have not come; 0: its head comes next.
    std::uint64_t chunk_left() const { return chunk_left_; }
    bool had_chunk() const { return had_chunk_; }

  private:
    void on_request_impl(beast::http::verb verb, beast::string_view, beast::string_view target, int version,
                         ErrorCodeOf& error) override {
        const auto method = method_of(verb);
        if (!method) {
            error = beast::http::error::bad_method;
            return;
        }
        request_.method = *method;
        is_head_ = verb == beast::http::verb::head;
        http10_ = version == 10;
        request_.target.assign(view_of(target));
    }

    void on_response_impl(int, beast::string_view, int, ErrorCodeOf& error) override {
        error = beast::http::error::bad_version;
    }

    void on_field_impl(beast::http::field, beast::string_view name, beast::string_view value,
                       ErrorCodeOf& error) override {
        if (is_header_done()) {  // a trailer would become a field that nobody has checked
            error = beast::http::error::bad_field;
            return;
        }
        field_bytes_ += name.size() + value.size();
        request_.headers.append(view_of(name), view_of(value));
    }

    void on_header_impl(ErrorCodeOf&) override {}

    void on_body_init_impl(const boost::optional<std::uint64_t>& length, ErrorCodeOf&) override {
        if (length) request_.body.reserve(static_cast<std::size_t>(*length));
    }

    std::size_t on_body_impl(beast::string_view bytes, ErrorCodeOf&) override {
        request_.body.append(view_of(bytes));
        return bytes.size();
    }

    void on_chunk_header_impl(std::uint64_t size, beast::string_view extensions,
                              ErrorCodeOf& error) override {
        if (!extensions.empty()) error = beast::http::error::bad_chunk_extension;
        chunk_left_ = size;
        had_chunk_ = true;
    }

    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes, ErrorCodeOf&) override {
        request_.body.append(view_of(bytes));
        chunk_left_ -= bytes.size();
        return bytes.size();
    }

    void on_finish_impl(ErrorCodeOf&) override {}

    Request& request_;
    std::uint64_t chunk_left_ = 0;
    std::size_t field_bytes_ = 0;
    bool had_chunk_ = false;
    bool is_head_ = false;
    bool http10_ = false;
};

}  // namespace

struct RequestParser::Impl {
    Request& request;
    std::optional<Parser> parser{};  // Beast's reads one message and no more

    /// Gives Beast `bytes`, of which it takes one part of a message from the front.
    State put(std::string_view& bytes) {
        ErrorCodeOf error;
        bytes.remove_prefix(parser->put(boost::asio::const_buffer(bytes.data(), bytes.size()), error));
        if (error == beast::http::error::body_limit) return State::too_large;
        if (error) return State::refused;
        return parser->is_done() ? State::done : State::more;
    }

    // Beast sees a chunk head when the gate has seen all of it, and both must read the same in it.
    State put_chunk_head(std::string_view& bytes) {
        const auto gate = check_chunk_head(bytes, !parser->had_chunk());
        if (gate.refused) return State::refused;
        if (gate.length == 0) return State::more;
        auto head = bytes.substr(0, gate.length);
        bytes.remove_prefix(gate.length);
        const auto state = put(head);
        if (state == State::too_large || state == State::refused) return state;
        const bool last = state == State::done;
        return head.empty() && parser->chunk_left() == gate.size && last == (gate.size == 0) ? state
                                                                                             : State::refused;
    }
};

RequestParser::RequestParser(Request& request) : impl_(new Impl{request}) {}
RequestParser::~RequestParser() = default;

State RequestParser::take_head(std::string_view bytes, const Head& gate, std::size_t body_limit) {
    impl_->request.headers.clear();
    impl_->request.body.clear();
    auto& parser = impl_->parser.emplace(impl_->request);
    parser.header_limit(static_cast<std::uint32_t>(bytes.size()));
    parser.body_limit(body_limit);
    const auto state = impl_->put(bytes);
    if (state == State::refused || state == State::too_large) return state;
    return bytes.empty() && parser.is_header_done() && parser.agrees_with(gate) ? state : State::refused;
}

State RequestParser::take_body(std::string_view& bytes) {
    const auto& parser = *impl_->parser;
    auto state = State::more;
    while (state == State::more && !bytes.empty()) {
        const auto before = bytes.size();
        const bool chunk_head = parser.chunked() && parser.chunk_left() == 0;
        state = chunk_head ? impl_->put_chunk_head(bytes) : impl_->put(bytes);
        if (bytes.size() == before) break;  // half a chunk head
    }
    return state;
}

std::size_t RequestParser::body_left() const {
    const auto left = impl_->parser->content_length_remaining();
    return left ? static_cast<std::size_t>(*left) : 0;
}

}  // namespace peilpunt::http
