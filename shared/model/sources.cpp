// SPDX-License-Identifier: EUPL-1.2
#include "shared/model/sources.hpp"

#include <sys/random.h>
#include <time.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace peilpunt {

std::uint64_t Random::below(std::uint64_t bound) {
    if (bound == 0) throw std::invalid_argument("Random::below needs a bound above zero");
    // Numbers under 2^64 mod bound would make the lowest results a little more likely: draw those again.
    const std::uint64_t uneven = (0 - bound) % bound;
    for (;;) {
        std::array<std::uint8_t, 8> bytes{};
        fill(bytes);
        std::uint64_t number = 0;
        for (const auto byte : bytes) number = number << 8 | byte;
        if (number >= uneven) return number % bound;
    }
}

TimePoint SystemClock::now() const {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::chrono::milliseconds SystemClock::steady() const {
    // CLOCK_BOOTTIME also counts while a kiosk sleeps, so a queue that waited over night knows that it did.
    timespec time{};
    if (clock_gettime(CLOCK_BOOTTIME, &time) != 0) {
        throw std::system_error(errno, std::generic_category(), "clock_gettime");
    }
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::seconds(time.tv_sec) +
                                                                 std::chrono::nanoseconds(time.tv_nsec));
}

void SystemRandom::fill(std::span<std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const auto got = getrandom(bytes.data(), bytes.size(), 0);
        if (got < 0) {
            if (errno == EINTR) continue;
            throw std::system_error(errno, std::generic_category(), "getrandom");
        }
        bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
}

}  // namespace peilpunt
