// SPDX-License-Identifier: EUPL-1.2
// One question of an uitslag: what was counted, as a chart, in words and as a table.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "server/web/charts.hpp"
#include "server/web/outcome_view.hpp"
#include "server/web/poll_view.hpp"
#include "shared/text/decimal.hpp"

namespace peilpunt::web {
namespace {

std::string name_of(const std::vector<AnswerName>& names, const std::string& value) {
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const AnswerName& n) { return n.value == value; });
    return found == names.end() ? value : found->text;
}

std::string mark_in(const std::vector<AnswerName>& names, const std::string& value) {
    const auto found = std::find_if(names.begin(), names.end(),
                                    [&value](const AnswerName& name) { return name.value == value; });
    return found == names.end() ? std::string() : found->mark;
}

double largest_share(const results::QuestionFigures& figures) {
    double largest = 0;
    for (const auto& option : figures.options) largest = std::max(largest, option.share.value_or(0));
    return largest;
}

bool is_countable(QuestionKind kind) { return kind != QuestionKind::open && kind != QuestionKind::number; }

nlohmann::json chart_heads(const Words& words, const std::string& caption) {
    return {{"caption", caption},
            {"head_row", words("web.uitkomst.antwoord")},
            {"head_bar", words("web.uitkomst.balk")},
            {"head_value", words("web.uitkomst.deel")}};
}

// What can be said of a question that has no bars.
std::string without_chart(const Words& words, const Question& question,
                          const results::QuestionFigures& figures) {
    if (!figures.answered) return words("web.uitkomst.vraag-verborgen");
    const Values count{{"aantal", words.number(*figures.answered)}};
    if (question.kind == QuestionKind::open) return words("web.uitkomst.open-vraag", count);
    if (question.kind == QuestionKind::number && figures.mean) {
        auto mean = std::to_string(static_cast<int>(std::lround(*figures.mean * 10)));
        if (mean.size() < 2) mean = '0' + mean;
        mean.insert(mean.size() - 1, 1, text::decimal_mark(words.language()));
        return words("web.uitkomst.getal-midden", {{"aantal", count.at("aantal")}, {"midden", mean}});
    }
    return words("web.uitkomst.getal-vraag", count);
}

/// What the numbers count, and why the shares do not add up to 100.
std::string notes_on(const Words& words, const Question& question, const results::QuestionFigures& figures) {
    std::vector<std::string> notes;
    if (!figures.revisions.empty()) {
        std::string versions;
        for (const int revision : figures.revisions)
            versions += (versions.empty() ? "" : ", ") + std::to_string(revision);
        notes.push_back(words("web.uitkomst.versie", {{"versies", versions}}));
    }
    const bool ranking = question.kind == QuestionKind::ranking;
    if (ranking) notes.push_back(words("web.uitkomst.rangorde"));
    if (ranking && !figures.options.empty() && figures.options[0].rank_score)
        notes.push_back(words("web.uitkomst.rangscore", {{"meest", words.number(question.effective_max())}}));
    if (question.kind == QuestionKind::points) notes.push_back(words("web.uitkomst.punten"));
    long sum = 0;
    bool all = !figures.options.empty();
    for (const auto& option : figures.options) {
        all = all && option.share.has_value();
        sum += std::lround(option.share.value_or(0) * 100);
    }
    if (question.kind == QuestionKind::multiple && sum > 100)
        notes.push_back(words("web.uitkomst.meer-antwoorden"));
    else if (question.kind != QuestionKind::multiple && all && sum != 100)
        notes.push_back(words("web.uitkomst.afronden"));
    std::string text;
    for (const auto& note : notes) text += (text.empty() ? "" : " ") + note;
    return text;
}

nlohmann::json counts_table(const Words& words, const Question& question,
                            const results::QuestionFigures& figures) {
    auto rows = nlohmann::json::array();
    const auto names = answer_names(words, question);
    const bool scored = !figures.options.empty() && figures.options[0].rank_score;
    for (const auto& option : figures.options) {
        rows.push_back(
            {{"label", name_of(names, option.option)},
             {"label_mark", mark_in(names, option.option)},
             {"count", option.count ? words.number(*option.count) : words("web.uitkomst.verborgen")},
             {"value", option.share ? words.percent(*option.share) : "–"},
             {"score", option.rank_score ? words.number(*option.rank_score) : std::string()}});
    }
    return {{"caption_count",
             words("web.uitkomst.aantal-bij", {{"vraag", question.text.in(words.language())},
                                               {"aantal", words.number(figures.answered.value_or(0))}})},
            {"score_head", scored ? words("web.uitkomst.rangpunten") : std::string()},
            {"rows", std::move(rows)}};
}

nlohmann::json chart_of(const Words& words, const Question& question,
                        const results::QuestionFigures& figures) {
    auto data = chart_heads(words, question.text.in(words.language()));
    data["caption_mark"] = mark_of(question.text, words.language());
    auto rows = nlohmann::json::array();
    const auto names = answer_names(words, question);
    const double largest = largest_share(figures);
    auto options = figures.options;
    if (question.kind == QuestionKind::scale) std::reverse(options.begin(), options.end());
    for (const auto& option : options) {
        const double share = option.share.value_or(0);
        rows.push_back({{"label", name_of(names, option.option)},
                        {"label_mark", mark_in(names, option.option)},
                        {"bar", option.share ? bar(share, share >= largest) : hidden_bar()},
                        {"value", option.share ? words.percent(share) : words("web.uitkomst.verborgen")}});
    }
    data["rows"] = std::move(rows);
    return data;
}

}  // namespace

nlohmann::json question_data(const Words& words, const Question& question,
                             const results::QuestionFigures& figures) {
    const bool bars = is_countable(question.kind) && figures.answered;
    if (!bars) {
        return {{"no_chart", without_chart(words, question, figures)},
                {"caption", question.text.in(words.language())},
                {"caption_mark", mark_of(question.text, words.language())},
                {"chart", false},
                {"notes", false},
                {"counts", false}};
    }
    nlohmann::json data{{"no_chart", false}, {"chart", chart_of(words, question, figures)}};
    const auto notes = notes_on(words, question, figures);
    data["notes"] = notes.empty() ? nlohmann::json(false) : nlohmann::json{{"text", notes}};
    data["counts"] = question.kind == QuestionKind::points ? nlohmann::json(false)
                                                           : counts_table(words, question, figures);
    return data;
}

}  // namespace peilpunt::web
