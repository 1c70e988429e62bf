// SPDX-License-Identifier: EUPL-1.2
#include "server/app/area_files.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "server/app/area_geometry.hpp"
#include "shared/json/json.hpp"
#include "shared/model/utf8.hpp"

namespace peilpunt::app {

namespace {

using Tree = nlohmann::json;

constexpr std::size_t kMostFaults = 20;
constexpr std::size_t kMaxName = 100;  ///< bytes

/// What a file says of one area, before it is known whether that is right.
struct Row {
    std::string code, name, parent;
    int population = 0;
    std::string place;  ///< "wijken.geojson: WK045301 IJmuiden-Noord"
};

std::string trimmed(std::string text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// Code and name in a message: one line, not too long, and nothing that a terminal would obey.
std::string shown(const Row& row) {
    std::string text = trimmed(std::string(utf8::within_bytes(row.code, 20)) + " " +
                               std::string(utf8::within_bytes(row.name, 60)));
    std::replace_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; },
        ' ');
    return text;
}

class Reading {
  public:
    explicit Reading(const std::set<AreaCode>& only) : only_(only) {}

    void fault(const std::string& place, std::string code, std::string message) {
        if (faults_.size() < kMostFaults) faults_.push_back({place, std::move(code), std::move(message)});
    }
    bool well() const { return faults_.empty(); }
    Error error() const {
        return {ErrorCode::invalid, faults_.front().field + ": " + faults_.front().message, faults_};
    }

