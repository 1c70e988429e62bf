// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <map>
#include <string>
#include <vector>

#include "server/app/setup.hpp"

namespace peilpunt::web {

/// What somebody typed in the wizard so far; as typed, so it may be wrong.
struct SetupDraft {
    std::vector<Area> known;  ///< what municipalities can be picked from
    std::string region;
    std::vector<std::string> codes;  ///< of the municipalities that were picked
    std::map<std::string, std::string> settings;
    std::string user, full_name;
    seal::Secret passphrase, pin;  ///< made by us; empty: not shown yet
    bool done = false;

    /// The areas of the chosen municipalities below the region; empty when none is chosen.
    AreaTree tree() const;
    /// A setting as typed, or its default.
    std::string value(const std::string& name) const;
    /// The code of a municipality that is known by this code or name; empty when there is none.
    std::string find_municipality(std::string_view typed) const;
    /// Areas of a file, instead of earlier ones of the same municipalities.
    void add_known(std::vector<Area> areas);
    app::NewInstance instance(const seal::Secret& password) const;
};

/// The parts of step 2, in order: a municipality's or region's code, "raden", "hulp".
std::vector<std::string> parts_of(const SetupDraft& draft);
/// The names of the settings that a part asks for.
std::vector<std::string> settings_in(const SetupDraft& draft, const std::string& part);
/// The part that asks for a setting; empty when none does.
std::string part_with(const SetupDraft& draft, const std::string& setting);

}  // namespace peilpunt::web
