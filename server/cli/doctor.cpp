// SPDX-License-Identifier: EUPL-1.2
#include "server/cli/doctor.hpp"

#include <fmt/core.h>
#include <linux/magic.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <filesystem>

#include "server/app/nightly.hpp"
#include "server/cli/data_folder.hpp"
#include "server/http/certificate.hpp"
#include "shared/net/http_url.hpp"
#include "shared/seal/files.hpp"

namespace peilpunt::cli {

namespace fs = std::filesystem;

namespace {

using namespace std::chrono_literals;

constexpr std::uintmax_t kSpare = 200ULL * 1024 * 1024;  ///< bytes that stay free beside the nightly rewrite
constexpr std::uintmax_t kLongLog = 512ULL * 1024 * 1024;  ///< of a log that is not emptied any more
constexpr auto kBackupAge = std::chrono::hours(48);
constexpr int kDaysBefore = 21;  ///< a certificate of 90 days is renewed 30 days before its end
constexpr mode_t kOthers = 0077;

class Doctor {
  public:
    Doctor(const Surroundings& around, const DoctorOptions& options) : around_(around), options_(options) {}

    std::vector<Finding> look() {
        folder();
        disk();
        machine_clock();
        const auto opened = open_store_and_keys(around_);
        if (!opened) {
            wrong("data: " + opened.error().message);
        } else {
            fine("data: keys and database belong together, schema of this version");
            store(*opened->store);
        }
        network();
        certificate();
        return std::move(found_);
    }

  private:
    void fine(std::string words) { found_.push_back({true, std::move(words)}); }
    void wrong(std::string words) { found_.push_back({false, std::move(words)}); }

    /// Files and keys are their owner's alone, and all of one owner.
    void folder() {
        struct stat top{};
        if (::stat(around_.data.c_str(), &top) != 0) return wrong("folder: there is no " + around_.data);
        std::vector<fs::path> paths{around_.data};
        std::error_code error;
        for (auto at = fs::recursive_directory_iterator(around_.data, error);
             !error && at != fs::recursive_directory_iterator(); at.increment(error))
            paths.push_back(at->path());
        if (error)
            wrong("folder: not all of " + around_.data + " can be looked at (" + error.message() + ")");
        bool all_well = !error;
        for (const auto& path : paths) {
            struct stat info{};
            if (::lstat(path.c_str(), &info) != 0) continue;
            const bool open_to_others = !S_ISLNK(info.st_mode) && (info.st_mode & kOthers) != 0;
            if (open_to_others)
                wrong(fmt::format("rights: others may use {} (mode {:04o}); chmod {} it", path.string(),
                                  info.st_mode & 07777U, S_ISDIR(info.st_mode) ? "0700" : "0600"));
            if (info.st_uid != top.st_uid)
                wrong(fmt::format("rights: {} belongs to {}, the folder to {}", path.string(),
                                  name_of(info.st_uid), name_of(top.st_uid)));
            all_well = all_well && !open_to_others && info.st_uid == top.st_uid;
        }
        if (all_well) fine("rights: everything in " + around_.data + " is its owner's alone");
    }

    static std::string name_of(uid_t user) {
        const passwd* entry = ::getpwuid(user);
        return entry ? entry->pw_name : std::to_string(user);
    }

    void disk() {
        struct statfs kind{};
        if (::statfs(around_.data.c_str(), &kind) == 0) {
            const auto type = static_cast<unsigned long>(kind.f_type);
            if (type == NFS_SUPER_MAGIC || type == SMB_SUPER_MAGIC || type == CIFS_SUPER_MAGIC)
                wrong("disk: " + around_.data + " is on a network disk; SQLite needs a local one");
        }
        struct statvfs room{};
        if (::statvfs(around_.data.c_str(), &room) != 0) return;
        const auto free_bytes = std::uintmax_t{room.f_bavail} * room.f_frsize;
        const auto size = file_size("peilpunt.db");
        const auto needed = 2 * size + kSpare;
        const auto mb = [](std::uintmax_t bytes) { return bytes / 1024 / 1024; };
        if (free_bytes < needed)
            wrong(fmt::format("disk: {} MB free; the nightly rewrite and the day need {} MB", mb(free_bytes),
                              mb(needed)));
        else
            fine(fmt::format("disk: {} MB free", mb(free_bytes)));
        if (file_size("peilpunt.db-wal") > kLongLog)
            wrong(fmt::format(
                "disk: the log of peilpunt.db is {} MB and is not emptied; is there a program that reads it "
                "for hours?",
                mb(file_size("peilpunt.db-wal"))));
    }

    std::uintmax_t file_size(const char* name) const {
        std::error_code error;
        const auto size = fs::file_size(fs::path(around_.data) / name, error);
        return error ? 0 : size;
    }

    /// Whether the system keeps its clock by others.
    void machine_clock() {
        timex state{};
        if (::adjtimex(&state) == TIME_ERROR || (static_cast<unsigned>(state.status) & STA_UNSYNC) != 0)
            wrong("clock: it is not kept by other clocks (timedatectl set-ntp true)");
        else
            fine("clock: kept by other clocks");
    }

