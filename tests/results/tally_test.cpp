// SPDX-License-Identifier: EUPL-1.2
#include <gmock/gmock.h>

#include <limits>

#include "tests/results/make.hpp"

namespace peilpunt::results::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

Poll poll_of_all_kinds() {
    return poll_with({question("enkel", QuestionKind::single, 3), question("meer", QuestionKind::multiple, 3),
                      question("schaal", QuestionKind::scale), question("getal", QuestionKind::number),
                      question("ja", QuestionKind::yes_no), question("rang", QuestionKind::ranking, 3),
                      question("punten", QuestionKind::points, 3), question("open", QuestionKind::open)});
}

Answers all_answers() {
    Answers answers;
    answers.set("enkel", Choice{"b", ""});
    answers.set("meer", Choices{{{"a", ""}, {"c", ""}}});
    answers.set("schaal", Number{4});
    answers.set("getal", Number{12});
    answers.set("ja", Choice{"weet-niet", ""});
    answers.set("rang", Ranking{{"c", "a"}});
    answers.set("punten", Points{{{"a", 70}, {"b", 30}, {"c", 0}}});
    answers.set("open", OpenText{"iets"});
    return answers;
}

TEST(Tally, CountsEachKindInItsOwnWay) {
    const auto tally = tally_of(poll_of_all_kinds(), all_answers());
    EXPECT_EQ(tally.responses, 1);
    const auto counts = [&](const char* id) { return tally.questions.at(id).counts; };
    EXPECT_THAT(counts("enkel"), ElementsAre(Pair("b", 1)));
    EXPECT_THAT(counts("meer"), ElementsAre(Pair("a", 1), Pair("c", 1)));
    EXPECT_THAT(counts("schaal"), ElementsAre(Pair("4", 1)));
    EXPECT_THAT(counts("getal"), ElementsAre(Pair("kwadraat", 144), Pair("som", 12)));
    EXPECT_THAT(counts("ja"), ElementsAre(Pair("weet-niet", 1)));
    EXPECT_THAT(counts("rang"), ElementsAre(Pair("c", 1), Pair("genoemd:a", 1), Pair("genoemd:c", 1),
                                            Pair("rang:a", 2), Pair("rang:c", 3)));
    EXPECT_THAT(counts("punten"),
                ElementsAre(Pair("a", 70), Pair("b", 30), Pair("gevers:a", 1), Pair("gevers:b", 1)));
    EXPECT_THAT(counts("open"), IsEmpty());
    for (const auto& [id, question] : tally.questions) EXPECT_EQ(question.answered, 1) << id;
}

TEST(Tally, LeavesOutWhatThePollDoesNotKnow) {
    Answers answers;
    answers.set("enkel", Choice{"x", ""});
    answers.set("vreemd", Choice{"a", ""});
    const auto tally = tally_of(poll_of_all_kinds(), answers);
    EXPECT_THAT(tally.questions.at("enkel").counts, IsEmpty());
    EXPECT_FALSE(tally.questions.contains("vreemd"));
}

TEST(Tally, AddsUp) {
    const auto poll = poll_of_all_kinds();
    Tally sum;
    for (int i = 0; i < 3; ++i) sum.add(tally_of(poll, all_answers()));
    EXPECT_EQ(sum.responses, 3);
    EXPECT_EQ(sum.questions.at("getal").counts.at("som"), 36);
    EXPECT_EQ(sum.questions.at("punten").counts.at("gevers:a"), 3);
}

TEST(Tally, StopsAtTheLargestNumberInsteadOfGoingRound) {
    auto poll = poll_of_all_kinds();
    Answers answers;
    answers.set("getal", Number{4'000'000'000});
    Tally sum;
    for (int i = 0; i < 3; ++i) sum.add(tally_of(poll, answers));
    EXPECT_EQ(sum.questions.at("getal").counts.at("kwadraat"), std::numeric_limits<std::int64_t>::max());
}

TEST(PackedTally, ComesBackAsItWas) {
    const auto poll = poll_of_all_kinds();
    Tally sum;
    for (int i = 0; i < 1000; ++i) sum.add(tally_of(poll, all_answers()));
    EXPECT_EQ(unpack(pack(sum)).value(), sum);
    EXPECT_EQ(unpack(pack(Tally{})).value(), Tally{});
    Tally odd;
    odd.responses = -1;
    odd.questions[""].counts[std::string(300, 'x')] = std::numeric_limits<std::int64_t>::min();
    EXPECT_EQ(unpack(pack(odd)).value(), odd);
}

TEST(PackedTally, IsRefusedWhenCutAnywhere) {
    const auto bytes = pack(tally_of(poll_of_all_kinds(), all_answers()));
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_FALSE(unpack(bytes.substr(0, size))) << size;
    }
    EXPECT_EQ(unpack(bytes + "x").error().code, ErrorCode::damaged);
}

TEST(PackedTally, OfAnotherVersionIsNotGuessedAt) {
    auto bytes = pack(Tally{});
    bytes[0] = 2;
    EXPECT_EQ(unpack(bytes).error().code, ErrorCode::unsupported);
}

TEST(PackedTally, SurvivesAnyBytes) {
    Dice dice(11);
    int refused = 0;
    for (int round = 0; round < 3000; ++round) {
        std::string bytes(1, '\1');
        const int size = dice.below(40);
        for (int i = 0; i < size; ++i) bytes.push_back(static_cast<char>(dice.below(256)));
        const auto tally = unpack(bytes);
        if (!tally) {
            ++refused;
            continue;
        }
        EXPECT_EQ(unpack(pack(*tally)).value(), *tally);
    }
    EXPECT_GT(refused, 1000);
}

}  // namespace
}  // namespace peilpunt::results::test
