// SPDX-License-Identifier: EUPL-1.2
#include "shared/model/area.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace peilpunt {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital_or_digit(char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); }

bool is_area_code(std::string_view text) {
    const auto kind = text.substr(0, std::min<std::size_t>(2, text.size()));
    const auto rest = text.substr(kind.size());
    if (kind == "RG") return rest.size() == 2 && std::all_of(rest.begin(), rest.end(), is_capital_or_digit);
    const std::size_t wanted = kind == "GM" ? 4 : kind == "WK" ? 6 : kind == "BU" ? 8 : 0;
    return wanted > 0 && rest.size() == wanted && std::all_of(rest.begin(), rest.end(), is_digit);
}

/// The areas with each parent before its children, brothers and sisters in the order given.
std::vector<Area> parents_first(const std::vector<Area>& areas) {
    const auto known = [&](const AreaCode& code) {
        return std::any_of(areas.begin(), areas.end(), [&](const Area& area) { return area.code == code; });
    };
    std::vector<bool> placed(areas.size(), false);
    std::vector<Area> ordered;
    std::vector<std::size_t> open;
    ordered.reserve(areas.size());
    const auto push_children = [&](const auto& is_child) {
        for (std::size_t i = areas.size(); i-- > 0;) {
            if (!placed[i] && is_child(areas[i])) open.push_back(i);
        }
    };
    push_children([&](const Area& area) { return area.parent.empty() || !known(area.parent); });
    while (!open.empty()) {
        const auto at = open.back();
        open.pop_back();
        if (placed[at]) continue;
        placed[at] = true;
        ordered.push_back(areas[at]);
        push_children([&](const Area& area) { return area.parent == areas[at].code; });
    }
    for (std::size_t i = 0; i < areas.size(); ++i) {
        if (!placed[i]) ordered.push_back(areas[i]);  // parents in a circle: keep, rather than lose
    }
    return ordered;
}

}  // namespace

Result<AreaCode> AreaCode::parse(std::string_view text) {
    if (!is_area_code(text)) {
        return Error{ErrorCode::invalid, "Dit is geen code van een gebied, zoals GM0453 of WK045301."};
    }
    AreaCode code;
    code.text_ = text;
    return code;
}

AreaLevel AreaCode::level() const {
    if (text_.starts_with("GM")) return AreaLevel::municipality;
    if (text_.starts_with("WK")) return AreaLevel::district;
    if (text_.starts_with("BU")) return AreaLevel::neighbourhood;
    return AreaLevel::region;
}

AreaCode AreaCode::municipality() const {
    AreaCode code;
    if (!text_.empty() && level() != AreaLevel::region) code.text_ = "GM" + text_.substr(2, 4);
    return code;
}

AreaTree::AreaTree(std::vector<Area> areas) : areas_(parents_first(areas)) {
    by_code_.reserve(areas_.size());
    for (std::size_t i = 0; i < areas_.size(); ++i) by_code_.push_back(i);
    std::stable_sort(by_code_.begin(), by_code_.end(),
                     [this](std::size_t a, std::size_t b) { return areas_[a].code < areas_[b].code; });
}

const Area* AreaTree::find(const AreaCode& code) const {
    const auto found =
        std::lower_bound(by_code_.begin(), by_code_.end(), code,
                         [this](std::size_t i, const AreaCode& c) { return areas_[i].code < c; });
    return found != by_code_.end() && areas_[*found].code == code ? &areas_[*found] : nullptr;
}

std::vector<Area> AreaTree::municipalities() const {
    std::vector<Area> found;
    std::copy_if(areas_.begin(), areas_.end(), std::back_inserter(found),
                 [](const Area& area) { return area.code.level() == AreaLevel::municipality; });
    return found;
}

std::vector<Area> AreaTree::districts_of(const AreaCode& municipality) const {
    std::vector<Area> found;
    std::copy_if(areas_.begin(), areas_.end(), std::back_inserter(found), [&](const Area& area) {
        return area.code.level() == AreaLevel::district && area.code.municipality() == municipality;
    });
    return found;
}

std::vector<Area> AreaTree::children_of(const AreaCode& parent) const {
    std::vector<Area> found;
    std::copy_if(areas_.begin(), areas_.end(), std::back_inserter(found),
                 [&](const Area& area) { return !parent.empty() && area.parent == parent; });
    return found;
}

std::string AreaTree::name_of(const AreaCode& code) const {
    const auto* area = find(code);
    return area ? area->name : code.str();
}

}  // namespace peilpunt
