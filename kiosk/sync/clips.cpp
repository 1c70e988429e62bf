// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/sync/clips.hpp"

#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "shared/seal/files.hpp"
#include "shared/sound/ogg_opus.hpp"

namespace peilpunt::kiosk {

namespace fs = std::filesystem;

namespace {

fs::path folder_of(const Outbox& outbox) { return fs::path(outbox.folder()) / "geluiden"; }

/// More of them come with the next pull: what somebody gave does not wait behind sounds on a slow line.
constexpr std::size_t kMostAtOnce = 2 * 1024 * 1024;  ///< bytes

/// Empty when it cannot be read. Leaves no trace of when it was: that would tell what somebody heard.
std::string read(const fs::path& path) {
    const seal::Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOATIME));
    std::string bytes(file.open() ? sound::kMaxSpeechBytes : 0, '\0');
    std::size_t have = 0;
    while (have < bytes.size()) {
        const ssize_t got = ::read(file.get(), bytes.data() + have, bytes.size() - have);
        if (got <= 0) break;
        have += static_cast<std::size_t>(got);
    }
    bytes.resize(have);
    return bytes;
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

/// Hashes of what the content has; everything else in the folder goes.
std::set<std::string> wanted_of(const sync::Changes& content, const fs::path& folder) {
    std::set<std::string> wanted;
    for (const sync::Clip& clip : content.clips) wanted.insert(clip.hash);
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error))
        if (!wanted.contains(entry.path().filename().string())) fs::remove(entry.path(), error);
    return wanted;
}

bool is_whole(const std::string& ogg, const std::string& hash) { return sync::clip_hash(ogg) == hash; }

std::string line_about(const sync::Clip& clip) {
    return sync::left_out_line("geluiden: " + clip.language + " \"" + clip.words + "\"");
}

}  // namespace

void fetch_clips(Outbox& outbox, Transport& transport, std::set<std::string>& broken) {
    const auto content = outbox.content();
    if (!content) return;
    const fs::path folder = folder_of(outbox);
    const std::set<std::string> wanted = wanted_of(*content, folder);
    std::erase_if(broken, [&](const std::string& hash) { return !wanted.contains(hash); });
    std::size_t fetched = 0;
    for (const std::string& hash : wanted) {
        if (broken.contains(hash) || is_whole(read(folder / hash), hash)) continue;
        if (fetched > kMostAtOnce) break;
        const auto reply = transport.send({false, "/api/v1/geluiden/" + hash, {}, ""});
        if (!reply || reply->status >= 500 || reply->status == 429) break;
        fetched += reply->body.size();
        if (reply->status == 200 && is_whole(reply->body, hash) && sound::inspect(reply->body))
            keep(folder / hash, reply->body);
        else
            broken.insert(hash);
    }
    std::vector<std::string> left_out;
    for (const sync::Clip& clip : content->clips)
        if (broken.contains(clip.hash)) left_out.push_back(line_about(clip));
    outbox.leave_out(std::move(left_out));
}

void take_clips(const Outbox& outbox, const sync::StickFolder& from) {
    const auto content = outbox.content();
    if (!content) return;
    const fs::path folder = folder_of(outbox);
    for (const std::string& hash : wanted_of(*content, folder)) {
        if (is_whole(read(folder / hash), hash)) continue;
        const auto ogg = from.read(hash, sound::kMaxSpeechBytes);
        if (ogg && is_whole(*ogg, hash) && sound::inspect(*ogg)) keep(folder / hash, *ogg);
    }
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
