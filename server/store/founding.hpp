// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <map>
#include <string>
#include <vector>

#include "server/store/store.hpp"

namespace peilpunt::store {

/// The audit verb of a change of a setting.
inline constexpr std::string_view kSettingChanged = "instelling-gewijzigd";

/// One setting that gets another value, and what the log tells of it.
struct SettingChange {
    std::string name;
    std::string value;  ///< empty: taken away, so that the default holds
    std::string told;   ///< subject of the audit entry: name, old and new value, reason; nothing secret
};

/// All that makes an empty store an instance; stored together or not at all.
struct Founding {
    std::vector<Area> areas;
    std::map<std::string, std::string> settings;
    User first_user;
};

}  // namespace peilpunt::store
