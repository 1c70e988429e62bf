// SPDX-License-Identifier: EUPL-1.2
#include <fmt/core.h>

#include "server/app/accounts.hpp"
#include "server/app/nightly.hpp"
#include "server/app/words_to_keep.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/data_folder.hpp"
#include "server/demo/demo.hpp"

namespace peilpunt::cli {

namespace {

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
    // Made anew each time, so that nobody knows them of an example that somebody left running.
    const auto password = app::make_password(around.random);
    const auto passphrase = app::make_passphrase(around.random);
    const auto pin = app::make_pin(around.random);
    auto folder = make_data_folder(around, {passphrase, pin});
    if (!folder) return folder.error();
    app::App& app = *folder->app;
    const auto loaded = demo::load(*folder->store, app, dutch_date(around.clock.now()));
    if (!loaded) return loaded.error();
    for (const auto& user : kUsers) {
        const auto added =
            app.accounts().add({user.name, user.full_name, user.role, user.scope}, password, "voorbeeld");
        if (!added) return added.error();
    }
    // Lays away what came in at once, as every night does; else the first server would begin with it.
    app::NightlyRewrite(app, *folder->store, around.clock).run_if_due();
    app.housekeep();
    fmt::print(
        "Filled {} with the IJmond example.\nSign in at /raad/aanmelden with the name 'regio', 'velsen' or "
        "'beheer' and the password '{}'.\nThe staff PIN of the kiosk is {}.\nThe passphrase of the contact "
        "keeper "
        "is '{}'.\n",
        around.data, password.reveal(), pin.reveal(), passphrase.reveal());
    return {};
}

}  // namespace peilpunt::cli
