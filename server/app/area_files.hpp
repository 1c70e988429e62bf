// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <set>
#include <span>
#include <string>
#include <vector>

#include "shared/model/area.hpp"

/// Areas from files as CBS and PDOK publish them, or from our own.
namespace peilpunt::app {

struct AreaFile {
    std::string name;  ///< for messages
    std::string bytes;
};

struct AreasRead {
    std::vector<Area> areas;  ///< all of them, ready to take the place of what is known
    int municipalities = 0, districts = 0, neighbourhoods = 0;  ///< of the files
    bool outlines = false;  ///< there were outlines; nothing shows them, so they are checked and not kept
};

inline constexpr std::size_t kMaxAreaFile = 64 * 1024 * 1024;  ///< bytes

/// Reads all files together, or refuses all: municipalities, districts (wijken) and neighbourhoods (buurten),
/// each known by its CBS code. A file is one of
/// - GeoJSON, longitude and latitude (CRS84, WGS 84); properties `code name parent` or CBS's own (statcode,
/// gemeentecode,
///   wijknaam, aantalInwoners ...); features that are water are left out;
/// - CSV with a head `code,name[,parent][,population]` (or `naam ouder inwoners`), with commas or semicolons;
/// - our JSON, `[{code, naam, ouder?, inwoners?}]`, which holds everything and comes alone.
/// A kind of area that the files hold takes the place of what is `known` of that kind; the others stay, as
/// far as they still lie somewhere. `only`: municipalities to take from larger files; empty: all. Errors:
/// invalid, a fault for each place (at most twenty), too_large.
Result<AreasRead> read_area_files(std::span<const AreaFile> files, const std::vector<Area>& known,
                                  const std::set<AreaCode>& only = {});

}  // namespace peilpunt::app
