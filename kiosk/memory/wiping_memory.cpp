// SPDX-License-Identifier: EUPL-1.2
// Everything this program gives back is overwritten first: what one person typed must not lie about in memory
// for the next one. Part of the program (and of the test that searches memory), not of the library.
#include <malloc.h>
#include <string.h>

#include <cstdlib>
#include <new>

namespace {

void* take(std::size_t size) {
    if (void* bytes = std::malloc(size > 0 ? size : 1)) return bytes;
    throw std::bad_alloc();
}

void* take(std::size_t size, std::align_val_t align) {
    const auto step = static_cast<std::size_t>(align);
    if (void* bytes = std::aligned_alloc(step, (size + step - 1) / step * step)) return bytes;
    throw std::bad_alloc();
}

void give_back(void* bytes) {
    if (!bytes) return;
    explicit_bzero(bytes, malloc_usable_size(bytes));
    std::free(bytes);
}

}  // namespace

void* operator new(std::size_t size) { return take(size); }
void* operator new[](std::size_t size) { return take(size); }
void* operator new(std::size_t size, std::align_val_t align) { return take(size, align); }
void* operator new[](std::size_t size, std::align_val_t align) { return take(size, align); }
void operator delete(void* bytes) noexcept { give_back(bytes); }
void operator delete[](void* bytes) noexcept { give_back(bytes); }
void operator delete(void* bytes, std::size_t) noexcept { give_back(bytes); }
void operator delete[](void* bytes, std::size_t) noexcept { give_back(bytes); }
void operator delete(void* bytes, std::align_val_t) noexcept { give_back(bytes); }
void operator delete[](void* bytes, std::align_val_t) noexcept { give_back(bytes); }
void operator delete(void* bytes, std::size_t, std::align_val_t) noexcept { give_back(bytes); }
void operator delete[](void* bytes, std::size_t, std::align_val_t) noexcept { give_back(bytes); }
