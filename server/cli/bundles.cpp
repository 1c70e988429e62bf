// SPDX-License-Identifier: EUPL-1.2
// USB sticks of kiosks without a network.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "server/cli/commands.hpp"
#include "server/cli/data_folder.hpp"
#include "shared/sync/bundle.hpp"

namespace peilpunt::cli {

namespace fs = std::filesystem;

namespace {

Error about(const fs::path& file, const Error& error) {
    return {error.code, file.string() + ": " + error.message};
}

/// The bundles of kiosks at `path`, which is one itself or a folder of them.
Result<std::vector<fs::path>> bundles_at(const fs::path& path) {
    std::error_code error;
    if (!fs::is_directory(path, error)) return std::vector{path};
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(path, error))
        if (sync::is_bundle_name(entry.path().filename().string(), sync::BundleFrom::kiosk))
            found.push_back(entry.path());
    if (found.empty())
        return Error{ErrorCode::not_found, "there is no bundle of a kiosk in " + path.string()};
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace

Result<void> bundle_import(const Surroundings& around, const std::string& path) {
    const auto files = bundles_at(path);
    if (!files) return files.error();
    auto opened = open_data_folder(around);
    if (!opened) return opened.error();
    for (const auto& file : *files) {
        const auto bytes = sync::read_bundle_file(file);
        if (!bytes) return bytes.error();
        const auto outcome = opened->app->answer_bundle(*bytes);
        if (!outcome) return about(file, outcome.error());
        const auto answer =
            file.parent_path() / sync::bundle_name(sync::BundleFrom::server, outcome->kiosk.id);
        const auto written = sync::write_bundle_file(answer, outcome->answer);
        if (!written) return written.error();
        fmt::print("{}: {} new, {} known already, {} set apart. Take {} back to the kiosk.\n",
                   outcome->kiosk.venue, outcome->stored, outcome->duplicates, outcome->quarantined,
                   answer.filename().string());
    }
    return {};
}

Result<void> bundle_export(const Surroundings& around, const std::string& folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error)) return Error{ErrorCode::not_found, "there is no folder " + folder};
    auto opened = open_data_folder(around);
    if (!opened) return opened.error();
    int written = 0;
    for (const auto& [kiosk, bytes] : opened->app->content_bundles()) {
        const auto done = sync::write_bundle_file(
            fs::path(folder) / sync::bundle_name(sync::BundleFrom::server, kiosk), bytes);
        if (!done) return done;
        ++written;
    }
    fmt::print("Wrote the content of {} kiosk(s) to {}.\n", written, folder);
    return {};
}

}  // namespace peilpunt::cli
