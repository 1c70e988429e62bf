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
    explicit Table(const Words& words) : words_(words) {
        line({words("web.uitkomst.groep"), words("web.uitkomst.vraag"), words("web.uitkomst.antwoord"),
              words("web.uitkomst.aantal"), words("web.uitkomst.procent")});
    }
    std::string text() && { return std::move(text_); }

    void line(const std::vector<std::string>& cells) {
        for (std::size_t i = 0; i < cells.size(); ++i) text_ += (i > 0 ? ";" : "") + cell(cells[i]);
        text_ += "\r\n";
    }
    void question(const std::string& group, const Question& question,
                  const results::QuestionFigures* figures) {
        const auto& asked = question.text.in(words_.language());
        const auto hidden = words_("web.uitkomst.verborgen");
        if (!figures || !figures->answered) return line({group, asked, "", hidden, ""});
        const auto answered = std::to_string(*figures->answered);
        if (figures->options.empty()) {
            line({group, asked, words_("web.uitkomst.ingevuld"), answered, ""});
            if (figures->mean)
                line({group, asked, words_("web.uitkomst.gemiddeld"), decimal(*figures->mean), ""});
            return;
        }
        const auto names = answer_names(words_, question);
        for (const auto& option : figures->options) {
            const auto name = std::find_if(names.begin(), names.end(),
                                           [&](const AnswerName& one) { return one.value == option.option; });
            const Values answer{{"antwoord", name == names.end() ? option.option : name->text}};
            line({group, asked,
                  question.kind == QuestionKind::points    ? words_("web.uitkomst.punten-voor", answer)
                  : question.kind == QuestionKind::ranking ? words_("web.uitkomst.eerste-plaats", answer)
                                                           : answer.at("antwoord"),
                  option.count ? std::to_string(*option.count) : hidden,
                  option.share ? decimal(*option.share * 100) : ""});
        }
    }

  private:
    const Words& words_;
    std::string text_ = "\xef\xbb\xbf";
};

std::string group_name(const Words& words, const results::Breakdown& breakdown, const std::string& value,
                       const AreaTree& areas) {
    if (breakdown.by == "gemeente") {
        const auto code = AreaCode::parse(value);
        return code ? areas.name_of(*code) : value;
    }
    const auto name = words.named((breakdown.by == "weg" ? "weg." : "leeftijd.") + value);
    return name.empty() ? words("web.uitkomst.niet-gezegd") : name;
}

}  // namespace

std::string outcome_csv(const Words& words, const Poll& asked, const results::Release& release,
                        const AreaTree& areas) {
    Table table(words);
    const auto everybody = words("web.uitkomst.iedereen");
    const auto took_part = words("web.uitkomst.deden-mee");
    table.line({everybody, "", took_part, std::to_string(release.responses), ""});
    for (const auto& [channel, count] : release.channels)
        table.line({words.named("weg." + channel), "", took_part,
                    count ? std::to_string(*count) : words("web.uitkomst.verborgen"), ""});
    for (const auto& question : asked.questions)
        table.question(everybody, question, figures_of(release, question.id));
    for (const auto& breakdown : release.breakdowns) {
        for (const auto& group : breakdown.groups) {
            const auto name = group_name(words, breakdown, group.value, areas);
            const auto count =
                group.responses ? std::to_string(*group.responses) : words("web.uitkomst.verborgen");
            if (breakdown.by != "weg") table.line({name, "", took_part, count, ""});
            for (const auto& figures : group.questions)
                if (const auto* question = asked.question(figures.question))
                    table.question(name, *question, &figures);
        }
    }
    return std::move(table).text();
}

}  // namespace peilpunt::web
