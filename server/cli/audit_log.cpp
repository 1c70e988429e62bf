// SPDX-License-Identifier: EUPL-1.2
#include "server/cli/audit_log.hpp"

#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "server/cli/data_folder.hpp"
#include "server/sql/sqlite_database.hpp"
#include "shared/sqlite/sqlite.hpp"

namespace peilpunt::cli {

namespace fs = std::filesystem;

namespace {

constexpr const char* kAnchors = "logboek.ankers";

std::string anchors_in(const std::string& folder) { return (fs::path(folder) / kAnchors).string(); }

records::Head head_of(store::Store& store) {
    return store.database().read([](sql::Session& session) { return records::head_of(session); });
}

}  // namespace

seal::Secret log_key_of(const app::Keys& keys) {
    constexpr std::size_t kBytes = 32;
    return seal::Secret(seal::keyed_hash(keys.ledger, "logboek", kBytes));
}

LogAnchor::LogAnchor(const std::string& folder, store::Store& store, seal::SignKeys keys, const Clock& clock)
    : file_(anchors_in(folder)), store_(store), keys_(std::move(keys)), clock_(clock) {}

LogAnchor::~LogAnchor() { put(); }

void LogAnchor::put() {
    try {
        const auto head = head_of(store_);
        if (head == last_) return;
        const auto written = file_.put(keys_, dutch_date(clock_.now()), head);
        if (!written) throw ResultError(written.error());
        last_ = head;
        told_ = false;
    } catch (const std::exception& error) {
        if (!told_) spdlog::error("where the audit log ends cannot be kept: {}", error.what());
        told_ = true;
    }
}

records::Head check_log_anchors(const std::string& folder, store::Store& store, const app::Keys& keys,
                                std::vector<std::string>& faults) {
    const auto anchors = records::AnchorFile(anchors_in(folder)).read(keys.sign.public_key);
    if (!anchors) faults.push_back("audit log: " + anchors.error().message);
    return store.database().read([&](sql::Session& session) {
        if (anchors) records::check_anchors(session, *anchors, faults);
        return records::head_of(session);
    });
}

Result<void> restore_anchors(const std::string& backup, const std::string& folder) {
    std::error_code error;
    if (!fs::exists(anchors_in(backup), error)) return {};
    fs::copy_file(anchors_in(backup), anchors_in(folder), error);
    // The copy may have come over a disk without rights.
    if (!error) fs::permissions(anchors_in(folder), fs::perms::owner_read | fs::perms::owner_write, error);
    if (error) return Error{ErrorCode::storage_failed, "copying failed: " + error.message()};
    return {};
}

Result<void> anchor_backup(const std::string& folder, const std::string& backup, const app::Keys& keys,
                           Date day) {
    auto anchors = records::AnchorFile(anchors_in(folder)).read(keys.sign.public_key);
    if (!anchors) return anchors.error();
    try {
        sqlite::Connection copy((fs::path(backup) / "peilpunt.db").string(), {});
        sql::SqliteSession session(copy);
        const auto head = records::head_of(session);
        // The log may have grown since the copy was made.
        std::erase_if(*anchors, [&](const auto& anchor) { return anchor.head.number >= head.number; });
        if (head.number != 0) anchors->push_back({format_date(day), head});
        return records::AnchorFile(anchors_in(backup)).write(keys.sign, *anchors);
    } catch (const sqlite::SqliteError& error) {
        return Error{error.kind(), std::string("the copy cannot be read: ") + error.what()};
    }
}

Result<void> log_list(const Surroundings& around, int last) {
    auto folder = open_data_folder(around);
    if (!folder) return folder.error();
    std::map<std::string, std::string> names;
    for (const auto& user : folder->store->users()) names[user.id.str()] = user.full_name;
    const auto entries = folder->store->audit();
    const auto shown = std::min<std::size_t>(entries.size(), static_cast<std::size_t>(std::max(last, 0)));
    for (auto i = entries.size() - shown; i < entries.size(); ++i) {
        const auto& entry = entries[i];
        const auto name = names.find(entry.who);
        fmt::print("{:>6} {} {:<24} {} ({})\n", entry.number, entry.at, entry.what, entry.subject,
                   name == names.end() ? entry.who : name->second);
    }
    return {};
}

Result<void> log_head(const Surroundings& around) {
    auto folder = open_data_folder(around);
    if (!folder) return folder.error();
    const auto head = head_of(*folder->store);
    fmt::print("{} {} {}\n", format_date(dutch_date(around.clock.now())), head.number,
               seal::to_hex(head.mac));
    return {};
}

}  // namespace peilpunt::cli
