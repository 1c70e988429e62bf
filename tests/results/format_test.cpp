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
    Published published;
};

Made made(unsigned seed, int people = 300) {
    Made result{random_poll(seed), {}};
    Crowd crowd(result.poll, seed);
    Cells cells;
    for (int i = 0; i < people; ++i) crowd.arrive(cells);
    result.published = next_release(result.poll, cells, std::nullopt, minutes(0)).value();
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
        const auto [poll, published] = made(seed);
        EXPECT_EQ(parse_release(write_release(poll, published.release)).value(), published.release) << seed;
    }
}

TEST(ReleaseJson, HasWhatTheContractNames) {
    const auto [poll, published] = made(3);
    const auto tree = json::parse(write_release(poll, published.release));
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
    const auto [poll, published] = made(3);
    const auto account = json::parse(write_release(poll, published.release)).at("verantwoording");
    EXPECT_EQ(account.at("toelichting"),
              "Iedereen kon zelf meedoen. Dit is geen steekproef. De uitkomst geldt voor de 300 jongeren die "
              "meededen.");
    EXPECT_EQ(account.at("gewogen"), "nee");
    EXPECT_EQ(account.at("van"), "2026-11-01");
    EXPECT_EQ(account.at("wegen").size(), published.release.channels.size());
    EXPECT_EQ(account.at("vragen").size(), poll.questions.size());
    EXPECT_EQ(account.dump().find("foutmarge"), std::string::npos);
}

TEST(ReleaseJson, IsRefusedWhenDamaged) {
    const auto [poll, published] = made(3);
    const auto text = write_release(poll, published.release);
    EXPECT_EQ(parse_release(text.substr(0, text.size() / 2)).error().code, ErrorCode::damaged);
    EXPECT_EQ(parse_release("{}").error().code, ErrorCode::damaged);
    EXPECT_EQ(parse_release("[1]").error().code, ErrorCode::damaged);
}

TEST(BasisJson, LeadsToTheSameNextRelease) {
    for (unsigned seed = 0; seed < 10; ++seed) {
        const auto poll = random_poll(seed);
        Crowd crowd(poll, seed);
        Cells cells;
        for (int i = 0; i < 200; ++i) crowd.arrive(cells);
        const auto first = next_release(poll, cells, std::nullopt, minutes(0)).value();
        const Published read{parse_release(write_release(poll, first.release)).value(),
                             parse_basis(write_basis(first.basis)).value()};
        for (int i = 0; i < 200; ++i) crowd.arrive(cells);
        const auto kept = next_release(poll, cells, first, minutes(30));
        const auto stored = next_release(poll, cells, read, minutes(30));
        ASSERT_EQ(kept.has_value(), stored.has_value());
        if (kept) {
            EXPECT_EQ(kept->release, stored->release);
        }
    }
}

TEST(BasisJson, IsRefusedWhenDamaged) {
    EXPECT_EQ(parse_basis("{").error().code, ErrorCode::damaged);
    EXPECT_EQ(parse_basis("{}").error().code, ErrorCode::damaged);
    EXPECT_FALSE(
        parse_basis(R"({"op":0,"cellen":[{"gemeente":"XX","wijk":"","leeftijdsgroep":"","weg":"web",)"
                    R"("n":1,"vragen":{}}],"uitsplitsingen":{},"totalen":{},"vragen":{}})"));
    EXPECT_FALSE(parse_basis(R"({"op":0,"cellen":[{"gemeente":"","wijk":"","leeftijdsgroep":"","weg":"duif",)"
                             R"("n":1,"vragen":{}}],"uitsplitsingen":{},"totalen":{},"vragen":{}})"));
}

TEST(ReleaseCsv, HasTheSameFiguresAsTheJson) {
    for (unsigned seed = 0; seed < 20; ++seed) {
        const auto [poll, published] = made(seed);
        const auto rows = rows_of(release_csv(poll, published.release, towns()));
        std::vector<std::string> figures;
        for (std::size_t i = 1; i < rows.size(); ++i) {
            ASSERT_EQ(rows[i].size(), 13U);
            figures.push_back(rows[i][10]);
            EXPECT_EQ(rows[i][10].empty(), rows[i][12] == "ja");
        }
        EXPECT_EQ(figures, figures_in_json(json::parse(write_release(poll, published.release)))) << seed;
    }
}

TEST(ReleaseCsv, QuotesAndKeepsFormulasHarmless) {
    auto poll = poll_with({question("v1", QuestionKind::single, 2)});
    poll.questions[0].text = nl("Zeg \"ja\", of niet");
    poll.questions[0].options[0].text = nl("=1+1");
    Cells cells;
    give(cells, poll, cell("GM0453", ""), one_answer("v1", "a"), 20);
    give(cells, poll, cell("GM0453", ""), one_answer("v1", "b"), 20);
    const auto csv = release_csv(poll, next_release(poll, cells, std::nullopt, minutes(0))->release, towns());
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
    const auto table =
        release_table(poll, next_release(poll, cells, std::nullopt, minutes(0))->release, towns(), "nl");
    EXPECT_THAT(table, testing::HasSubstr("== Gemeente: Velsen ==\nIngevuld"));
    EXPECT_THAT(table, testing::ContainsRegex("Keuze c +-\n"));
    EXPECT_THAT(table, testing::ContainsRegex("Keuze a +40 +39.2%\n"));
    EXPECT_THAT(table, testing::HasSubstr("Dit is geen steekproef."));
}

}  // namespace
}  // namespace peilpunt::results::test
