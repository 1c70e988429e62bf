// SPDX-License-Identifier: EUPL-1.2
#include "server/web/tickets.hpp"

#include <cstring>

namespace peilpunt::web {

namespace {

// The 16 bytes of a UUID of version 4: 8 random ones (the version is in them), 3 of time, 5 of proof. The
// first two bits of byte 8 are the variant, so the time has 22 bits: 48 days.
constexpr std::size_t kRandom = 8, kTime = 3, kProof = 5;
constexpr std::uint32_t kTimeMask = (1U << 22) - 1;
constexpr std::uint32_t kLives = 86'400;     ///< seconds
constexpr std::uint32_t kClocksDiffer = 60;  ///< seconds between two servers

std::uint32_t seconds_of(TimePoint now) {
    return static_cast<std::uint32_t>(
               std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count()) &
           kTimeMask;
}

/// 22 bits that say nothing to who has no key, from the random part.
std::uint32_t mask_of(const seal::Secret& key, std::string_view random) {
    return static_cast<std::uint32_t>(seal::keyed_number(key, "time " + std::string(random))) & kTimeMask;
}

std::string proof_of(const seal::Secret& key, std::string_view form, std::string_view before) {
    std::string text(before);
    text += form;
    return seal::keyed_hash(key, text).substr(0, kProof);
}

}  // namespace

Tickets::Tickets(const app::Keys& keys) : key_(seal::keyed_hash(keys.ledger, "tickets of pages", 32)) {}

ResponseId Tickets::make(std::string_view form, TimePoint now, Random& random) const {
    const auto drawn = ResponseId::random(random);
    std::string bytes(drawn.bytes().substr(0, kRandom));
    const std::uint32_t time = seconds_of(now) ^ mask_of(key_, bytes);
    bytes += static_cast<char>(0x80 | (time >> 16 & 0x3F));
    bytes += static_cast<char>(time >> 8 & 0xFF);
    bytes += static_cast<char>(time & 0xFF);
    return ResponseId::from_bytes(bytes + proof_of(key_, form, bytes));
}

std::optional<Tickets::Ticket> Tickets::read(std::string_view form, const ResponseId& id,
                                             TimePoint now) const {
    const auto bytes = id.bytes();
    const auto before = bytes.substr(0, kRandom + kTime);
    if (!seal::equal_constant_time(bytes.substr(before.size()), proof_of(key_, form, before)))
        return std::nullopt;
    const auto at = [&](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i]));
    };
    const std::uint32_t masked = (at(8) & 0x3F) << 16 | at(9) << 8 | at(10);
    const auto made = masked ^ mask_of(key_, bytes.substr(0, kRandom));
    std::uint32_t age = (seconds_of(now) - made) & kTimeMask;
    if (age > kTimeMask - kClocksDiffer) age = 0;  // by the clock of another server, just now
    if (age > kLives) return std::nullopt;
    Ticket ticket;
    std::memcpy(&ticket.number, bytes.data(), sizeof ticket.number);
    ticket.age = std::chrono::seconds(age);
    return ticket;
}

std::uint64_t Tickets::check(std::string_view form, const http::Request& request, TimePoint now) const {
    const auto sent = http::Form::parse_typed(request.body);
    const auto id = sent ? ResponseId::parse(sent->get("id")) : Result<ResponseId>(Error{});
    if (!id) return 0;
    const auto ticket = read(form, *id, now);
    return ticket ? ticket->number : 0;
}

}  // namespace peilpunt::web
