// SPDX-License-Identifier: EUPL-1.2
#include "server/app/setup.hpp"

#include <algorithm>

#include "server/app/passwords.hpp"
#include "server/app/settings.hpp"
#include "shared/text/fault.hpp"

namespace peilpunt::app {
namespace {

constexpr std::size_t kLeastPassphrase = 12;

Fault fault(std::string field, std::string code, std::string english) {
    return {std::move(field), std::move(code), std::move(english), {}};
}

/// The values as they are kept; adds what is wrong to `faults`.
std::map<std::string, std::string> kept_settings(const NewInstance& chosen, std::vector<Fault>& faults) {
    const AreaTree tree(chosen.areas);
    std::map<std::string, std::string> kept;
    for (const auto& [name, value] : chosen.settings) {
        if (trimmed(value).empty()) continue;
        const auto named = find_setting(tree, name);
        if (!named) {
            faults.push_back(fault(name, "onbekend", "there is no such setting for these municipalities"));
            continue;
        }
        const auto checked = check_setting(*named, value);
        if (!checked) {
            const auto wrong = checked.error().faults;
            faults.insert(faults.end(), wrong.begin(), wrong.end());
        } else if (*checked != standard_of(tree, *named)) {
            kept[name] = *checked;
        }
    }
    const auto together = check_together(tree, kept, {});
    faults.insert(faults.end(), together.begin(), together.end());
    return kept;
}

}  // namespace

bool is_sign_in_name(std::string_view name) {
    return !name.empty() && name.size() <= 60 &&
           name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-_@") == std::string_view::npos;
}

Result<std::vector<Area>> areas_of_region(const std::vector<Area>& known,
                                          const std::vector<std::string>& codes, const std::string& region) {
    if (codes.empty())
        return Error{ErrorCode::invalid,
                     "no municipality is chosen",
                     {fault("gemeenten", "geen-gemeente", "choose at least one municipality")}};
    const auto root = AreaCode::parse(kRegionCode).value();
    std::vector<Area> areas{{root, region, {}, 0}};
    for (const auto& code : codes) {
        const auto before = areas.size();
        for (const auto& area : known) {
            if (area.code.level() == AreaLevel::region || area.code.municipality().str() != code) continue;
            areas.push_back(area);
            if (area.code.level() == AreaLevel::municipality) areas.back().parent = root;
        }
        if (areas.size() == before)
            return Error{ErrorCode::invalid,
                         code + " is no municipality that is known here",
                         {fault("gemeenten", "onbekende-gemeente",
                                code + " is no municipality that is known here; take its areas in first")}};
    }
    return areas;
}

std::vector<Fault> check_instance(const NewInstance& chosen) {
    std::vector<Fault> faults;
    if (chosen.region.empty() || chosen.region.size() > 80)
        faults.push_back(fault("regio", "geen-regio", "give the region a name"));
    if (chosen.areas.size() < 2)
        faults.push_back(fault("gemeenten", "geen-gemeente", "choose at least one municipality"));
    kept_settings(chosen, faults);
    if (!is_sign_in_name(chosen.user))
        faults.push_back(fault("gebruiker", "geen-aanmeldnaam",
                               "a sign-in name has small letters, digits, dots and dashes"));
    if (chosen.full_name.empty() || chosen.full_name.size() > 100)
        faults.push_back(fault("naam", "geen-naam", "say the name of the first operator"));
    std::vector<std::string> known{chosen.user, chosen.full_name, chosen.region};
    for (const auto& area : chosen.areas)
        if (area.code.level() == AreaLevel::municipality) known.push_back(area.name);
    if (auto wrong = password_fault(chosen.password, known)) faults.push_back(std::move(*wrong));
    if (chosen.passphrase.reveal().size() < kLeastPassphrase)
        faults.push_back(fault("wachtzin", "wachtzin-kort", "the passphrase has at least 12 characters"));
    const auto& pin = chosen.pin.reveal();
    if (pin.size() != 8 || pin.find_first_not_of("0123456789") != std::string::npos)
        faults.push_back(fault("pincode", "geen-pincode", "the PIN has eight digits"));
    return faults;
}

Result<store::Founding> founding_of(const NewInstance& chosen, Random& random) {
    auto faults = check_instance(chosen);
    if (!faults.empty())
        return Error{ErrorCode::invalid, "this does not make an instance", std::move(faults)};
    store::Founding founding;
    founding.areas = chosen.areas;
    founding.settings = kept_settings(chosen, faults);
    founding.settings["region.name"] = chosen.region;
    founding.settings["kiosk.pin"] = seal::hash_password(chosen.pin);
    founding.first_user = {UserId::random(random),
                           chosen.user,
                           chosen.full_name,
                           "beheer",
                           kRegionCode,
                           seal::hash_password(chosen.password)};
    return founding;
}

}  // namespace peilpunt::app
