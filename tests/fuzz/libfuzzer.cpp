// SPDX-License-Identifier: EUPL-1.2
// For libFuzzer: PEILPUNT_FUZZ names the target.
#include <cstdint>

#include "tests/fuzz/targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto* chosen = [] {
        const char* name = std::getenv("PEILPUNT_FUZZ");
        const auto* found = peilpunt::fuzz::target(name ? name : "");
        peilpunt::fuzz::must(found != nullptr, "PEILPUNT_FUZZ names a target");
        return found;
    }();
    chosen->run({reinterpret_cast<const char*>(data), size});
    return 0;
}
