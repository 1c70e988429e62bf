// SPDX-License-Identifier: EUPL-1.2
#include <set>

#include "shared/json/fields.hpp"
#include "shared/json/json.hpp"

namespace peilpunt::json {
namespace {

/// Whether an area of one level lies directly in one of another: each level knows only the next one up, and a
/// municipality needs no region.
bool fits_in(AreaLevel level, AreaLevel parent) {
    switch (level) {
        case AreaLevel::region:
            return false;
        case AreaLevel::municipality:
            return parent == AreaLevel::region;
        case AreaLevel::district:
            return parent == AreaLevel::municipality;
        case AreaLevel::neighbourhood:
            return parent == AreaLevel::district;
    }
    return false;
}

void check_parent(Faults& faults, const Area& area, const std::string& field,
                  const std::set<AreaCode>& known) {
    const auto level = area.code.level();
    if (area.parent.empty()) {
        const bool may_be_first = level == AreaLevel::region || level == AreaLevel::municipality;
        if (!may_be_first) add(faults, field, "fout.ontbreekt");
    } else if (!known.contains(area.parent) || !fits_in(level, area.parent.level())) {
        add(faults, field, "fout.ouder-past-niet");
    }
}

}  // namespace

Result<AreaTree> areas_from(const nlohmann::json& tree) {
    Faults faults;
    if (!tree.is_array()) {
        add(faults, "", "fout.geen-lijst");
        return text::invalid(std::move(faults));
    }
    std::vector<Area> areas;
    std::set<AreaCode> known;
    for (std::size_t i = 0; i < tree.size(); ++i) {
        Fields fields(tree[i], std::to_string(i) + ".", faults, {"code", "naam", "ouder", "inwoners"});
        Area area;
        area.code = fields.area("code");
        area.name = fields.text("naam");
        if (const auto* parent = fields.find("ouder", Need::optional); parent && !parent->is_null()) {
            area.parent = fields.area("ouder");
        }
        area.population = fields.number("inwoners", Need::optional).value_or(0);
        if (area.population < 0) fields.fault("inwoners", "fout.geen-getal");
        if (!area.code.empty() && !known.insert(area.code).second) fields.fault("code", "fout.dubbele-naam");
        areas.push_back(std::move(area));
    }
    if (faults.empty()) {
        for (std::size_t i = 0; i < areas.size(); ++i) {
            check_parent(faults, areas[i], std::to_string(i) + ".ouder", known);
        }
    }
    if (!faults.empty()) return text::invalid(std::move(faults));
    return AreaTree(std::move(areas));
}

nlohmann::json areas_tree(const AreaTree& areas) {
    auto tree = Tree::array();
    for (const auto& area : areas.all()) {
        Tree item{{"code", area.code.str()}, {"naam", area.name}};
        if (!area.parent.empty()) item["ouder"] = area.parent.str();
        if (area.population > 0) item["inwoners"] = area.population;
        tree.push_back(std::move(item));
    }
    return tree;
}

}  // namespace peilpunt::json
