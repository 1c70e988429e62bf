// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include "shared/model/sources.hpp"

namespace peilpunt::demo {

/// The same numbers every time (splitmix64), so that the example is the same everywhere. No secrets come from
/// it.
class Repeatable final : public Random {
  public:
    explicit Repeatable(std::uint64_t seed) : state_(seed) {}
    void fill(std::span<std::uint8_t> bytes) override {
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(next() >> 56);
    }
    std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15;
        auto mixed = state_;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
    /// In [0, 1).
    double share() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

  private:
    std::uint64_t state_;
};

}  // namespace peilpunt::demo
