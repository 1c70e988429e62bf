// SPDX-License-Identifier: EUPL-1.2
// Whether figures and people's words are told fairly: what does not add up is explained, and no text of a
// giver takes the direction of the page around it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "server/web/outcome_view.hpp"

namespace peilpunt::web {
namespace {

using testing::HasSubstr;

std::string said(QuestionKind kind, const std::vector<std::pair<std::int64_t, double>>& options) {
    Question question;
    question.id = "v1";
    question.kind = kind;
    results::QuestionFigures figures;
    figures.question = "v1";
    figures.answered = 300;
    for (std::size_t i = 0; i < options.size(); ++i) {
        const std::string id(1, static_cast<char>('a' + i));
        question.options.push_back({id, LocalText(std::map<std::string, std::string>{{"nl", id}}), ""});
        results::OptionFigure figure;
        figure.option = id;
        figure.count = options[i].first;
        figure.share = options[i].second;
        figures.options.push_back(figure);
    }
    const Words words(text::Catalogue::builtin(), {});
    return question_data(words, question, figures).dump();
}

TEST(ToldFairly, SharesThatDoNotMakeAHundredSayWhy) {
    constexpr const char* kRounding = "Door afronden";
    constexpr const char* kMore = "Meer antwoorden mogelijk";
    const std::vector<std::pair<std::int64_t, double>> thirds{{100, 1 / 3.0}, {100, 1 / 3.0}, {100, 1 / 3.0}};
    EXPECT_THAT(said(QuestionKind::single, thirds), HasSubstr(kRounding));
    EXPECT_THAT(said(QuestionKind::single, {{150, 0.5}, {150, 0.5}}), Not(HasSubstr(kRounding)));
    EXPECT_THAT(said(QuestionKind::multiple, {{300, 1}, {240, 0.8}, {99, 0.33}}), HasSubstr(kMore));
    EXPECT_THAT(said(QuestionKind::multiple, {{100, 1 / 3.0}, {200, 2 / 3.0}}), Not(HasSubstr(kMore)));
}

/// Of each place in a template where a giver's text comes, the tag around it.
std::vector<std::string> tags_around(const std::string& text) {
    static const std::regex kPlace(
        R"(<(q|blockquote|dd|textarea|input)\b[^>]*>?(?:(?!</?(?:q|dd|textarea)\b)[^])*?\{\{(words|what_helps|own_part|o_note_value)\}\})");
    std::vector<std::string> all;
    for (auto at = std::sregex_iterator(text.begin(), text.end(), kPlace); at != std::sregex_iterator();
         ++at) {
        const auto found = at->str();
        all.push_back(found.substr(found.rfind('<' + (*at)[1].str())));
    }
    return all;
}

TEST(ToldFairly, TextsOfGiversHaveADirectionOfTheirOwn) {
    EXPECT_EQ(tags_around("<q>{{words}}</q>").at(0).find("dir=\"auto\""), std::string::npos);
    std::size_t places = 0;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(PEILPUNT_SOURCE_DIR "/server/web/templates")) {
        if (entry.path().extension() != ".html") continue;
        std::ifstream file(entry.path());
        std::ostringstream text;
        text << file.rdbuf();
        for (const auto& tag : tags_around(text.str())) {
            ++places;
            EXPECT_THAT(tag, HasSubstr("dir=\"auto\"")) << entry.path();
        }
    }
    EXPECT_GE(places, 6U) << "the places are found";
}

}  // namespace
}  // namespace peilpunt::web
