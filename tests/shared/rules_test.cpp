// SPDX-License-Identifier: EUPL-1.2
#include "shared/rules/rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "core_examples.hpp"

namespace peilpunt::rules {
namespace {

using examples::area;
using examples::nl;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

std::vector<std::string> listed(const std::vector<Fault>& faults) {
    std::vector<std::string> found;
    for (const auto& fault : faults) found.push_back(fault.field + ": " + fault.code);
    return found;
}

std::vector<std::string> codes(const std::vector<Fault>& faults) {
    std::vector<std::string> found;
    for (const auto& fault : faults) found.push_back(fault.code);
    return found;
}

struct AnswerCase {
    const char* name;
    const char* question;
    Answer answer;
    std::vector<std::string> codes;
};

std::vector<AnswerCase> answer_cases() {
    const std::string note(kMaxNote, 'x');
    std::string long_open;
    for (int i = 0; i < 500; ++i) long_open += "é";
    return {
        {"an option", "v1", Choice{"a", ""}, {}},
        {"other without a note", "v1", Choice{"anders", ""}, {}},
        {"other with the longest note", "v1", Choice{"anders", note}, {}},
        {"other with a longer note", "v1", Choice{"anders", note + "x"}, {"toelichting-te-lang"}},
        {"a note at another option", "v1", Choice{"a", "x"}, {"toelichting-past-niet"}},
        {"an unknown option", "v1", Choice{"c", ""}, {"onbekende-keuze"}},
        {"no option", "v1", Choice{}, {"onbekende-keuze"}},
        {"a control character in a note", "v1", Choice{"anders", "a\x07"}, {"ongeldige-tekens"}},
        {"a list for a single choice", "v1", Choices{{{"a", ""}}}, {"verkeerd-soort"}},
        {"two of two", "v2", Choices{{{"a", ""}, {"anders", "x"}}}, {}},
        {"three of two", "v2", Choices{{{"a", ""}, {"b", ""}, {"c", ""}}}, {"te-veel-gekozen"}},
        {"nothing chosen", "v2", Choices{}, {"niets-gekozen"}},
        {"one chosen twice", "v2", Choices{{{"a", ""}, {"a", ""}}}, {"dubbel-gekozen"}},
        {"one unknown of two", "v2", Choices{{{"a", ""}, {"z", ""}}}, {"onbekende-keuze"}},
        {"a note at one of two", "v2", Choices{{{"a", "x"}, {"b", ""}}}, {"toelichting-past-niet"}},
        {"a single choice for a list", "v2", Choice{"a", ""}, {"verkeerd-soort"}},
        {"lowest of the scale", "v3", Number{1}, {}},
        {"highest of the scale", "v3", Number{5}, {}},
        {"under the scale", "v3", Number{0}, {"buiten-schaal"}},
        {"over the scale", "v3", Number{6}, {"buiten-schaal"}},
        {"text for a scale", "v3", OpenText{"4"}, {"verkeerd-soort"}},
        {"zero", "v4", Number{0}, {}},
        {"a million", "v4", Number{1'000'000}, {}},
        {"over a million", "v4", Number{1'000'001}, {"buiten-bereik"}},
        {"under zero", "v4", Number{-1}, {"buiten-bereik"}},
        {"yes", "v5", Choice{"ja", ""}, {}},
        {"don't know", "v5", Choice{"weet-niet", ""}, {}},
        {"maybe", "v5", Choice{"misschien", ""}, {"onbekende-keuze"}},
        {"yes with a note", "v5", Choice{"ja", "x"}, {"toelichting-past-niet"}},
        {"a number for yes", "v5", Number{1}, {"verkeerd-soort"}},
        {"a full ranking", "v6", Ranking{{"c", "a", "b"}}, {}},
        {"the first of a ranking", "v6", Ranking{{"c"}}, {}},
        {"one ranked twice", "v6", Ranking{{"c", "c"}}, {"dubbel-gekozen"}},
        {"an unknown one ranked", "v6", Ranking{{"c", "d"}}, {"onbekende-keuze"}},
        {"an empty ranking", "v6", Ranking{}, {"niets-gekozen"}},
        {"all points to one", "v7", Points{{{"a", 100}}}, {}},
        {"points over two", "v7", Points{{{"a", 0}, {"b", 100}}}, {}},
        {"a point too many", "v7", Points{{{"a", 50}, {"b", 51}}}, {"punten-som"}},
        {"no points", "v7", Points{}, {"punten-som"}},
        {"points under zero", "v7", Points{{{"a", 150}, {"b", -50}}}, {"punten-onder-nul"}},
        {"points to an unknown one", "v7", Points{{{"a", 50}, {"z", 50}}}, {"onbekende-keuze"}},
        {"points to one twice", "v7", Points{{{"a", 50}, {"a", 50}}}, {"dubbel-gekozen"}},
        {"huge points", "v7", Points{{{"a", 2147483647}, {"b", 2147483647}}}, {"punten-som"}},
        {"some words", "v8", OpenText{"Niets te doen.\nEcht niet."}, {}},
        {"the longest text, in letters of two bytes", "v8", OpenText{long_open}, {}},
        {"a longer text", "v8", OpenText{long_open + "."}, {"te-lang"}},
        {"only spaces", "v8", OpenText{" \n\t"}, {"leeg"}},
        {"no text", "v8", OpenText{}, {"leeg"}},
        {"half a character", "v8", OpenText{"\xc3"}, {"ongeldige-tekens"}},
        {"a choice for text", "v8", Choice{"a", ""}, {"verkeerd-soort"}},
    };
}

TEST(Answer, IsJudgedByItsQuestion) {
    const auto poll = examples::poll();
    for (const auto& c : answer_cases()) {
        const auto faults = check_answer(*poll.question(c.question), c.answer);
        EXPECT_EQ(codes(faults), c.codes) << c.name;
        for (const auto& fault : faults) {
            EXPECT_EQ(fault.field, std::string("antwoorden.") + c.question) << c.name;
            EXPECT_THAT(fault.message, testing::Not(testing::HasSubstr("{"))) << c.name;
        }
    }
}

TEST(Answer, OpenTextHasACeilingWhateverThePollSays) {
    auto question = examples::question("v1", QuestionKind::open);
    question.max = 100'000;
    EXPECT_THAT(check_answer(question, OpenText{std::string(kMaxOpenText, 'x')}), IsEmpty());
    EXPECT_THAT(codes(check_answer(question, OpenText{std::string(kMaxOpenText + 1, 'x')})),
                ElementsAre("te-lang"));
}

TEST(Answer, FaultsSayWhatToDo) {
    const auto poll = examples::poll();
    const auto faults = check_answer(*poll.question("v7"), Points{{{"a", 30}}});
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0].message, "Verdeel precies 100 punten. Nu zijn het er 30.");
}

