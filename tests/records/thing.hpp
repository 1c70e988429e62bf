// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <nlohmann/json.hpp>

#include "server/records/records.hpp"

namespace peilpunt::tests {

/// A kind of record as small as can be.
struct Thing {
    std::string title;
    std::string state = "nieuw";
    std::string secret;
    bool operator==(const Thing&) const = default;
};

}  // namespace peilpunt::tests

template <>
struct peilpunt::records::Kind<peilpunt::tests::Thing> {
    using Thing = peilpunt::tests::Thing;
    static constexpr std::string_view kName = "ding";
    static constexpr Transition kTransitions[] = {{"", "nieuw"}, {"nieuw", "bezig"}, {"bezig", "klaar"}};
    static Index index(const Thing& thing) {
        return {.scope = "GM0453",
                .circle = "raad",
                .state = thing.state,
                .due = "2026-12-01",
                .title = thing.title,
                .words = {{thing.title, 2}, {"ding", 1}}};
    }
    static std::string write(const Thing& thing) {
        return nlohmann::json{{"titel", thing.title}, {"staat", thing.state}, {"geheim", thing.secret}}
            .dump();
    }
    static Result<Thing> read(std::string_view text) {
        if (text.empty()) return Thing{"", "nieuw", ""};  // erased
        const auto tree = nlohmann::json::parse(text);
        return Thing{tree.at("titel"), tree.at("staat"), tree.at("geheim")};
    }
};
