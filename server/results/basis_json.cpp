// SPDX-License-Identifier: EUPL-1.2
#include <nlohmann/json.hpp>

#include "server/results/release.hpp"

namespace peilpunt::results {

using nlohmann::json;

std::string write_basis(const Basis& basis) {
    json questions = json::object();
    for (const auto& [id, question] : basis.counted.questions)
        questions[id] = {{"n", question.answered}, {"aantallen", question.counts}};
    return json{{"revisie", basis.revision}, {"n", basis.counted.responses}, {"vragen", std::move(questions)}}
        .dump();
}

Result<Basis> parse_basis(std::string_view text) {
    const auto tree = json::parse(text, nullptr, false);
    if (tree.is_discarded()) return Error{ErrorCode::damaged, "De basis van de uitslag is geen JSON."};
    try {
        Basis basis;
        basis.revision = tree.at("revisie").get<int>();
        basis.counted.responses = tree.at("n").get<std::int64_t>();
        for (const auto& [id, question] : tree.at("vragen").items()) {
            basis.counted.questions[id] = {
                question.at("n").get<std::int64_t>(),
                question.at("aantallen").get<std::map<std::string, std::int64_t>>()};
        }
        return basis;
    } catch (const json::exception&) {
        return Error{ErrorCode::damaged, "De basis van de uitslag is niet compleet."};
    }
}

}  // namespace peilpunt::results
