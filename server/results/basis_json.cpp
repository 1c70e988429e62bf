// SPDX-License-Identifier: EUPL-1.2
#include <chrono>
#include <nlohmann/json.hpp>
#include <string>

#include "server/results/results.hpp"

namespace peilpunt::results {
namespace {

using nlohmann::json;

json tally_tree(const QuestionTally& tally) { return {{"n", tally.answered}, {"aantallen", tally.counts}}; }

QuestionTally tally_from(const json& tree) {
    return {tree.at("n").get<std::int64_t>(),
            tree.at("aantallen").get<std::map<std::string, std::int64_t>>()};
}

json cells_tree(const Cells& cells) {
    json list = json::array();
    for (const auto& [key, tally] : cells) {
        json questions = json::object();
        for (const auto& [id, question] : tally.questions) questions[id] = tally_tree(question);
        list.push_back({{"gemeente", key.municipality.str()},
                        {"wijk", key.district.str()},
                        {"leeftijdsgroep", key.age_group},
                        {"weg", word(key.channel)},
                        {"n", tally.responses},
                        {"vragen", std::move(questions)}});
    }
    return list;
}

AreaCode area_from(const json& tree, const char* key) {
    const auto text = tree.at(key).get<std::string>();
    return text.empty() ? AreaCode() : AreaCode::parse(text).value();
}

Cells cells_from(const json& list) {
    Cells cells;
    for (const auto& tree : list) {
        CellKey key;
        key.municipality = area_from(tree, "gemeente");
        key.district = area_from(tree, "wijk");
        key.age_group = tree.at("leeftijdsgroep").get<std::string>();
        key.channel = channel_of(tree.at("weg").get<std::string>()).value();
        auto& tally = cells[key];
        tally.responses = tree.at("n").get<std::int64_t>();
        for (const auto& [id, question] : tree.at("vragen").items())
            tally.questions[id] = tally_from(question);
    }
    return cells;
}

// A published total is kept as what was seen of it: [id, answered, mean, [[option, count, share], ...]].
json margin_tree(const QuestionFigures& figures) {
    json options = json::array();
    for (const auto& option : figures.options) {
        options.push_back(option.hidden ? json::array({option.option})
                                        : json::array({option.option, *option.count, *option.share}));
    }
    return json::array({figures.question, figures.answered ? json(*figures.answered) : json(nullptr),
                        figures.mean ? json(*figures.mean) : json(nullptr), std::move(options)});
}

QuestionFigures margin_from(const json& tree) {
    QuestionFigures figures;
    figures.question = tree.at(0).get<std::string>();
    if (!tree.at(1).is_null()) figures.answered = tree.at(1).get<std::int64_t>();
    if (!tree.at(2).is_null()) figures.mean = tree.at(2).get<double>();
    for (const auto& option : tree.at(3)) {
        OptionFigure one;
        one.option = option.at(0).get<std::string>();
        one.hidden = option.size() == 1;
        if (!one.hidden) {
            one.count = option.at(1).get<std::int64_t>();
            one.share = option.at(2).get<double>();
        }
        figures.options.push_back(std::move(one));
    }
    return figures;
}

Basis basis_from(const json& tree) {
    Basis basis;
    basis.at = TimePoint(std::chrono::milliseconds(tree.at("op").get<std::int64_t>()));
    basis.cells = cells_from(tree.at("cellen"));
    for (const auto& [by, cells] : tree.at("uitsplitsingen").items())
        basis.breakdowns[by] = cells_from(cells);
    for (const auto& [by, figures] : tree.at("totalen").items()) {
        for (const auto& one : figures) basis.margins[by].push_back(margin_from(one));
    }
    for (const auto& [id, question] : tree.at("vragen").items()) basis.questions[id] = tally_from(question);
    return basis;
}

}  // namespace

std::string write_basis(const Basis& basis) {
    json breakdowns = json::object();
    for (const auto& [by, cells] : basis.breakdowns) breakdowns[by] = cells_tree(cells);
    json margins = json::object();
    for (const auto& [by, figures] : basis.margins) {
        margins[by] = json::array();
        for (const auto& one : figures) margins[by].push_back(margin_tree(one));
    }
    json questions = json::object();
    for (const auto& [id, question] : basis.questions) questions[id] = tally_tree(question);
    const json tree{{"op", basis.at.time_since_epoch().count()},
                    {"cellen", cells_tree(basis.cells)},
                    {"uitsplitsingen", std::move(breakdowns)},
                    {"totalen", std::move(margins)},
                    {"vragen", std::move(questions)}};
    return tree.dump();
}

Result<Basis> parse_basis(std::string_view text) {
    const auto tree = json::parse(text, nullptr, false);
    if (tree.is_discarded()) return Error{ErrorCode::damaged, "De basis van de uitkomst is geen JSON."};
    try {
        return basis_from(tree);
    } catch (const json::exception&) {
        return Error{ErrorCode::damaged, "De basis van de uitkomst is niet compleet."};
    } catch (const ResultError& error) {
        return error.error();
    } catch (const std::bad_optional_access&) {
        return Error{ErrorCode::damaged, "De basis van de uitkomst noemt een onbekende weg."};
    }
}

}  // namespace peilpunt::results
