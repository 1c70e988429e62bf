// SPDX-License-Identifier: EUPL-1.2
#include <nlohmann/json.hpp>
#include <string>

#include "server/results/release.hpp"
#include "server/results/wording.hpp"

namespace peilpunt::results {
namespace {

using nlohmann::json;

template <class T>
json or_null(const std::optional<T>& value) {
    return value ? json(*value) : json(nullptr);
}

template <class T>
std::optional<T> optional_at(const json& tree, const char* key) {
    const auto found = tree.find(key);
    if (found == tree.end() || found->is_null()) return std::nullopt;
    return found->get<T>();
}

json question_tree(const QuestionFigures& figures, const Question* question) {
    const bool is_number = question != nullptr && question->kind == QuestionKind::number;
    const bool is_ranking = question != nullptr && question->kind == QuestionKind::ranking;
    json options = json::array();
    for (const auto& option : figures.options) {
        json one{{"id", option.option},
                 {"aantal", or_null(option.count)},
                 {"aandeel", or_null(option.share)},
                 {"afgeschermd", option.hidden}};
        if (is_ranking) one["rangscore"] = or_null(option.rank_score);
        options.push_back(std::move(one));
    }
    json tree{
        {"id", figures.question}, {"aantal", or_null(figures.answered)}, {"opties", std::move(options)}};
    if (!figures.answered) tree["afgeschermd"] = true;
    if (is_number) {
        tree["gemiddelde"] = or_null(figures.mean);
        tree["afgeschermd"] = !figures.mean;
    }
    if (!figures.revisions.empty()) tree["revisies"] = figures.revisions;
    return tree;
}

json questions_tree(const Poll& poll, const std::vector<QuestionFigures>& questions) {
    json list = json::array();
    for (const auto& figures : questions)
        list.push_back(question_tree(figures, poll.question(figures.question)));
    return list;
}

/// Questions as they were asked before, with their words: the newest revision has others.
json earlier_tree(const std::vector<Poll>& revisions, const Release& release) {
    json list = json::array();
    for (const auto& figures : release.earlier) {
        const auto* question = question_of(revisions, release, figures);
        if (question == nullptr) continue;
        auto tree = question_tree(figures, question);
        tree["soort"] = word(question->kind);
        tree["tekst"] = question->text.all();
        for (auto& option : tree["opties"])
            option["tekst"] = option_name(*question, option.at("id").get<std::string>(), "nl");
        list.push_back(std::move(tree));
    }
    return list;
}

json breakdown_tree(const Poll& poll, const Breakdown& breakdown) {
    json cells = json::array();
    for (const auto& group : breakdown.groups) {
        json cell{{"waarde", group.value},
                  {"aantal", or_null(group.responses)},
                  {"vragen", questions_tree(poll, group.questions)}};
        if (!group.responses) cell["afgeschermd"] = true;
        cells.push_back(std::move(cell));
    }
    json tree{{"naar", breakdown.by}, {"aantal", breakdown.responses}, {"cellen", std::move(cells)}};
    tree["vrijgegevenOp"] = breakdown.released_at.empty() ? json(nullptr) : json(breakdown.released_at);
    return tree;
}

json channels_tree(const Release& release) {
    json list = json::array();
    for (const auto& [channel, count] : release.channels) {
        json one{{"weg", channel}, {"aantal", or_null(count)}};
        if (!count) one["afgeschermd"] = true;
        list.push_back(std::move(one));
    }
    return list;
}

json account_tree(const Poll& poll, const Release& release) {
    json questions = json::array();
    for (const auto& question : poll.questions) {
        json one{{"id", question.id}, {"soort", word(question.kind)}, {"tekst", question.text.all()}};
        if (const auto counted = counted_line(question); !counted.empty()) one["geteld"] = counted;
        questions.push_back(std::move(one));
    }
    return {{"toelichting", sample_line(poll, release)},
            {"van", format_date(poll.opens)},
            {"tot", format_date(closing_day(poll))},
            {"gevraagdDoor", poll.expectation.owner},
            {"wegen", channels_tree(release)},
            {"gewogen", "nee"},
            {"afscherming", hiding_line()},
            {"vragen", std::move(questions)}};
}

QuestionFigures question_from(const json& tree) {
    QuestionFigures figures;
    figures.question = tree.at("id").get<std::string>();
    figures.answered = optional_at<std::int64_t>(tree, "aantal");
    figures.mean = optional_at<double>(tree, "gemiddelde");
    figures.revisions = optional_at<std::vector<int>>(tree, "revisies").value_or(std::vector<int>{});
    for (const auto& option : tree.at("opties")) {
        figures.options.push_back(
            {option.at("id").get<std::string>(), optional_at<std::int64_t>(option, "aantal"),
             optional_at<double>(option, "aandeel"), option.at("afgeschermd").get<bool>(),
             optional_at<std::int64_t>(option, "rangscore")});
    }
    return figures;
}

Breakdown breakdown_from(const json& tree) {
    Breakdown breakdown;
    breakdown.by = tree.at("naar").get<std::string>();
    breakdown.released_at = optional_at<std::string>(tree, "vrijgegevenOp").value_or("");
    breakdown.responses = tree.at("aantal").get<std::int64_t>();
    for (const auto& cell : tree.at("cellen")) {
        GroupFigures group{
            cell.at("waarde").get<std::string>(), optional_at<std::int64_t>(cell, "aantal"), {}};
        for (const auto& question : cell.at("vragen")) group.questions.push_back(question_from(question));
        breakdown.groups.push_back(std::move(group));
    }
    return breakdown;
}

Release release_from(const json& tree, PollId poll) {
    Release release;
    release.poll = poll;
    release.revision = tree.at("revisie").get<int>();
    release.number = tree.at("nummer").get<int>();
    release.released_at = tree.at("vrijgegevenOp").get<std::string>();
    release.responses = optional_at<std::int64_t>(tree, "aantal").value_or(0);
    release.set_apart = optional_at<std::int64_t>(tree, "apartGehouden").value_or(0);
    release.late = optional_at<std::int64_t>(tree, "naUitslag").value_or(0);
    for (const auto& channel : tree.at("wegen")) {
        release.channels.emplace_back(channel.at("weg").get<std::string>(),
                                      optional_at<std::int64_t>(channel, "aantal"));
    }
    for (const auto& question : tree.at("vragen")) release.questions.push_back(question_from(question));
    if (const auto earlier = tree.find("eerderGevraagd"); earlier != tree.end()) {
        for (const auto& question : *earlier) release.earlier.push_back(question_from(question));
    }
    for (const auto& breakdown : tree.at("uitsplitsingen")) {
        release.breakdowns.push_back(breakdown_from(breakdown));
    }
    return release;
}

}  // namespace

std::string write_release(const std::vector<Poll>& revisions, const Release& release) {
    const auto& poll = poll_of(revisions, release);
    json breakdowns = json::array();
    for (const auto& breakdown : release.breakdowns) breakdowns.push_back(breakdown_tree(poll, breakdown));
    json tree{{"peiling", release.poll.str()},
              {"slug", poll.slug},
              {"revisie", release.revision},
              {"tussenstand", false},
              {"nummer", release.number},
              {"vrijgegevenOp", release.released_at},
              {"aantal", release.too_few() ? json(nullptr) : json(release.responses)},
              {"apartGehouden", release.set_apart},
              {"naUitslag", release.late},
              {"wegen", channels_tree(release)},
              {"vragen", questions_tree(poll, release.questions)},
              {"uitsplitsingen", std::move(breakdowns)},
              {"verantwoording", account_tree(poll, release)}};
    if (release.too_few()) tree["afgeschermd"] = true;
    if (!release.earlier.empty()) tree["eerderGevraagd"] = earlier_tree(revisions, release);
    return tree.dump();
}

Result<Release> parse_release(std::string_view text) {
    const auto tree = json::parse(text, nullptr, false);
    if (tree.is_discarded()) return Error{ErrorCode::damaged, "De uitkomst is geen JSON."};
    try {
        const auto poll = PollId::parse(tree.at("peiling").get<std::string>());
        if (!poll) return poll.error();
        return release_from(tree, *poll);
    } catch (const json::exception&) {
        return Error{ErrorCode::damaged, "De uitkomst is niet compleet."};
    }
}

}  // namespace peilpunt::results
