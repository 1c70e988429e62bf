// SPDX-License-Identifier: EUPL-1.2
#include "server/web/outcome_csv.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "server/web/outcome_view.hpp"
#include "server/web/poll_view.hpp"

namespace peilpunt::web {
namespace {

/// A spreadsheet would reckon with a text that begins like a formula.
std::string cell(std::string text) {
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
        text.insert(0, 1, '\'');
    if (text.find_first_of(";\"\r\n") == std::string::npos) return text;
    for (auto at = text.find('"'); at != std::string::npos; at = text.find('"', at + 2))
        text.insert(at, 1, '"');
    return '"' + text + '"';
}

/// 12.44 -> "12,4"
std::string decimal(double value) {
    auto text = fmt::format("{:.1f}", value);
    std::replace(text.begin(), text.end(), '.', ',');
    return text;
}

class Table {
  public:
    explicit Table(const Words& words) : words_(words) {}
    void heads() {
        line({words_("web.uitkomst.groep"), words_("web.uitkomst.vraag"), words_("web.uitkomst.antwoord"),
              words_("web.uitkomst.aantal"), words_("web.uitkomst.procent")});
    }
    std::string text() && { return std::move(text_); }

    void line(const std::vector<std::string>& cells) {
        for (std::size_t i = 0; i < cells.size(); ++i) text_ += (i > 0 ? ";" : "") + cell(cells[i]);
        text_ += "\r\n";
    }
    void question(const std::string& group, const Question& question,
                  const results::QuestionFigures& figures) {
        const auto& asked = question.text.in(words_.language());
        const auto hidden = words_("web.uitkomst.verborgen");
        if (!figures.answered) return line({group, asked, "", hidden, ""});
        const auto answered = std::to_string(*figures.answered);
        if (figures.options.empty()) {
            line({group, asked, words_("web.uitkomst.ingevuld"), answered, ""});
            if (figures.mean)
                line({group, asked, words_("web.uitkomst.gemiddeld"), decimal(*figures.mean), ""});
            return;
        }
        for (const auto& option : figures.options) {
            const Values answer{{"antwoord", answer_of(question, option.option)}};
            line({group, asked,
                  question.kind == QuestionKind::points    ? words_("web.uitkomst.punten-voor", answer)
                  : question.kind == QuestionKind::ranking ? words_("web.uitkomst.eerste-plaats", answer)
                                                           : answer.at("antwoord"),
                  option.count ? std::to_string(*option.count) : hidden,
                  option.share ? decimal(*option.share * 100) : ""});
        }
    }

    /// The words of an answer as they stand on the page.
    std::string answer_of(const Question& question, const std::string& option) const {
        for (const auto& name : answer_names(words_, question))
            if (name.value == option) return name.text;
        return option;
    }

  private:
    const Words& words_;
    std::string text_ = "\xef\xbb\xbf";
};

}  // namespace

std::string outcome_csv(const Words& words, const std::vector<Poll>& revisions,
                        const results::Release& release, const AreaTree& areas) {
    Table table(words);
    table.heads();
    const auto everybody = words("web.uitkomst.iedereen");
    const auto took_part = words("web.uitkomst.deden-mee");
    const auto hidden = words("web.uitkomst.verborgen");
    table.line(
        {everybody, "", took_part, release.too_few() ? hidden : std::to_string(release.responses), ""});
    for (const auto& [channel, count] : release.channels)
        table.line(
            {words.named("weg." + channel), "", took_part, count ? std::to_string(*count) : hidden, ""});
    // What is not in the figures, and what they are worth.
    if (release.set_apart > 0)
        table.line({everybody, "", words("web.uitkomst.apart-kort"), std::to_string(release.set_apart), ""});
    if (release.late > 0)
        table.line({everybody, "", words("web.uitkomst.na-uitslag-kort"), std::to_string(release.late), ""});
    table.line({everybody, "", words("web.uitkomst.iedereen-kon"), "", ""});
    const auto tell = [&](const std::string& group, const std::vector<results::QuestionFigures>& all) {
        for (const auto& figures : all)
            if (const auto* question = results::question_of(revisions, release, figures))
                table.question(group, *question, figures);
    };
    tell(everybody, release.questions);
    tell(everybody, release.earlier);
    for (const auto& breakdown : release.breakdowns) {
        for (const auto& group : breakdown.groups) {
            const auto name = group_name(words, breakdown.by, group.value, areas);
            const auto count = group.responses ? std::to_string(*group.responses) : hidden;
            if (breakdown.by != "weg") table.line({name, "", took_part, count, ""});
            tell(name, group.questions);
        }
    }
    return std::move(table).text();
}

std::string outcome_csv(const Words& words, const std::vector<Poll>& revisions,
                        const results::Interim& interim) {
    const auto& poll = results::poll_of(revisions, interim);
    Table table(words);
    table.line({words("web.uitkomst.groep"), words("web.uitkomst.vraag"), words("web.uitkomst.antwoord"),
                words("web.uitkomst.tienden")});
    const auto stand = words("web.uitkomst.tot-nu", {{"datum", words.date(interim.day)}});
    table.line(
        {stand, "", words("web.uitkomst.hoeveel-ongeveer", {{"aantal", words.number(interim.about)}}), ""});
    table.line({stand, "", words("web.uitkomst.iedereen-kon"), ""});
    for (const auto& told : interim.questions) {
        const auto* question = poll.question(told.question);
        if (!question) continue;
        for (const auto& option : told.options)
            table.line({stand, question->text.in(words.language()), table.answer_of(*question, option.option),
                        std::to_string(option.tenth)});
    }
    return std::move(table).text();
}

}  // namespace peilpunt::web
