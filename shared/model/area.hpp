// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <compare>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "shared/model/result.hpp"

namespace peilpunt {

enum class AreaLevel { region, municipality, district, neighbourhood };

/// A CBS area code: GM + 4 digits, WK + 6, BU + 8; or RG + 2 capitals or digits for a region of ours.
class AreaCode {
  public:
    AreaCode() = default;
    static Result<AreaCode> parse(std::string_view text);
    const std::string& str() const { return text_; }
    /// By its first letters; region for an empty code.
    AreaLevel level() const;
    /// The municipality that a district or neighbourhood lies in, by the code alone (BU04530101 -> GM0453);
    /// the code itself for a municipality, empty for a region.
    AreaCode municipality() const;
    bool empty() const { return text_.empty(); }
    auto operator<=>(const AreaCode&) const = default;

  private:
    std::string text_;
};

struct Area {
    AreaCode code;
    std::string name;
    AreaCode parent;     ///< empty for a region
    int population = 0;  ///< 0: not known
    bool operator==(const Area&) const = default;
};

/// The areas of one region, in the order municipality, its districts, their neighbourhoods.
class AreaTree {
  public:
    AreaTree() = default;
    explicit AreaTree(std::vector<Area> areas);
    const std::vector<Area>& all() const { return areas_; }
    const Area* find(const AreaCode& code) const;
    std::vector<Area> municipalities() const;
    std::vector<Area> districts_of(const AreaCode& municipality) const;
    std::vector<Area> children_of(const AreaCode& parent) const;
    /// The name, or the code when the area is not known.
    std::string name_of(const AreaCode& code) const;

  private:
    std::vector<Area> areas_;
    std::vector<std::size_t> by_code_;  ///< places in areas_, sorted by code
};

}  // namespace peilpunt
