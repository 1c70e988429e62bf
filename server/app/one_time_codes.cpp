// SPDX-License-Identifier: EUPL-1.2
#include "server/app/one_time_codes.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "shared/seal/seal.hpp"

namespace peilpunt::app {
namespace {

constexpr std::size_t kDigits = 6;
constexpr unsigned kModulus = 1'000'000;
constexpr int kTolerance = 1;  ///< steps: clocks of telephones differ, and typing takes time

}  // namespace

std::int64_t code_step(TimePoint time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count() / 30;
}

std::string one_time_code(std::string_view secret, std::int64_t step) {
    std::array<unsigned char, 8> counter{};
    for (std::size_t i = 0; i < counter.size(); ++i)
        counter[counter.size() - 1 - i] =
            static_cast<unsigned char>((static_cast<std::uint64_t>(step) >> (8 * i)) & 0xff);
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned size = 0;
    if (HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(), counter.size(),
             mac.data(), &size) == nullptr)
        throw std::runtime_error("HMAC-SHA-1 is not to be had");
    const std::size_t at = mac[size - 1] & 0x0fU;
    const unsigned number = ((mac[at] & 0x7fU) << 24U) | (static_cast<unsigned>(mac[at + 1]) << 16U) |
                            (static_cast<unsigned>(mac[at + 2]) << 8U) | mac[at + 3];
    auto digits = std::to_string(number % kModulus);
    return std::string(kDigits - digits.size(), '0') + digits;
}

std::optional<std::int64_t> step_of_code(std::string_view secret, std::string_view typed, std::int64_t now,
                                         std::int64_t last) {
    std::string plain(typed);
    std::erase(plain, ' ');
    for (auto step = now - kTolerance; step <= now + kTolerance; ++step)
        if (step > last && seal::equal_constant_time(one_time_code(secret, step), plain)) return step;
    return std::nullopt;
}

std::string to_base32(std::string_view bytes) {
    constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string text;
    unsigned held = 0;
    int bits = 0;
    for (const char byte : bytes) {
        held = ((held << 8U) | static_cast<unsigned char>(byte)) & 0xfffU;
        bits += 8;
        for (; bits >= 5; bits -= 5) text += kLetters[(held >> static_cast<unsigned>(bits - 5)) & 31U];
    }
    if (bits > 0) text += kLetters[(held << static_cast<unsigned>(5 - bits)) & 31U];
    return text;
}

}  // namespace peilpunt::app
