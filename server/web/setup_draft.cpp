// SPDX-License-Identifier: EUPL-1.2
#include "server/web/setup_draft.hpp"

#include <algorithm>
#include <set>

#include "server/app/settings.hpp"
#include "shared/model/languages.hpp"
#include "shared/model/words.hpp"

namespace peilpunt::web {
namespace {

bool same_word(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
        return small(x) == small(y);
    });
}

}  // namespace

AreaTree SetupDraft::tree() const {
    auto areas = app::areas_of_region(known, codes, region);
    return areas ? AreaTree(std::move(*areas)) : AreaTree();
}

std::string SetupDraft::value(const std::string& name) const {
    if (const auto found = settings.find(name); found != settings.end()) return found->second;
    const auto areas = tree();
    const auto named = app::find_setting(areas, name);
    return named ? app::standard_of(areas, *named) : std::string();
}

std::string SetupDraft::find_municipality(std::string_view typed) const {
    for (const auto& area : known)
        if (area.code.level() == AreaLevel::municipality &&
            (same_word(area.code.str(), typed) || same_word(area.name, typed)))
            return area.code.str();
    return {};
}

void SetupDraft::add_known(std::vector<Area> areas) {
    std::set<std::string> fresh;
    for (const auto& area : areas)
        if (area.code.level() == AreaLevel::municipality) fresh.insert(area.code.str());
    std::erase_if(known, [&](const Area& area) { return fresh.contains(area.code.municipality().str()); });
    for (auto& area : areas)
        if (area.code.level() != AreaLevel::region) known.push_back(std::move(area));
}

app::NewInstance SetupDraft::instance(const seal::Secret& password) const {
    app::NewInstance chosen;
    chosen.region = app::trimmed(region);
    chosen.areas = tree().all();
    chosen.settings = settings;
    chosen.user = app::trimmed(user);
    chosen.full_name = app::trimmed(full_name);
    chosen.password = password;
    chosen.passphrase = passphrase;
    chosen.pin = pin;
    return chosen;
}

std::vector<std::string> parts_of(const SetupDraft& draft) {
    auto parts = draft.codes;
    if (parts.size() > 1) parts.emplace_back(app::kRegionCode);
    parts.emplace_back("raden");
    parts.emplace_back("hulp");
    return parts;
}

std::vector<std::string> settings_in(const SetupDraft& draft, const std::string& part) {
    std::vector<std::string> names;
    if (part == "raden") {
        for (const auto& code : draft.codes) names.push_back("body." + code + ".name");
        names.push_back("body." + std::string(app::kRegionCode) + ".name");
        names.emplace_back("body.explanation.nl");
    } else if (part == "hulp") {
        for (const auto language : kLanguages) names.push_back("help.lines." + std::string(language));
        names.emplace_back("security.contact");
    } else {
        for (const auto* what :
             {"name", "logo", "colour.action", "colour.band", "colour.mark", "email", "phone"})
            names.push_back("sender." + part + "." + what);
    }
    return names;
}

std::string part_with(const SetupDraft& draft, const std::string& setting) {
    for (const auto& part : parts_of(draft)) {
        const auto names = settings_in(draft, part);
        if (std::find(names.begin(), names.end(), setting) != names.end()) return part;
    }
    return {};
}

}  // namespace peilpunt::web