TEST(Response, ACompleteOneHasNoFaults) {
    EXPECT_THAT(listed(check_response(examples::poll(), examples::response())), IsEmpty());
}

TEST(Response, OptionalThingsMayBeLeftOut) {
    Response bare;
    bare.poll = examples::poll().id;
    bare.revision = 2;
    bare.municipality = area("GM0375");
    bare.answers.set("v1", Choice{"a", ""});
    EXPECT_THAT(listed(check_response(examples::poll(), bare)), IsEmpty());
}

TEST(Response, SaysSomething) {
    auto poll = examples::poll();
    for (auto& question : poll.questions) question.required = false;
    auto response = examples::response();
    response.answers = {};
    EXPECT_THAT(listed(check_response(poll, response)), ElementsAre("antwoorden: niets-ingevuld"));
    response.answers.set("v4", Number{0});
    EXPECT_THAT(listed(check_response(poll, response)), IsEmpty()) << "0 is an answer";
    response.answers = {};
    EXPECT_THAT(listed(check_response(examples::poll(), response)), ElementsAre("antwoorden.v1: verplicht"))
        << "one fault says it";
}

TEST(Response, EveryFaultIsToldAtOnce) {
    auto response = examples::response();
    response.revision = 1;
    response.municipality = area("GM0396");
    response.age_group = "17";
    response.language = "Dutch";
    response.answers.erase("v1");
    response.answers.set("v3", Number{0});
    response.answers.set("v5", Choice{"nee", ""});
    response.answers.set("v99", Number{0});
    EXPECT_THAT(listed(check_response(examples::poll(), response)),
                UnorderedElementsAre("revisie: andere-revisie", "gemeente: andere-gemeente",
                                     "wijk: wijk-buiten-gemeente", "leeftijdsgroep: onbekende-leeftijd",
                                     "taal: onbekende-taal", "antwoorden.v1: verplicht",
                                     "antwoorden.v3: buiten-schaal", "antwoorden.v9: niet-gevraagd",
                                     "antwoorden.v99: onbekende-vraag"));
}

