// SPDX-License-Identifier: EUPL-1.2
// peilpunt-server: parses the command line, builds what it needs on the stack, runs, returns an exit code.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "server/cli/audit_log.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/config.hpp"
#include "server/cli/doctor.hpp"
#include "shared/process/hardening.hpp"
#include "shared/seal/seal.hpp"

namespace {

using namespace peilpunt;

/// A refusal: one line a fault on standard error.
int report(const Result<void>& result) {
    if (result) return 0;
    const auto& error = result.error();
    if (error.faults.empty()) fmt::print(stderr, "peilpunt-server: {}\n", error.message);
    for (const auto& fault : error.faults)
        fmt::print(stderr, "peilpunt-server: {}: {} ({})\n", fault.field, fault.message, fault.code);
    return 1;
}

/// The subcommands; each sets `run` to what is to be done.
class CommandLine {
  public:
    explicit CommandLine(cli::Surroundings& around) : around_(around) {
        app_.set_version_flag("--version", PEILPUNT_VERSION);
        app_.require_subcommand(1);
        app_.footer(
            "Options may also stand in the environment (PEILPUNT_DATA for --data) or in the file of "
            "--config;\n"
            "the command line holds before the environment, and that before the file. See "
            "docs/operating.md.");
        add_serve();
        add_polls();
        add_settings();
        add_people();
        add_kiosks();
        add_upkeep();
    }

    int run(int argc, char** argv) {
        try {
            app_.parse(argc, argv);
        } catch (const CLI::ParseError& error) {
            // 0 for --help and --version, 2 for wrong usage.
            return app_.exit(error) == 0 ? 0 : 2;
        }
        if (const auto merged = take_in_config(); !merged) return report(merged);
        if (needs_data_ && around_.data.empty()) {
            fmt::print(
                stderr,
                "--data is required; it may also be PEILPUNT_DATA, or `data` in the file of --config\n");
            return 2;
        }
        // The night sorts and copies answers in temporary files of SQLite. They stay on the disk that was
        // chosen for answers, not on that of /var/tmp.
        if (!around_.data.empty()) ::setenv("SQLITE_TMPDIR", around_.data.c_str(), 0);
        return report(run_());
    }

  private:
    using Run = std::function<Result<void>()>;

    CLI::App* add(CLI::App* parent, const char* name, const char* what, Run run) {
        auto* command = parent->add_subcommand(name, what);
        command->add_option("--data", around_.data, "The data folder");
        add_database(command);
        command->callback([this, command, run = std::move(run)] {
            run_ = run;
            chosen_ = command;
        });
        return command;
    }
    /// What neither the command line nor the environment says is taken from the file. Options of other
    /// commands are checked and left alone, so that one file serves all commands.
    Result<void> take_in_config() {
        cli::Config config;
        if (const char* path = std::getenv("PEILPUNT_CONFIG"); path && config_.empty()) config_ = path;
        if (!config_.empty()) {
            auto read = cli::read_config(config_);
            if (!read) return read.error();
            config = std::move(*read);
        }
        for (const auto name : cli::option_names()) {
            if (name == "site") continue;  // is a setting too: see fixed_settings
            auto value = cli::environment_value(name);
            if (const auto found = config.options.find(std::string(name));
                !value && found != config.options.end())
                value = found->second;
            if (!value) continue;
            auto* option = chosen_->get_option_no_throw("--" + std::string(name));
            if (option == nullptr) option = serve_command_->get_option_no_throw("--" + std::string(name));
            if (option == nullptr || option->count() > 0) continue;
            try {
                for (const auto& text : value->texts) option->add_result(text);
                option->run_callback();
            } catch (const CLI::Error& error) {
                return Error{ErrorCode::invalid, value->place + ": " + error.what()};
            }
        }
        if (serve_.tls_certificate.empty() != serve_.tls_key.empty())
            return Error{ErrorCode::invalid, "--tls-cert and --tls-key go together"};
        if (!serve_.redirect.empty() && serve_.tls_certificate.empty())
            return Error{ErrorCode::invalid, "--redirect sends people to https, so it needs --tls-cert"};
        // `init` makes settings of the file its own; the environment fixes them there too.
        auto fixed = cli::fixed_settings(chosen_ == init_command_ ? cli::Config{} : config);
        if (!fixed) return fixed.error();
        around_.fixed = std::move(*fixed);
        if (!site_.empty()) around_.fixed["site"] = {site_, "--site"};
        config_read_ = std::move(config);
        return {};
    }
    void add_database(CLI::App* command) {
        command->add_option("--config", config_,
                            "A TOML file with options and settings; see docs/peilpunt.toml");
        command->add_option("--database", around_.database,
                            "postgresql://... instead of files in the folder");
        command->add_option("--contact-database", around_.contact_database,
                            "Another database for contact details, with a role of its own");
    }
    CLI::App* group(const char* name, const char* what) {
        auto* command = app_.add_subcommand(name, what);
        command->require_subcommand(1);
        return command;
    }

