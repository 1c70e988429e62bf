// SPDX-License-Identifier: EUPL-1.2
#include "server/http/reply_writer.hpp"

#include <algorithm>
#include <array>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/status.hpp>
#include <charconv>
#include <optional>
#include <stdexcept>

#include "server/http/response.hpp"
#include "server/http/text.hpp"

namespace peilpunt::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using namespace std::string_view_literals;

// standards.md API-15, SEC-4, SEC-5. Referrer-Policy is `same-origin`, not `no-referrer`: with the latter
// browsers send `Origin: null` on our own forms (Fetch, "append a request Origin header") and the origin
// guard goes blind.
constexpr auto kEverywhere =
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n"
    "Referrer-Policy: same-origin\r\n"sv;
constexpr auto kPagePolicy =
    "Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; media-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'\r\n"sv;
constexpr auto kPageRest =
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=(self)\r\n"sv;
constexpr auto kApiPolicy = "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"sv;
constexpr auto kStrictTransport = "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n"sv;

/// The fields of Beast's message (its concept Fields) as lines in memory that the next reply uses again.
/// Beast's own allocates each field and links them: docs/decisions/2026-11-30-beast-server.md.
class Lines {
  public:
    /// Throws std::invalid_argument for a control character, so for a line break.
    void insert(std::string_view name, std::string_view value) {
        for (const char c : value) {
            const auto byte = static_cast<unsigned char>(c);
            if ((byte < 0x20 && c != '\t') || byte == 0x7f)
                throw std::invalid_argument("control character in a field");
        }
        lines_ += name;
        lines_ += ": "sv;
        lines_ += value;
        lines_ += "\r\n"sv;
    }
    /// Lines that are ready.
    void insert(std::string_view lines) { lines_ += lines; }
    void clear() { lines_.clear(); }

    /// What the serialiser sends of a head.
    class writer {
      public:
        using const_buffers_type = std::array<asio::const_buffer, 2>;
        writer(const Lines& fields, unsigned, unsigned status) {
            const auto reason = beast::http::obsolete_reason(beast::http::int_to_status(status));
            std::to_chars(start_.data() + kStatus, start_.data() + kReason, status);
            auto* end =
                std::copy_n(reason.data(), std::min(reason.size(), kLongest), start_.data() + kReason + 1);
            end = std::copy_n("\r\n", 2, end);
            buffers_ = {asio::const_buffer(start_.data(), static_cast<std::size_t>(end - start_.data())),
                        asio::const_buffer(fields.lines_.data(), fields.lines_.size())};
        }
        const const_buffers_type& get() const { return buffers_; }

      private:
        static constexpr std::size_t kStatus = 9;
        static constexpr std::size_t kReason = 12;
        static constexpr std::size_t kLongest = 40;
        std::array<char, kReason + 1 + kLongest + 2> start_{'H', 'T', 'T', 'P', '/', '1', '.',
                                                            '1', ' ', '0', '0', '0', ' '};
        const_buffers_type buffers_;
    };

  protected:
    // What Beast's message asks and says.
    beast::string_view get_method_impl() const { return {}; }
    beast::string_view get_target_impl() const { return {}; }
    beast::string_view get_reason_impl() const { return {}; }
    bool get_chunked_impl() const { return false; }
    bool get_keep_alive_impl(unsigned) const { return true; }
    bool has_content_length_impl() const { return true; }
    void set_method_impl(beast::string_view) {}
    void set_target_impl(beast::string_view) {}
    void set_reason_impl(beast::string_view) {}
    void set_chunked_impl(bool) {}
    void set_content_length_impl(const boost::optional<std::uint64_t>& length) {
        std::array<char, 24> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), length.value_or(0)).ptr;
        insert("Content-Length"sv, {digits.data(), static_cast<std::size_t>(end - digits.data())});
    }
    void set_keep_alive_impl(unsigned version, bool keep_alive) {
        if (!keep_alive) insert("Connection"sv, "close"sv);
        if (keep_alive && version < 11) insert("Connection"sv, "keep-alive"sv);
    }

  private:
    std::string lines_;
};

using Body = beast::http::span_body<const char>;
using Message = beast::http::response<Body, Lines>;

// What a handler said itself, instead of our defaults.
struct Own {
    bool cache = false;
    bool policy = false;
    bool resource_policy = false;
};

void add_own_fields(Message& message, const Fields& fields, Own& own) {
    for (const auto& [name, value] : fields.all()) {
        if (same_name(name, "cache-control")) own.cache = true;
        if (same_name(name, "content-security-policy")) own.policy = true;
        if (same_name(name, "cross-origin-resource-policy")) own.resource_policy = true;
        message.insert(name, value);
    }
}

