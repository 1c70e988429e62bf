// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <string>

/// What a file is, before SQLite opens it: opening another program's database would already change it.
namespace peilpunt::sqlite {

enum class Head {
    absent,
    empty,  ///< no bytes: cut off before anything was in it, or emptied
    ours,   ///< has this application id, or may have it in its log
    other,  ///< another program's database
    no_database,
};

Head head_of(const std::string& path, std::int32_t application_id);

}  // namespace peilpunt::sqlite