TEST(Response, ANeighbourhoodIsTooPreciseForAPoll) {
    auto response = examples::response();
    response.district = area("BU04530101");
    EXPECT_THAT(listed(check_response(examples::poll(), response)), ElementsAre("wijk: onbekende-wijk"));
    response.municipality = {};
    response.district = {};
    EXPECT_THAT(listed(check_response(examples::poll(), response)), ElementsAre("gemeente: kies-gemeente"));
}

TEST(Response, ARequiredQuestionCountsOnlyWhenItIsAsked) {
    auto poll = examples::poll();
    poll.questions[8].required = true;
    auto response = examples::response();
    response.answers.erase("v9");
    EXPECT_THAT(listed(check_response(poll, response)), ElementsAre("antwoorden.v9: verplicht"));
    response.answers.set("v5", Choice{"nee", ""});
    EXPECT_THAT(listed(check_response(poll, response)), IsEmpty());
}

TEST(Response, TypedQuestionsAskToFillInRatherThanToChoose) {
    auto poll = examples::poll();
    poll.questions[7].required = true;
    auto response = examples::response();
    response.answers.erase("v8");
    const auto faults = check_response(poll, response);
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0].message, "Vul een antwoord in bij deze vraag.");
}

/// Four questions, each shown by the one before.
Poll chained() {
    auto poll = examples::poll();
    poll.questions = {examples::question("a", QuestionKind::yes_no),
                      examples::question("b", QuestionKind::scale),
                      examples::question("c", QuestionKind::multiple, {"x", "y"}),
                      examples::question("d", QuestionKind::open)};
    poll.questions[1].show_if = ShowIf{"a", {"ja", "weet-niet"}};
    poll.questions[2].show_if = ShowIf{"b", {"1", "2"}};
    poll.questions[3].show_if = ShowIf{"c", {"y"}};
    return poll;
}

TEST(Showing, FollowsTheWholeChain) {
    const auto poll = chained();
    Answers answers;
    EXPECT_EQ(shown_questions(poll, answers).size(), 1U);
    answers.set("a", Choice{"ja", ""});
    EXPECT_EQ(shown_questions(poll, answers).size(), 2U);
    answers.set("b", Number{2});
    answers.set("c", Choices{{{"x", ""}, {"y", ""}}});
    EXPECT_EQ(shown_questions(poll, answers).size(), 4U);
    answers.set("a", Choice{"nee", ""});
    EXPECT_EQ(shown_questions(poll, answers).size(), 1U);
}

TEST(Showing, DropsAllThatIsNoLongerAsked) {
    const auto poll = chained();
    Answers answers;
    answers.set("a", Choice{"ja", ""});
    answers.set("b", Number{3});
    answers.set("c", Choices{{{"y", ""}}});
    answers.set("d", OpenText{"tekst"});
    drop_hidden(poll, answers);
    ASSERT_EQ(answers.all().size(), 2U);
    EXPECT_NE(answers.find("b"), nullptr);
    EXPECT_THAT(check_response(poll,
                               [&] {
                                   auto response = examples::response();
                                   response.answers = answers;
                                   return response;
                               }()),
                IsEmpty());
}

TEST(Showing, ACircleIsNeverAskedAndNeverEnds) {
    auto poll = chained();
    poll.questions[0].show_if = ShowIf{"c", {"y"}};
    Answers answers;
    answers.set("a", Choice{"ja", ""});
    answers.set("b", Number{1});
    answers.set("c", Choices{{{"y", ""}}});
    EXPECT_THAT(shown_questions(poll, answers), IsEmpty());
}