    void add_serve() {
        auto* serve = add(&app_, "serve", "Serve residents, council and kiosks",
                          [this] { return cli::serve(around_, serve_); });
        serve_command_ = serve;
        serve->add_option("--listen", serve_.listen, "ADDR:PORT to listen on")->capture_default_str();
        serve->add_option("--admin", serve_.admin, "ADDR:PORT of /gezond, /gereed and /metrics");
        serve->add_option("--tls-cert", serve_.tls_certificate, "Certificate chain (PEM)");
        serve->add_option("--tls-key", serve_.tls_key, "Private key (PEM)");
        serve->add_option("--redirect", serve_.redirect,
                          "ADDR:PORT where plain HTTP is sent on to https, such as 0.0.0.0:80");
        serve
            ->add_option(
                "--trusted-proxy", serve_.trusted_proxies,
                "Address or network of a proxy of ours, whose X-Forwarded-For is believed; may be repeated")
            ->delimiter(',');
        serve->add_flag("--proxy-protocol", serve_.proxy_protocol,
                        "Trusted proxies are TCP balancers that speak the PROXY protocol");
        serve->add_option("--site", site_,
                          "Address that residents see, such as https://peilpunt.example (PEILPUNT_SITE)");
        serve->add_flag(
            "--no-rate-limits", serve_.no_rate_limits,
            "Let any network send as often as it likes: to measure, or behind something that limits");
        serve->add_flag("--demo", serve_.demo,
                        "Serve an example, with its well-known pages, to others as well");
        serve->add_option("--threads", serve_.threads, "Connection threads")
            ->check(CLI::Range(1, 256))
            ->capture_default_str();
        init_command_ =
            add(&app_, "init", "Make an instance of your own in an empty folder, from the file of --config",
                [this] { return cli::init(around_, config_read_); });
        add(&app_, "demo", "Fill an empty folder with the IJmond example",
            [this] { return cli::demo(around_); });
    }

    void add_polls() {
        auto* poll = group("poll", "Polls");
        add(poll, "import", "Take in a poll, as a draft", [this] { return cli::poll_import(around_, name_); })
            ->add_option("file", name_, "JSON, as in schemas/poll.json")
            ->required();
        auto* publish =
            add(poll, "publish", "Open a poll, or put a new revision in the place of the one before",
                [this] { return cli::poll_publish(around_, name_, dry_run_); });
        publish->add_option("poll", name_, "UUID or short name")->required();
        publish->add_flag("--dry-run", dry_run_, "Only say what would happen to the figures");
        add(poll, "close", "Close a poll", [this] { return cli::poll_close(around_, name_); })
            ->add_option("poll", name_, "UUID or short name")
            ->required();
        auto* results = add(poll, "results", "What was told: tussenstand or uitslag",
                            [this] { return cli::poll_results(around_, name_, format_); });
        results->add_option("poll", name_, "UUID or short name")->required();
        results->add_option("--format", format_, "json, csv or table")
            ->check(CLI::IsMember({"json", "csv", "table"}))
            ->capture_default_str();
        auto* areas =
            add(group("area", "Areas"), "import", "Take in municipalities, districts and neighbourhoods",
                [this] { return cli::area_import(around_, names_, municipalities_); });
        areas
            ->add_option("file", names_,
                         "GeoJSON of CBS or PDOK (EPSG:4326), CSV, or our JSON; all files together or none")
            ->required();
        areas->add_option("--municipality", municipalities_, "Only these, such as GM0453; may be repeated")
            ->delimiter(',');
    }

