// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <string_view>

/// For the sources of this folder: libsodium speaks unsigned char, we speak std::string.
namespace peilpunt::seal {

inline unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
inline const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
inline const unsigned char* bytes(const std::string& text) { return bytes(std::string_view(text)); }

}  // namespace peilpunt::seal
