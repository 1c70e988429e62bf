// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "server/results/interim.hpp"
#include "server/results/wording.hpp"
#include "shared/model/utf8.hpp"

// CSV and the text table walk through the same figures in the same order as the JSON.
namespace peilpunt::results {
namespace {

/// One printed figure, wherever it goes.
struct Line {
    std::string by, value, name;         ///< empty: everybody
    const Question* question = nullptr;  ///< nothing: the number of people
    std::string option;                  ///< empty: how many answered; "gemiddelde": the mean
    std::string count, share;            ///< empty: hidden
    std::string score;                   ///< ranking: the rank score; empty: hidden
    bool hidden = false;
    std::vector<int> revisions{};  ///< in which the question was asked so; empty: in all
};

std::string decimals(double value, int digits) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

/// What is told, with the words that belong to it.
struct Told {
    const std::vector<Poll>& revisions;
    const Release& release;
};

void add_questions(const Told& told, const Line& group, const std::vector<QuestionFigures>& questions,
                   const std::function<void(const Line&)>& each) {
    for (const auto& figures : questions) {
        auto line = group;
        line.question = question_of(told.revisions, told.release, figures);
        if (line.question == nullptr) continue;
        line.revisions = figures.revisions;
        line.hidden = !figures.answered;
        line.count = figures.answered ? std::to_string(*figures.answered) : "";
        each(line);
        if (line.question->kind == QuestionKind::number) {
            line.option = "gemiddelde";
            line.hidden = !figures.mean;
            line.count = figures.mean ? decimals(*figures.mean, 1) : "";
            each(line);
        }
        for (const auto& option : figures.options) {
            line.option = option.option;
            line.hidden = option.hidden;
            line.count = option.count ? std::to_string(*option.count) : "";
            line.share = option.share ? decimals(*option.share, 4) : "";
            line.score = option.rank_score ? std::to_string(*option.rank_score) : "";
            each(line);
        }
    }
}

void for_each_line(const Told& told, const AreaTree& areas, const std::function<void(const Line&)>& each) {
    const auto& release = told.release;
    Line everybody;
    everybody.hidden = release.too_few();
    everybody.count = release.too_few() ? "" : std::to_string(release.responses);
    each(everybody);
    add_questions(told, Line{}, release.questions, each);
    add_questions(told, Line{}, release.earlier, each);
    for (const auto& breakdown : release.breakdowns) {
        for (const auto& group : breakdown.groups) {
            Line line;
            line.by = breakdown.by;
            line.value = group.value;
            line.name = group_name(breakdown.by, group.value, areas);
            auto people = line;
            people.hidden = !group.responses;
            people.count = group.responses ? std::to_string(*group.responses) : "";
            each(people);
            add_questions(told, line, group.questions, each);
        }
    }
}

/// Quoted where RFC 4180 asks for it; a text that a spreadsheet would take for a formula gets an apostrophe.
std::string csv_field(std::string text) {
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) {
        text.insert(text.begin(), '\'');
    }
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char letter : text) {
        if (letter == '"') quoted.push_back('"');
        quoted.push_back(letter);
    }
    quoted.push_back('"');
    return quoted;
}

std::string padded_left(const std::string& text, std::size_t width) {
    return std::string(width - std::min(width, utf8::count(text)), ' ') + text;
}

std::string padded_right(const std::string& text, std::size_t width) {
    return text + std::string(width - std::min(width, utf8::count(text)), ' ');
}

/// At most `width` code points, with an ellipsis.
std::string shortened(const std::string& text, std::size_t width) {
    if (utf8::count(text) <= width) return text;
    return std::string(utf8::within_characters(text, width - 1)) + "…";
}

std::string joined(const std::vector<int>& numbers, std::string_view between) {
    std::string text;
    for (const int number : numbers) {
        if (!text.empty()) text += between;
        text += std::to_string(number);
    }
    return text;
}

class TextTable {
  public:
    void row(const std::string& label, const std::string& count, const std::string& more) {
        constexpr std::size_t kLabel = 62;
        constexpr std::size_t kColumn = 9;
        auto line = padded_right(shortened(label, kLabel), kLabel) + padded_left(count, kColumn) +
                    padded_left(more, kColumn);
        line.erase(line.find_last_not_of(' ') + 1);
        text_ += line + '\n';
    }
    void line(const std::string& words) { text_ += words + '\n'; }
    std::string take() { return std::move(text_); }

  private:
    std::string text_;
};

/// "v1  Vraag", and in which versions it was asked so when not in all.
std::string heading_of(const Question& question, const std::vector<int>& revisions,
                       std::string_view language) {
    auto text = question.id + "  " + question.text.in(language);
    if (!revisions.empty()) text += " (versie " + joined(revisions, ", ") + ")";
    return text;
}

}  // namespace