TEST(Showing, AConditionOnAMissingQuestionIsNeverTrue) {
    auto poll = chained();
    poll.questions[1].show_if = ShowIf{"z", {"ja"}};
    Answers answers;
    answers.set("z", Choice{"ja", ""});
    EXPECT_FALSE(is_shown(poll, poll.questions[1], answers));
}

TEST(Signal, AGoodOneHasNoFaults) {
    EXPECT_THAT(listed(check_signal(examples::signal(), examples::areas())), IsEmpty());
}

TEST(Signal, MayBeAngry) {
    auto signal = examples::signal();
    signal.text = "HET IS EEN SCHANDE!!! Al 3 jaar wordt er verdomme niets gedaan.";
    EXPECT_THAT(listed(check_signal(signal, examples::areas())), IsEmpty());
}

TEST(Signal, EveryFaultIsToldAtOnce) {
    Signal signal;
    signal.text = " \n ";
    signal.theme = "wmo";
    signal.municipality = area("GM0396");
    signal.area = area("WK037501");
    signal.what_helps = std::string(kMaxSignalExtra + 1, 'x');
    signal.own_part = "\xff";
    signal.language = "";
    EXPECT_THAT(
        listed(check_signal(signal, examples::areas())),
        UnorderedElementsAre("tekst: vertel-iets", "thema: onbekend-thema", "gemeente: onbekende-gemeente",
                             "wijk: wijk-buiten-gemeente", "watHelpt: te-lang",
                             "watKanIkZelf: ongeldige-tekens", "taal: onbekende-taal"));
}

TEST(Signal, TheAreaMustExistAndBeSmallerThanTheMunicipality) {
    auto signal = examples::signal();
    for (const auto* code : {"WK045399", "GM0453", "RGIJ"}) {
        signal.area = area(code);
        EXPECT_THAT(listed(check_signal(signal, examples::areas())), ElementsAre("wijk: onbekende-wijk"))
            << code;
    }
    signal.area = {};
    signal.municipality = area("RGIJ");
    EXPECT_THAT(listed(check_signal(signal, examples::areas())), ElementsAre("gemeente: onbekende-gemeente"));
    signal.municipality = {};
    EXPECT_THAT(listed(check_signal(signal, examples::areas())), ElementsAre("gemeente: kies-gemeente"));
}

TEST(Signal, TheLongestTextFits) {
    auto signal = examples::signal();
    signal.text = std::string(kMaxSignalText, 'x');
    EXPECT_THAT(check_signal(signal, examples::areas()), IsEmpty());
    signal.text += "x";
    EXPECT_THAT(listed(check_signal(signal, examples::areas())), ElementsAre("tekst: te-lang"));
}

LocalText in_language(const std::string& language) {
    return LocalText(std::map<std::string, std::string>{{language, "x"}});
}

struct PollCase {
    const char* name;
    std::function<void(Poll&)> change;
    const char* fault;
};