    void take(const Row& row) {
        const auto code = AreaCode::parse(row.code);
        if (!code || code->level() == AreaLevel::region)
            return fault(
                row.place, "geen-cbs-code",
                "Dit is geen code van een gemeente, wijk of buurt (GM0453, WK045301 of BU04530101).");
        if (!only_.empty() && !only_.contains(code->municipality())) return;
        if (row.name.empty() || row.name.size() > kMaxName ||
            std::any_of(row.name.begin(), row.name.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
            return fault(row.place, "geen-naam",
                         "Dit gebied heeft geen naam, of een naam die langer is dan 100 tekens.");
        Area area{*code, row.name, lies_in(*code), row.population};
        if (!row.parent.empty() && row.parent != area.parent.str() &&
            code->level() != AreaLevel::municipality)
            return fault(row.place, "ouder-past-niet",
                         "Volgens het bestand ligt dit in " + shown({row.parent, "", "", 0, ""}) +
                             ", volgens de code in " + area.parent.str() + ".");
        if (!read_.emplace(*code, area).second)
            return fault(row.place, "dubbele-code", "Deze code komt twee keer voor.");
        places_[*code] = row.place;
    }

    /// What was read and what stays of what was known, as one region.
    std::vector<Area> together(const std::vector<Area>& known) {
        std::set<AreaLevel> levels;
        for (const auto& [code, area] : read_) levels.insert(code.level());
        std::map<AreaCode, Area> all = read_;
        AreaCode region;
        for (const auto& area : known) {
            if (area.code.level() == AreaLevel::region && region.empty()) region = area.code;
            if (!levels.contains(area.code.level())) all.emplace(area.code, area);
        }
        for (auto& [code, area] : all)
            if (code.level() == AreaLevel::municipality) area.parent = region;
        // What was known and lies nowhere any more goes; what was read must lie somewhere.
        for (const auto level : {AreaLevel::district, AreaLevel::neighbourhood})
            std::erase_if(all, [&](const auto& entry) {
                const Area& area = entry.second;
                if (area.code.level() != level || all.contains(area.parent)) return false;
                if (read_.contains(area.code))
                    fault(places_[area.code], "ouder-ontbreekt",
                          "Dit ligt in " + area.parent.str() +
                              ", en dat gebied is er niet. Lees eerst de gemeenten in, dan de wijken, dan de "
                              "buurten.");
                return true;
            });
        return in_order(all);
    }

    AreasRead counted() const {
        AreasRead result;
        for (const auto& [code, area] : read_) {
            result.municipalities += code.level() == AreaLevel::municipality ? 1 : 0;
            result.districts += code.level() == AreaLevel::district ? 1 : 0;
            result.neighbourhoods += code.level() == AreaLevel::neighbourhood ? 1 : 0;
        }
        return result;
    }
    bool empty() const { return read_.empty(); }

  private:
    /// CBS builds codes from those of what they lie in: BU 0453 01 01 in WK 0453 01 in GM 0453.
    static AreaCode lies_in(const AreaCode& code) {
        if (code.level() == AreaLevel::neighbourhood)
            return AreaCode::parse("WK" + code.str().substr(2, 6)).value();
        return code.level() == AreaLevel::district ? code.municipality() : AreaCode();
    }
    /// Regions, then each municipality with its districts, each with its neighbourhoods.
    static std::vector<Area> in_order(const std::map<AreaCode, Area>& all) {
        const auto key = [](const Area& area) {
            const auto& text = area.code.str();
            const bool region = area.code.level() == AreaLevel::region;
            return std::pair(region ? std::string() : text.substr(2), text);
        };
        std::vector<Area> areas;
        for (const auto& [code, area] : all) areas.push_back(area);
        std::sort(areas.begin(), areas.end(), [&](const Area& a, const Area& b) { return key(a) < key(b); });
        return areas;
    }

    const std::set<AreaCode>& only_;
    std::map<AreaCode, Area> read_;
    std::map<AreaCode, std::string> places_;
    std::vector<Fault> faults_;
};

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

/// CBS writes large negative numbers for "unknown" and "secret".
int population_of(double number) { return number > 0 && number < 20'000'000 ? static_cast<int>(number) : 0; }

/// By every name that CBS, PDOK and we gave a column; the smallest kind of area first, because a
/// neighbourhood's row also names its municipality.
class Columns {
  public:
    std::map<std::string, std::string> texts;  ///< by lower-case name

    std::string first(std::initializer_list<const char*> names) const {
        for (const char* name : names)
            if (const auto at = texts.find(name); at != texts.end() && !at->second.empty())
                return trimmed(at->second);
        return {};
    }
    Row row() const {
        Row row;
        row.code = first(
            {"code", "statcode", "buurtcode", "bu_code", "wijkcode", "wk_code", "gemeentecode", "gm_code"});
        const auto kind = row.code.substr(0, 2);
        row.name = first({"name", "naam", "statnaam"});
        if (row.name.empty() && kind == "BU") row.name = first({"buurtnaam", "bu_naam"});
        if (row.name.empty() && kind == "WK") row.name = first({"wijknaam", "wk_naam"});
        if (row.name.empty() && kind == "GM") row.name = first({"gemeentenaam", "gm_naam"});
        row.parent = first({"parent", "ouder"});
        if (row.parent.empty() && kind == "BU") row.parent = first({"wijkcode", "wk_code"});
        if (row.parent.empty() && kind == "WK") row.parent = first({"gemeentecode", "gm_code"});
        const auto people =
            first({"population", "inwoners", "aantalinwoners", "aantal_inwoners", "aant_inw"});
        row.population = population_of(std::strtod(people.c_str(), nullptr));
        return row;
    }
    bool is_water() const {
        const auto water = lower(first({"water", "h2o"}));
        return water == "ja" || water == "b";
    }
};

std::string text_of(const Tree& value) {
    if (value.is_string()) return value.get<std::string>();
    return value.is_number() ? value.dump() : std::string();
}

void read_geojson(const AreaFile& file, const Tree& tree, Reading& reading, bool& outlines) {
    if (const auto why = wrong_projection(tree); !why.empty())
        return reading.fault(file.name, "verkeerde-projectie", why);
    const auto features = tree.find("features");
    if (features == tree.end() || !features->is_array())
        return reading.fault(file.name, "geen-gebieden",
                             "Dit bestand is geen GeoJSON met gebieden (FeatureCollection).");
    for (std::size_t i = 0; i < features->size(); ++i) {
        const Tree& feature = (*features)[i];
        const auto properties = feature.is_object() ? feature.find("properties") : feature.end();
        const std::string place = file.name + ": gebied " + std::to_string(i + 1);
        if (!feature.is_object() || properties == feature.end() || !properties->is_object()) {
            reading.fault(place, "geen-gebied", "Dit is geen gebied met eigenschappen (properties).");
            continue;
        }
        Columns columns;
        for (const auto& [name, value] : properties->items())
            columns.texts.emplace(lower(name), text_of(value));
        if (columns.is_water()) continue;
        Row row = columns.row();
        row.place = row.code.empty() ? place : file.name + ": " + shown(row);
        const auto geometry = feature.find("geometry");
        const bool drawn = geometry != feature.end() && !geometry->is_null();
        if (drawn)
            if (const auto why = wrong_outline(*geometry); why)
                reading.fault(row.place, why->code, why->message);
        outlines = outlines || drawn;
        reading.take(row);
    }
}

/// The cells of one line of CSV, with quotes as in RFC 4180; nothing when a quote stays open.
std::optional<std::vector<std::string>> cells_of(std::string_view line, char separator) {
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (quoted && line[i] == '"' && i + 1 < line.size() && line[i + 1] == '"')
            cells.back() += line[++i];
        else if (line[i] == '"')
            quoted = !quoted;
        else if (!quoted && line[i] == separator)
            cells.emplace_back();
        else
            cells.back() += line[i];
    }
    if (quoted) return std::nullopt;
    return cells;
}

void read_csv(const AreaFile& file, Reading& reading) {
    std::string_view rest = file.bytes;
    if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
    std::vector<std::string> head;
    char separator = ',';
    for (int number = 1; !rest.empty(); ++number) {
        auto line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) continue;
        if (head.empty()) separator = line.find(';') != std::string_view::npos ? ';' : ',';
        const auto cells = cells_of(line, separator);
        const std::string place = file.name + ": regel " + std::to_string(number);
        if (!cells) return reading.fault(place, "geen-csv", "Hier blijft een aanhalingsteken open.");
        if (head.empty()) {
            for (const auto& cell : *cells) head.push_back(lower(trimmed(cell)));
            if (std::find(head.begin(), head.end(), "code") == head.end())
                return reading.fault(place, "geen-kop",
                                     "De eerste regel moet de kolommen noemen: code,name,parent,population.");
            continue;
        }
        if (cells->size() != head.size()) {
            reading.fault(place, "geen-csv", "Deze regel heeft niet zo veel kolommen als de eerste.");
            continue;
        }
        Columns columns;
        for (std::size_t i = 0; i < head.size(); ++i) columns.texts.emplace(head[i], (*cells)[i]);
        Row row = columns.row();
        row.place = place + (row.code.empty() ? "" : " " + shown(row));
        reading.take(row);
    }
}

/// Not text at all: what it is, and what to do; empty for what may be text.
std::string other_format(const std::string& bytes) {
    if (bytes.starts_with("SQLite format 3"))
        return "Dit is een GeoPackage. Bewaar het als GeoJSON met EPSG:4326.";
    if (bytes.starts_with("PK")) return "Dit is een zip-bestand. Pak het uit en kies het GeoJSON-bestand.";
    if (bytes.find('\0') != std::string::npos) return "Dit is geen GeoJSON, CSV of JSON.";
    return {};
}

}  // namespace

