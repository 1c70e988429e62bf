// SPDX-License-Identifier: EUPL-1.2
#include "shared/json/json.hpp"
#include "shared/sync/reader.hpp"
#include "shared/sync/sync.hpp"

namespace peilpunt::sync {

std::string_view word(Outcome outcome) {
    switch (outcome) {
        case Outcome::stored:
            return "opgeslagen";
        case Outcome::duplicate:
            return "dubbel";
        case Outcome::quarantined:
            return "quarantaine";
    }
    return "";
}

std::optional<Outcome> outcome_of(std::string_view text) {
    for (const Outcome outcome : {Outcome::stored, Outcome::duplicate, Outcome::quarantined})
        if (word(outcome) == text) return outcome;
    return std::nullopt;
}

std::string write_acknowledgement(const Acknowledgement& acknowledgement) {
    auto answers = nlohmann::json::array();
    for (const EnvelopeAnswer& answer : acknowledgement.answers) {
        nlohmann::json entry{{"id", answer.id.str()}, {"status", word(answer.outcome)}};
        if (!answer.reason.empty()) entry["reden"] = answer.reason;
        answers.push_back(std::move(entry));
    }
    return nlohmann::json{{"kiosk", acknowledgement.kiosk.str()},
                          {"nummer", acknowledgement.number},
                          {"tijd", acknowledgement.server_time},
                          {"antwoorden", std::move(answers)}}
        .dump();
}

Result<Acknowledgement> parse_acknowledgement(std::string_view text) {
    const auto tree = json::parse(text, {.bytes = kMaxBatchBytes, .depth = 8, .nodes = 8000});
    if (!tree) return tree.error();
    std::vector<Fault> faults;
    Reader reader(*tree, "", faults);
    Acknowledgement acknowledgement;
    acknowledgement.kiosk = reader.parsed<KioskId>("kiosk");
    acknowledgement.number = reader.number("nummer", 0, kMaxNumber);
    acknowledgement.server_time = reader.time("tijd");
    if (const nlohmann::json* list = reader.list("antwoorden", kMaxBatchEnvelopes))
        for (std::size_t i = 0; i < list->size(); ++i) {
            const nlohmann::json& entry = (*list)[i];
            Reader answer(entry, item("antwoorden", i), faults);
            const auto id = answer.parsed<EnvelopeId>("id");
            const auto outcome = outcome_of(answer.text("status", 64));
            std::string reason;
            if (entry.is_object() && entry.contains("reden")) reason = answer.text("reden", 500);
            if (outcome) acknowledgement.answers.push_back({id, *outcome, std::move(reason)});
        }
    if (!faults.empty()) return wrong(std::move(faults));
    return acknowledgement;
}

}  // namespace peilpunt::sync
