// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>

#include "shared/model/sources.hpp"

namespace peilpunt::http {

/// The network that an address belongs to: IPv4 /24, IPv6 /56, as bytes; one class or household, not one
/// person.
struct Prefix {
    std::array<std::uint8_t, 16> bytes{};
};
/// For anything that is no address: the all-zero prefix.
Prefix prefix_of(std::string_view address);

/// So many in this time; all of them may come at once, as those of a school class do.
struct Rate {
    int count = 1;
    std::chrono::milliseconds time = std::chrono::minutes(1);
};

/// How many requests in a time a network made, in memory only, under a key that is made anew every day and
/// kept nowhere else: nothing in here can be turned back into an address, or tied to one of another day.
/// Thread-safe. When its fixed table is full, it lets pass.
class RateLimiter {
  public:
    explicit RateLimiter(std::size_t slots);
    /// Counts a request of `prefix` on `route`; 0 when it may pass, else the seconds until the next one may.
    int admit(const Prefix& prefix, std::uint64_t route, Rate rate, std::chrono::milliseconds now);
    /// Takes back one that was admitted and should not count after all.
    void give_back(const Prefix& prefix, std::uint64_t route, Rate rate, std::chrono::milliseconds now);

  private:
    using Key = std::array<std::uint8_t, 16>;
    std::uint64_t hash_of(const Prefix& prefix, std::uint64_t route, std::chrono::milliseconds now);
    Key key_at(std::chrono::milliseconds now);

    SystemRandom random_;
    std::mutex mutex_;
    Key key_{};
    std::chrono::milliseconds key_until_{};
    std::size_t mask_;
    // 24 bits of the hash, 40 bits of the time at which all was forgotten (1/16 ms).
    std::unique_ptr<std::atomic<std::uint64_t>[]> slots_;
};

}  // namespace peilpunt::http
