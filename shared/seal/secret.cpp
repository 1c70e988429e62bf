// SPDX-License-Identifier: EUPL-1.2
#include <sodium.h>

#include <cstring>
#include <new>
#include <utility>

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

Secret::Secret(std::string_view bytes) { keep(bytes); }

Secret::Secret(std::string&& bytes) {
    try {
        keep(bytes);
    } catch (...) {
        wipe(bytes);
        throw;
    }
    wipe(bytes);
}

Secret::~Secret() { drop(); }

Secret::Secret(const Secret& other) { keep(other.reveal()); }

Secret::Secret(Secret&& other) noexcept
    : bytes_(std::exchange(other.bytes_, nullptr)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(const Secret& other) {
    if (this == &other) return *this;
    Secret copy(other);
    return *this = std::move(copy);
}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this != &other) {
        drop();
        bytes_ = std::exchange(other.bytes_, nullptr);
        size_ = std::exchange(other.size_, 0);
    }
    return *this;
}

void Secret::keep(std::string_view bytes) {
    if (bytes.empty()) return;
    start();
    // Locked where the system's limit allows it (8 MB in Debian, 2000 secrets); without, it works all the
    // same.
    auto* room = static_cast<char*>(sodium_malloc(bytes.size()));
    if (!room) throw std::bad_alloc();
    std::memcpy(room, bytes.data(), bytes.size());
    bytes_ = room;
    size_ = bytes.size();
}

void Secret::drop() noexcept {
    sodium_free(bytes_);  // wipes
    bytes_ = nullptr;
    size_ = 0;
}

}  // namespace peilpunt::seal
