// SPDX-License-Identifier: EUPL-1.2
#include "tests/sim/chance.hpp"

#include <sodium.h>
#include <sqlite3.h>

#include <stdexcept>

namespace peilpunt::sim {
namespace {

Chance sodium_chance(1);

const char* name() { return "simulation"; }
std::uint32_t number() { return static_cast<std::uint32_t>(sodium_chance.next()); }
void buffer(void* to, std::size_t size) {
    sodium_chance.fill(std::span(static_cast<std::uint8_t*>(to), size));
}

}  // namespace

void own_all_chance(std::uint64_t seed) {
    static randombytes_implementation seeded{name, number, nullptr, nullptr, buffer, nullptr};
    static const bool done = randombytes_set_implementation(&seeded) == 0 && sodium_init() >= 0;
    if (!done) throw std::runtime_error("libsodium cannot start");
    sodium_chance = Chance(seed);
    sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, static_cast<int>(seed % 2'000'000'000) + 1, nullptr);
}

}  // namespace peilpunt::sim
