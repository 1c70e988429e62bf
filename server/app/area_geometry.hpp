// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "shared/model/result.hpp"

/// Whether outlines in GeoJSON are what RFC 7946 wants: longitude and latitude, rings that close.
namespace peilpunt::app {

/// Why the projection that the file names (`crs`) is not longitude and latitude; empty when it is, or names
/// none.
std::string wrong_projection(const nlohmann::json& collection);

/// What is wrong with one geometry; `field` is left to the caller.
std::optional<Fault> wrong_outline(const nlohmann::json& geometry);

}  // namespace peilpunt::app
