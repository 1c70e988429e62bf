// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "server/app/settings.hpp"
#include "shared/model/result.hpp"
#include "shared/model/sources.hpp"

/// The subcommands of peilpunt-server. Each prints what it did and returns; an Error becomes one line and
/// exit code 1.
namespace peilpunt::cli {

/// What every command gets.
struct Surroundings {
    const Clock& clock;
    Random& random;
    std::string data;               ///< the data folder
    std::string database;           ///< postgresql://...; empty: SQLite files in the data folder
    std::string contact_database;   ///< for contact details; empty: as `database`
    app::FixedSettings fixed = {};  ///< by the configuration file and the environment
};

struct ServeOptions {
    std::string listen = "127.0.0.1:8080";
    std::string admin;  ///< empty: no admin listener
    std::string tls_certificate, tls_key;
    std::string redirect;  ///< ADDR:PORT where plain HTTP is sent on to https; empty: none
    std::vector<std::string> trusted_proxies;  ///< addresses and networks; see http::Proxies
    bool proxy_protocol = false;               ///< connections from trusted proxies begin with a PROXY header
    bool demo = false;                         ///< an example may be served to others than this machine
    int threads = 2;
    bool no_rate_limits = false;  ///< any network may send as often as it likes
};
/// Takes in what kiosks put on a USB stick: a bundle, or a folder with bundles; the answers come beside them.
Result<void> clip_add(const Surroundings& around, const std::string& language, const std::string& words,
                      const std::string& file);
Result<void> clip_remove(const Surroundings& around, const std::string& language, const std::string& words);
Result<void> clip_list(const Surroundings& around);
Result<void> bundle_import(const Surroundings& around, const std::string& path);
/// Writes a bundle with the content of every kiosk to a folder.
Result<void> bundle_export(const Surroundings& around, const std::string& folder);

/// Serves until SIGINT or SIGTERM, then ends what runs and returns. SIGHUP reads the certificate again.
Result<void> serve(const Surroundings& around, const ServeOptions& options);

struct Config;
/// Makes an instance in an unused folder from a configuration file: its settings become the instance's own,
/// [init] says which municipalities and who is the first operator. Standard input holds the first password
/// and the passphrase of the contact keeper, a line each; what is not given is made, and printed this once.
Result<void> init(const Surroundings& around, const Config& config);

/// Fills an empty folder with the IJmond example and prints the demo sign-in.
Result<void> demo(const Surroundings& around);

Result<void> poll_import(const Surroundings& around, const std::string& file);
/// Says what happens to the figures of a poll that runs already; with `dry_run` nothing else.
Result<void> poll_publish(const Surroundings& around, const std::string& poll, bool dry_run);
Result<void> poll_close(const Surroundings& around, const std::string& poll);
/// `format`: "json", "csv" or "table".
Result<void> poll_results(const Surroundings& around, const std::string& poll, const std::string& format);

/// The password comes from standard input, one line; never from the command line, which others can see.
Result<void> user_add(const Surroundings& around, const std::string& name, const std::string& full_name,
                      const std::string& role, const std::string& scope);
Result<void> user_list(const Surroundings& around);
Result<void> user_disable(const Surroundings& around, const std::string& name);
Result<void> user_reset(const Surroundings& around, const std::string& name);

Result<void> setting_list(const Surroundings& around);
Result<void> setting_get(const Surroundings& around, const std::string& name);
/// A logo is given as the name of a file; an empty value brings the default back.
Result<void> setting_set(const Surroundings& around, const std::string& name, const std::string& value,
                         const std::string& reason);

/// Takes in all files together, or none (app::read_area_files). `only`: CBS codes of the municipalities to
/// take; empty: all.
Result<void> area_import(const Surroundings& around, const std::vector<std::string>& files,
                         const std::vector<std::string>& only);

Result<void> kiosk_pair(const Surroundings& around, const std::string& venue,
                        const std::string& municipality);
/// A new PIN of the staff screen: of eight digits, from standard input, or made and printed. Kiosks take it
/// with their next content.
Result<void> kiosk_pin(const Surroundings& around);
Result<void> kiosk_list(const Surroundings& around);
/// `since`: a date, or empty; what the kiosks of its venue took on that day or after it is set apart.
Result<void> kiosk_revoke(const Surroundings& around, const std::string& id, const std::string& since);

/// Locks the contact keeper's key with another passphrase: standard input holds the old one and, unless one
/// is to be made and printed, the new one, a line each.
Result<void> contact_passphrase(const Surroundings& around);

/// The keys that kiosks seal to: a new one; the old one is kept until nothing needs it.
Result<void> key_rotate(const Surroundings& around);
/// Refused, by name, while a kiosk needs it.
Result<void> key_retire(const Surroundings& around, const std::string& id);
Result<void> key_list(const Surroundings& around);

/// Copies everything from SQLite files to PostgreSQL or back, and compares counts and hashes. One of the two
/// is a folder, the other a URL.
Result<void> migrate(const Surroundings& around, const std::string& from, const std::string& to);

Result<void> backup(const Surroundings& around, const std::string& folder);
Result<void> restore(const Surroundings& around, const std::string& folder);
Result<void> verify(const Surroundings& around);
Result<void> export_open_data(const Surroundings& around, const std::string& folder);
Result<void> purge(const Surroundings& around, bool dry_run);

/// Whether only this machine can reach it.
bool is_loopback(const std::string& address);
/// "127.0.0.1:8080" or "[::1]:8080" -> address and port; invalid otherwise.
Result<std::pair<std::string, unsigned short>> parse_endpoint(const std::string& text);

}  // namespace peilpunt::cli