Result<AreasRead> read_area_files(std::span<const AreaFile> files, const std::vector<Area>& known,
                                  const std::set<AreaCode>& only) {
    Reading reading(only);
    bool outlines = false;
    for (const auto& file : files) {
        if (file.bytes.size() > kMaxAreaFile)
            return Error{ErrorCode::too_large, file.name + ": Dit bestand is groter dan 64 MB."};
        if (const auto other = other_format(file.bytes); !other.empty()) {
            reading.fault(file.name, "ander-bestand", other);
            continue;
        }
        const auto first = file.bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
        const char opens = first == std::string::npos ? '\0' : file.bytes[first];
        if (opens != '{' && opens != '[') {
            read_csv(file, reading);
            continue;
        }
        const auto tree = json::parse(std::string_view(file.bytes).substr(first),
                                      {.bytes = kMaxAreaFile, .depth = 12, .nodes = 8'000'000});
        if (!tree) {
            reading.fault(file.name, "geen-json", tree.error().message);
        } else if (opens == '{') {
            read_geojson(file, *tree, reading, outlines);
        } else if (files.size() > 1) {
            reading.fault(file.name, "alleen", "Dit bestand heeft alle gebieden: lees het zonder andere in.");
        } else {
            const auto areas = json::areas_from(*tree);
            if (!areas) return areas.error();
            AreasRead all;
            all.areas = areas->all();
            return all;
        }
    }
    if (reading.well() && reading.empty())
        reading.fault(files.empty() ? "" : files.front().name, "geen-gebieden",
                      only.empty() ? "Hier staan geen gebieden in."
                                   : "Hier staan geen gebieden van deze gemeenten in.");
    if (!reading.well()) return reading.error();
    AreasRead result = reading.counted();
    result.outlines = outlines;
    result.areas = reading.together(known);
    if (!reading.well()) return reading.error();
    return result;
}

}  // namespace peilpunt::app