    void add_settings() {
        auto* setting = group("setting", "What this instance does otherwise");
        add(setting, "list", "All settings, with their defaults",
            [this] { return cli::setting_list(around_); });
        add(setting, "get", "One setting", [this] { return cli::setting_get(around_, name_); })
            ->add_option("name", name_, "Such as region.name")
            ->required();
        auto* set = add(setting, "set", "Change a setting; it stands in the log",
                        [this] { return cli::setting_set(around_, name_, value_, reason_); });
        set->add_option("name", name_, "Such as region.name")->required();
        set->add_option("value", value_, "The value; '' brings the default back; of a logo, its file")
            ->required();
        set->add_option("--reason", reason_, "For the log");
        add(group("contact", "The contact keeper"), "passphrase",
            "Another passphrase; standard input: the old one and, unless one is to be made, the new one",
            [this] { return cli::contact_passphrase(around_); });
    }

    void add_people() {
        auto* user = group("user", "People who sign in; passwords come from standard input");
        auto* added = add(user, "add", "Add somebody",
                          [this] { return cli::user_add(around_, name_, full_name_, role_, scope_); });
        added->add_option("name", name_, "Sign-in name")->required();
        added->add_option("--full-name", full_name_, "As shown on the screen")->required();
        added->add_option("--role", role_, "raad, voorzitter, beleid, aanjager, toezicht or beheer")
            ->required();
        added->add_option("--scope", scope_, "Area code: a municipality or the region")->required();
        add(user, "list", "Everybody", [this] { return cli::user_list(around_); });
        for (auto [name, what, run] : {std::tuple{"disable", "Keep somebody out", &cli::user_disable},
                                       std::tuple{"reset", "Set a new password", &cli::user_reset}})
            add(user, name, what, [this, run = run] { return run(around_, name_); })
                ->add_option("name", name_, "Sign-in name")
                ->required();
    }

    void add_kiosks() {
        auto* kiosk = group("kiosk", "Kiosks");
        auto* pair = add(kiosk, "pair", "Make a one-time pairing code",
                         [this] { return cli::kiosk_pair(around_, venue_, scope_); });
        pair->add_option("--venue", venue_, "Name of the community centre")->required();
        pair->add_option("--municipality", scope_, "CBS code, such as GM0453")->required();
        add(kiosk, "pin", "Another PIN for the staff screens; from standard input, or made and printed",
            [this] { return cli::kiosk_pin(around_); });
        add(kiosk, "list", "All kiosks with their state", [this] { return cli::kiosk_list(around_); });
        auto* revoke = add(kiosk, "revoke", "Refuse a kiosk from now on",
                           [this] { return cli::kiosk_revoke(around_, name_, since_); });
        revoke->add_option("id", name_, "Kiosk id")->required();
        revoke->add_option("--since", since_, "Also set apart what its venue took on this day or later");
        auto* key = group("key", "The keys that kiosks seal to");
        add(key, "rotate", "Make a new key; the old one stays for what was sealed to it",
            [this] { return cli::key_rotate(around_); });
        add(key, "list", "All keys, and which kiosks need them", [this] { return cli::key_list(around_); });
        add(key, "retire", "Forget an old key that no kiosk needs",
            [this] { return cli::key_retire(around_, name_); })
            ->add_option("id", name_, "Key id, see `key list`")
            ->required();
        auto* clip = group("clip", "Texts that somebody reads aloud at kiosks");
        auto* add_clip = add(clip, "add", "Let kiosks play a recording of a text",
                             [this] { return cli::clip_add(around_, language_, words_, name_); });
        add_clip->add_option("file", name_, "Ogg Opus, one channel, at most two minutes")->required();
        auto* remove_clip = add(clip, "remove", "Let the text be spoken by the machine again",
                                [this] { return cli::clip_remove(around_, language_, words_); });
        for (auto* each : {add_clip, remove_clip}) {
            each->add_option("--language", language_, "Such as nl or nl-simple")->required();
            each->add_option("--text", words_, "Letter for letter as it stands on the screen")->required();
        }
        add(clip, "list", "All recordings", [this] { return cli::clip_list(around_); });
        auto* bundle = group("bundle", "USB sticks of kiosks without a network");
        add(bundle, "import", "Take in what kiosks put on a stick, and write the answers beside it",
            [this] { return cli::bundle_import(around_, name_); })
            ->add_option("path", name_, "A bundle, or a folder with bundles")
            ->required();
        add(bundle, "export", "Write polls and news for every kiosk to a stick",
            [this] { return cli::bundle_export(around_, name_); })
            ->add_option("folder", name_, "Where to")
            ->required();
    }

