// SPDX-License-Identifier: EUPL-1.2
// An instance of one's own without a browser.
#include <fmt/core.h>

#include <filesystem>

#include "server/app/words_to_keep.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/config.hpp"
#include "server/cli/data_folder.hpp"
#include "server/cli/input.hpp"
#include "server/demo/areas.hpp"

namespace peilpunt::cli {

namespace {

std::string text_of(const Config& config, const std::string& name) {
    const auto found = config.init.find(name);
    return found == config.init.end() ? std::string()
                                      : std::string(app::trimmed(found->second.texts.front()));
}

/// Where the file says what a fault is about.
std::string place_of(const Config& config, const std::string& field) {
    static const std::map<std::string, std::string> kKeys{
        {"gemeenten", "municipalities"}, {"gebruiker", "account.name"}, {"naam", "account.full_name"}};
    if (const auto setting = config.settings.find(field == "regio" ? "region.name" : field);
        setting != config.settings.end())
        return setting->second.place + ": settings." + setting->first;
    if (const auto option = config.options.find(field); option != config.options.end())
        return option->second.place + ": " + field;
    const auto key = kKeys.find(field);
    if (key == kKeys.end()) return field == "regio" ? "settings.region.name" : field;
    const auto found = config.init.find(key->second);
    return (found == config.init.end() ? std::string() : found->second.place + ": ") + "init." + key->second;
}

Error placed(const Config& config, Error error) {
    for (auto& fault : error.faults) fault.field = place_of(config, fault.field);
    return error;
}

Result<std::vector<Area>> known_areas(const Config& config) {
    const auto file = text_of(config, "areas");
    if (file.empty()) return demo::areas();
    auto read = areas_from_file((std::filesystem::path(config.folder) / file).string());
    if (!read) return Error{read.error().code, config.init.at("areas").place + ": " + read.error().message};
    return read;
}

}  // namespace

Result<void> init(const Surroundings& around, const Config& config) {
    if (config.init.empty())
        return Error{ErrorCode::invalid,
                     "give a file with [init] as --config; docs/peilpunt.toml is an example"};
    app::NewInstance chosen;
    for (const auto& [name, value] : config.settings) chosen.settings[name] = value.texts.front();
    for (auto& [name, value] : chosen.settings) {
        if (!name.ends_with(".logo")) continue;
        const auto logo = logo_from((std::filesystem::path(config.folder) / value).string());
        if (!logo)
            return Error{logo.error().code,
                         config.settings.at(name).place + ": " + name + ": " + logo.error().message};
        value = *logo;
    }
    if (const auto site = config.options.find("site"); site != config.options.end())
        chosen.settings["site"] = site->second.texts.front();
    chosen.region = app::trimmed(chosen.settings["region.name"]);
    const auto known = known_areas(config);
    if (!known) return known.error();
    const auto municipalities = config.init.find("municipalities");
    auto areas = app::areas_of_region(
        *known,
        municipalities == config.init.end() ? std::vector<std::string>() : municipalities->second.texts,
        chosen.region);
    if (!areas) return placed(config, areas.error());
    chosen.areas = std::move(*areas);
    chosen.user = text_of(config, "account.name");
    chosen.full_name = text_of(config, "account.full_name");

    const auto given = lines_given(2);
    chosen.password = given.empty() ? app::make_password(around.random) : given[0];
    chosen.passphrase = given.size() < 2 ? app::make_passphrase(around.random) : given[1];
    chosen.pin = app::make_pin(around.random);
    if (const auto faults = app::check_instance(chosen); !faults.empty())
        return placed(config, Error{ErrorCode::invalid, "this does not make an instance", faults});
    if (const auto ready = ready_for_setup(around); !ready) return ready;
    const auto lock = FolderLock::take(around.data);
    if (!lock) return lock.error();
    if (const auto made = make_instance(around, chosen); !made) return placed(config, made.error());

    fmt::print("{} is an instance of your own: {}, {} municipalities.\n", around.data, chosen.region,
               AreaTree(chosen.areas).municipalities().size());
    if (given.empty())
        fmt::print("Sign in as {} with the password: {}\n", chosen.user, chosen.password.reveal());
    if (given.size() < 2) fmt::print("Passphrase of the contact keeper:  {}\n", chosen.passphrase.reveal());
    fmt::print("PIN of the kiosks' staff screen:   {}\n", chosen.pin.reveal());
    fmt::print(
        "Write these down now: they are shown this once and kept nowhere. Then: peilpunt-server serve --data "
        "{}\n",
        around.data);
    return {};
}

}  // namespace peilpunt::cli
