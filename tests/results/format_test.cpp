// SPDX-License-Identifier: EUPL-1.2
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/results/make.hpp"

namespace peilpunt::results::test {
namespace {

using nlohmann::json;

AreaTree towns() {
    return AreaTree({{area("RG01"), "IJmond", {}, 0},
                     {area("GM0375"), "Beverwijk", area("RG01"), 0},
                     {area("GM0396"), "Heemskerk", area("RG01"), 0},
                     {area("GM0453"), "Velsen", area("RG01"), 0}});
}

struct Made {
    Poll poll;
    Edition published;
    std::vector<Poll> revisions() const { return {poll}; }
};

Made made(unsigned seed, int people = 300) {
    Made result{random_poll(seed), {}};
    Crowd crowd(result.poll, seed);
    Cells cells;
    for (int i = 0; i < people; ++i) crowd.arrive(cells);
    result.published = edition_of(result.poll, cells);
    return result;
}

/// Fields of RFC 4180 rows.
std::vector<std::vector<std::string>> rows_of(const std::string& csv) {
    std::vector<std::vector<std::string>> rows(1);
    rows.back().emplace_back();
    bool quoted = false;
    for (std::size_t i = 0; i < csv.size(); ++i) {
        const char c = csv[i];
        if (quoted) {
            if (c != '"')
                rows.back().back().push_back(c);
            else if (i + 1 < csv.size() && csv[i + 1] == '"')
                rows.back().back().push_back('"'), ++i;
            else
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == ',') {
            rows.back().emplace_back();
        } else if (c == '\n') {
            rows.emplace_back();
            rows.back().emplace_back();
        } else if (c != '\r') {
            rows.back().back().push_back(c);
        }
    }
    rows.pop_back();
    return rows;
}

/// All counts in the order in which they are told; -1: hidden.
std::vector<std::string> figures_in_json(const json& tree) {
    std::vector<std::string> list;
    const auto number = [](const json& value) { return value.is_null() ? std::string() : value.dump(); };
    const auto questions = [&](const json& asked) {
        for (const auto& question : asked) {
            list.push_back(number(question.at("aantal")));
            if (question.contains("gemiddelde")) list.push_back(number(question.at("gemiddelde")));
            for (const auto& option : question.at("opties")) list.push_back(number(option.at("aantal")));
        }
    };
    list.push_back(number(tree.at("aantal")));
    questions(tree.at("vragen"));
    for (const auto& breakdown : tree.at("uitsplitsingen")) {
        for (const auto& cell : breakdown.at("cellen")) {
            list.push_back(number(cell.at("aantal")));
            questions(cell.at("vragen"));
        }
    }
    return list;
}

TEST(ReleaseJson, ComesBackAsItWas) {
    for (unsigned seed = 0; seed < 20; ++seed) {
        const auto one = made(seed);
        const auto& [poll, published] = one;
        EXPECT_EQ(parse_release(write_release({poll}, published.release)).value(), published.release) << seed;
    }
}

TEST(ReleaseJson, HasWhatTheContractNames) {
    const auto one = made(3);
    const auto& [poll, published] = one;
    const auto tree = json::parse(write_release({poll}, published.release));
    EXPECT_EQ(tree.at("peiling"), poll.id.str());
    EXPECT_EQ(tree.at("revisie"), 1);
    EXPECT_EQ(tree.at("vrijgegevenOp"), "2026-11-10T00:00:00Z");
    EXPECT_EQ(tree.at("aantal"), 300);
    EXPECT_EQ(tree.at("vragen").size(), poll.questions.size());
    EXPECT_EQ(tree.at("uitsplitsingen").size(), 3U);
    for (const auto& question : tree.at("vragen")) {
        for (const auto& option : question.at("opties")) {
            EXPECT_EQ(option.at("aantal").is_null(), option.at("afgeschermd").get<bool>());
            EXPECT_EQ(option.at("aandeel").is_null(), option.at("afgeschermd").get<bool>());
        }
    }
}

TEST(ReleaseJson, SaysThatItIsNoSample) {
    const auto one = made(3);
    const auto& [poll, published] = one;
    const auto account = json::parse(write_release({poll}, published.release)).at("verantwoording");
    EXPECT_EQ(account.at("toelichting"),
              "Iedereen kon meedoen, ook vaker dan één keer. Wij kunnen niet zien wie dat deed. Dit is geen "
              "steekproef. De uitkomst geldt voor de 300 jongeren die "
              "meededen.");
    EXPECT_EQ(account.at("gewogen"), "nee");
    EXPECT_EQ(account.at("van"), "2026-11-01");
    EXPECT_EQ(account.at("wegen").size(), published.release.channels.size());
    EXPECT_EQ(account.at("vragen").size(), poll.questions.size());
    EXPECT_EQ(account.dump().find("foutmarge"), std::string::npos);
}

TEST(ReleaseJson, IsRefusedWhenDamaged) {
    const auto one = made(3);
    const auto& [poll, published] = one;
    const auto text = write_release({poll}, published.release);
    EXPECT_EQ(parse_release(text.substr(0, text.size() / 2)).error().code, ErrorCode::damaged);
    EXPECT_EQ(parse_release("{}").error().code, ErrorCode::damaged);
    EXPECT_EQ(parse_release("[1]").error().code, ErrorCode::damaged);
}

TEST(BasisJson, ComesBackAsItWas) {
    for (unsigned seed = 0; seed < 10; ++seed) {
        const auto [poll, published] = made(seed);
        EXPECT_EQ(parse_basis(write_basis(published.basis)).value(), published.basis);
    }
}

TEST(BasisJson, IsRefusedWhenDamaged) {
    EXPECT_EQ(parse_basis("{").error().code, ErrorCode::damaged);
    EXPECT_EQ(parse_basis("{}").error().code, ErrorCode::damaged);
    EXPECT_EQ(parse_basis(R"({"revisie":1,"n":3,"vragen":{"v1":{"n":3}}})").error().code, ErrorCode::damaged);
}

TEST(ReleaseCsv, HasTheSameFiguresAsTheJson) {
    for (unsigned seed = 0; seed < 20; ++seed) {
        const auto one = made(seed);
        const auto& [poll, published] = one;
        const auto rows = rows_of(release_csv({poll}, published.release, towns()));
        std::vector<std::string> figures;
        for (std::size_t i = 1; i < rows.size(); ++i) {
            ASSERT_EQ(rows[i].size(), 17U);
            EXPECT_EQ(rows[i][16], "uitslag");
            figures.push_back(rows[i][10]);
            EXPECT_EQ(rows[i][10].empty(), rows[i][12] == "ja");
        }
        EXPECT_EQ(figures, figures_in_json(json::parse(write_release({poll}, published.release)))) << seed;
    }
}

TEST(ReleaseJson, TellsThatTooFewTookPart) {
    const auto poll = poll_with({question("v1", QuestionKind::single, 2)});
    Cells cells;
    give(cells, poll, cell("GM0453", ""), one_answer("v1", "a"), 9);
    const auto release = edition_of(poll, cells).release;
    const auto tree = json::parse(write_release({poll}, release));
    EXPECT_TRUE(tree.at("aantal").is_null());
    EXPECT_EQ(tree.at("afgeschermd"), true);
    EXPECT_EQ(parse_release(tree.dump()).value(), release);
    EXPECT_THAT(release_table({poll}, release, towns(), "nl"), testing::HasSubstr("te weinig mensen"));
}

TEST(ReleaseJson, SaysWhatARankingAndPointsCount) {
    const auto poll =
        poll_with({question("v1", QuestionKind::ranking, 3), question("v2", QuestionKind::points, 3)});
    Crowd crowd(poll, 8);
    Cells cells;
    for (int i = 0; i < 400; ++i) crowd.arrive(cells);
    const auto release = edition_of(poll, cells).release;
    const auto tree = json::parse(write_release({poll}, release));
    const auto& asked = tree.at("verantwoording").at("vragen");
    EXPECT_THAT(asked.at(0).at("geteld").get<std::string>(),
                testing::AllOf(testing::HasSubstr("eerste plaats"), testing::HasSubstr("3 punten")));
    EXPECT_THAT(asked.at(1).at("geteld").get<std::string>(), testing::HasSubstr("punten"));
    EXPECT_TRUE(tree.at("vragen").at(0).at("opties").at(0).at("rangscore").is_number());
    EXPECT_EQ(parse_release(tree.dump()).value(), release);
    EXPECT_THAT(release_csv({poll}, release, towns()), testing::HasSubstr("rangscore: 3 punten"));
    EXPECT_THAT(release_table({poll}, release, towns(), "nl"), testing::HasSubstr("(geteld: "));
}

TEST(ReleaseCsv, QuotesAndKeepsFormulasHarmless) {
    auto poll = poll_with({question("v1", QuestionKind::single, 2)});
    poll.questions[0].text = nl("Zeg \"ja\", of niet");
    poll.questions[0].options[0].text = nl("=1+1");
    Cells cells;
    give(cells, poll, cell("GM0453", ""), one_answer("v1", "a"), 20);
    give(cells, poll, cell("GM0453", ""), one_answer("v1", "b"), 20);
    const auto csv = release_csv({poll}, edition_of(poll, cells).release, towns());
    EXPECT_THAT(csv, testing::HasSubstr("\"Zeg \"\"ja\"\", of niet\""));
    EXPECT_THAT(csv, testing::HasSubstr(",'=1+1,"));
}

TEST(ReleaseTable, ShowsGroupsByNameAndHiddenFiguresAsADash) {
    const auto poll = poll_with({question("v1", QuestionKind::single, 3)});
    Cells cells;
    give(cells, poll, cell("GM0453", ""), one_answer("v1", "a"), 20);
    give(cells, poll, cell("GM0453", ""), one_answer("v1", "b"), 20);
    give(cells, poll, cell("GM0396", ""), one_answer("v1", "a"), 20);
    give(cells, poll, cell("GM0396", ""), one_answer("v1", "b"), 30);
    give(cells, poll, cell("GM0396", ""), one_answer("v1", "c"), 12);
    const auto table = release_table({poll}, edition_of(poll, cells).release, towns(), "nl");
    EXPECT_THAT(table, testing::HasSubstr("== Gemeente: Velsen ==\nIngevuld"));
    EXPECT_THAT(table, testing::ContainsRegex("Keuze c +-\n"));
    EXPECT_THAT(table, testing::ContainsRegex("Keuze a +40 +39.2%\n"));
    EXPECT_THAT(table, testing::HasSubstr("Dit is geen steekproef."));
}

}  // namespace
}  // namespace peilpunt::results::test
