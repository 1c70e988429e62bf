// SPDX-License-Identifier: EUPL-1.2
// Pairing and sync; bodies are signed, so the raw bytes are passed on as they came.
#include "server/api/handlers.hpp"
#include "shared/sync/compress.hpp"

namespace peilpunt::api {

using http::Reply;
using http::Request;

namespace {

std::string signature_of(const Request& request) {
    const auto bytes = seal::from_base64(request.headers.get("Peilpunt-Handtekening"));
    return bytes ? *bytes : std::string();
}

Reply signed_reply(const app::App& app, std::string_view context, std::string body) {
    const auto signature = seal::to_base64(seal::sign(app.keys().sign, context, body));
    auto reply = Reply::json(std::move(body));
    reply.headers.add("Peilpunt-Handtekening", signature);
    return reply;
}

}  // namespace

Reply PostKiosk::operator()(const Request& request) const {
    if (auto refused = http::require_json(request)) return std::move(*refused);
    const auto asked = sync::parse_enrolment_request(request.body);
    if (!asked) return Reply::problem(asked.error());
    if (!seal::verify(asked->sign_public_key, sync::context::kPairing, request.body, signature_of(request)))
        return Reply::problem(Error{ErrorCode::invalid, "De handtekening hoort niet bij dit bericht."});
    const auto enrolment = app.enrol(*asked);
    if (!enrolment) return Reply::problem(enrolment.error());
    auto body = sync::write_enrolment(*enrolment);
    const auto signature = seal::to_base64(
        seal::sign(app.keys().sign, sync::context::kPairingAnswer, sync::pairing_answer(request.body, body)));
    auto reply = Reply::json(std::move(body), 201);
    reply.headers.add("Peilpunt-Handtekening", signature);
    return reply;
}

Reply PostBatch::operator()(const Request& request) const {
    if (auto refused = http::require_json(request)) return std::move(*refused);
    const auto kiosk = request.headers.get("Peilpunt-Kiosk");
    const auto coding = request.headers.get("Content-Encoding");
    if (!coding.empty() && coding != "gzip")
        return Reply::problem(415, "Onbekende verpakking", "Alleen gzip kan hier uitgepakt worden.");
    Result<std::string> unpacked = coding.empty() ? Result<std::string>(std::string())
                                                  : sync::decompress(request.body, sync::kMaxBatchBytes);
    if (!unpacked) {
        const bool large = unpacked.error().code == ErrorCode::too_large;
        app.refuse(kiosk, large ? app::Refusal::too_large : app::Refusal::unreadable);
        return Reply::problem(unpacked.error());
    }
    const auto answer =
        app.accept_batch(kiosk, signature_of(request), coding.empty() ? request.body : *unpacked);
    if (!answer) return Reply::problem(answer.error());
    return signed_reply(app, "antwoord", sync::write_acknowledgement(*answer));
}

Reply GetClip::operator()(const Request& request) const {
    auto ogg = app.clip(request.value("hash"));
    if (!ogg) return Reply::problem(Error{ErrorCode::not_found, "Dit geluid is er niet."});
    Reply reply;
    reply.content_type = "audio/ogg";
    reply.headers.add("Cache-Control", "public, max-age=31536000, immutable");  // its name is its hash
    reply.body = std::move(*ogg);
    return reply;
}

Reply GetChanges::operator()(const Request& request) const {
    const auto changes = app.changes_for(request.headers.get("Peilpunt-Kiosk"), signature_of(request),
                                         request.query.get("na"));
    if (!changes) return Reply::problem(changes.error());
    return signed_reply(app, "wijzigingen", sync::write_changes(*changes));
}

}  // namespace peilpunt::api
