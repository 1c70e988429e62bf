// SPDX-License-Identifier: EUPL-1.2
#include "server/web/tickets.hpp"

#include <cstring>

namespace peilpunt::web {

namespace {

constexpr std::size_t kHalf = 8;  ///< bytes

}  // namespace

Tickets::Tickets(const app::Keys& keys) : key_(seal::keyed_hash(keys.ledger, "tickets of pages", 32)) {}

std::string Tickets::proof(std::string_view form, std::string_view half) const {
    std::string text(half);
    text += form;
    std::string hash = seal::keyed_hash(key_, text).substr(0, kHalf);
    // The two bits by which a UUID of version 4 says what it is.
    hash[0] = static_cast<char>((static_cast<unsigned char>(hash[0]) & 0x3F) | 0x80);
    return hash;
}

ResponseId Tickets::make(std::string_view form, Random& random) const {
    const std::string half(ResponseId::random(random).bytes().substr(0, kHalf));
    return ResponseId::from_bytes(half + proof(form, half));
}

std::uint64_t Tickets::check(std::string_view form, const http::Request& request) const {
    const auto sent = http::Form::parse_typed(request.body);
    const auto id = sent ? ResponseId::parse(sent->get("id")) : Result<ResponseId>(Error{});
    if (!id) return 0;
    const auto half = id->bytes().substr(0, kHalf);
    if (id->bytes().substr(kHalf) != proof(form, half)) return 0;
    std::uint64_t number = 0;
    std::memcpy(&number, half.data(), sizeof number);
    return number;
}

}  // namespace peilpunt::web
