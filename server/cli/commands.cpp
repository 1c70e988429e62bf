// SPDX-License-Identifier: EUPL-1.2
#include "server/cli/commands.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "server/app/accounts.hpp"
#include "server/app/fleet.hpp"
#include "server/cli/data_folder.hpp"
#include "server/cli/input.hpp"
#include "shared/json/json.hpp"

namespace peilpunt::cli {

namespace {

constexpr const char* kWho = "opdrachtregel";  // records::ActorId
constexpr std::size_t kMaxFile = 4 * 1024 * 1024;

Result<std::string> read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return Error{ErrorCode::not_found, "cannot read " + path};
    std::ostringstream text;
    text << file.rdbuf();
    if (text.str().size() > kMaxFile) return Error{ErrorCode::too_large, path + " is larger than 4 MB"};
    return text.str();
}

Result<seal::Secret> password_from_input() {
    auto lines = lines_from_input(1);
    if (lines.empty()) return Error{ErrorCode::invalid, "give the password on standard input, on one line"};
    return std::move(lines.front());
}

/// Opens the folder, runs `use`, closes it.
template <class F>
Result<void> with_app(const Surroundings& around, F use) {
    auto folder = open_data_folder(around);
    if (!folder) return folder.error();
    return use(*folder->app);
}

Result<void> say(const Result<void>& result, const std::string& text) {
    if (result) fmt::print("{}\n", text);
    return result;
}

}  // namespace

Result<void> poll_import(const Surroundings& around, const std::string& file) {
    return with_app(around, [&](app::App& app) -> Result<void> {
        const auto text = read_file(file);
        if (!text) return text.error();
        const auto poll = json::parse_poll(*text);
        if (!poll) return poll.error();
        return say(app.import_poll(*poll, kWho), "Imported " + poll->slug + ", revision " +
                                                     std::to_string(poll->revision) +
                                                     ". Publish it to open it.");
    });
}

Result<void> poll_publish(const Surroundings& around, const std::string& poll, bool dry_run) {
    return with_app(around, [&](app::App& app) -> Result<void> {
        for (const auto& line : app.effects_of_publishing(poll)) fmt::print("{}\n", line);
        if (dry_run) {
            fmt::print("Nothing was published.\n");
            return {};
        }
        return say(app.publish_poll(poll, kWho), "Published " + poll + ".");
    });
}

Result<void> poll_close(const Surroundings& around, const std::string& poll) {
    return with_app(around,
                    [&](app::App& app) { return say(app.close_poll(poll, kWho), "Closed " + poll + "."); });
}

Result<void> poll_results(const Surroundings& around, const std::string& id, const std::string& format) {
    return with_app(around, [&](app::App& app) -> Result<void> {
        const auto state = app.state();
        const Poll* poll = state->poll(id);
        if (!poll) return Error{ErrorCode::not_found, "there is no poll " + id};
        if (format == "json")
            fmt::print("{}\n", app::outcome_json(*state, *poll));
        else if (format == "csv")
            fmt::print("{}", app::outcome_csv(*state, *poll));
        else
            fmt::print("{}", app::outcome_table(*state, *poll));
        return {};
    });
}

Result<void> user_add(const Surroundings& around, const std::string& name, const std::string& full_name,
                      const std::string& role, const std::string& scope) {
    return with_app(around, [&](app::App& app) -> Result<void> {
        const auto password = password_from_input();
        if (!password) return password.error();
        return say(app.accounts().add(
                       {app::trimmed(name), app::trimmed(full_name), app::trimmed(role), app::trimmed(scope)},
                       *password, kWho),
                   "Added " + name + ".");
    });
}

Result<void> user_list(const Surroundings& around) {
    return with_app(around, [&](app::App& app) -> Result<void> {
        for (const auto& person : app.accounts().list())
            fmt::print("{:<24} {:<10} {:<8} {}{}\n", person.name, person.function, person.scope,
                       person.full_name, person.disabled ? " (disabled)" : "");
        return {};
    });
}

Result<void> user_disable(const Surroundings& around, const std::string& name) {
    return with_app(around, [&](app::App& app) {
        return say(app.accounts().disable(name, kWho), "Disabled " + name + " and ended the sessions.");
    });
}

Result<void> user_reset(const Surroundings& around, const std::string& name) {
    return with_app(around, [&](app::App& app) -> Result<void> {
        const auto password = password_from_input();
        if (!password) return password.error();
        return say(app.accounts().set_password(name, *password, kWho),
                   "Set a new password for " + name + " and ended the sessions.");
    });
}

Result<void> kiosk_pair(const Surroundings& around, const std::string& venue,
                        const std::string& municipality) {
    return with_app(around, [&](app::App& app) -> Result<void> {
        const auto code = AreaCode::parse(municipality);
        if (!code) return Error{ErrorCode::invalid, municipality + " is no CBS code such as GM0453"};
        const auto pairing = app.fleet().make_pairing_code(app::Accounts::command_line(), venue, *code);
        if (!pairing) return pairing.error();
        fmt::print("{}\n", *pairing);
        fmt::print(stderr, "Good for 15 minutes, once: peilpunt-kiosk --data DIR --server URL --pair {}\n",
                   *pairing);
        return {};
    });
}