std::vector<PollCase> poll_cases() {
    using Q = QuestionKind;
    const auto add_questions = [](Poll& poll, int count) {
        for (int i = 0; i < count; ++i)
            poll.questions.push_back(examples::question("w" + std::to_string(i), Q::open));
    };
    return {
        {"slug with a space", [](Poll& p) { p.slug = "een plek"; }, "slug: naam-past-niet"},
        {"slug like an id", [](Poll& p) { p.slug = p.id.str(); }, "slug: naam-past-niet"},
        {"long slug", [](Poll& p) { p.slug = std::string(65, 'a'); }, "slug: naam-past-niet"},
        {"revision zero", [](Poll& p) { p.revision = 0; }, "revisie: revisie-past-niet"},
        {"no title", [](Poll& p) { p.title = {}; }, "titel: tekst-ontbreekt"},
        {"title without Dutch", [](Poll& p) { p.title = in_language("en"); }, "titel: tekst-ontbreekt"},
        {"blank title", [](Poll& p) { p.title = nl("  "); }, "titel: tekst-ontbreekt"},
        {"long title", [](Poll& p) { p.title = nl(std::string(121, 'x')); }, "titel.nl: te-lang"},
        {"unknown language", [](Poll& p) { p.title = LocalText({{"nl", "x"}, {"nederlands", "y"}}); },
         "titel.nederlands: onbekende-taal"},
        {"introduction without Dutch", [](Poll& p) { p.introduction = in_language("en"); },
         "inleiding: tekst-ontbreekt"},
        {"no municipality", [](Poll& p) { p.municipalities.clear(); }, "gemeenten: kies-gemeente"},
        {"a district", [](Poll& p) { p.municipalities[1] = area("WK045301"); },
         "gemeenten.1: onbekende-gemeente"},
        {"one twice", [](Poll& p) { p.municipalities[1] = area("GM0453"); }, "gemeenten.1: dubbele-naam"},
        {"ages upside down", [](Poll& p) { p.audience = {21, 13}; }, "doelgroep: leeftijd-past-niet"},
        {"closes when it opens", [](Poll& p) { p.closes = p.opens; }, "sluit: sluit-te-vroeg"},
        {"unknown form", [](Poll& p) { p.expectation.form = "inspraak"; },
         "verwachting.vorm: onbekend-woord"},
        {"no rung", [](Poll& p) { p.expectation.rung = ""; }, "verwachting.trede: onbekend-woord"},
        {"no purpose", [](Poll& p) { p.expectation.purpose = {}; }, "verwachting.doel: tekst-ontbreekt"},
        {"nothing happens with it", [](Poll& p) { p.expectation.what_happens = {}; },
         "verwachting.watGebeurtErmee: tekst-ontbreekt"},
        {"no feedback date", [](Poll& p) { p.expectation.feedback_on = {}; },
         "verwachting.terugkoppelingOp: terugmelding-ontbreekt"},
        {"feedback before the end",
         [](Poll& p) { p.expectation.feedback_on = p.closes - std::chrono::days(1); },
         "verwachting.terugkoppelingOp: terugmelding-te-vroeg"},
        {"no owner", [](Poll& p) { p.expectation.owner = " "; }, "verwachting.eigenaar: eigenaar-ontbreekt"},
        {"no questions", [](Poll& p) { p.questions.clear(); }, "vragen: vragen-aantal"},
        {"eleven questions", [=](Poll& p) { add_questions(p, 2); }, "vragen: vragen-aantal"},
        {"question id with a dot", [](Poll& p) { p.questions[2].id = "v.3"; }, "vragen.2.id: naam-past-niet"},
        {"question id twice", [](Poll& p) { p.questions[2].id = "v1"; }, "vragen.2.id: dubbele-naam"},
        {"question without text", [](Poll& p) { p.questions[2].text = {}; },
         "vragen.2.tekst: tekst-ontbreekt"},
        {"one option", [](Poll& p) { p.questions[0].options.resize(1); }, "vragen.0.opties: keuzes-aantal"},
        {"thirteen options",
         [](Poll& p) {
             for (int i = 0; i < 10; ++i)
                 p.questions[0].options.push_back({"o" + std::to_string(i), nl("x"), ""});
         },
         "vragen.0.opties: keuzes-aantal"},
        {"options with a scale", [](Poll& p) { p.questions[2].options = p.questions[0].options; },
         "vragen.2.opties: keuzes-horen-niet"},
        {"option id twice", [](Poll& p) { p.questions[0].options[1].id = "a"; },
         "vragen.0.opties.1.id: dubbele-naam"},
        {"option without text", [](Poll& p) { p.questions[0].options[1].text = {}; },
         "vragen.0.opties.1.tekst: tekst-ontbreekt"},
        {"more choices than options", [](Poll& p) { p.questions[1].max = 5; },
         "vragen.1.max: grens-past-niet"},
        {"no choices at all", [](Poll& p) { p.questions[1].max = 0; }, "vragen.1.max: grens-past-niet"},
        {"scale of one", [](Poll& p) { p.questions[2].max = 1; }, "vragen.2.max: grens-past-niet"},
        {"scale of eleven", [](Poll& p) { p.questions[2].max = 11; }, "vragen.2.max: grens-past-niet"},
        {"open text over the ceiling", [](Poll& p) { p.questions[7].max = kMaxOpenText + 1; },
         "vragen.7.max: grens-past-niet"},
        {"depends on a later question", [](Poll& p) { p.questions[0].show_if = ShowIf{"v5", {"ja"}}; },
         "vragen.0.toonAls.vraag: hangt-af-van-later"},
        {"depends on itself", [](Poll& p) { p.questions[4].show_if = ShowIf{"v5", {"ja"}}; },
         "vragen.4.toonAls.vraag: hangt-af-van-later"},
        {"depends on nothing known", [](Poll& p) { p.questions[8].show_if->question = "v0"; },
         "vragen.8.toonAls.vraag: hangt-af-van-later"},
        {"depends on open text", [](Poll& p) { p.questions[8].show_if->question = "v8"; },
         "vragen.8.toonAls.vraag: hangt-af-van-soort"},
        {"depends on an unknown answer",
         [](Poll& p) { p.questions[8].show_if->any_of = {"ja", "misschien"}; },
         "vragen.8.toonAls.een: hangt-af-van-antwoord"},
        {"depends on no answer", [](Poll& p) { p.questions[8].show_if->any_of.clear(); },
         "vragen.8.toonAls.een: hangt-af-van-antwoord"},
        {"depends on a value outside the scale",
         [](Poll& p) { p.questions[8].show_if = ShowIf{"v3", {"6"}}; },
         "vragen.8.toonAls.een: hangt-af-van-antwoord"},
        {"contact without words", [](Poll& p) { p.contact->question = {}; },
         "contact.vraag: tekst-ontbreekt"},
        {"contact about an unknown theme", [](Poll& p) { p.contact->topics = {"wmo"}; },
         "contact.onderwerpen: onbekend-thema"},
    };
}

