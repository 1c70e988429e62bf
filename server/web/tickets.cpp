// SPDX-License-Identifier: EUPL-1.2
#include "server/web/tickets.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace peilpunt::web {

namespace {

// The 16 bytes of a UUID of version 4: 4 random, 2 of group, 2 random (the version is in them), 3 of time, 5
// of proof. The first two bits of byte 8 are the variant, so the time has 22 bits: 48 days. 44 random bits
// are left: a thousand phones of one group in one second draw the same once in thirty million times.
constexpr std::size_t kGroup = 4, kTime = 8, kProof = 11;
constexpr std::uint32_t kTimeMask = (1U << 22) - 1;
constexpr std::uint32_t kLives = 86'400;     ///< seconds
constexpr std::uint32_t kClocksDiffer = 60;  ///< seconds between two servers

std::uint32_t seconds_of(TimePoint now) {
    return static_cast<std::uint32_t>(
               std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count()) &
           kTimeMask;
}

/// Bits that say nothing to who has no key, from the random bytes.
struct Masks {
    std::uint32_t time = 0, group = 0;
};
Masks masks_of(const seal::Secret& key, std::string_view bytes) {
    std::array<char, kTime - 2> random{};
    std::copy_n(bytes.begin(), kGroup, random.begin());
    std::copy(bytes.begin() + kGroup + 2, bytes.begin() + kTime, random.begin() + kGroup);
    const auto hash = seal::quick_hash(key, {random.data(), random.size()});
    Masks masks;
    std::memcpy(&masks, hash.data(), sizeof masks);
    masks.time &= kTimeMask;
    masks.group &= 0xFFFF;
    return masks;
}

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t count) {
    std::uint32_t number = 0;
    for (const char byte : bytes.substr(at, count)) number = number << 8 | static_cast<unsigned char>(byte);
    return number;
}

/// The last bytes of the id, which show that we made it for this form.
std::string proof_of(const seal::Secret& key, std::string_view form, std::string_view before) {
    std::string text(before);
    text += form;
    const auto hash = seal::quick_hash(key, text);
    return {reinterpret_cast<const char*>(hash.data()), 16 - kProof};
}

}  // namespace

Tickets::Tickets(const app::Keys& keys)
    : mask_key_(seal::keyed_hash(keys.ledger, "masks of tickets of pages")),
      proof_key_(seal::keyed_hash(keys.ledger, "proofs of tickets of pages")) {}

ResponseId Tickets::make(std::string_view form, TimePoint now, Random& random, std::uint16_t group) const {
    const auto drawn = ResponseId::random(random);
    std::string bytes(drawn.bytes().substr(0, kTime));
    const auto masks = masks_of(mask_key_, bytes);
    const auto masked = group ^ masks.group;
    bytes[kGroup] = static_cast<char>(masked >> 8 & 0xFF);
    bytes[kGroup + 1] = static_cast<char>(masked & 0xFF);
    const std::uint32_t time = (seconds_of(now) & kTimeMask) ^ masks.time;
    bytes += static_cast<char>(0x80 | time >> 16);
    bytes += static_cast<char>(time >> 8 & 0xFF);
    bytes += static_cast<char>(time & 0xFF);
    return ResponseId::from_bytes(bytes + proof_of(proof_key_, form, bytes));
}

std::optional<Tickets::Ticket> Tickets::read(std::string_view form, const ResponseId& id,
                                             TimePoint now) const {
    const auto bytes = id.bytes();
    const auto before = bytes.substr(0, kProof);
    if (!seal::equal_constant_time(bytes.substr(kProof), proof_of(proof_key_, form, before)))
        return std::nullopt;
    const auto masks = masks_of(mask_key_, bytes);
    const auto made = (number_at(bytes, kTime, 3) & kTimeMask) ^ masks.time;
    std::uint32_t age = (seconds_of(now) - made) & kTimeMask;
    if (age > kTimeMask - kClocksDiffer) age = 0;  // by the clock of another server, just now
    if (age > kLives) return std::nullopt;
    Ticket ticket;
    std::memcpy(&ticket.number, bytes.data(), sizeof ticket.number);
    ticket.age = std::chrono::seconds(age);
    ticket.group = static_cast<std::uint16_t>(number_at(bytes, kGroup, 2) ^ masks.group);
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
