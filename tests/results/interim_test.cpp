// SPDX-License-Identifier: EUPL-1.2
#include "server/results/interim.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/results/make.hpp"

namespace peilpunt::results::test {
namespace {

std::uint64_t no_noise(std::string_view) { return 0; }

Poll two_questions() {
    return poll_with(
        {question("v1", QuestionKind::single, 3), question("v2", QuestionKind::yes_no, 0, false)});
}

CellsByRevision people(const Poll& poll, int a, int b, int c) {
    Cells cells;
    const auto key = cell("GM0453", "16-17");
    Answers yes = one_answer("v1", "a");
    yes.set("v2", Choice{"ja", ""});
    give(cells, poll, key, yes, a);
    give(cells, poll, key, one_answer("v1", "b"), b);
    give(cells, poll, key, one_answer("v1", "c"), c);
    return {{poll.revision, cells}};
}

std::optional<Interim> told(const Poll& poll, const CellsByRevision& counted, std::int64_t last = 0,
                            const NoiseSource& source = no_noise) {
    return next_interim(poll.id, {poll}, counted, last, source, parse_date("2026-11-30").value());
}

std::vector<int> tenths(const InterimQuestion& question) {
    std::vector<int> list;
    for (const auto& option : question.options) list.push_back(option.tenth);
    return list;
}

TEST(Tussenstand, IsMadeAtFiftyAHundredTwoHundredAndSoOn) {
    EXPECT_EQ(level_of(49), 0);
    EXPECT_EQ(level_of(50), 50);
    EXPECT_EQ(level_of(99), 50);
    EXPECT_EQ(level_of(420), 400);
    EXPECT_EQ(level_of(6399), 3200);
    const auto poll = two_questions();
    EXPECT_FALSE(told(poll, people(poll, 40, 5, 4)));
    EXPECT_EQ(told(poll, people(poll, 40, 6, 4))->reached, 50);
    EXPECT_FALSE(told(poll, people(poll, 80, 10, 9), 50)) << "99: nothing new, however long it takes";
    EXPECT_EQ(told(poll, people(poll, 80, 10, 10), 50)->reached, 100);
    EXPECT_EQ(told(poll, people(poll, 360, 40, 20), 50)->reached, 400)
        << "levels that were passed are left out";
}

TEST(Tussenstand, TellsTenthsAndAboutHowMany) {
    const auto poll = two_questions();
    const auto interim = *told(poll, people(poll, 300, 84, 36));
    EXPECT_EQ(interim.about, 400);
    EXPECT_EQ(format_date(interim.day), "2026-11-30");
    EXPECT_THAT(tenths(interim.questions[0]), testing::ElementsAre(7, 2, 1));
    EXPECT_THAT(tenths(interim.questions[1]), testing::ElementsAre(10, 0, 0)) << "of those who answered it";
    EXPECT_EQ(told(poll, people(poll, 40, 10, 4))->about, 50);
    EXPECT_EQ(told(poll, people(poll, 100, 50, 40))->about, 200);
    EXPECT_EQ(told(poll, people(poll, 700, 50, 49))->about, 800) << "many at once, past the level";
}

TEST(Tussenstand, SaysNothingWhereNoiseCouldTurnItRound) {
    const auto poll = two_questions();
    const auto close = *told(poll, people(poll, 150, 140, 110));
    EXPECT_TRUE(close.questions[0].options.empty());
    EXPECT_FALSE(told(poll, people(poll, 160, 140, 100))->questions[0].options.empty());
    const auto few = *told(poll, people(poll, 20, 340, 40));
    EXPECT_TRUE(few.questions[1].options.empty()) << "20 answered the second question";
}

TEST(Tussenstand, IsTheSameOnEveryServerAndOtherAtEveryLevelAndCell) {
    const auto poll = two_questions();
    std::vector<std::string> labels;
    const NoiseSource source = [&](std::string_view label) {
        labels.emplace_back(label);
        return std::hash<std::string_view>()(label) * 0x9E3779B97F4A7C15U;
    };
    const auto counted = people(poll, 300, 84, 36);
    EXPECT_EQ(told(poll, counted, 0, source), told(poll, counted, 200, source));
    const auto once = labels.size() / 2;
    EXPECT_EQ(std::vector<std::string>(labels.begin(), labels.begin() + static_cast<std::ptrdiff_t>(once)),
              std::vector<std::string>(labels.begin() + static_cast<std::ptrdiff_t>(once), labels.end()));
    EXPECT_EQ(std::set<std::string>(labels.begin(), labels.end()).size(), once);
    for (const auto& label : labels) EXPECT_THAT(label, testing::HasSubstr(poll.id.str() + "/400/v"));
}

TEST(Tussenstand, LeavesOutKindsThatCannotBeToldInTenthsAndAnswersSetApart) {
    const auto poll =
        poll_with({question("v1", QuestionKind::single, 2), question("v2", QuestionKind::number),
                   question("v3", QuestionKind::ranking, 3), question("v4", QuestionKind::points, 3),
                   question("v5", QuestionKind::open), question("v6", QuestionKind::scale)});
    Cells cells;
    Answers all = one_answer("v1", "a");
    all.set("v6", Number{4});
    give(cells, poll, cell("GM0453", ""), all, 60);
    auto doubted = cell("GM0453", "");
    doubted.set_apart = true;
    give(cells, poll, doubted, one_answer("v1", "b"), 500);
    const auto interim = *told(poll, {{1, cells}});
    EXPECT_EQ(interim.reached, 50);
    ASSERT_EQ(interim.questions.size(), 2U);
    EXPECT_THAT(tenths(interim.questions[0]), testing::ElementsAre(10, 0));
    EXPECT_THAT(tenths(interim.questions[1]), testing::ElementsAre(0, 0, 0, 10, 0));
}

TEST(InterimJson, HasTheShapeOfTheContract) {
    const auto poll = two_questions();
    const auto interim = *told(poll, people(poll, 370, 30, 20));
    const auto tree = nlohmann::json::parse(write_interim({poll}, interim));
    EXPECT_EQ(tree.at("peiling"), poll.id.str());
    EXPECT_EQ(tree.at("revisie"), 1);
    EXPECT_EQ(tree.at("tussenstand"), true);
    EXPECT_EQ(tree.at("ongeveer"), 400);
    EXPECT_EQ(tree.at("vragen").at(0).at("opties").at(0), (nlohmann::json{{"id", "a"}, {"tiende", 9}}));
    for (const auto* exact : {"aantal", "wegen", "uitsplitsingen"}) EXPECT_FALSE(tree.contains(exact));
    EXPECT_EQ(tree.dump().find("aandeel"), std::string::npos);
    EXPECT_EQ(parse_interim(tree.dump()).value(), interim);
    EXPECT_EQ(parse_interim("{}").error().code, ErrorCode::damaged);
    const auto none = nlohmann::json::parse(write_no_interim(poll));
    EXPECT_EQ(none.at("tussenstand"), true);
    EXPECT_TRUE(none.at("vragen").empty());
}

TEST(InterimCsv, SaysTussenstandAndGivesTenths) {
    const auto poll = two_questions();
    const auto interim = *told(poll, people(poll, 370, 30, 20));
    const auto csv = interim_csv({poll}, interim);
    EXPECT_THAT(csv, testing::StartsWith("peiling,revisie,stand,dag,ongeveer,vraag,"));
    EXPECT_THAT(csv,
                testing::HasSubstr("\r\nproef,1,tussenstand,2026-11-30,400,v1,Vraag v1,a,Keuze a,9\r\n"));
    const auto table = interim_table({poll}, interim, "nl");
    EXPECT_THAT(table, testing::HasSubstr("ongeveer 400 antwoorden"));
    EXPECT_THAT(table, testing::HasSubstr("ongeveer 9 van de 10  Keuze a"));
}

}  // namespace
}  // namespace peilpunt::results::test
