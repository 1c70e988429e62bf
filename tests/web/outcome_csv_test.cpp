// SPDX-License-Identifier: EUPL-1.2
#include "server/web/outcome_csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace peilpunt::web {
namespace {

using testing::HasSubstr;
using testing::Not;

LocalText nl(const char* text) { return LocalText(std::map<std::string, std::string>{{"nl", text}}); }

Question question(const char* id, QuestionKind kind, const char* text, std::vector<Option> options = {}) {
    Question made;
    made.id = id;
    made.kind = kind;
    made.text = nl(text);
    made.options = std::move(options);
    return made;
}

results::QuestionFigures figures(const char* id, std::int64_t answered) {
    results::QuestionFigures made;
    made.question = id;
    made.answered = answered;
    return made;
}

results::OptionFigure option(const char* id, std::int64_t count, double share) {
    results::OptionFigure made;
    made.option = id;
    made.count = count;
    made.share = share;
    return made;
}

std::string csv() {
    Poll poll;
    poll.questions = {question("v1", QuestionKind::single, "Waar; of \"hoe\"?",
                               {{"a", nl("=1+1"), ""}, {"b", nl("Bos"), ""}}),
                      question("v2", QuestionKind::number, "Hoe vaak?"),
                      question("v3", QuestionKind::points, "Waarheen?", {{"a", nl("Groen"), ""}}),
                      question("v4", QuestionKind::open, "Nog iets?")};
    results::Release release;
    release.responses = 1234;
    release.set_apart = 40;
    release.late = 3;
    release.channels = {{"web", 1230}, {"kiosk", std::nullopt}};
    auto choice = figures("v1", 1234);
    choice.options = {option("a", 534, 0.4327), option("b", 700, 0.5673)};
    choice.options[1].count.reset();
    choice.options[1].share.reset();
    auto number = figures("v2", 900);
    number.mean = 12.44;
    auto points = figures("v3", 1000);
    points.options = {option("a", 60'000, 1)};
    release.questions = {choice, number, points, figures("v4", 70)};
    results::GroupFigures hidden, shown;
    hidden.value = "0-12";
    shown.value = "16-17";
    shown.responses = 400;
    shown.questions = {choice};
    release.breakdowns = {{"leeftijdsgroep", "", 1234, {hidden, shown}}};
    const Words words(text::Catalogue::builtin(), {});
    return outcome_csv(words, {poll}, release, AreaTree{});
}

TEST(OutcomeCsv, IsWhatADutchSpreadsheetOpens) {
    const auto text = csv();
    EXPECT_TRUE(
        text.starts_with("\xef\xbb\xbf"
                         "Groep;Vraag;Antwoord;Aantal;Procent\r\n"));
    EXPECT_THAT(text, HasSubstr("Iedereen die meedeed;;Deden mee;1234;\r\n"));
    EXPECT_THAT(text, HasSubstr("Iedereen die meedeed;Hoe vaak?;Gemiddeld;12,4;\r\n"));
    EXPECT_THAT(text, HasSubstr("Iedereen die meedeed;Waarheen?;Groen (punten);60000;100,0\r\n"));
    EXPECT_THAT(text, HasSubstr("Iedereen die meedeed;Nog iets?;Vulden iets in;70;\r\n"));
    EXPECT_THAT(text, HasSubstr("16 tot en met 17 jaar;;Deden mee;400;\r\n"));
}

TEST(OutcomeCsv, SaysInWordsWhatIsHidden) {
    EXPECT_THAT(csv(), HasSubstr("Bos;te weinig;\r\n"));
    EXPECT_THAT(csv(), HasSubstr("Scherm in het buurthuis;;Deden mee;te weinig;\r\n"));
    EXPECT_THAT(csv(), HasSubstr("12 jaar of jonger;;Deden mee;te weinig;\r\n"));
}

TEST(OutcomeCsv, SaysWhatIsNotInItAndWhatItIsWorth) {
    EXPECT_THAT(csv(), HasSubstr(";;Apart gehouden (telt niet mee);40;\r\n"));
    EXPECT_THAT(csv(), HasSubstr(";;Na de uitslag (telt niet mee);3;\r\n"));
    EXPECT_THAT(csv(), HasSubstr(";;Iedereen kon meedoen, ook vaker dan één keer."));
}

TEST(OutcomeCsv, KeepsWordsWordsAndColumnsColumns) {
    EXPECT_THAT(csv(), HasSubstr("\"Waar; of \"\"hoe\"\"?\";'=1+1;534;43,3\r\n"));
    EXPECT_THAT(csv(), Not(HasSubstr(";=1")));
}

}  // namespace
}  // namespace peilpunt::web
