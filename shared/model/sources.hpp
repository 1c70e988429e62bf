// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <chrono>
#include <cstdint>
#include <span>

namespace peilpunt {

using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;

/// The only source of wall-clock time. Thread-safe.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual TimePoint now() const = 0;
    /// Milliseconds since some fixed point of this boot; never jumps. For time-outs and back-off.
    virtual std::chrono::milliseconds steady() const = 0;
};

/// The only source of randomness; cryptographically strong outside tests. Thread-safe.
class Random {
  public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> bytes) = 0;
    /// A number in [0, bound), without bias. `bound` > 0.
    std::uint64_t below(std::uint64_t bound);
};

/// The machine's own clock.
class SystemClock final : public Clock {
  public:
    TimePoint now() const override;
    std::chrono::milliseconds steady() const override;
};

/// The kernel's random generator (getrandom).
class SystemRandom final : public Random {
  public:
    void fill(std::span<std::uint8_t> bytes) override;
};

}  // namespace peilpunt
