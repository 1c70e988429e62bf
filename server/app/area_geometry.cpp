// SPDX-License-Identifier: EUPL-1.2
#include "server/app/area_geometry.hpp"

#include <nlohmann/json.hpp>

#include "shared/model/utf8.hpp"

namespace peilpunt::app {

namespace {

using Tree = nlohmann::json;

constexpr const char* kIsRd =
    "Dit zijn RD-coördinaten (Rijksdriehoek, EPSG:28992). Haal het bestand op in EPSG:4326, of zet het om.";

Fault wrong(const char* code, std::string message) { return {"", code, std::move(message)}; }

std::optional<Fault> wrong_position(const Tree& position) {
    if (!position.is_array() || position.size() < 2 || !position[0].is_number() || !position[1].is_number())
        return wrong("geen-punt", "De omtrek heeft een punt dat geen lengte en breedte heeft.");
    const auto x = position[0].get<double>();
    const auto y = position[1].get<double>();
    const bool in_rd = x > -10'000 && x < 310'000 && y > 280'000 && y < 660'000;
    if (in_rd) return wrong("verkeerde-projectie", kIsRd);
    if (x < -180 || x > 180 || y < -90 || y > 90)
        return wrong("verkeerde-projectie", "Deze coördinaten zijn geen lengte en breedte (WGS 84).");
    const bool swapped = x > 50 && x < 54 && y > 3 && y < 8;
    if (swapped)
        return wrong("verkeerde-volgorde", "Eerst moet de lengte komen (4,6), dan de breedte (52,4).");
    return std::nullopt;
}

std::optional<Fault> wrong_polygon(const Tree& rings) {
    if (!rings.is_array() || rings.empty()) return wrong("geen-omtrek", "De omtrek is leeg.");
    for (const Tree& ring : rings) {
        if (!ring.is_array() || ring.size() < 4)
            return wrong("open-omtrek", "De omtrek heeft minder dan vier punten.");
        for (const Tree& position : ring)
            if (auto fault = wrong_position(position)) return fault;
        if (ring.front() != ring.back())
            return wrong("open-omtrek", "De omtrek is niet gesloten: het laatste punt is niet het eerste.");
    }
    return std::nullopt;
}

}  // namespace

std::string wrong_projection(const Tree& collection) {
    const auto crs = collection.find("crs");
    if (crs == collection.end() || crs->is_null()) return {};
    const Tree::json_pointer at("/properties/name");
    const auto name = crs->is_object() && crs->contains(at) && crs->at(at).is_string()
                          ? crs->at(at).get<std::string>()
                          : std::string("zonder naam");
    if (name.find("28992") != std::string::npos || name.find("7415") != std::string::npos) return kIsRd;
    for (const char* degrees : {"CRS84", "EPSG::4326", "EPSG:4326", "EPSG::4258", "EPSG:4258"})
        if (name.ends_with(degrees)) return {};
    return "Deze projectie kennen wij niet: " + std::string(utf8::within_bytes(name, 60)) +
           ". Haal het bestand op in EPSG:4326.";
}

std::optional<Fault> wrong_outline(const Tree& geometry) {
    const auto kind = geometry.is_object() ? geometry.find("type") : geometry.end();
    const Tree type = kind == geometry.end() ? Tree() : *kind;
    const auto coordinates = geometry.is_object() ? geometry.find("coordinates") : geometry.end();
    const bool one = type == "Polygon";
    if ((!one && type != "MultiPolygon") || coordinates == geometry.end() || !coordinates->is_array())
        return wrong("geen-vlak", "De omtrek is geen vlak (Polygon of MultiPolygon).");
    if (one) return wrong_polygon(*coordinates);
    for (const Tree& polygon : *coordinates)
        if (auto fault = wrong_polygon(polygon)) return fault;
    return std::nullopt;
}

}  // namespace peilpunt::app
