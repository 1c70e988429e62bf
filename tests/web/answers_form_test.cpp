// SPDX-License-Identifier: EUPL-1.2
#include "server/web/answers_form.hpp"

#include <gtest/gtest.h>

#include "shared/rules/rules.hpp"

namespace peilpunt::web {
namespace {

LocalText nl(const char* text) { return LocalText(std::map<std::string, std::string>{{"nl", text}}); }

Question question(const char* id, QuestionKind kind, std::vector<Option> options = {}) {
    Question made;
    made.id = id;
    made.kind = kind;
    made.text = nl("Vraag");
    made.options = std::move(options);
    return made;
}

Poll every_kind() {
    const std::vector<Option> options{{"a", nl("A"), ""}, {"b", nl("B"), ""}, {"anders", nl("Anders"), ""}};
    Poll poll;
    poll.questions = {question("een", QuestionKind::single, options),
                      question("meer", QuestionKind::multiple, options),
                      question("schaal", QuestionKind::scale),
                      question("getal", QuestionKind::number),
                      question("ja", QuestionKind::yes_no),
                      question("rang", QuestionKind::ranking, options),
                      question("punten", QuestionKind::points, options),
                      question("open", QuestionKind::open)};
    auto later = question("later", QuestionKind::open);
    later.show_if = ShowIf{"ja", {"ja"}};
    poll.questions.push_back(later);
    return poll;
}

SentResponse read(const std::string& body) {
    return read_response(http::Form::parse(body).value(), every_kind(), "nl");
}
const std::string kStart = "id=0d4f4c3e-8a51-4c62-9d7b-2f1f2a6b7c8d&gemeente=GM0453";

template <class Kind>
const Kind& answer(const SentResponse& sent, const char* question) {
    const auto* found = sent.response.answers.find(question);
    if (!found) throw std::out_of_range(question);
    return std::get<Kind>(*found);
}

TEST(AnswersForm, ReadsEveryKindOfQuestion) {
    const auto sent = read(
        kStart +
        "&a.een=anders&a.een.anders=+zo+&a.meer=a&a.meer=b&a.schaal=4&a.getal=12&a.ja=ja&a.rang.1=b&a.rang.2="
        "&a.rang.3=a&a.punten.a=60&a.punten.b=40&a.punten.anders=&a.open=+Twee%0D%0Aregels+&a.later=toch");
    EXPECT_TRUE(sent.faults.empty());
    EXPECT_EQ(answer<Choice>(sent, "een"), (Choice{"anders", "zo"}));
    EXPECT_EQ(answer<Choices>(sent, "meer").chosen.size(), 2U);
    EXPECT_EQ(answer<Number>(sent, "schaal").value, 4);
    EXPECT_EQ(answer<Number>(sent, "getal").value, 12);
    EXPECT_EQ(answer<Ranking>(sent, "rang").order, (std::vector<std::string>{"b", "a"}));
    EXPECT_EQ(answer<Points>(sent, "punten").given[0], (std::pair<std::string, int>("a", 60)));
    EXPECT_EQ(answer<OpenText>(sent, "open").text, "Twee\nregels");
    EXPECT_EQ(answer<OpenText>(sent, "later").text, "toch");
}

TEST(AnswersForm, LeavesOutWhatWasSkipped) {
    const auto sent = read(kStart + "&a.een=&a.getal=&a.open=++&a.punten.a=&a.punten.b=0&a.rang.1=");
    EXPECT_TRUE(sent.faults.empty());
    EXPECT_TRUE(sent.response.answers.empty());
}

TEST(AnswersForm, DropsAnswersToQuestionsThatWereNotForThisPerson) {
    const auto sent = read(kStart + "&a.ja=nee&a.later=Dit+zag+ik+ook");
    EXPECT_EQ(sent.response.answers.find("later"), nullptr);
}

TEST(AnswersForm, ReadsNumbersInTheDigitsOfAnyScript) {
    for (const auto* twelve : {"%D9%A1%D9%A2", "%DB%B1%DB%B2", "%EF%BC%91%EF%BC%92", "%E2%80%8E12%E2%80%8F",
                               "%C2%A012%C2%A0", "%E0%A5%A7%E0%A5%A8"}) {
        const auto sent = read(kStart + "&a.getal=" + twelve + "&a.punten.a=" + twelve);
        EXPECT_TRUE(sent.faults.empty()) << twelve;
        EXPECT_EQ(answer<Number>(sent, "getal").value, 12) << twelve;
        EXPECT_EQ(answer<Points>(sent, "punten").given[0].second, 12) << twelve;
    }
    EXPECT_EQ(read(kStart + "&a.getal=%E2%88%921").response.answers.find("getal") != nullptr, true)
        << "minus one is a number; the rules refuse it";
}

TEST(AnswersForm, NamesTheQuestionWhenANumberIsNone) {
    for (const auto* wrong : {"vijf", "3,5", "12x", "99999999999999999999", "-"}) {
        const auto sent = read(kStart + "&a.getal=" + wrong);
        ASSERT_EQ(sent.faults.size(), 1U) << wrong;
        EXPECT_EQ(sent.faults[0].field, "antwoorden.getal");
    }
    EXPECT_EQ(read(kStart + "&a.punten.a=veel").faults.at(0).field, "antwoorden.punten");
}

TEST(AnswersForm, TakesNothingForAnAnswerThatNobodySees) {
    const auto sent =
        read(kStart + "&a.open=%C2%A0%E2%80%8B&a.getal=%EF%BB%BF&a.een=anders&a.een.anders=%E2%A0%80");
    EXPECT_TRUE(sent.faults.empty());
    EXPECT_EQ(sent.response.answers.all().size(), 1U);
    EXPECT_EQ(answer<Choice>(sent, "een"), (Choice{"anders", ""}));
}

TEST(AnswersForm, ZeroIsAnAnswerAndNoPointsAreNone) {
    const auto sent = read(kStart + "&a.getal=0&a.punten.a=0&a.punten.b=0");
    EXPECT_EQ(answer<Number>(sent, "getal").value, 0);
    EXPECT_EQ(sent.response.answers.find("punten"), nullptr);
}

TEST(AnswersForm, SaysAtTheQuestionThatCharactersWereLeftOut) {
    const auto form =
        http::Form::parse_typed(kStart + "&a.open=l%00amp&a.een=anders&a.een.anders=x%07").value();
    const auto sent = read_response(form, every_kind(), "nl");
    ASSERT_EQ(sent.faults.size(), 2U);
    EXPECT_EQ(sent.faults[0].field + sent.faults[0].code, "antwoorden.eentekens-weg");
    EXPECT_EQ(sent.faults[1].field + sent.faults[1].code, "antwoorden.opentekens-weg");
}

TEST(AnswersForm, NeedsAnIdAndAMunicipality) {
    const auto sent = read("a.een=a&id=geen-id&wijk=hier");
    ASSERT_EQ(sent.faults.size(), 3U);
    EXPECT_EQ(sent.faults[0].field, "id");
    EXPECT_EQ(sent.faults[1].field, "gemeente");
    EXPECT_EQ(sent.faults[2].field, "wijk");
}

}  // namespace
}  // namespace peilpunt::web
