// SPDX-License-Identifier: EUPL-1.2
#include "shared/json/json.hpp"
#include "shared/sync/reader.hpp"
#include "shared/sync/sync.hpp"

namespace peilpunt::sync {

std::string_view word(Kind kind) {
    return kind == Kind::response ? "inzending" : kind == Kind::signal ? "signaal" : "opname";
}

std::optional<Kind> kind_of(std::string_view text) {
    for (const Kind kind : {Kind::response, Kind::signal, Kind::recording})
        if (word(kind) == text) return kind;
    return std::nullopt;
}

std::size_t max_sealed(Kind kind) { return kind == Kind::recording ? kMaxSealedRecording : kMaxSealed; }

std::string write_content(const Content& content) {
    nlohmann::json tree{{"soort", word(content.kind)},
                        {"inhoud", content.body},
                        {"volgcode", content.receipt.digits()},
                        {"vastgelegdOp", content.captured_at},
                        {"bootMs", content.boot_ms},
                        {"bootId", content.boot_id}};
    if (!content.follow_key.empty()) tree["volgsleutel"] = seal::to_base64(content.follow_key);
    if (content.helped) tree["metHulp"] = true;
    if (content.recording) tree["opname"] = content.recording->str();
    return tree.dump();
}

Result<Content> parse_content(std::string_view text) {
    const auto tree = json::parse(text, {.bytes = kMaxSealedRecording, .depth = 4, .nodes = 64});
    if (!tree) return tree.error();
    std::vector<Fault> faults;
    Reader reader(*tree, "", faults);
    Content content;
    if (const auto kind = kind_of(reader.text("soort", 32)))
        content.kind = *kind;
    else
        reader.fault("soort", "onbekend", "Deze soort is hier niet bekend.");
    content.body =
        reader.text("inhoud", content.kind == Kind::recording ? kMaxRecordingBody : kMaxContentBody);
    content.receipt = reader.parsed<Receipt>("volgcode");
    content.captured_at = reader.time("vastgelegdOp");
    content.boot_ms = reader.number("bootMs", 0, kMaxNumber);
    content.boot_id = reader.text("bootId", 64);
    if (tree->contains("volgsleutel")) {
        const auto key = seal::from_base64(reader.text("volgsleutel", 64));
        if (key && key->size() == 16)
            content.follow_key = *key;
        else
            reader.fault("volgsleutel", "ongeldig", "Dit is geen volgsleutel.");
    }
    if (tree->contains("metHulp")) content.helped = reader.flag("metHulp");
    if (tree->contains("opname")) content.recording = reader.parsed<EnvelopeId>("opname");
    if (!faults.empty()) return wrong(std::move(faults));
    return content;
}

std::string follow_key(const Receipt& receipt, const AreaCode& municipality, std::string_view venue) {
    return seal::slow_hash(seal::Secret(receipt.digits()), municipality.str() + '\n' + std::string(venue));
}

std::string key_id_of(std::string_view public_key) {
    return seal::to_hex(seal::hash(public_key).substr(0, 8));
}

Envelope seal_envelope(EnvelopeId id, std::string_view server_public_key, const Content& content) {
    std::string text = write_content(content);
    // Blanks after the JSON say nothing and need no taking off again.
    const std::size_t step = content.kind == Kind::recording ? kSealedRecordingStep : kSealedStep;
    text.append((step - text.size() % step) % step, ' ');
    return {id, key_id_of(server_public_key), content.kind, seal::seal_to(server_public_key, text)};
}

Result<Content> open_envelope(const seal::BoxKeys& keys, const Envelope& envelope) {
    if (envelope.key_id != key_id_of(keys.public_key))
        return Error{ErrorCode::unsupported, "Deze envelop is met een andere sleutel verzegeld."};
    const auto text = seal::open_sealed(keys, envelope.sealed);
    if (!text) return text.error();
    auto content = parse_content(*text);
    if (content && content->kind != envelope.kind)
        return Error{ErrorCode::damaged, "In deze envelop zit iets anders dan erop staat."};
    return content;
}

}  // namespace peilpunt::sync