Result<void> kiosk_list(const Surroundings& around) {
    return with_app(around, [&](app::App& app) -> Result<void> {
        fmt::print("{:<36} {:<28} {:<8} {:<20} {:>7} {:>6} {:>6} {:>8} {:>5}  {}\n", "id", "plek", "gemeente",
                   "laatste contact", "wachtend", "oudste", "apart", "klok (s)", "vrij", "ontbreekt");
        for (const auto& kiosk : app.fleet().list(app::Accounts::command_line())) {
            fmt::print("{:<36} {:<28} {:<8} {:<20} {:>7} {:>5}u {:>6} {:>8} {:>4}%  {} missing{}\n",
                       kiosk.id.str(), kiosk.venue, kiosk.municipality.str(),
                       kiosk.last_contact.empty() ? "nooit" : kiosk.last_contact, kiosk.waiting,
                       kiosk.oldest_waiting_hours, kiosk.parked, kiosk.clock_offset_s,
                       kiosk.disk_free_percent, kiosk.missing(), kiosk.revoked ? " (ingetrokken)" : "");
            std::int64_t captured = 0, arrived = 0;
            for (const auto& [what, counts] : kiosk.totals) {
                captured += counts.first;
                arrived += counts.second;
            }
            fmt::print("  versie {}, gegeven {}, aangekomen {}\n",
                       kiosk.version.empty() ? "onbekend" : kiosk.version, captured, arrived);
            for (const auto& [reason, count] : kiosk.refusals)
                fmt::print("  geweigerd: {} ({} keer)\n", reason, count);
            for (const auto& line : kiosk.left_out) fmt::print("  weggelaten: {}\n", line);
        }
        for (const auto& [reason, count] : app.fleet().refused_strangers(app::Accounts::command_line()))
            fmt::print("geweigerd: {} ({} keer)\n", reason, count);
        return {};
    });
}

Result<void> kiosk_revoke(const Surroundings& around, const std::string& id, const std::string& since) {
    return with_app(around, [&](app::App& app) -> Result<void> {
        const auto kiosk = KioskId::parse(id);
        if (!kiosk) return Error{ErrorCode::invalid, id + " is no kiosk id; see `kiosk list`"};
        std::optional<Date> day;
        if (!since.empty()) {
            const auto parsed = parse_date(since);
            if (!parsed) return Error{ErrorCode::invalid, since + " is no date; write 2026-11-30"};
            day = *parsed;
        }
        const auto revoked = app.fleet().revoke(app::Accounts::command_line(), *kiosk, day);
        if (!revoked) return revoked.error();
        fmt::print("Revoked; it takes effect at its next contact.\n");
        if (day) fmt::print("Set apart: {} answers of its venue, given on {} or later.\n", *revoked, since);
        return {};
    });
}

Result<void> key_rotate(const Surroundings& around) {
    const auto open = open_data_folder(around);
    if (!open) return open.error();
    const auto id = app::rotate_box_key((std::filesystem::path(around.data) / "sleutels").string());
    if (!id) return id.error();
    fmt::print(
        "New key {}. Make a backup of the keys, give every server the folder `sleutels`, and start them "
        "again;\n"
        "kiosks take the new key with their next content. The old one stays until `key retire`.\n",
        *id);
    return open->app->note("sleutel-vernieuwd", *id, kWho);
}

Result<void> key_retire(const Surroundings& around, const std::string& id) {
    return with_app(around, [&](app::App& app) -> Result<void> {
        const auto users = app.fleet().users_of_key(id);
        std::string names;
        for (const auto& user : users) names += (names.empty() ? "" : "; ") + user;
        if (!users.empty()) return Error{ErrorCode::conflict, "still needed by " + names};
        const auto forgotten =
            app::forget_box_key((std::filesystem::path(around.data) / "sleutels").string(), id);
        if (!forgotten) return forgotten;
        fmt::print("Forgot key {}.\n", id);
        return app.note("sleutel-vergeten", id, kWho);
    });
}

Result<void> key_list(const Surroundings& around) {
    return with_app(around, [&](app::App& app) -> Result<void> {
        fmt::print("{}  current\n", sync::key_id_of(app.keys().box.public_key));
        for (const auto& box : app.keys().old_boxes) {
            const auto id = sync::key_id_of(box.public_key);
            const auto users = app.fleet().users_of_key(id);
            fmt::print("{}  old, needed by {} kiosk(s)\n", id, users.size());
            for (const auto& user : users) fmt::print("  {}\n", user);
        }
        return {};
    });
}

Result<void> clip_add(const Surroundings& around, const std::string& language, const std::string& words,
                      const std::string& file) {
    return with_app(around, [&](app::App& app) -> Result<void> {
        const auto ogg = read_file(file);
        if (!ogg) return ogg.error();
        auto added = app.add_clip(language, words, *ogg, kWho);
        if (!added && added.error().code == ErrorCode::damaged)
            added = Error{ErrorCode::damaged, file + " is not Ogg Opus of one channel, or not whole"};
        return say(added, "Kiosks play it from their next contact on.");
    });
}

Result<void> clip_remove(const Surroundings& around, const std::string& language, const std::string& words) {
    return with_app(around, [&](app::App& app) {
        return say(app.remove_clip(language, words, kWho), "Removed; the text is spoken by the machine.");
    });
}

Result<void> clip_list(const Surroundings& around) {
    return with_app(around, [](app::App& app) -> Result<void> {
        for (const auto& clip : app.state()->clips) fmt::print("{:<10} {}\n", clip.language, clip.words);
        return {};
    });
}

}  // namespace peilpunt::cli
