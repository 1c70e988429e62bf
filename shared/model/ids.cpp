// SPDX-License-Identifier: EUPL-1.2
#include "shared/model/ids.hpp"

#include <algorithm>
#include <stdexcept>

namespace peilpunt {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

constexpr bool dash_at(std::size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

Error not_a_uuid() { return Error{ErrorCode::invalid, "Dit is geen geldig kenmerk (UUID, versie 4)."}; }

}  // namespace

Result<Uuid> Uuid::parse(std::string_view text) {
    if (text.size() != 36) return not_a_uuid();
    Uuid uuid;
    std::size_t nibble = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (dash_at(i)) {
            if (text[i] != '-') return not_a_uuid();
            continue;
        }
        const int value = hex_value(text[i]);
        if (value < 0) return not_a_uuid();
        auto& byte = uuid.bytes_[nibble / 2];
        byte = static_cast<std::uint8_t>(byte << 4 | value);
        ++nibble;
    }
    if (uuid.bytes_[6] >> 4 != 4 || uuid.bytes_[8] >> 6 != 2) return not_a_uuid();
    return uuid;
}

Uuid Uuid::random(Random& random) {
    Uuid uuid;
    random.fill(uuid.bytes_);
    uuid.bytes_[6] = static_cast<std::uint8_t>((uuid.bytes_[6] & 0x0f) | 0x40);
    uuid.bytes_[8] = static_cast<std::uint8_t>((uuid.bytes_[8] & 0x3f) | 0x80);
    return uuid;
}

Uuid Uuid::from_bytes(std::string_view bytes) {
    Uuid uuid;
    if (bytes.size() != uuid.bytes_.size()) throw std::invalid_argument("a UUID has 16 bytes");
    std::transform(bytes.begin(), bytes.end(), uuid.bytes_.begin(),
                   [](char c) { return static_cast<std::uint8_t>(c); });
    return uuid;
}

std::string Uuid::str() const {
    std::string text(36, '-');
    std::size_t at = 0;
    for (const auto byte : bytes_) {
        if (dash_at(at)) ++at;
        text[at++] = kHex[byte >> 4];
        text[at++] = kHex[byte & 0x0f];
    }
    return text;
}

std::string_view Uuid::bytes() const { return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()}; }

}  // namespace peilpunt
