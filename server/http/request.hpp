// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shared/model/result.hpp"

namespace peilpunt::app {
class Actor;
}

namespace peilpunt::http {

enum class Method { get, head, post, put, del, options, patch };

/// Names and values, in order; names compare without case.
class Fields {
  public:
    void add(std::string name, std::string value) { all_.emplace_back(std::move(name), std::move(value)); }
    /// The first value, or empty.
    std::string_view get(std::string_view name) const;
    bool has(std::string_view name) const;
    const std::vector<std::pair<std::string, std::string>>& all() const { return all_; }
    /// Like add, into memory of fields that were cleared: a connection reads many requests into one object.
    void append(std::string_view name, std::string_view value);
    void clear();

  private:
    std::vector<std::pair<std::string, std::string>> all_;
    std::vector<std::pair<std::string, std::string>> spare_;
};

/// Decoded `application/x-www-form-urlencoded` pairs (or a query); names compare exactly and may repeat.
class Form {
  public:
    static Result<Form> parse(std::string_view encoded);
    /// The same for what people typed. Bytes that no text has (NUL and other control characters but tabs and
    /// line ends, what is not UTF-8) are left out of values instead of refusing all of it: see `damaged`.
    static Result<Form> parse_typed(std::string_view encoded);
    std::string_view get(std::string_view name) const;
    bool has(std::string_view name) const;
    std::vector<std::string_view> all_of(std::string_view name) const;
    const std::vector<std::pair<std::string, std::string>>& all() const { return pairs_; }
    /// Names of the values that lost something in parse_typed.
    const std::vector<std::string>& damaged() const { return damaged_; }
    void clear() { pairs_.clear(); }

  private:
    std::vector<std::pair<std::string, std::string>> pairs_;
    std::vector<std::string> damaged_;
};

/// Who is signed in, as looked up for this request; rights are never carried in a token.
struct Visitor {
    std::string csrf_token;                   ///< of this sign-in
    std::shared_ptr<const app::Actor> actor;  ///< the program's own; nothing of it is looked at here
};

/// One whole request, checked by the gate, body read in full.
struct Request {
    Method method = Method::get;
    std::string path;    ///< percent-decoded, no query, always starts with '/'
    std::string target;  ///< as sent
    Form query;
    Fields headers;
    std::string body;
    std::map<std::string, std::string, std::less<>> path_values;  ///< "{slug}" of the route
    std::optional<Visitor> visitor;                               ///< set for routes that need a sign-in
    bool secure = false;  ///< came in over TLS, or to a proxy of ours in front of an https site
    std::string site;     ///< the address that people see ("https://peilpunt.example"); empty: not said
    std::string peer;     ///< address; for rate limits only, never stored, logged or shown
    /// Cookie value, or empty.
    std::string_view cookie(std::string_view name) const;
    /// Value of "{name}" in the route's pattern, or empty.
    std::string_view value(std::string_view name) const;
    /// "https://example.nl": how this server was addressed, for links that leave the page (QR codes, feeds).
    std::string origin() const;
};

/// Immutable bytes, ready to be sent, with their compressed forms and ETag.
struct ReadyBytes {
    std::string content_type;
    std::string plain;
    std::string gzip;    ///< empty: none
    std::string brotli;  ///< empty: none
    std::string etag;    ///< strong, quoted
    std::string cache_control;
    Fields extra;
};
/// Compresses (gzip) and hashes; `cache_control` e.g. "no-cache".
std::shared_ptr<const ReadyBytes> make_ready(std::string content_type, std::string bytes,
                                             std::string cache_control);

/// What goes back. Security headers, Date, Content-Length, API-Version and Connection are added by the
/// session.
struct Reply {
    int status = 200;
    std::string content_type = "text/html; charset=utf-8";
    std::string body;
    Fields headers;
    std::shared_ptr<const ReadyBytes>
        ready;  ///< instead of body; answers 304, HEAD and Accept-Encoding by itself

    static Reply html(std::string body, int status = 200);
    static Reply json(std::string body, int status = 200);
    static Reply redirect(std::string location);  ///< 303
    static Reply moved(std::string location);     ///< 308: it is there from now on, whatever the method
    static Reply from(std::shared_ptr<const ReadyBytes> ready);
    /// application/problem+json for API paths: `{status, title, detail, fouten}`.
    static Reply problem(int status, std::string_view title, std::string_view detail,
                         const std::vector<Fault>& faults = {});
    /// The problem that fits an Error (invalid 400, not_found 404, closed 409 ... storage_full 503 with
    /// Retry-After).
    static Reply problem(const Error& error);
};
/// HTTP status of an ErrorCode.
int status_of(ErrorCode code);

/// Adds a cookie that scripts cannot read, for this host and every path, SameSite=Lax; `max_age` 0 removes
/// it.
void set_cookie(Reply& reply, std::string_view name, std::string_view value, bool secure,
                std::chrono::seconds max_age);
/// Name of the session cookie: `__Host-peilpunt` over TLS, `peilpunt` on plain HTTP.
std::string_view session_cookie_name(bool secure);
/// 415 when the body is not `application/json`, 406 when JSON is not acceptable; nothing when both are in
/// order.
std::optional<Reply> require_json(const Request& request);
/// How much a client wants a media type by its Accept header, 0 (not) to 1; 1 for everything without the
/// header.
double accept_quality(std::string_view accept, std::string_view media_type);
/// Percent-encodes for use inside a query value.
std::string encode_query(std::string_view text);

/// Call exactly once, from any thread; a dropped responder answers 500.
using Responder = std::function<void(Reply)>;

}  // namespace peilpunt::http
