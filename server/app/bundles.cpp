// SPDX-License-Identifier: EUPL-1.2
// Kiosks without a network: what comes and goes on a USB stick.
#include <algorithm>

#include "server/app/app.hpp"
#include "shared/sync/bundle.hpp"

namespace peilpunt::app {

namespace {

const Error kForeign{ErrorCode::unauthorized,
                     "the bundle is not signed by a kiosk that is known here, or the kiosk was revoked"};

std::string_view signed_text_of(const sync::BundlePart& part, const std::string& question) {
    return part.what == sync::context::kChangesRequest ? std::string_view(question) : part.body;
}

/// When a batch left its kiosk, by the server's clock: the stick took its time, so the kiosk's own clock and
/// what it was off by at the last contact have to do. A clock that was never set gives the moment of arrival.
TimePoint left_at(const sync::Batch& batch, const store::Kiosk& kiosk, TimePoint now) {
    const auto said = parse_time(batch.sent_at);
    if (!said) return now;
    const auto sent = *said + std::chrono::seconds(kiosk.clock_offset_s);
    return now - sent < std::chrono::days(400) ? std::min(sent, now) : now;
}
void count(App::BundleOutcome& outcome, const sync::Acknowledgement& answer) {
    for (const auto& each : answer.answers) {
        outcome.stored += each.outcome == sync::Outcome::stored ? 1 : 0;
        outcome.duplicates += each.outcome == sync::Outcome::duplicate ? 1 : 0;
        outcome.quarantined += each.outcome == sync::Outcome::quarantined ? 1 : 0;
    }
}

}  // namespace

Result<std::vector<sync::Batch>> App::read_bundle(const sync::Bundle& bundle, const store::Kiosk& kiosk) {
    std::vector<sync::Batch> batches;
    const auto id = kiosk.id.str();
    for (const auto& part : bundle.parts) {
        const auto question = sync::changes_question(id, part.body);
        if (!signer(id, part.what, signed_text_of(part, question), part.signature)) return kForeign;
        if (part.what != sync::context::kBatch) continue;
        auto batch = read_batch(kiosk, part.body);
        if (!batch) return batch.error();
        batches.push_back(std::move(*batch));
    }
    return batches;
}

Result<App::BundleOutcome> App::answer_bundle(std::string_view bytes) {
    const auto bundle = sync::parse_bundle(bytes, sync::BundleFrom::kiosk);
    if (!bundle) return bundle.error();
    const auto kiosk = store_.kiosk(bundle->kiosk);
    if (!kiosk || kiosk->revoked) {
        refuse(bundle->kiosk.str(), kiosk ? Refusal::revoked : Refusal::unknown_kiosk);
        return kForeign;
    }
    const auto batches = read_bundle(*bundle, *kiosk);
    if (!batches) return batches.error();

    BundleOutcome outcome;
    outcome.kiosk = *kiosk;
    sync::Bundle back{sync::BundleFrom::server, kiosk->id, {}};
    const auto add = [&](std::string_view context, std::string body) {
        auto signature = seal::sign(keys_.sign, context, body);
        back.parts.push_back({std::string(context), std::move(body), std::move(signature)});
    };
    const auto id = kiosk->id.str();
    for (const auto& batch : *batches) {
        const auto sent = left_at(batch, *kiosk, clock_.now());
        pace_.contact(*kiosk, sent);
        // Over the network the kiosk may have told later news meanwhile.
        if (batch.number > kiosk->last_batch)
            if (const auto reported = report_batch(*kiosk, batch, sent); !reported) return reported.error();
        const auto answer = store_batch(*kiosk, batch, sent);
        if (!answer) return answer.error();
        count(outcome, *answer);
        add(sync::context::kAnswer, sync::write_acknowledgement(*answer));
    }
    for (const auto& part : bundle->parts) {
        if (part.what != sync::context::kChangesRequest) continue;
        const auto changes = changes_for(id, part.signature, part.body);
        if (!changes) return changes.error();
        add(sync::context::kChanges, sync::write_changes(*changes));
    }
    outcome.answer = sync::write_bundle(back);
    return outcome;
}

std::vector<std::pair<KioskId, std::string>> App::content_bundles() {
    std::vector<std::pair<KioskId, std::string>> all;
    for (const auto& kiosk : store_.kiosks()) {
        if (kiosk.revoked) continue;
        auto body = sync::write_changes(content_of(kiosk));
        auto signature = seal::sign(keys_.sign, sync::context::kChanges, body);
        sync::Bundle bundle{sync::BundleFrom::server, kiosk.id, {}};
        bundle.parts.push_back({std::string(sync::context::kChanges), std::move(body), std::move(signature)});
        all.emplace_back(kiosk.id, sync::write_bundle(bundle));
    }
    return all;
}

}  // namespace peilpunt::app
