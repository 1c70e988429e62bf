// SPDX-License-Identifier: EUPL-1.2
#include "server/http/rate_limit.hpp"

#include <arpa/inet.h>
#include <sodium.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>

namespace peilpunt::http {
namespace {

constexpr int kTimeBits = 40;
constexpr std::uint64_t kTimeMask = (std::uint64_t{1} << kTimeBits) - 1;
constexpr std::uint64_t kTicksPerMs = 16;
constexpr int kProbes = 8;
constexpr std::chrono::hours kKeyLives{24};

std::uint64_t ticks(std::chrono::milliseconds time) {
    return static_cast<std::uint64_t>(time.count()) * kTicksPerMs;
}

// By how much one request moves a slot on.
std::uint64_t share_of(Rate rate) {
    return ticks(rate.time) / static_cast<std::uint64_t>(std::max(rate.count, 1));
}

}  // namespace

Prefix prefix_of(std::string_view address) {
    Prefix prefix;
    const std::string text(address);
    if (inet_pton(AF_INET6, text.c_str(), prefix.bytes.data()) == 1) {
        std::fill(prefix.bytes.begin() + 7, prefix.bytes.end(), std::uint8_t{0});
        return prefix;
    }
    std::array<std::uint8_t, 4> v4{};
    if (inet_pton(AF_INET, text.c_str(), v4.data()) == 1) {
        prefix.bytes[10] = prefix.bytes[11] = 0xff;
        std::copy_n(v4.begin(), 3, prefix.bytes.begin() + 12);
    }
    return prefix;
}

RateLimiter::RateLimiter(std::size_t slots)
    : mask_(std::bit_ceil(std::max<std::size_t>(slots, kProbes)) - 1),
      slots_(std::make_unique<std::atomic<std::uint64_t>[]>(mask_ + 1)) {
    static_assert(crypto_shorthash_KEYBYTES == sizeof(Key));
}

RateLimiter::Key RateLimiter::key_at(std::chrono::milliseconds now) {
    const std::lock_guard lock(mutex_);
    if (now >= key_until_) {
        random_.fill(key_);
        key_until_ = now + kKeyLives;
    }
    return key_;
}

std::uint64_t RateLimiter::hash_of(const Prefix& prefix, std::uint64_t route, std::chrono::milliseconds now) {
    std::array<std::uint8_t, 24> input{};
    std::copy(prefix.bytes.begin(), prefix.bytes.end(), input.begin());
    std::memcpy(input.data() + 16, &route, sizeof(route));
    const Key key = key_at(now);
    std::uint64_t hash = 0;
    crypto_shorthash(reinterpret_cast<unsigned char*>(&hash), input.data(), input.size(), key.data());
    return hash;
}

int RateLimiter::admit(const Prefix& prefix, std::uint64_t route, Rate rate, std::chrono::milliseconds now) {
    const std::uint64_t hash = hash_of(prefix, route, now);

    // Generic cell rate: a slot holds when the network's past requests are worn off; each moves it on by one
    // share.
    const std::uint64_t tag = hash >> kTimeBits;
    const std::uint64_t present = ticks(now) & kTimeMask;
    const std::uint64_t most = ticks(rate.time);
    const std::uint64_t share = share_of(rate);
    for (std::size_t probe = 0; probe < kProbes; ++probe) {
        auto& slot = slots_[(hash + probe) & mask_];
        std::uint64_t old = slot.load(std::memory_order_relaxed);
        while (true) {
            const std::uint64_t until = old & kTimeMask;
            const bool mine = old >> kTimeBits == tag;
            if (!mine && until > present) break;  // somebody else's, still counting
            const std::uint64_t base = mine ? std::max(until, present) : present;
            const std::uint64_t next = base + share;
            if (next - present > most) {
                const std::uint64_t wait_ms = (next - present - most) / kTicksPerMs;
                return static_cast<int>(wait_ms / 1000 + 1);
            }
            if (slot.compare_exchange_weak(old, tag << kTimeBits | (next & kTimeMask),
                                           std::memory_order_relaxed)) {
                return 0;
            }
        }
    }
    return 0;
}

void RateLimiter::give_back(const Prefix& prefix, std::uint64_t route, Rate rate,
                            std::chrono::milliseconds now) {
    const std::uint64_t hash = hash_of(prefix, route, now);
    const std::uint64_t tag = hash >> kTimeBits;
    for (std::size_t probe = 0; probe < kProbes; ++probe) {
        auto& slot = slots_[(hash + probe) & mask_];
        std::uint64_t old = slot.load(std::memory_order_relaxed);
        while (old >> kTimeBits == tag) {
            const std::uint64_t until = old & kTimeMask;
            const std::uint64_t earlier = until - std::min(until, share_of(rate));
            if (slot.compare_exchange_weak(old, tag << kTimeBits | earlier, std::memory_order_relaxed))
                return;
        }
    }
}

}  // namespace peilpunt::http
