// SPDX-License-Identifier: EUPL-1.2
#include <fmt/core.h>

#include "server/cli/commands.hpp"
#include "server/cli/data_folder.hpp"
#include "server/demo/demo.hpp"

namespace peilpunt::cli {

namespace {

/// Printed at the start of the demo and fit for nothing else: a real folder is never made with these.
constexpr const char* kPassword = "duin-en-dijk-2026";
constexpr const char* kStaffPin = "135790";

struct DemoUser {
    const char* name;
    const char* full_name;
    const char* role;
    const char* scope;
};
constexpr DemoUser kUsers[] = {{"regio", "Ria de Wit", "raad", "RG01"},
                               {"velsen", "Joke Prins", "raad", "GM0453"},
                               {"beheer", "Sam Visser", "beheer", "RG01"}};

}  // namespace

Result<void> demo(const Surroundings& around) {
    auto folder =
        make_data_folder(around, {seal::Secret("de zee geeft en de zee neemt"), seal::Secret(kStaffPin)});
    if (!folder) return folder.error();
    app::App& app = *folder->app;
    const auto loaded = demo::load(app, dutch_date(around.clock.now()));
    if (!loaded) return loaded.error();
    for (const auto& user : kUsers) {
        const auto added = app.add_user(user.name, user.full_name, user.role, user.scope,
                                        seal::Secret(kPassword), "voorbeeld");
        if (!added) return added.error();
    }
    app.housekeep();
    fmt::print(
        "Filled {} with the IJmond example.\nSign in at /raad/aanmelden with the name 'regio', 'velsen' or "
        "'beheer' and the password '{}'.\nThe staff PIN of the kiosk is {}.\n",
        around.data, kPassword, kStaffPin);
    return {};
}

}  // namespace peilpunt::cli
