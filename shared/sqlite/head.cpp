// SPDX-License-Identifier: EUPL-1.2
#include "shared/sqlite/head.hpp"

#include <filesystem>
#include <fstream>
#include <string_view>

namespace peilpunt::sqlite {

Head head_of(const std::string& path, std::int32_t application_id) {
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return Head::absent;
    std::ifstream file(path, std::ios::binary);
    std::string head(100, '\0');
    file.read(head.data(), 100);
    if (file.gcount() == 0) return Head::empty;
    if (file.gcount() < 100 || !head.starts_with(std::string_view("SQLite format 3\0", 16)))
        return Head::no_database;
    std::uint32_t id = 0;
    for (std::size_t i = 68; i < 72; ++i) id = id << 8U | static_cast<std::uint8_t>(head[i]);
    // Ours is in WAL mode (bytes 18 and 19) before anything else is in it; the id may still be in the WAL.
    const bool wal = head[18] == 2 || std::filesystem::exists(path + "-journal", error);
    if (id == static_cast<std::uint32_t>(application_id) || (id == 0 && wal)) return Head::ours;
    return Head::other;
}

}  // namespace peilpunt::sqlite
