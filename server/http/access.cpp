// SPDX-License-Identifier: EUPL-1.2
#include "server/http/access.hpp"

#include <openssl/crypto.h>

#include "server/http/multipart.hpp"
#include "server/http/response.hpp"
#include "server/http/text.hpp"

namespace peilpunt::http {
namespace {

bool own_origin(const Request& request) {
    if (request.headers.has("sec-fetch-site")) {
        const auto site = request.headers.get("sec-fetch-site");
        return site == "same-origin" || site == "none";
    }
    if (!request.headers.has("origin")) return true;
    // Behind a proxy, Host may be the proxy's own name for us.
    const auto origin = request.headers.get("origin");
    return same_name(origin, request.origin()) || (!request.site.empty() && same_name(origin, request.site));
}

bool equal_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

bool has_token(const Request& request) {
    if (!request.visitor || request.visitor->csrf_token.empty()) return false;
    const auto& token = request.visitor->csrf_token;
    if (request.headers.has("x-csrf-token")) return equal_secret(request.headers.get("x-csrf-token"), token);
    const auto whole_type = request.headers.get("content-type");
    auto type = whole_type;
    const auto kind = trim(take_until(type, ';'));
    if (same_name(kind, "multipart/form-data")) {
        const auto form = Multipart::parse(whole_type, request.body);
        return form.has_value() && equal_secret(form->get("csrf"), token);
    }
    if (!same_name(kind, "application/x-www-form-urlencoded")) return false;
    const auto form = Form::parse(request.body);
    return form.has_value() && equal_secret(form->get("csrf"), token);
}

}  // namespace

bool is_api(std::string_view path) { return path.starts_with("/api/") || path == "/api"; }

bool passes_guard(Guard guard, const Request& request) {
    switch (guard) {
        case Guard::none:
            return true;
        case Guard::origin:
            return own_origin(request);
        case Guard::token:
            return own_origin(request) && has_token(request);
    }
    return false;
}

Permit permit_for(Needs needs, const std::optional<Visitor>& visitor,
                  const std::function<bool(const Visitor&, Needs)>& may) {
    if (needs.is_nothing()) return Permit::yes;
    if (!visitor) return Permit::sign_in;
    if (needs.is_right() && (!may || !may(*visitor, needs))) return Permit::no;
    return Permit::yes;
}

Reply ask_to_sign_in(const Request& request) {
    if (is_api(request.path)) return standard_problem(401);
    const bool safe = request.method == Method::get;
    return Reply::redirect("/raad/aanmelden?naar=" + encode_query(safe ? request.target : "/raad"));
}

}  // namespace peilpunt::http
