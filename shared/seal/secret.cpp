// SPDX-License-Identifier: EUPL-1.2
#include <sodium.h>

#include "shared/seal/seal.hpp"

namespace peilpunt::seal {
namespace {

// The whole buffer, not only what is in use: a short string that was moved away leaves its bytes behind.
void wipe(std::string& bytes) {
    bytes.resize(bytes.capacity());
    sodium_memzero(bytes.data(), bytes.size());
    bytes.clear();
}

}  // namespace

Secret::Secret(std::string bytes) : bytes_(std::move(bytes)) { wipe(bytes); }

Secret::~Secret() { wipe(bytes_); }

Secret::Secret(Secret&& other) noexcept : bytes_(std::move(other.bytes_)) { wipe(other.bytes_); }

Secret& Secret::operator=(const Secret& other) {
    if (this != &other) {
        wipe(bytes_);
        bytes_ = other.bytes_;
    }
    return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this != &other) {
        wipe(bytes_);
        bytes_ = std::move(other.bytes_);
        wipe(other.bytes_);
    }
    return *this;
}

}  // namespace peilpunt::seal
