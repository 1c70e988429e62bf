// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "server/results/results.hpp"
#include "server/results/wording.hpp"

// CSV and the text table walk through the same figures in the same order as the JSON.
namespace peilpunt::results {
namespace {

/// One printed figure, wherever it goes.
struct Line {
    std::string by, value, name;         ///< empty: everybody
    const Question* question = nullptr;  ///< nothing: the number of people
    std::string option;                  ///< empty: how many answered; "gemiddelde": the mean
    std::string count, share;            ///< empty: hidden
    bool hidden = false;
};

std::string decimals(double value, int digits) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return text;
}

void add_questions(const Poll& poll, const Line& group, const std::vector<QuestionFigures>& questions,
                   const std::function<void(const Line&)>& each) {
    for (const auto& figures : questions) {
        auto line = group;
        line.question = poll.question(figures.question);
        if (line.question == nullptr) continue;
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
            each(line);
        }
    }
}

void for_each_line(const Poll& poll, const Release& release, const AreaTree& areas,
                   const std::function<void(const Line&)>& each) {
    Line everybody;
    everybody.count = std::to_string(release.responses);
    each(everybody);
    add_questions(poll, Line{}, release.questions, each);
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
            add_questions(poll, line, group.questions, each);
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

std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string padded_left(const std::string& text, std::size_t width) {
    return std::string(width - std::min(width, width_of(text)), ' ') + text;
}

std::string padded_right(const std::string& text, std::size_t width) {
    return text + std::string(width - std::min(width, width_of(text)), ' ');
}

/// At most `width` code points, with an ellipsis.
std::string shortened(const std::string& text, std::size_t width) {
    if (width_of(text) <= width) return text;
    std::size_t bytes = 0;
    for (std::size_t points = 0; bytes < text.size(); ++bytes) {
        const bool starts = (static_cast<unsigned char>(text[bytes]) & 0xC0) != 0x80;
        if (starts && ++points == width) break;
    }
    return text.substr(0, bytes) + "…";
}

}  // namespace

std::string release_csv(const Poll& poll, const Release& release, const AreaTree& areas) {
    std::string out =
        "peiling,revisie,vrijgegevenOp,uitsplitsing,waarde,naam,vraag,vraagtekst,optie,optietekst,"
        "aantal,aandeel,afgeschermd\r\n";
    const auto fixed = csv_field(poll.slug) + "," + std::to_string(release.revision) + ",";
    for_each_line(poll, release, areas, [&](const Line& line) {
        // A breakdown can be older than the release that it stands in.
        auto released_at = release.released_at;
        for (const auto& breakdown : release.breakdowns) {
            if (breakdown.by == line.by) released_at = breakdown.released_at;
        }
        std::string question_text;
        std::string option_text;
        if (line.question != nullptr) {
            question_text = line.question->text.in("nl");
            if (!line.option.empty()) option_text = option_name(*line.question, line.option, "nl");
        }
        out += fixed + csv_field(released_at) + "," + csv_field(line.by) + "," + csv_field(line.value) + "," +
               csv_field(line.name) + "," + csv_field(line.question == nullptr ? "" : line.question->id) +
               "," + csv_field(question_text) + "," + csv_field(line.option) + "," + csv_field(option_text) +
               "," + line.count + "," + line.share + "," + (line.hidden ? "ja" : "nee") + "\r\n";
    });
    return out;
}

std::string release_table(const Poll& poll, const Release& release, const AreaTree& areas,
                          std::string_view language) {
    constexpr std::size_t kLabel = 62;
    constexpr std::size_t kCount = 9;
    constexpr std::size_t kShare = 9;
    std::string out = poll.title.in(language) + "\n" + sample_line(poll, release) + "\n";
    out += "Uitkomst " + std::to_string(release.number) + ", " + release.released_at + "\n";
    std::string heading;
    const Question* question = nullptr;
    for_each_line(poll, release, areas, [&](const Line& line) {
        const auto group =
            line.by.empty() ? std::string("Iedereen") : breakdown_name(line.by) + ": " + line.name;
        if (group != heading) {
            out += "\n== " + group + " ==\n";
            heading = group;
            question = nullptr;
        }
        std::string label;
        if (line.question == nullptr) {
            label = "Ingevuld";
        } else if (line.option.empty()) {
            if (line.question != question) out += "\n";
            question = line.question;
            label = line.question->id + "  " + line.question->text.in(language);
        } else {
            const bool mean = line.question->kind == QuestionKind::number;
            label = "    " +
                    (mean ? std::string("gemiddeld") : option_name(*line.question, line.option, language));
        }
        const auto share = line.share.empty() ? "" : decimals(std::stod(line.share) * 100, 1) + "%";
        auto row = padded_right(shortened(label, kLabel), kLabel) +
                   padded_left(line.hidden ? "-" : line.count, kCount) + padded_left(share, kShare);
        row.erase(row.find_last_not_of(' ') + 1);
        out += row + "\n";
    });
    out += "\n- : " + hiding_line() + "\n";
    return out;
}

}  // namespace peilpunt::results
