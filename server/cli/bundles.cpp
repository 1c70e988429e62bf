// SPDX-License-Identifier: EUPL-1.2
// USB sticks of kiosks without a network.
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "server/cli/commands.hpp"
#include "server/cli/data_folder.hpp"
#include "shared/sync/bundle.hpp"
#include "shared/sync/stick_folder.hpp"

namespace peilpunt::cli {

namespace fs = std::filesystem;

namespace {

Error about(const std::string& file, const Error& error) { return {error.code, file + ": " + error.message}; }

/// A stick, and the names of the bundles of kiosks on it that are asked for.
struct Bundles {
    sync::StickFolder stick;
    std::vector<std::string> names;
};

/// `path` is a bundle, or a folder of them.
Result<Bundles> bundles_at(const fs::path& path) {
    std::error_code error;
    const bool whole = fs::is_directory(path, error);
    auto stick = sync::StickFolder::open(whole ? path : path.parent_path());
    if (!stick) return stick.error();
    if (!whole) return Bundles{std::move(*stick), {path.filename().string()}};
    auto names = stick->names();
    if (!names) return names.error();
    std::erase_if(
        *names, [](const std::string& name) { return !sync::is_bundle_name(name, sync::BundleFrom::kiosk); });
    if (names->empty())
        return Error{ErrorCode::not_found, "there is no bundle of a kiosk in " + path.string()};
    return Bundles{std::move(*stick), std::move(*names)};
}

/// Puts what is read aloud beside the bundles, and takes away what is not any more.
Result<void> write_clips(app::App& app, const sync::StickFolder& beside) {
    std::set<std::string> wanted;
    for (const auto& clip : app.state()->clips) wanted.insert(clip.hash);
    const auto folder = beside.inside(sync::kClipsFolder, !wanted.empty());
    if (!folder && wanted.empty() && folder.error().code == ErrorCode::not_found) return {};
    if (!folder) return folder.error();
    const auto there = folder->names();
    if (!there) return there.error();
    for (const std::string& name : *there)
        if (sync::is_clip_hash(name) && !wanted.contains(name)) folder->remove(name);
    for (const std::string& hash : wanted) {
        const auto ogg = app.clip(hash);
        if (!ogg) continue;
        if (const auto same = folder->read(hash, ogg->size()); same && *same == *ogg) continue;
        if (const auto written = folder->write(hash, *ogg); !written) return written;
    }
    return {};
}

}  // namespace

Result<void> bundle_import(const Surroundings& around, const std::string& path) {
    const auto found = bundles_at(path);
    if (!found) return found.error();
    auto opened = open_data_folder(around);
    if (!opened) return opened.error();
    for (const auto& name : found->names) {
        const auto bytes = found->stick.read(name, sync::kMaxBundleBytes);
        if (!bytes) return bytes.error();
        const auto outcome = opened->app->answer_bundle(*bytes);
        if (!outcome) return about(name, outcome.error());
        const auto answer = sync::bundle_name(sync::BundleFrom::server, outcome->kiosk.id);
        const auto written = found->stick.write(answer, outcome->answer);
        if (!written) return written.error();
        fmt::print("{}: {} new, {} known already, {} set apart. Take {} back to the kiosk.\n",
                   outcome->kiosk.venue, outcome->stored, outcome->duplicates, outcome->quarantined, answer);
    }
    return write_clips(*opened->app, found->stick);
}

Result<void> bundle_export(const Surroundings& around, const std::string& folder) {
    const auto stick = sync::StickFolder::open(folder);
    if (!stick) return stick.error();
    auto opened = open_data_folder(around);
    if (!opened) return opened.error();
    int written = 0;
    for (const auto& [kiosk, bytes] : opened->app->content_bundles()) {
        const auto done = stick->write(sync::bundle_name(sync::BundleFrom::server, kiosk), bytes);
        if (!done) return done;
        ++written;
    }
    if (const auto clips = write_clips(*opened->app, *stick); !clips) return clips;
    fmt::print("Wrote the content of {} kiosk(s) to {}.\n", written, folder);
    return {};
}

}  // namespace peilpunt::cli
