// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>

#include "shared/model/sources.hpp"

namespace peilpunt::sim {

/// splitmix64 (public domain, Sebastiano Vigna): the same seed, the same bytes.
class Chance final : public Random {
  public:
    explicit Chance(std::uint64_t seed) : state_(seed) {}
    void fill(std::span<std::uint8_t> bytes) override {
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(next() >> 56U);
    }
    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31U);
    }
    /// A number in [0, bound); the bias of a modulus does not matter here.
    std::size_t up_to(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }
    bool percent(int chance) { return static_cast<int>(up_to(100)) < chance; }
    bool in_ten_thousand(int chance) { return chance > 0 && static_cast<int>(up_to(10'000)) < chance; }

  private:
    std::uint64_t state_;
};

/// From here on libsodium and SQLite in this process draw from `seed` too, so that a run can be repeated to
/// the byte. Never outside a simulation.
void own_all_chance(std::uint64_t seed);

}  // namespace peilpunt::sim
