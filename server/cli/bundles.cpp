// SPDX-License-Identifier: EUPL-1.2
// USB sticks of kiosks without a network.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <set>

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

/// Puts what is read aloud beside the bundles, and takes away what is not any more.
Result<void> write_clips(app::App& app, const fs::path& beside) {
    const fs::path folder = beside / sync::kClipsFolder;
    std::set<std::string> wanted;
    for (const auto& clip : app.state()->clips) wanted.insert(clip.hash);
    std::error_code error;
    if (!wanted.empty()) fs::create_directory(folder, error);
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const auto name = entry.path().filename().string();
        if (sync::is_clip_hash(name) && !wanted.contains(name)) fs::remove(entry.path(), error);
    }
    for (const std::string& hash : wanted) {
        const auto ogg = app.store().clip(hash);
        if (!ogg) continue;
        if (const auto there = sync::read_bundle_file(folder / hash); there && *there == *ogg) continue;
        if (const auto written = sync::write_bundle_file(folder / hash, *ogg); !written) return written;
    }
    return {};
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
    return write_clips(*opened->app, files->front().parent_path());
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
    if (const auto clips = write_clips(*opened->app, folder); !clips) return clips;
    fmt::print("Wrote the content of {} kiosk(s) to {}.\n", written, folder);
    return {};
}

}  // namespace peilpunt::cli
