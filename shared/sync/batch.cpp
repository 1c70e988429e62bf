// SPDX-License-Identifier: EUPL-1.2
#include "shared/json/json.hpp"
#include "shared/model/utf8.hpp"
#include "shared/sync/reader.hpp"
#include "shared/sync/sync.hpp"

namespace peilpunt::sync {
namespace {

constexpr std::size_t kMaxTotals = 2000;
constexpr std::size_t kMaxKeys = 100;
constexpr int kMaxCount = 1'000'000'000;

bool is_key_id(std::string_view text) {
    return text.size() == 16 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Envelope envelope_from(const nlohmann::json& tree, const std::string& where, std::vector<Fault>& faults) {
    Reader reader(tree, where, faults);
    Envelope envelope;
    envelope.id = reader.parsed<EnvelopeId>("id");
    envelope.key_id = reader.text("sleutel", 16);
    if (!is_key_id(envelope.key_id))
        reader.fault("sleutel", "ongeldig", "Dit is geen kenmerk van een sleutel.");
    if (const auto kind = kind_of(reader.text("soort", 32)))
        envelope.kind = *kind;
    else
        reader.fault("soort", "onbekend", "Deze soort is hier niet bekend.");
    envelope.sealed = reader.bytes("verzegeld", 1, max_sealed(envelope.kind));
    return envelope;
}

std::map<std::string, std::int64_t> totals_from(Reader& reader) {
    std::map<std::string, std::int64_t> totals;
    const nlohmann::json* tree = reader.need("totalen");
    if (!tree) return totals;
    if (!tree->is_object()) return reader.wrong_kind("totalen"), totals;
    if (tree->size() > kMaxTotals) reader.fault("totalen", "te-veel", "Hier staat te veel in.");
    for (const auto& [name, value] : tree->items()) {
        const std::string where = "totalen." + std::string(utf8::within_bytes(name, 64));
        if (name != kSignalTotal && name != kRecordingTotal && !PollId::parse(name))
            reader.fault(where, "onbekend",
                         "Dit is geen peiling en niet het totaal van signalen of opnamen.");
        else
            totals[name] = reader.number_in(value, where, 0, kMaxNumber);
    }
    return totals;
}

int count(Reader& reader, std::string_view name, int most) {
    return static_cast<int>(reader.number(name, 0, most));
}

/// Before anything else: what another version means by the other fields is not known here.
Result<void> check_version(const nlohmann::json& tree) {
    std::vector<Fault> faults;
    Reader reader(tree, "", faults);
    const auto version = reader.number("versie", 0, kMaxNumber);
    if (!faults.empty()) return wrong(std::move(faults));
    if (version != kProtocolVersion)
        return Error{ErrorCode::unsupported, "Deze versie van het bericht is hier niet bekend."};
    return {};
}

}  // namespace

std::string write_batch(const Batch& batch) {
    auto envelopes = nlohmann::json::array();
    for (const Envelope& envelope : batch.envelopes)
        envelopes.push_back({{"id", envelope.id.str()},
                             {"sleutel", envelope.key_id},
                             {"soort", word(envelope.kind)},
                             {"verzegeld", seal::to_base64(envelope.sealed)}});
    nlohmann::json tree{{"versie", kProtocolVersion},
                        {"kiosk", batch.kiosk.str()},
                        {"nummer", batch.number},
                        {"verzondenOp", batch.sent_at},
                        {"bootMs", batch.boot_ms},
                        {"bootId", batch.boot_id},
                        {"programma", batch.version},
                        {"wachtend", batch.waiting},
                        {"geparkeerd", batch.parked},
                        {"oudsteUren", batch.oldest_waiting_hours},
                        {"schijfVrij", batch.disk_free_percent},
                        {"totalen", nlohmann::json(batch.captured)},
                        {"enveloppen", std::move(envelopes)}};
    if (!batch.left_out.empty()) tree["weggelaten"] = batch.left_out;
    if (!batch.keys.empty()) tree["sleutels"] = batch.keys;
    return tree.dump();
}

Result<Batch> parse_batch(std::string_view text) {
    const auto tree = json::parse(text, {.bytes = kMaxBatchBytes, .depth = 8, .nodes = 8000});
    if (!tree) return tree.error();
    if (auto known = check_version(*tree); !known) return known.error();
    std::vector<Fault> faults;
    Reader reader(*tree, "", faults);
    Batch batch;
    batch.kiosk = reader.parsed<KioskId>("kiosk");
    batch.number = reader.number("nummer", 0, kMaxNumber);
    batch.sent_at = reader.time("verzondenOp");
    batch.boot_ms = reader.number("bootMs", 0, kMaxNumber);
    batch.boot_id = reader.text("bootId", 64);
    batch.version = reader.text("programma", 64);
    batch.waiting = count(reader, "wachtend", kMaxCount);
    batch.parked = count(reader, "geparkeerd", kMaxCount);
    batch.oldest_waiting_hours = count(reader, "oudsteUren", kMaxCount);
    batch.disk_free_percent = count(reader, "schijfVrij", 100);
    if (tree->contains("weggelaten"))
        if (const nlohmann::json* lines = reader.list("weggelaten", kMaxLeftOut))
            for (const nlohmann::json& line : *lines) {
                if (line.is_string() && line.get_ref<const std::string&>().size() <= kMaxLeftOutLine)
                    batch.left_out.push_back(line.get<std::string>());
                else
                    reader.wrong_kind("weggelaten");
            }
    if (tree->contains("sleutels"))
        if (const nlohmann::json* keys = reader.list("sleutels", kMaxKeys))
            for (const nlohmann::json& key : *keys) {
                if (key.is_string() && is_key_id(key.get_ref<const std::string&>()))
                    batch.keys.insert(key.get<std::string>());
                else
                    reader.fault("sleutels", "ongeldig", "Dit is geen kenmerk van een sleutel.");
            }
    batch.captured = totals_from(reader);
    if (const nlohmann::json* list = reader.list("enveloppen", kMaxBatchEnvelopes))
        for (std::size_t i = 0; i < list->size(); ++i)
            batch.envelopes.push_back(envelope_from((*list)[i], item("enveloppen", i), faults));
    if (!faults.empty()) return wrong(std::move(faults));
    return batch;
}

}  // namespace peilpunt::sync
