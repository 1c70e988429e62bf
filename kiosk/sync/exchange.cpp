// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/sync/exchange.hpp"

#include <algorithm>
#include <set>

#include "kiosk/sync/clips.hpp"
#include "shared/sync/compress.hpp"

namespace peilpunt::kiosk {
namespace {

// What the staff screen shows.
constexpr const char* kNoAnswer = "Geen verbinding met de server.";
constexpr const char* kBusy = "De server heeft het druk. De kiosk probeert het later weer.";
constexpr const char* kNoAccess = "De server kent deze kiosk niet (meer). Koppel de kiosk opnieuw.";
constexpr const char* kServerFault = "De server kon het niet verwerken. De kiosk probeert het later weer.";
constexpr const char* kNotTheServer = "Het antwoord kwam niet van onze server.";
constexpr const char* kRefused = "De server begrijpt een bericht van deze kiosk niet.";
constexpr const char* kDisk = "De schijf van deze kiosk doet het niet goed.";
constexpr const char* kCodeRefused = "De koppelcode klopt niet of is te oud. Vraag een nieuwe.";

bool is_ok(const HttpReply& reply) { return reply.status >= 200 && reply.status < 300; }

/// No second try of the same bytes can succeed.
bool is_refusal(const HttpReply& reply) {
    return reply.status == 400 || reply.status == 413 || reply.status == 422;
}

bool is_signed(const HttpReply& reply, const sync::Enrolment& enrolment, std::string_view context) {
    const auto signature = seal::from_base64(reply.signature);
    return signature && seal::verify(enrolment.server_sign_key, context, reply.body, *signature);
}

std::string in_query(std::string_view text) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           c == '-' || c == '.' || c == '_' || c == '~';
        if (plain)
            out += c;
        else
            out.append({'%', kHex[byte >> 4U], kHex[byte & 15U]});
    }
    return out;
}

}  // namespace

engine::Event Exchanges::failed(const std::string& what) {
    outbox_.note_contact(what);
    return engine::Failed{};
}

engine::Event Exchanges::failed(const Result<HttpReply>& reply) {
    if (!reply) return failed(std::string(kNoAnswer));
    engine::Failed event;
    event.retry_after = reply->retry_after;
    event.no_access = reply->status == 401 || reply->status == 403;
    const bool busy = reply->status == 503 || reply->status == 429;
    outbox_.note_contact(event.no_access ? kNoAccess : busy ? kBusy : kServerFault);
    return event;
}

engine::Event Exchanges::push(std::size_t most) {
    const auto enrolment = outbox_.enrolment();
    if (!enrolment) return failed(kNoAccess);
    const sync::Batch batch = outbox_.next_batch(most);
    if (batch.kiosk == KioskId()) return failed(kDisk);
    const std::string body = sync::write_batch(batch);
    const auto reply =
        transport_.send({true,
                         "/api/v1/synchronisaties",
                         {{"Content-Type", "application/json"},
                          {"Content-Encoding", "gzip"},  // a quarter less: of base64 in JSON
                          {"Peilpunt-Kiosk", enrolment->kiosk.str()},
                          {"Peilpunt-Handtekening",
                           seal::to_base64(seal::sign(outbox_.device_keys(), sync::context::kBatch, body))}},
                         sync::compress(body)});
    if (reply && is_refusal(*reply)) {
        outbox_.note_contact(kRefused);
        engine::Refused refused{batch.envelopes.size(), std::nullopt};
        if (batch.envelopes.size() == 1) refused.only = batch.envelopes.front().id;
        return refused;
    }
    if (!reply || !is_ok(*reply)) return failed(reply);
    if (!is_signed(*reply, *enrolment, sync::context::kAnswer)) return failed(kNotTheServer);
    auto answer = sync::parse_acknowledgement(reply->body);
    if (!answer || answer->kiosk != batch.kiosk || answer->number != batch.number)
        return failed(kNotTheServer);
    std::set<EnvelopeId> sent;
    for (const auto& envelope : batch.envelopes) sent.insert(envelope.id);
    std::erase_if(answer->answers,
                  [&](const sync::EnvelopeAnswer& each) { return sent.erase(each.id) == 0; });
    const std::size_t answered = answer->answers.size();
    if (const auto applied = outbox_.apply(*answer); !applied) return failed(applied.error().message);
    outbox_.note_contact("");
    const OutboxStatus left = outbox_.status();
    return engine::Pushed{batch.envelopes.size(), answered, left.waiting()};
}

engine::Event Exchanges::pull() {
    content_changed_ = false;
    const auto enrolment = outbox_.enrolment();
    if (!enrolment) return failed(kNoAccess);
    const std::string kiosk = enrolment->kiosk.str();
    const std::string cursor = outbox_.cursor();
    const std::string question = sync::changes_question(kiosk, cursor);
    const auto reply = transport_.send(
        {false,
         "/api/v1/synchronisaties/wijzigingen?na=" + in_query(cursor),
         {{"Peilpunt-Kiosk", kiosk},
          {"Peilpunt-Handtekening",
           seal::to_base64(seal::sign(outbox_.device_keys(), sync::context::kChangesRequest, question))}},
         ""});
    if (!reply || !is_ok(*reply)) return failed(reply);
    if (!is_signed(*reply, *enrolment, sync::context::kChanges)) return failed(kNotTheServer);
    const auto changes = sync::parse_changes(reply->body);
    if (!changes) return failed(changes.error().message);
    if (const auto saved = outbox_.save_changes(*changes); !saved) return failed(saved.error().message);
    content_changed_ = changes->changed;
    outbox_.note_contact("");
    fetch_clips(outbox_, transport_, broken_clips_);
    return engine::Pulled{};
}

engine::Event Exchanges::enrol(const std::string& pairing_code) {
    const seal::SignKeys& keys = outbox_.device_keys();
    const std::string request = sync::write_enrolment_request(pairing_code, keys.public_key);
    const auto reply = transport_.send(
        {true,
         "/api/v1/kiosken",
         {{"Content-Type", "application/json"},
          {"Peilpunt-Handtekening", seal::to_base64(seal::sign(keys, sync::context::kPairing, request))}},
         request});
    // Anything else may come of a bit that flipped on the road: the same code may be asked again.
    if (reply && (reply->status == 401 || reply->status == 403)) {
        outbox_.note_contact(kCodeRefused);
        return engine::CodeRefused{};
    }
    if (!reply || !is_ok(*reply)) return failed(reply);
    const auto enrolment = sync::parse_enrolment(reply->body);
    if (!enrolment) return failed(kNotTheServer);
    const auto signature = seal::from_base64(reply->signature);
    if (!signature || !seal::verify(enrolment->server_sign_key, sync::context::kPairingAnswer,
                                    sync::pairing_answer(request, reply->body), *signature))
        return failed(kNotTheServer);
    if (const auto saved = outbox_.save_enrolment(*enrolment); !saved) return failed(saved.error().message);
    outbox_.note_contact("");
    return engine::Enrolled{};
}

}  // namespace peilpunt::kiosk
