// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/sync/stick.hpp"

#include <sys/stat.h>

#include <optional>

#include "kiosk/sync/clips.hpp"
#include "shared/sync/bundle.hpp"
#include "shared/sync/stick_folder.hpp"

namespace peilpunt::kiosk {

namespace fs = std::filesystem;

namespace {

const Error kNotPaired{ErrorCode::unsupported, "this kiosk is not paired yet"};
const Error kNotOurServer{ErrorCode::forbidden, "the bundle was not made by this kiosk's server"};

sync::BundlePart sign(const Outbox& outbox, std::string_view context, std::string body,
                      std::string_view signed_text) {
    return {std::string(context), std::move(body), seal::sign(outbox.device_keys(), context, signed_text)};
}

}  // namespace

bool stick_is_there(const fs::path& folder) {
    struct stat here{};
    struct stat above{};
    if (::stat(folder.c_str(), &here) != 0 || !S_ISDIR(here.st_mode)) return false;
    if (folder != kStickFolder) return true;
    return ::stat(folder.parent_path().c_str(), &above) == 0 && here.st_dev != above.st_dev;
}

Result<Exported> export_to_stick(const Outbox& outbox, const fs::path& folder) {
    const auto enrolment = outbox.enrolment();
    if (!enrolment) return kNotPaired;
    const auto stick = sync::StickFolder::open(folder);
    if (!stick) return stick.error();
    const auto batches = outbox.all_batches();
    if (!batches) return batches.error();
    sync::Bundle bundle{sync::BundleFrom::kiosk, enrolment->kiosk, {}};
    Exported exported;
    for (const auto& batch : *batches) {
        exported.envelopes += static_cast<int>(batch.envelopes.size());
        auto body = sync::write_batch(batch);
        auto part = sign(outbox, sync::context::kBatch, "", body);
        part.body = std::move(body);
        bundle.parts.push_back(std::move(part));
    }
    const auto cursor = outbox.cursor();
    bundle.parts.push_back(sign(outbox, sync::context::kChangesRequest, cursor,
                                sync::changes_question(enrolment->kiosk.str(), cursor)));
    const auto name = sync::bundle_name(bundle.from, bundle.kiosk);
    exported.file = folder / name;
    const auto written = stick->write(name, sync::write_bundle(bundle));
    if (!written) return written.error();
    return exported;
}

Result<Imported> import_from_stick(Outbox& outbox, const fs::path& folder) {
    const auto enrolment = outbox.enrolment();
    if (!enrolment) return kNotPaired;
    const auto stick = sync::StickFolder::open(folder);
    if (!stick) return stick.error();
    const auto bytes =
        stick->read(sync::bundle_name(sync::BundleFrom::server, enrolment->kiosk), sync::kMaxBundleBytes);
    if (!bytes) return bytes.error();
    const auto bundle = sync::parse_bundle(*bytes, sync::BundleFrom::server);
    if (!bundle) return bundle.error();
    if (bundle->kiosk != enrolment->kiosk) return kNotOurServer;
    std::vector<sync::Acknowledgement> answers;
    std::optional<sync::Changes> news;
    for (const auto& part : bundle->parts) {
        if (!seal::verify(enrolment->server_sign_key, part.what, part.body, part.signature))
            return kNotOurServer;
        if (part.what == sync::context::kAnswer) {
            auto answer = sync::parse_acknowledgement(part.body);
            if (!answer || answer->kiosk != enrolment->kiosk) return kNotOurServer;
            answers.push_back(std::move(*answer));
        } else if (part.what == sync::context::kChanges) {
            auto changes = sync::parse_changes(part.body);
            if (!changes) return changes.error();
            news = std::move(*changes);
        }
    }
    Imported imported;
    const auto waiting = [&] {
        const auto status = outbox.status();
        return status.waiting() + status.parked;
    };
    const int before = waiting();
    for (const auto& answer : answers)
        if (const auto applied = outbox.apply(answer); !applied) return applied.error();
    imported.settled = before - waiting();
    if (news) {
        if (const auto saved = outbox.save_changes(*news); !saved) return saved.error();
        imported.content_changed = news->changed;
    }
    if (const auto clips = stick->inside(sync::kClipsFolder, false)) take_clips(outbox, *clips);
    outbox.note_contact("");
    return imported;
}

}  // namespace peilpunt::kiosk
