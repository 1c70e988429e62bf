// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>

/// What the kiosk and its speaking helper say to each other: frames of a kind (1 byte), a length (4 bytes)
/// and so many bytes. Both run on one machine, so numbers are in its own order.
namespace peilpunt::speak {

enum class Frame : char {
    hello = 'H',  ///< helper, once: samples per second (u32), then languages with a space between
    say = 'S',    ///< kiosk: language, newline, text in UTF-8
    sound = 'P',  ///< helper: samples, 16 bits signed, one channel
    word = 'W',   ///< helper: Word
    end = 'E',    ///< helper: all of it was sent; without sound when that language is not known
};

/// A word begins: so many milliseconds into the sound, at these bytes of the text.
struct Word {
    std::uint32_t at_ms = 0, from = 0, to = 0;
    bool operator==(const Word&) const = default;
};

inline constexpr std::size_t kHeadBytes = 5;
inline constexpr std::size_t kMaxFrame = 1024 * 1024;       ///< more is no frame
inline constexpr std::size_t kMaxText = 16 * 1024;          ///< bytes; longer is cut
inline constexpr std::size_t kMaxSound = 16 * 1024 * 1024;  ///< of one text: six minutes

inline std::array<char, kHeadBytes> head_of(Frame frame, std::size_t bytes) {
    std::array<char, kHeadBytes> head{static_cast<char>(frame)};
    const auto length = static_cast<std::uint32_t>(bytes);
    std::memcpy(head.data() + 1, &length, sizeof length);
    return head;
}

inline std::size_t length_in(const std::array<char, kHeadBytes>& head) {
    std::uint32_t length = 0;
    std::memcpy(&length, head.data() + 1, sizeof length);
    return length;
}

}  // namespace peilpunt::speak
