// SPDX-License-Identifier: EUPL-1.2
#include "server/app/actor.hpp"

#include <algorithm>

namespace peilpunt::app {

std::string_view word(Function function) {
    switch (function) {
        case Function::member:
            return "raad";
        case Function::chair:
            return "voorzitter";
        case Function::officer:
            return "beleid";
        case Function::connector:
            return "netwerker";
        case Function::contact_keeper:
            return "contactbeheerder";
        case Function::driver:
            return "aanjager";
        case Function::oversight:
            return "toezicht";
        case Function::operator_:
            return "beheer";
        case Function::guest:
            return "gast";
    }
    return "";
}

std::optional<Function> function_of(std::string_view asked) {
    const auto found = std::find_if(kFunctions.begin(), kFunctions.end(),
                                    [&](Function function) { return word(function) == asked; });
    return found == kFunctions.end() ? std::nullopt : std::optional(*found);
}

Reach Reach::region() {
    Reach reach;
    reach.region_ = true;
    return reach;
}

Reach Reach::of(std::string_view scope) {
    const auto code = AreaCode::parse(scope);
    if (code && code->level() == AreaLevel::region) return region();
    Reach reach;
    if (code && code->level() == AreaLevel::municipality) reach.municipalities_.push_back(*code);
    return reach;
}

bool Reach::covers(const AreaCode& area) const {
    return region_ || std::binary_search(municipalities_.begin(), municipalities_.end(), area.municipality());
}

bool Reach::covers(const Reach& other) const {
    if (region_) return true;
    return !other.region_ && std::includes(municipalities_.begin(), municipalities_.end(),
                                           other.municipalities_.begin(), other.municipalities_.end());
}

bool Reach::covers_any(const std::vector<AreaCode>& areas) const {
    return region_ ||
           std::any_of(areas.begin(), areas.end(), [this](const AreaCode& area) { return covers(area); });
}

std::vector<Area> Reach::municipalities_in(const AreaTree& areas) const {
    auto all = areas.municipalities();
    std::erase_if(all, [this](const Area& area) { return !covers(area.code); });
    return all;
}

std::optional<AreaCode> Reach::only() const {
    return municipalities_.size() == 1 ? std::optional(municipalities_.front()) : std::nullopt;
}

void Reach::add(const Reach& other) {
    region_ = region_ || other.region_;
    if (region_) return municipalities_.clear();
    std::vector<AreaCode> both;
    std::set_union(municipalities_.begin(), municipalities_.end(), other.municipalities_.begin(),
                   other.municipalities_.end(), std::back_inserter(both));
    municipalities_ = std::move(both);
}

}  // namespace peilpunt::app
