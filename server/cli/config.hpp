// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "server/app/settings.hpp"
#include "shared/model/result.hpp"

namespace peilpunt::cli {

/// Something that stands in a configuration file, as text, and where.
struct ConfigValue {
    std::vector<std::string> texts;  ///< one, but for a list
    std::string place;               ///< "peilpunt.toml:12"
};

/// The configuration file (docs/peilpunt.toml): options of the program, settings, and what `init` needs to
/// know.
struct Config {
    std::map<std::string, ConfigValue> options;   ///< by name, without dashes before it
    std::map<std::string, ConfigValue> settings;  ///< by name; a path for a logo
    std::map<std::string, ConfigValue> init;      ///< "municipalities", "account.name" ...
    std::string folder;                           ///< of the file: paths in it count from here
};
/// Reads a TOML file. An Error is one line with the place: no such file, not TOML, an unknown key, a wrong
/// kind of value.
Result<Config> read_config(const std::string& path);

/// The options that a file may hold, and the environment: "tls-cert" is PEILPUNT_TLS_CERT there.
std::vector<std::string_view> option_names();
/// What the environment says of an option; nothing when it is empty.
std::optional<ConfigValue> environment_value(std::string_view option);

/// What the file and the environment fix: PEILPUNT_SITE and PEILPUNT_SETTING_..., where the name of the
/// setting is in capitals with '_' for '.', hold before the file. Logos are read from their files.
Result<app::FixedSettings> fixed_settings(const Config& config);

/// The value of a logo's setting, from a PNG or JPEG file.
Result<std::string> logo_from(const std::string& path);

}  // namespace peilpunt::cli
