// SPDX-License-Identifier: EUPL-1.2
// What kiosks, sticks and whoever calls itself so brings; and what a kiosk is told.
#include "shared/sound/ogg_opus.hpp"
#include "shared/sync/bundle.hpp"
#include "shared/sync/compress.hpp"
#include "shared/sync/sync.hpp"
#include "tests/fuzz/targets.hpp"

namespace peilpunt::fuzz {

// Nobody guesses a sealed box: the bytes are what was sealed.
void envelope(std::string_view bytes) {
    const auto content = sync::parse_content(bytes);
    if (!content) return;
    static const auto keys = (seal::start(), seal::make_box_keys());
    sync::Envelope sealed;
    sealed.id = EnvelopeId::parse("5f0c2a86-2f57-4b0e-9c39-6d2b8e1f7a10").value();
    sealed = sync::seal_envelope(sealed.id, keys.public_key, *content);
    const auto opened = sync::open_envelope(keys, sealed);
    must(opened && sync::write_content(*opened) == sync::write_content(*content),
         "sealed and opened, the same");
    sealed.sealed[bytes.size() % sealed.sealed.size()] ^= 1;
    must(!sync::open_envelope(keys, sealed), "a bit of it turned, it does not open");
}

void batch(std::string_view bytes) {
    if (const auto unpacked = sync::decompress(bytes, sync::kMaxBatchBytes))
        must(unpacked->size() <= sync::kMaxBatchBytes, "what is unpacked has a limit");
    (void)sync::parse_enrolment_request(bytes);
    const auto read = sync::parse_batch(bytes);
    if (!read) return;
    must(read->envelopes.size() <= sync::kMaxBatchEnvelopes, "a batch has a limit");
    const auto written = sync::write_batch(*read);
    const auto again = sync::parse_batch(written);
    must(again && sync::write_batch(*again) == written, "a batch that is written reads the same");
}

void bundle(std::string_view bytes) {
    for (const auto from : {sync::BundleFrom::kiosk, sync::BundleFrom::server}) {
        const auto read = sync::parse_bundle(bytes, from);
        if (!read) continue;
        const auto written = sync::write_bundle(*read);
        const auto again = sync::parse_bundle(written, from);
        must(again && sync::write_bundle(*again) == written, "a bundle that is written reads the same");
    }
}

void to_kiosk(std::string_view bytes) {
    (void)sync::parse_enrolment(bytes);
    if (const auto answer = sync::parse_acknowledgement(bytes)) {
        const auto written = sync::write_acknowledgement(*answer);
        must(sync::parse_acknowledgement(written).has_value(), "an answer that is written can be read");
    }
    if (const auto changes = sync::parse_changes(bytes)) {
        const auto written = sync::write_changes(*changes);
        const auto again = sync::parse_changes(written);
        must(again && sync::write_changes(*again) == written, "changes that are written read the same");
    }
}

void ogg(std::string_view bytes) {
    const auto length = sound::inspect(bytes);
    const auto samples = sound::decode(bytes);
    must(length.has_value() == samples.has_value(), "what can be inspected can be heard");
    if (!length) return;
    must(*length >= 0 && *length <= sound::kMaxSpeechMs, "a recording has a limit");
}

}  // namespace peilpunt::fuzz