TEST(PollCheck, AGoodOneHasNoFaults) { EXPECT_THAT(listed(check_poll(examples::poll())), IsEmpty()); }

TEST(PollCheck, TenQuestionsAreFine) {
    auto poll = examples::poll();
    poll.questions.push_back(examples::question("v10", QuestionKind::open));
    poll.questions[8].show_if = ShowIf{"v3", {"1", "5"}};
    EXPECT_THAT(listed(check_poll(poll)), IsEmpty());
}

TEST(PollCheck, EachFaultIsNamedAlone) {
    for (const auto& c : poll_cases()) {
        auto poll = examples::poll();
        c.change(poll);
        EXPECT_THAT(listed(check_poll(poll)), ElementsAre(c.fault)) << c.name;
    }
}

TEST(PollCheck, AnEmptyPollHasAllTheFaultsOfAnEmptyPoll) {
    const auto faults = check_poll(Poll{});
    EXPECT_GE(faults.size(), 9U);
    for (const auto& fault : faults) EXPECT_FALSE(fault.message.empty());
}

TEST(ReadingTime, GrowsWithWordsAndWithThinking) {
    Poll poll;
    EXPECT_EQ(estimated_minutes(poll), 1);
    for (int i = 0; i < 10; ++i) {
        poll.questions.push_back(
            examples::question("v" + std::to_string(i), QuestionKind::single, {"a", "b", "c", "d"}));
    }
    const int choices = estimated_minutes(poll);
    EXPECT_GE(choices, 2);
    EXPECT_LE(choices, 5);
    for (auto& question : poll.questions) question.kind = QuestionKind::open;
    EXPECT_GT(estimated_minutes(poll), choices);
    for (auto& question : poll.questions) question.kind = QuestionKind::single;
    std::string words;
    for (int i = 0; i < 600; ++i) words += "woord ";
    poll.introduction = nl(words);
    EXPECT_EQ(estimated_minutes(poll), choices + 5);
}

TEST(Languages, AreShortCodes) {
    for (const auto* good : {"nl", "nl-simple", "en", "tr", "uk"}) EXPECT_TRUE(is_language(good)) << good;
    for (const auto* bad : {"", "n", "NL", "nld", "nl-NL", "en-simple", "n1"})
        EXPECT_FALSE(is_language(bad)) << bad;
}

}  // namespace
}  // namespace peilpunt::rules