std::string tag_for(const ReadyBytes& ready, std::string_view encoding) {
    std::string tag = ready.etag;
    if (!encoding.empty() && tag.size() > 1) tag.insert(tag.size() - 1, encoding == "br"sv ? "-br" : "-gz");
    return tag;
}

struct Chosen {
    int status;
    std::string_view body;
    std::string_view type;
};

// Picks the stored form and writes the fields that belong to it.
Chosen add_ready(Message& message, const Request* request, const ReadyBytes& ready, int status, Own& own) {
    const auto accept = request ? request->headers.get("accept-encoding") : std::string_view();
    const auto encoding = choose_encoding(accept, ready);
    Chosen chosen{status, ready.plain, ready.content_type};
    if (encoding == "br"sv) chosen.body = ready.brotli;
    if (encoding == "gzip"sv) chosen.body = ready.gzip;
    if (!ready.gzip.empty() || !ready.brotli.empty()) message.insert("Vary"sv, "Accept-Encoding"sv);
    if (!ready.etag.empty()) {
        const auto tag = tag_for(ready, encoding);
        message.insert("ETag"sv, tag);
        if (status == 200 && request && names_tag(request->headers.get("if-none-match"), tag))
            chosen.status = 304;
    }
    if (!encoding.empty() && chosen.status != 304) message.insert("Content-Encoding"sv, encoding);
    if (!ready.cache_control.empty()) {
        own.cache = true;
        message.insert("Cache-Control"sv, ready.cache_control);
    }
    add_own_fields(message, ready.extra, own);
    return chosen;
}

void add_policies(Message& message, const Exchange& exchange, const Own& own) {
    if (!own.cache) message.insert("Cache-Control"sv, "no-store"sv);
    if (exchange.api) {
        message.insert("API-Version"sv, exchange.api_version);
        if (!own.policy) message.insert(kApiPolicy);
    } else {
        if (!own.policy) message.insert(kPagePolicy);
        message.insert(own.resource_policy ? kPageRest.substr(0, kPageRest.find('\n') + 1) : kPageRest);
    }
    message.insert(kEverywhere);
    if (exchange.secure) message.insert(kStrictTransport);
}

}  // namespace

struct ReplyWriter::Impl {
    Message message;
    std::optional<beast::http::serializer<false, Body, Lines>> serializer{};  // Beast's sends one message
    std::array<std::string_view, kMostPieces> rest{};
};

ReplyWriter::ReplyWriter() : impl_(std::make_unique<Impl>()) {}
ReplyWriter::~ReplyWriter() = default;

void ReplyWriter::begin(const Exchange& exchange, const Request* request, const Reply& reply) {
    auto& message = impl_->message;
    message.clear();
    Own own;
    Chosen chosen{reply.status, reply.body, reply.content_type};
    message.insert("Date"sv, exchange.date);
    add_own_fields(message, reply.headers, own);
    if (reply.ready) chosen = add_ready(message, request, *reply.ready, reply.status, own);
    add_policies(message, exchange, own);
    message.result(static_cast<unsigned>(chosen.status));
    const bool bodiless = chosen.status == 204 || chosen.status == 304;
    if (!bodiless) {
        if (!chosen.type.empty()) message.insert("Content-Type"sv, chosen.type);
        message.content_length(chosen.body.size());
    }
    message.version(exchange.http10 ? 10 : 11);  // of the request: what keeping alive means to its sender
    message.keep_alive(!exchange.close);
    message.insert("\r\n"sv);
    const auto body = bodiless || exchange.head_only ? std::string_view() : chosen.body;
    message.body() = {body.data(), body.size()};
    impl_->serializer.emplace(message);
}

std::size_t ReplyWriter::body_size() const { return impl_->message.body().size(); }

bool ReplyWriter::done() const { return impl_->serializer->is_done(); }

std::span<const std::string_view> ReplyWriter::rest() {
    std::size_t count = 0;
    boost::system::error_code error;
    impl_->serializer->next(error, [&](auto&, const auto& buffers) {
        const auto end = asio::buffer_sequence_end(buffers);
        for (auto at = asio::buffer_sequence_begin(buffers); at != end; ++at) {
            const asio::const_buffer buffer(*at);
            if (buffer.size() == 0) continue;
            impl_->rest.at(count++) = {static_cast<const char*>(buffer.data()), buffer.size()};
        }
    });
    return {impl_->rest.data(), count};
}

void ReplyWriter::consume(std::size_t bytes) { impl_->serializer->consume(bytes); }

}  // namespace peilpunt::http
