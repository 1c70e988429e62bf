// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/sync/clips.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "shared/sound/ogg_opus.hpp"

namespace peilpunt::kiosk {

namespace fs = std::filesystem;

namespace {

fs::path folder_of(const Outbox& outbox) { return fs::path(outbox.folder()) / "geluiden"; }

/// Empty when there is no such file.
std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Not synced: what a power cut leaves of it does not have its hash, and is fetched again.
void keep(const fs::path& path, const std::string& ogg) {
    const fs::path half = path.string() + ".half";
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    {
        std::ofstream file(half, std::ios::binary | std::ios::trunc);
        file << ogg;
        file.close();
        if (!file) error = std::make_error_code(std::errc::io_error);
    }
    if (!error) fs::rename(half, path, error);
    if (!error) return;
    spdlog::warn("a clip could not be kept: {}", error.message());
    fs::remove(half, error);
}

void forget_all_but(const std::set<std::string>& hashes, const fs::path& folder) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error))
        if (!hashes.contains(entry.path().filename().string())) fs::remove(entry.path(), error);
}

std::string line_about(const sync::Clip& clip) {
    std::string line = "geluiden: " + clip.language + " \"" + clip.words + "\"";
    if (line.size() <= sync::kMaxLeftOutLine) return line;
    line.resize(sync::kMaxLeftOutLine);
    while (!line.empty() && (static_cast<unsigned char>(line.back()) & 0x80) != 0) line.pop_back();
    return line;
}

}  // namespace

void fetch_clips(Outbox& outbox, Transport& transport) {
    const auto content = outbox.content();
    if (!content) return;
    const fs::path folder = folder_of(outbox);
    std::set<std::string> wanted;
    for (const sync::Clip& clip : content->clips) wanted.insert(clip.hash);
    forget_all_but(wanted, folder);
    std::vector<std::string> left_out;
    for (const sync::Clip& clip : content->clips) {
        if (sync::clip_hash(read(folder / clip.hash)) == clip.hash) continue;
        const auto reply = transport.send({false, "/api/v1/geluiden/" + clip.hash, {}, ""});
        if (!reply || reply->status >= 500) break;
        const bool whole = reply->status == 200 && sync::clip_hash(reply->body) == clip.hash;
        if (whole && sound::inspect(reply->body))
            keep(folder / clip.hash, reply->body);
        else
            left_out.push_back(line_about(clip));
    }
    outbox.leave_out(std::move(left_out));
}

std::shared_ptr<const std::string> clip_of(const Outbox& outbox, const std::string& language,
                                           const std::string& words) {
    const auto content = outbox.content();
    if (!content) return nullptr;
    const auto clip = std::find_if(content->clips.begin(), content->clips.end(), [&](const sync::Clip& each) {
        return each.language == language && each.words == words;
    });
    if (clip == content->clips.end()) return nullptr;
    std::string ogg = read(folder_of(outbox) / clip->hash);
    if (sync::clip_hash(ogg) != clip->hash) return nullptr;
    return std::make_shared<const std::string>(std::move(ogg));
}

}  // namespace peilpunt::kiosk
