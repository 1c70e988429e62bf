// SPDX-License-Identifier: EUPL-1.2
#include <nlohmann/json.hpp>

#include "server/results/interim.hpp"
#include "server/results/wording.hpp"

namespace peilpunt::results {
namespace {

using nlohmann::json;

json account_tree(const Poll& poll) {
    json questions = json::array();
    for (const auto& question : poll.questions)
        questions.push_back(
            {{"id", question.id}, {"soort", word(question.kind)}, {"tekst", question.text.all()}});
    return {{"toelichting", interim_line()},
            {"van", format_date(poll.opens)},
            {"gevraagdDoor", poll.expectation.owner},
            {"vragen", std::move(questions)}};
}

Interim interim_from(const json& tree, PollId poll) {
    Interim interim;
    interim.poll = poll;
    interim.revision = tree.at("revisie").get<int>();
    interim.reached = tree.at("bereikt").get<std::int64_t>();
    interim.about = tree.at("ongeveer").get<std::int64_t>();
    interim.day = parse_date(tree.at("dag").get<std::string>()).value();
    for (const auto& question : tree.at("vragen")) {
        InterimQuestion told;
        told.question = question.at("id").get<std::string>();
        if (question.contains("revisies")) told.revisions = question.at("revisies").get<std::vector<int>>();
        for (const auto& option : question.at("opties"))
            told.options.push_back({option.at("id").get<std::string>(), option.at("tiende").get<int>()});
        interim.questions.push_back(std::move(told));
    }
    return interim;
}

}  // namespace

std::string write_interim(const std::vector<Poll>& revisions, const Interim& interim) {
    const auto& poll = poll_of(revisions, interim);
    json questions = json::array();
    for (const auto& question : interim.questions) {
        json options = json::array();
        for (const auto& option : question.options)
            options.push_back({{"id", option.option}, {"tiende", option.tenth}});
        json told{{"id", question.question}, {"opties", std::move(options)}};
        if (!question.revisions.empty()) told["revisies"] = question.revisions;
        questions.push_back(std::move(told));
    }
    const json tree{{"peiling", interim.poll.str()},       {"slug", poll.slug},
                    {"revisie", interim.revision},         {"tussenstand", true},
                    {"bereikt", interim.reached},          {"ongeveer", interim.about},
                    {"dag", format_date(interim.day)},     {"vragen", std::move(questions)},
                    {"verantwoording", account_tree(poll)}};
    return tree.dump();
}

std::string write_no_interim(const Poll& poll) {
    return json{
        {"peiling", poll.id.str()}, {"slug", poll.slug}, {"tussenstand", true}, {"vragen", json::array()}}
        .dump();
}

Result<Interim> parse_interim(std::string_view text) {
    const auto tree = json::parse(text, nullptr, false);
    if (tree.is_discarded()) return Error{ErrorCode::damaged, "De tussenstand is geen JSON."};
    try {
        const auto poll = PollId::parse(tree.at("peiling").get<std::string>());
        if (!poll) return poll.error();
        return interim_from(tree, *poll);
    } catch (const json::exception&) {
        return Error{ErrorCode::damaged, "De tussenstand is niet compleet."};
    } catch (const ResultError& error) {
        return error.error();
    }
}

}  // namespace peilpunt::results
