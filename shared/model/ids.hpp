// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "shared/model/result.hpp"
#include "shared/model/sources.hpp"

namespace peilpunt {

/// 16 random bytes, written as a version 4 UUID. Never time-ordered: an id that tells the order tells who.
class Uuid {
  public:
    Uuid() = default;
    /// Accepts the 36-character form in lower or upper case; versions other than 4 are refused.
    static Result<Uuid> parse(std::string_view text);
    static Uuid random(Random& random);
    /// From 16 stored bytes; throws std::invalid_argument on another length.
    static Uuid from_bytes(std::string_view bytes);
    std::string str() const;
    std::string_view bytes() const;
    auto operator<=>(const Uuid&) const = default;

  private:
    std::array<std::uint8_t, 16> bytes_{};
};

/// A UUID that cannot be mistaken for the id of another kind of thing.
template <class Tag>
class Id {
  public:
    Id() = default;
    explicit Id(Uuid uuid) : uuid_(uuid) {}
    static Result<Id> parse(std::string_view text) {
        auto uuid = Uuid::parse(text);
        if (!uuid) return uuid.error();
        return Id(*uuid);
    }
    static Id random(Random& random) { return Id(Uuid::random(random)); }
    static Id from_bytes(std::string_view bytes) { return Id(Uuid::from_bytes(bytes)); }
    std::string str() const { return uuid_.str(); }
    std::string_view bytes() const { return uuid_.bytes(); }
    const Uuid& uuid() const { return uuid_; }
    auto operator<=>(const Id&) const = default;

  private:
    Uuid uuid_;
};

using PollId = Id<struct PollTag>;
using ResponseId = Id<struct ResponseTag>;  ///< made by the giver's device; not kept with the answers
using SignalId = Id<struct SignalTag>;
using EnvelopeId = Id<struct EnvelopeTag>;
using KioskId = Id<struct KioskTag>;
using UserId = Id<struct UserTag>;

}  // namespace peilpunt
