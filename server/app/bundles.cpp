// SPDX-License-Identifier: EUPL-1.2
// Kiosks without a network: what comes and goes on a USB stick.
#include "server/app/app.hpp"
#include "shared/sync/bundle.hpp"

namespace peilpunt::app {

namespace {

const Error kForeign{ErrorCode::unauthorized,
                     "the bundle is not signed by a kiosk that is known here, or the kiosk was revoked"};

std::string_view signed_text_of(const sync::BundlePart& part, const std::string& question) {
    return part.what == sync::context::kChangesRequest ? std::string_view(question) : part.body;
}

/// Whether every message is signed by the kiosk and can be read.
Result<void> check(const sync::Bundle& bundle, const store::Kiosk& kiosk) {
    for (const auto& part : bundle.parts) {
        const auto question = sync::changes_question(kiosk.id.str(), part.body);
        if (!seal::verify(kiosk.sign_key, part.what, signed_text_of(part, question), part.signature))
            return kForeign;
        if (part.what != sync::context::kBatch) continue;
        const auto batch = sync::parse_batch(part.body);
        if (!batch) return batch.error();
        if (batch->kiosk != kiosk.id) return kForeign;
    }
    return {};
}

void count(App::BundleOutcome& outcome, const sync::Acknowledgement& answer) {
    for (const auto& each : answer.answers) {
        outcome.stored += each.outcome == sync::Outcome::stored ? 1 : 0;
        outcome.duplicates += each.outcome == sync::Outcome::duplicate ? 1 : 0;
        outcome.quarantined += each.outcome == sync::Outcome::quarantined ? 1 : 0;
    }
}

}  // namespace

Result<App::BundleOutcome> App::answer_bundle(std::string_view bytes) {
    const auto bundle = sync::parse_bundle(bytes, sync::BundleFrom::kiosk);
    if (!bundle) return bundle.error();
    const auto kiosk = store_.kiosk(bundle->kiosk);
    if (!kiosk || kiosk->revoked) return kForeign;
    if (const auto whole = check(*bundle, *kiosk); !whole) return whole.error();

    BundleOutcome outcome;
    outcome.kiosk = *kiosk;
    sync::Bundle back{sync::BundleFrom::server, kiosk->id, {}};
    const auto add = [&](std::string_view context, std::string body) {
        auto signature = seal::sign(keys_.sign, context, body);
        back.parts.push_back({std::string(context), std::move(body), std::move(signature)});
    };
    const auto id = kiosk->id.str();
    for (const auto& part : bundle->parts) {
        if (part.what == sync::context::kBatch) {
            const auto answer = accept_batch(id, part.signature, part.body);
            if (!answer) return answer.error();
            count(outcome, *answer);
            add(sync::context::kAnswer, sync::write_acknowledgement(*answer));
        } else if (part.what == sync::context::kChangesRequest) {
            const auto changes = changes_for(id, part.signature, part.body);
            if (!changes) return changes.error();
            add(sync::context::kChanges, sync::write_changes(*changes));
        }
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
