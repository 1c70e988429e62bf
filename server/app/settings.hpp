// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shared/model/area.hpp"
#include "shared/model/result.hpp"

/// What an instance can be told to do otherwise: one table of all settings. Pages and the command line read
/// and change settings through it only, so that whatever a page reads can be set.
namespace peilpunt::app {

struct State;
class Actor;

enum class SettingKind {
    text,        ///< one line
    areas,       ///< codes with commas between them
    colour,      ///< "#0B5060"
    image,       ///< a logo, as `logo_value` writes it
    help_lines,  ///< a line each: label, bar, telephone number or nothing
    contact,     ///< "mailto:..." or "https://..."; a bare mail address becomes the first
    email,
    phone,
    site,  ///< scheme and host of this site, without a slash at the end
    number,
    yes_no,  ///< "ja" or "nee"
    secret,  ///< kept as a hash, or elsewhere; never shown
};

enum class Setter {
    operator_,  ///< the operator: on the settings page and by `setting set`
    command,    ///< by a command of its own only, see docs/operating.md
};

struct Setting {
    std::string_view name;  ///< '*' stands for the code of a municipality or the region, '@' for a language
    SettingKind kind = SettingKind::text;
    std::string_view group = {};     ///< under which heading it stands: text key "beheer.groep." + group
    std::string_view standard = {};  ///< the default; "{naam}" is the name of the area
    Setter setter = Setter::operator_;
    int least = 0, most = 200;  ///< of a number; of a text, its length in bytes
};
/// All of them, in the order of the page.
std::span<const Setting> settings_table();

/// A row of the table with its '*' and '@' filled in.
struct NamedSetting {
    const Setting* row = nullptr;
    std::string name;
    AreaCode area;         ///< of a '*'
    std::string language;  ///< of a '@'
};
/// Every setting that an instance with these areas has, in the order of the table.
std::vector<NamedSetting> settings_of(const AreaTree& areas);
std::optional<NamedSetting> find_setting(const AreaTree& areas, std::string_view name);
std::string standard_of(const AreaTree& areas, const NamedSetting& setting);

/// The value as it is kept. An Error has one fault: the setting's name, a code ("beheer.fout." + code is the
/// sentence for pages), and an English sentence for the command line.
Result<std::string> check_setting(const NamedSetting& setting, std::string_view value);
/// Faults of values that are right one by one and wrong together: colours of one sender. `values` hold what
/// changes; the rest comes from `current`.
std::vector<Fault> check_together(const AreaTree& areas, const std::map<std::string, std::string>& values,
                                  const std::map<std::string, std::string>& current);

/// The value that holds, or the default.
std::string setting(const State& state, std::string_view name);
/// Whether it is the actor's to change: somebody of one municipality changes that municipality's only.
bool may_change(const Actor& actor, const NamedSetting& setting);
/// What may be told of a value, on a screen or in the log: nothing of a secret, only the size of an image.
std::string told(const NamedSetting& setting, std::string_view value);

/// A value that stands in the configuration file, the environment or the command line: it cannot be changed
/// elsewhere.
struct FixedSetting {
    std::string value;
    std::string source;  ///< "peilpunt.toml:12", "PEILPUNT_SITE", "--site"
};
using FixedSettings = std::map<std::string, FixedSetting>;  ///< by name, or by its name in the environment
inline constexpr std::string_view kSettingPrefix = "PEILPUNT_SETTING_";
/// "region.name" -> "PEILPUNT_SETTING_REGION_NAME"
std::string environment_name(std::string_view setting);

/// Where help is to be had, in the language: what the instance set, else what the program knows. `dutch`: it
/// set lines in Dutch only.
struct HelpLines {
    std::vector<std::pair<std::string, std::string>> lines;  ///< label, telephone number or empty
    bool dutch = false;
};
HelpLines help_lines(const State& state, std::string_view language);
/// What stands in a value of the kind help_lines.
std::vector<std::pair<std::string, std::string>> read_help_lines(std::string_view value);

/// Scheme, host and port of an address that people see, without a slash at the end. Refuses other schemes,
/// paths, queries and user names.
Result<std::string> check_site(std::string_view text);
/// Without blanks and line ends on both sides.
std::string_view trimmed(std::string_view text);

}  // namespace peilpunt::app
