// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string_view>

/// What strangers can send, one function a door: each takes any bytes, and ends the program when something
/// that must hold does not.
namespace peilpunt::fuzz {

struct Target {
    const char* name;
    void (*run)(std::string_view bytes);
};
std::span<const Target> targets();
/// Null for a name that is none.
const Target* target(std::string_view name);

/// Ends the program, so that whoever feeds it keeps the input.
inline void must(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

void gate(std::string_view bytes);
void proxy_header(std::string_view bytes);
void form(std::string_view bytes);
void cookie(std::string_view bytes);
void address(std::string_view bytes);
void accept(std::string_view bytes);
void json_text(std::string_view bytes);
void poll(std::string_view bytes);
void response(std::string_view bytes);
void signal(std::string_view bytes);
void envelope(std::string_view bytes);
void batch(std::string_view bytes);
void bundle(std::string_view bytes);
void to_kiosk(std::string_view bytes);
void ogg(std::string_view bytes);

}  // namespace peilpunt::fuzz
