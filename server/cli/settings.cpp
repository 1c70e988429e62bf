// SPDX-License-Identifier: EUPL-1.2
// Settings, the staff PIN and the contact keeper's passphrase, from the command line.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "server/app/accounts.hpp"
#include "server/app/keys.hpp"
#include "server/app/words_to_keep.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/config.hpp"
#include "server/cli/data_folder.hpp"
#include "server/cli/input.hpp"
#include "server/store/registry/settings.hpp"

namespace peilpunt::cli {

namespace {

constexpr const char* kWho = "opdrachtregel";  // records::ActorId

std::string shown(const app::State& state, const app::NamedSetting& setting) {
    if (setting.name == "contact.passphrase") return "(ingesteld)";
    return app::told(setting, app::setting(state, setting.name));
}

}  // namespace

Result<void> setting_list(const Surroundings& around) {
    const auto folder = open_data_folder(around);
    if (!folder) return folder.error();
    const auto state = folder->app->state();
    for (const auto& setting : app::settings_of(state->areas)) {
        const bool changed = state->settings.contains(setting.name);
        const auto fixed = state->fixed.find(setting.name);
        fmt::print("{} {:<32} {}{}\n", changed ? '*' : ' ', setting.name, shown(*state, setting),
                   fixed == state->fixed.end() ? std::string() : " (fixed in " + fixed->second + ")");
    }
    std::fflush(stdout);
    fmt::print(stderr, "* differs from the default. `setting get NAME` tells the default as well.\n");
    return {};
}

Result<void> setting_get(const Surroundings& around, const std::string& name) {
    const auto folder = open_data_folder(around);
    if (!folder) return folder.error();
    const auto state = folder->app->state();
    const auto setting = app::find_setting(state->areas, name);
    if (!setting) return Error{ErrorCode::not_found, "there is no setting " + name + "; see `setting list`"};
    fmt::print("{}\n", shown(*state, *setting));
    std::fflush(stdout);
    if (const auto fixed = state->fixed.find(name); fixed != state->fixed.end())
        fmt::print(stderr, "fixed in {}\n", fixed->second);
    fmt::print(stderr, "default: {}\n", app::told(*setting, app::standard_of(state->areas, *setting)));
    return {};
}

Result<void> setting_set(const Surroundings& around, const std::string& name, const std::string& value,
                         const std::string& reason) {
    const auto folder = open_data_folder(around);
    if (!folder) return folder.error();
    auto& app = *folder->app;
    const auto setting = app::find_setting(app.state()->areas, name);
    if (!setting) return Error{ErrorCode::not_found, "there is no setting " + name + "; see `setting list`"};
    auto kept = value;
    if (setting->row->kind == app::SettingKind::image && !value.empty()) {
        auto logo = logo_from(value);
        if (!logo) return Error{logo.error().code, name + ": " + logo.error().message};
        kept = *logo;
    }
    if (const auto changed = app.change_settings(app::Accounts::command_line(), {{name, kept}}, reason);
        !changed)
        return changed;
    fmt::print("{} = {}\n", name, shown(*app.state(), *setting));
    return {};
}

Result<void> kiosk_pin(const Surroundings& around) {
    const auto folder = open_data_folder(around);
    if (!folder) return folder.error();
    const auto lines = lines_given(1);
    const bool made = lines.empty();
    const auto pin = made ? app::make_pin(around.random) : lines.front();
    if (const auto changed = folder->app->change_settings(app::Accounts::command_line(),
                                                          {{"kiosk.pin", std::string(pin.reveal())}}, "");
        !changed)
        return changed;
    if (made) fmt::print("The new PIN is {}. It is shown this once.\n", pin.reveal());
    fmt::print("Kiosks take it with their next content; until then the old one holds.\n");
    return {};
}

Result<void> contact_passphrase(const Surroundings& around) {
    const auto folder = open_data_folder(around);
    if (!folder) return folder.error();
    const auto lines = lines_from_input(2);
    if (lines.empty())
        return Error{ErrorCode::invalid, "give the old passphrase on standard input, on one line"};
    const bool made = lines.size() < 2;
    const auto next = made ? app::make_passphrase(around.random) : lines.back();
    const auto keys = (std::filesystem::path(around.data) / "sleutels").string();
    if (const auto locked = app::change_contact_passphrase(keys, lines.front(), next); !locked) return locked;
    if (made)
        fmt::print("The new passphrase is: {}\nWrite it down now; it is shown this once and kept nowhere.\n",
                   next.reveal());
    fmt::print("Give every server the folder `sleutels`, and make a new backup of it.\n");
    return folder->app->note(store::kSettingChanged, "contact.passphrase: (gewijzigd)", kWho);
}

}  // namespace peilpunt::cli
