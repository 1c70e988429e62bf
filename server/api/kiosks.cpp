// SPDX-License-Identifier: EUPL-1.2
// Pairing and sync; bodies are signed, so the raw bytes are passed on as they came.
#include "server/api/handlers.hpp"

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
    const auto enrolment = app.enrol(*asked);
    if (!enrolment) return Reply::problem(enrolment.error());
    return Reply::json(sync::write_enrolment(*enrolment), 201);
}

Reply PostBatch::operator()(const Request& request) const {
    if (auto refused = http::require_json(request)) return std::move(*refused);
    const auto answer =
        app.accept_batch(request.headers.get("Peilpunt-Kiosk"), signature_of(request), request.body);
    if (!answer) return Reply::problem(answer.error());
    return signed_reply(app, "antwoord", sync::write_acknowledgement(*answer));
}

Reply GetChanges::operator()(const Request& request) const {
    const auto changes = app.changes_for(request.headers.get("Peilpunt-Kiosk"), signature_of(request),
                                         request.query.get("na"));
    if (!changes) return Reply::problem(changes.error());
    return signed_reply(app, "wijzigingen", sync::write_changes(*changes));
}

}  // namespace peilpunt::api
