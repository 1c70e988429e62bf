// SPDX-License-Identifier: EUPL-1.2
#include "server/demo/demo.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "server/demo/areas.hpp"
#include "server/results/results.hpp"
#include "shared/rules/rules.hpp"
#include "shared/text/catalogue.hpp"

namespace peilpunt::demo {
namespace {

const Date kToday = parse_date("2026-11-21").value();

results::Cells cells_of(const Poll& poll, const std::vector<GivenResponse>& all) {
    results::Cells cells;
    for (const auto& [response, origin] : all) {
        const results::CellKey key{response.municipality, response.district, response.age_group,
                                   origin.channel, false};
        cells[key].add(results::tally_of(poll, response.answers));
    }
    return cells;
}

results::Tally total() {
    results::Tally sum;
    for (const auto& [key, tally] : cells_of(poll_2017(), responses_2017())) sum.add(tally);
    return sum;
}

std::int64_t chose(const std::string& question, const std::string& option) {
    return total().questions.at(question).counts.at(option);
}

TEST(DemoPoll, OneIsOfTheAutumnOf2017AndOneIsOpen) {
    const auto then = poll_2017();
    EXPECT_THAT(rules::check_poll(then), testing::IsEmpty());
    EXPECT_EQ(then.slug, "hoe-willen-jongeren-meepraten-2017");
    EXPECT_EQ(format_date(then.opens), "2017-09-22");
    EXPECT_LT(then.closes, kToday);
    EXPECT_EQ(then.questions, poll(kToday).questions);
    EXPECT_NE(then.id, poll(kToday).id);
}

TEST(DemoPoll, KeepsEveryRuleOfAPoll) {
    const auto made = poll(kToday);
    EXPECT_EQ(made.slug, "hoe-wil-jij-meepraten");
    EXPECT_THAT(rules::check_poll(made), testing::IsEmpty());
    EXPECT_EQ(made.questions.size(), 10U);
    EXPECT_LE(rules::estimated_minutes(made), 5);
    EXPECT_TRUE(made.opens < kToday && kToday < made.closes);
}

TEST(DemoPoll, SpeaksEveryLanguageEverywhere) {
    const auto made = poll(kToday);
    const auto then = poll_2017();
    std::vector<LocalText> texts{made.title,
                                 made.introduction,
                                 made.expectation.purpose,
                                 made.expectation.what_happens,
                                 made.contact->question,
                                 then.title,
                                 then.introduction,
                                 then.expectation.what_happens};
    for (const auto& question : made.questions) {
        texts.push_back(question.text);
        if (!question.explanation.empty()) texts.push_back(question.explanation);
        for (const auto& option : question.options) texts.push_back(option.text);
    }
    for (const auto& words : texts) {
        for (const auto& language : text::Catalogue::builtin().languages()) {
            EXPECT_TRUE(words.all().contains(language)) << language << ": " << words.in("nl");
        }
    }
}

TEST(DemoResponses, EachPassesTheSameChecksAsAnyOther) {
    const auto check = [](const Poll& made, const std::vector<GivenResponse>& all, Date end) {
        for (const auto& [response, origin] : all) {
            EXPECT_THAT(rules::check_response(made, response), testing::IsEmpty());
            EXPECT_LT(origin.moment.date, end);
            EXPECT_GE(origin.moment.date, made.opens);
            EXPECT_EQ(origin.channel != Channel::web, !origin.venue.empty());
        }
    };
    check(poll(kToday), responses(kToday), kToday);
    check(poll_2017(), responses_2017(), poll_2017().closes);
    EXPECT_EQ(responses(kToday).size(), 420U);
    std::set<ResponseId> ids;
    for (const auto& given : responses(kToday)) ids.insert(given.response.id);
    for (const auto& given : responses_2017()) EXPECT_FALSE(ids.contains(given.response.id));
}

TEST(DemoResponses, TellTheFiguresOf2017) {
    EXPECT_EQ(total().responses, 671);
    EXPECT_EQ(chose("v1", "ja"), 614);             // 91.5%: more than 90%
    EXPECT_EQ(chose("v2", "voorzieningen"), 564);  // 84%
    EXPECT_EQ(chose("v2", "werk"), 134);           // 20%
    EXPECT_EQ(chose("v2", "veiligheid"), 141);     // 21%
    EXPECT_EQ(chose("v2", "zorg"), 128);           // 19%
    EXPECT_EQ(chose("v3", "app"), 201);            // 30%
    EXPECT_EQ(chose("v3", "jongerenraad"), 168);   // 25%
    EXPECT_EQ(chose("v3", "vragenlijst"), 167);    // 25%
    EXPECT_GT(contacts().size(), 100U);
    EXPECT_LT(contacts().size(), 110U);
}

TEST(DemoResponses, AgreeWithTheSourceWhereItIsAtHand) {
    const std::filesystem::path path =
        std::string(PEILPUNT_SOURCE_DIR) + "/../shared/data/flitspeiling-2017.json";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "the published figures are not beside this checkout";
    std::ifstream file(path);
    const auto source = nlohmann::json::parse(file);
    const std::vector<std::pair<std::string, std::string>> ours{
        {"v1", "ja"},   {"v2", "voorzieningen"}, {"v2", "werk"},         {"v2", "veiligheid"},
        {"v2", "zorg"}, {"v3", "app"},           {"v3", "jongerenraad"}, {"v3", "vragenlijst"}};
    EXPECT_EQ(total().responses, source.at("responses").get<int>());
    EXPECT_EQ(poll_2017().questions.size(), source.at("questions").get<std::size_t>());
    const auto& figures = source.at("figures");
    ASSERT_EQ(figures.size(), ours.size());
    for (std::size_t i = 0; i < ours.size(); ++i) {
        const auto& figure = figures[i];
        const double share = static_cast<double>(chose(ours[i].first, ours[i].second)) / kResponses2017;
        const double wanted = figure.at("share").get<double>();
        if (figure.value("relation", "") == "more than") {
            EXPECT_GT(share, wanted);
        } else {
            EXPECT_NEAR(share, wanted, figure.value("tolerance", 0.005)) << figure.at("what");
        }
    }
}

TEST(DemoResponses, ShowThePublishedFiguresInTheRegionAndInEachMunicipality) {
    const auto made = poll_2017();
    const auto published = results::next_edition(made.id, {made}, {{1, cells_of(made, responses_2017())}},
                                                 std::nullopt, TimePoint(made.closes));
    ASSERT_TRUE(published);
    const auto shows = [](const std::vector<results::QuestionFigures>& questions, const std::string& question,
                          const std::string& option) {
        for (const auto& figures : questions) {
            for (const auto& one : figures.options) {
                if (figures.question == question && one.option == option) return one.count.has_value();
            }
        }
        return false;
    };
    const std::vector<std::pair<std::string, std::string>> told{
        {"v1", "ja"},   {"v2", "voorzieningen"}, {"v2", "werk"},         {"v2", "veiligheid"},
        {"v2", "zorg"}, {"v3", "app"},           {"v3", "jongerenraad"}, {"v3", "vragenlijst"}};
    int municipalities = 0;
    for (const auto& [question, option] : told) {
        EXPECT_TRUE(shows(published->release.questions, question, option)) << question << option;
        for (const auto& breakdown : published->release.breakdowns) {
            if (breakdown.by != "gemeente") continue;
            municipalities = static_cast<int>(breakdown.groups.size());
            for (const auto& group : breakdown.groups) {
                EXPECT_TRUE(shows(group.questions, question, option)) << group.value << question << option;
            }
        }
    }
    EXPECT_EQ(municipalities, 3);
    for (const auto& [channel, count] : published->release.channels) EXPECT_TRUE(count) << channel;
}

TEST(DemoResponses, AreTheSameEveryTime) {
    const auto once = responses(kToday);
    const auto again = responses(kToday);
    ASSERT_EQ(once.size(), again.size());
    std::set<ResponseId> ids;
    for (std::size_t i = 0; i < once.size(); ++i) {
        EXPECT_EQ(once[i].response, again[i].response);
        EXPECT_EQ(once[i].origin, again[i].origin);
        ids.insert(once[i].response.id);
    }
    EXPECT_EQ(ids.size(), once.size());
}

TEST(DemoAreas, AreTheRegionWithAllItsNeighbourhoods) {
    const auto list = areas();
    std::map<AreaLevel, int> count;
    std::set<AreaCode> seen;
    for (const auto& area : list) {
        ++count[area.code.level()];
        EXPECT_TRUE(area.parent.empty() || seen.contains(area.parent)) << area.name;
        EXPECT_TRUE(seen.insert(area.code).second) << area.code.str();
    }
    EXPECT_EQ(count[AreaLevel::region], 1);
    EXPECT_EQ(count[AreaLevel::municipality], 3);
    EXPECT_EQ(count[AreaLevel::district], 32);
    EXPECT_EQ(count[AreaLevel::neighbourhood], 137);
}

TEST(DemoSignals, PassTheSameChecksAsAnyOther) {
    const AreaTree tree(areas());
    std::set<std::string> themes, towns;
    std::set<Channel> channels;
    std::set<Perspective> perspectives;
    for (const auto& [signal, origin] : signals(kToday)) {
        EXPECT_THAT(rules::check_signal(signal, tree), testing::IsEmpty()) << signal.text;
        const bool at_kiosk = origin.channel == Channel::kiosk || origin.channel == Channel::helped;
        EXPECT_EQ(at_kiosk, !origin.venue.empty()) << signal.text;
        EXPECT_LT(origin.moment.date, kToday);
        EXPECT_EQ(signal.area.level(), AreaLevel::district) << "as the form and the kiosk offer";
        EXPECT_TRUE(!at_kiosk || signal.perspective == Perspective::unsaid) << "the kiosk does not ask";
        themes.insert(signal.theme);
        towns.insert(signal.municipality.str());
        channels.insert(origin.channel);
        perspectives.insert(signal.perspective);
    }
    EXPECT_GE(signals(kToday).size(), 60U);
    EXPECT_EQ(themes.size(), kThemes.size());
    EXPECT_EQ(towns.size(), 3U);
    EXPECT_EQ(channels, (std::set{Channel::web, Channel::kiosk, Channel::helped}))
        << "only ways by which somebody can give something today";
    EXPECT_EQ(perspectives.size(), kPerspectives.size());
}

}  // namespace
}  // namespace peilpunt::demo