    void store(store::Store& store) {
        if (const auto room = store.can_store(); !room) wrong("storage: " + room.error().message);
        const auto differs = store.check_schema();
        for (const auto& fault : differs) wrong("schema: " + fault);
        if (differs.empty()) fine("schema: as this version makes it; log and syncing as they must be");
        const auto settings = store.load_state().settings;
        const auto setting = [&](const char* name) {
            const auto at = settings.find(name);
            return at == settings.end() ? std::string() : at->second;
        };
        last_data(store, setting(app::kLastRewrite));
        last_backup(setting(kLastBackup));
        site_ = options_.site.empty() ? setting("site") : options_.site;
        if (site_.empty())
            wrong("settings: `site` is missing: QR codes and links to this server lead nowhere");
        if (setting("security.contact").empty())
            wrong("settings: `security.contact` is missing: who finds a hole cannot tell (security.txt)");
        if (!site_.empty() && !setting("security.contact").empty())
            fine("settings: site and security contact are set");
        if (setting("voorbeeld") == "ja")
            wrong(
                "data: these are examples, with answers and people that were made up; make an instance of "
                "your own");
    }

    /// Data of tomorrow: the clock jumped. A night of last week: nobody cleans up.
    void last_data(store::Store& store, const std::string& night) {
        const auto now = around_.clock.now();
        const auto log = store.audit();
        const auto last = log.empty() ? Result<TimePoint>(now) : parse_time(log.back().at);
        const bool ahead = last && *last > now + 1min;
        if (ahead)
            wrong("clock: it says " + format_time(now) + ", but something was stored at " + log.back().at +
                  "; one of the two is wrong");
        const auto due = app::night_of(now);
        const auto done = parse_date(night);
        if (done && *done > due)
            wrong("clock: the last nightly rewrite is of " + night + ", which is still to come");
        else if (!done)
            wrong("nightly rewrite: it never ran; the server must be running at three o'clock at night");
        else if (due - *done > std::chrono::days(1))
            wrong("nightly rewrite: the last was in the night of " + night +
                  "; until then order of arrival and deleted words linger in the files");
        else
            fine("nightly rewrite: last in the night of " + night);
        if (!ahead) fine("clock: not before what is stored");
    }

    void last_backup(const std::string& at) {
        const auto made = parse_time(at);
        const auto now = around_.clock.now();
        if (!made)
            wrong("back-up: none was ever made with `backup`");
        else if (now - *made > kBackupAge)
            wrong(fmt::format("back-up: the last is {} days old",
                              std::chrono::duration_cast<std::chrono::days>(now - *made).count()));
        else
            fine("back-up: the last is of " + at);
    }

    /// Whether visitors' addresses and the encryption are what they seem.
    void network() {
        const bool https = site_.starts_with("https://");
        const bool own_tls = !options_.tls_certificate.empty();
        if (!site_.empty() && !https && !site_.starts_with("http://127.") &&
            !site_.starts_with("http://localhost"))
            wrong("network: `site` is " + site_ +
                  ": what residents send goes in the clear; it must be https://");
        if (options_.listen.empty()) return;
        const auto at = parse_endpoint(options_.listen);
        if (!at) return wrong("network: " + at.error().message);
        const bool here_only = at->first.starts_with("127.") || at->first == "::1";
        if (!own_tls && !here_only)
            wrong("network: " + options_.listen +
                  " without a certificate: anybody may go around a proxy, in the clear; listen "
                  "on 127.0.0.1, or give --tls-cert");
        if (!own_tls && https && options_.trusted_proxies.empty())
            wrong("proxy: " + site_ +
                  " is served by a proxy, but no --trusted-proxy is given: all visitors count as one "
                  "address, and one of them can use up the limit of all");
        if (own_tls && !https && !site_.empty())
            wrong("network: there is a certificate, but `site` is " + site_);
        if (own_tls || !https || !options_.trusted_proxies.empty())
            fine("proxy: addresses of visitors are known");
    }

    void certificate() {
        if (options_.tls_certificate.empty()) return;
        const auto url = net::HttpUrl::parse(site_);
        const auto report =
            http::inspect_certificate(options_.tls_certificate, options_.tls_key,
                                      url && url->secure ? url->host : "", around_.clock.now());
        for (const auto& fault : report.faults) wrong("certificate: " + fault);
        if (!report.days_left) return;
        if (*report.days_left < 0)
            wrong(fmt::format("certificate: it ended {} days ago", -*report.days_left));
        else if (*report.days_left < kDaysBefore)
            wrong(fmt::format("certificate: it ends in {} days", *report.days_left));
        else
            fine(fmt::format("certificate: good for {} days", *report.days_left));
    }

    const Surroundings& around_;
    const DoctorOptions& options_;
    std::string site_;
    std::vector<Finding> found_;
};

}  // namespace

std::vector<Finding> examine(const Surroundings& around, const DoctorOptions& options) {
    return Doctor(around, options).look();
}

Result<void> doctor(const Surroundings& around, const DoctorOptions& options) {
    int wrong = 0;
    for (const auto& finding : examine(around, options)) {
        if (!finding.fine) fmt::print("not right: {}\n", finding.words);
        if (finding.fine && options.verbose) fmt::print("fine: {}\n", finding.words);
        wrong += finding.fine ? 0 : 1;
    }
    if (wrong > 0) return Error{ErrorCode::conflict, fmt::format("{} thing(s) are not right", wrong)};
    fmt::print("All is right.\n");
    return {};
}

}  // namespace peilpunt::cli