std::string release_csv(const std::vector<Poll>& revisions, const Release& release, const AreaTree& areas) {
    std::string out =
        "peiling,revisie,vrijgegevenOp,uitsplitsing,waarde,naam,vraag,vraagtekst,optie,optietekst,"
        "aantal,aandeel,afgeschermd,geteld,rangscore,revisies,stand\r\n";
    const auto& poll = poll_of(revisions, release);
    const auto fixed = csv_field(poll.slug) + "," + std::to_string(release.revision) + ",";
    for_each_line({revisions, release}, areas, [&](const Line& line) {
        // A breakdown can be of an earlier edition than it stands in.
        auto released_at = release.released_at;
        for (const auto& breakdown : release.breakdowns) {
            if (breakdown.by == line.by) released_at = breakdown.released_at;
        }
        std::string question_text;
        std::string option_text;
        std::string counted;
        if (line.question != nullptr) {
            question_text = line.question->text.in("nl");
            counted = counted_line(*line.question);
            if (!line.option.empty()) option_text = option_name(*line.question, line.option, "nl");
        }
        out += fixed + csv_field(released_at) + "," + csv_field(line.by) + "," + csv_field(line.value) + "," +
               csv_field(line.name) + "," + csv_field(line.question == nullptr ? "" : line.question->id) +
               "," + csv_field(question_text) + "," + csv_field(line.option) + "," + csv_field(option_text) +
               "," + line.count + "," + line.share + "," + (line.hidden ? "ja" : "nee") + "," +
               csv_field(line.option.empty() ? "" : counted) + "," + line.score + "," +
               joined(line.revisions, " ") + ",uitslag\r\n";
    });
    return out;
}

std::string release_table(const std::vector<Poll>& revisions, const Release& release, const AreaTree& areas,
                          std::string_view language) {
    const auto& poll = poll_of(revisions, release);
    TextTable table;
    table.line(poll.title.in(language));
    table.line(release.too_few() ? too_few_line() : sample_line(poll, release));
    table.line("Uitslag" + (release.number > 1 ? ", versie " + std::to_string(release.number) : "") + ", " +
               release.released_at);
    if (release.set_apart > 0) table.line(set_apart_line(release));
    if (release.late > 0) table.line(late_line(release));
    if (release.too_few()) return table.take();
    std::string heading;
    const Question* question = nullptr;
    for_each_line({revisions, release}, areas, [&](const Line& line) {
        const auto group =
            line.by.empty() ? std::string("Iedereen") : breakdown_name(line.by) + ": " + line.name;
        if (group != heading) {
            table.line("\n== " + group + " ==");
            heading = group;
            question = nullptr;
        }
        const auto count = line.hidden ? "-" : line.count;
        if (line.question == nullptr) return table.row("Ingevuld", count, "");
        if (line.option.empty()) {
            if (line.question != question) table.line("");
            question = line.question;
            table.row(heading_of(*question, line.revisions, language), count, "");
            if (const auto counted = counted_line(*question); !counted.empty())
                table.line("    (" + counted + ")");
            return;
        }
        const bool mean = line.question->kind == QuestionKind::number;
        auto label = mean ? std::string("gemiddeld") : option_name(*line.question, line.option, language);
        if (!line.score.empty()) label += " [" + line.score + "]";
        table.row("    " + label, count,
                  line.share.empty() ? "" : decimals(std::stod(line.share) * 100, 1) + "%");
    });
    table.line("\n- : " + hiding_line());
    return table.take();
}

std::string interim_csv(const std::vector<Poll>& revisions, const Interim& interim) {
    std::string out = "peiling,revisie,stand,dag,ongeveer,vraag,vraagtekst,optie,optietekst,tiende\r\n";
    const auto& poll = poll_of(revisions, interim);
    const auto fixed = csv_field(poll.slug) + "," + std::to_string(interim.revision) + ",tussenstand," +
                       format_date(interim.day) + "," + std::to_string(interim.about) + ",";
    for (const auto& told : interim.questions) {
        const auto* question = poll.question(told.question);
        if (question == nullptr) continue;
        const auto head = fixed + csv_field(question->id) + "," + csv_field(question->text.in("nl")) + ",";
        if (told.options.empty()) out += head + ",,\r\n";
        for (const auto& option : told.options)
            out += head + csv_field(option.option) + "," +
                   csv_field(option_name(*question, option.option, "nl")) + "," +
                   std::to_string(option.tenth) + "\r\n";
    }
    return out;
}

std::string interim_table(const std::vector<Poll>& revisions, const Interim& interim,
                          std::string_view language) {
    const auto& poll = poll_of(revisions, interim);
    TextTable table;
    table.line(poll.title.in(language));
    table.line("Tussenstand, " + format_date(interim.day) + ": ongeveer " + std::to_string(interim.about) +
               " antwoorden");
    table.line(interim_line());
    for (const auto& told : interim.questions) {
        const auto* question = poll.question(told.question);
        if (question == nullptr) continue;
        table.line("");
        table.row(heading_of(*question, told.revisions, language), "", "");
        if (told.options.empty()) table.line("    hierover is nog niets te zeggen");
        for (const auto& option : told.options)
            table.line("    ongeveer " + std::to_string(option.tenth) + " van de 10  " +
                       option_name(*question, option.option, language));
    }
    return table.take();
}

}  // namespace peilpunt::results