    void add_upkeep() {
        add(&app_, "backup", "Copy everything to an empty folder, while serving",
            [this] { return cli::backup(around_, name_); })
            ->add_option("folder", name_, "Where to")
            ->required();
        add(&app_, "restore", "Put a backup into an empty data folder",
            [this] { return cli::restore(around_, name_); })
            ->add_option("folder", name_, "Where from")
            ->required();
        auto* migrate = app_.add_subcommand("migrate", "Move from files to PostgreSQL, or back");
        migrate->add_option("--from", from_, "A data folder, or postgresql://...")->required();
        migrate->add_option("--to", to_, "postgresql://..., or a folder")->required();
        add_database(migrate);
        migrate->callback([this, migrate] {
            run_ = [this] { return cli::migrate(around_, from_, to_); };
            chosen_ = migrate;
            needs_data_ = false;
        });
        add(&app_, "verify", "Check the whole data folder", [this] { return cli::verify(around_); });
        auto* log = group("log", "The audit log: who changed what, and when");
        add(log, "list", "The last entries", [this] { return cli::log_list(around_, last_); })
            ->add_option("--last", last_, "How many")
            ->capture_default_str();
        add(log, "head", "Where it ends, to keep elsewhere: a later log that does not hold it was changed",
            [this] { return cli::log_head(around_); });
        add_doctor();
        add(&app_, "export", "Write what was told of all polls to an empty folder",
            [this] { return cli::export_open_data(around_, name_); })
            ->add_option("folder", name_, "Where to")
            ->required();
        add(&app_, "purge", "Remove what need not be kept", [this] {
            return cli::purge(around_, dry_run_);
        })->add_flag("--dry-run", dry_run_, "Only say what would go");
    }

    void add_doctor() {
        auto* doctor =
            add(&app_, "doctor",
                "Say what is not right: rights, clock, disk, proxy, certificate, back-up, settings",
                [this] { return cli::doctor(around_, doctor_); });
        doctor->add_flag("--verbose", doctor_.verbose, "Also say what is fine");
        // As `serve` is given them.
        doctor->add_option("--listen", doctor_.listen, "ADDR:PORT that is served")
            ->envname("PEILPUNT_LISTEN");
        doctor->add_option("--tls-cert", doctor_.tls_certificate, "Certificate chain (PEM)")
            ->envname("PEILPUNT_TLS_CERT");
        doctor->add_option("--tls-key", doctor_.tls_key, "Private key (PEM)")->envname("PEILPUNT_TLS_KEY");
        doctor->add_option("--site", doctor_.site, "Address that residents see")->envname("PEILPUNT_SITE");
        doctor->add_option("--trusted-proxy", doctor_.trusted_proxies, "Address of a reverse proxy")
            ->envname("PEILPUNT_TRUSTED_PROXY")
            ->delimiter(',');
    }

    cli::Surroundings& around_;
    CLI::App app_{"Peilpunt: polls and signals of residents, for municipalities and their councils",
                  "peilpunt-server"};
    Run run_;
    cli::ServeOptions serve_;
    CLI::App *chosen_ = nullptr, *serve_command_ = nullptr, *init_command_ = nullptr;
    bool needs_data_ = true;
    std::string config_, site_;
    cli::Config config_read_;
    std::string value_, reason_;
    cli::DoctorOptions doctor_;
    std::vector<std::string> names_, municipalities_;
    std::string name_, full_name_, role_, scope_, venue_, from_, to_, language_, words_, since_,
        format_ = "table";
    bool dry_run_ = false;
    int last_ = 50;
};

}  // namespace

int main(int argc, char** argv) {
    process::harden();
    const SystemClock clock;
    SystemRandom random;
    cli::Surroundings around{clock, random, {}, {}, {}, {}};
    try {
        seal::start();
        return CommandLine(around).run(argc, argv);
    } catch (const ResultError& error) {
        fmt::print(stderr, "peilpunt-server: {}\n", error.what());
    } catch (const std::exception& error) {
        fmt::print(stderr, "peilpunt-server: {}\n", error.what());
    }
    return 1;
}
