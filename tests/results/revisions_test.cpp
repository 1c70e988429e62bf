// SPDX-License-Identifier: EUPL-1.2
// A poll that was changed while it ran: nobody's answers are lost, and figures keep the words they belong to.
#include "server/results/revisions.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "server/results/results.hpp"
#include "tests/results/attack.hpp"
#include "tests/results/make.hpp"

namespace peilpunt::results::test {
namespace {

Poll before() {
    return poll_with({question("kleur", QuestionKind::single, 2), question("hoeveel", QuestionKind::number),
                      question("vaak", QuestionKind::yes_no)});
}

/// Another word for a choice of `kleur`; `hoeveel` became a choice; `vaak` stayed.
Poll after() {
    auto poll = before();
    poll.revision = 2;
    poll.slug = "proef-2";
    poll.questions[0].options[0].text = nl("Paars");
    poll.questions[1] = question("hoeveel", QuestionKind::single, 2);
    poll.questions[2].explanation = nl("Per week.");
    return poll;
}

CellsByRevision both_answered(int first, int second) {
    CellsByRevision counted;
    Answers old = one_answer("kleur", "a");
    old.set("hoeveel", Number{12});
    old.set("vaak", Choice{"ja", ""});
    Answers other = one_answer("kleur", "b");
    other.set("hoeveel", Number{13});
    other.set("vaak", Choice{"nee", ""});
    Answers unsure = one_answer("kleur", "b");
    unsure.set("hoeveel", Number{11});
    unsure.set("vaak", Choice{"weet-niet", ""});
    for (const auto& answers : {old, other, unsure})
        give(counted[1], before(), cell("GM0453", "16-17"), answers, first);
    for (const auto* option : {"a", "b"}) {
        Answers now = one_answer("kleur", option);
        now.set("hoeveel", Choice{option, ""});
        now.set("vaak", Choice{option[0] == 'a' ? "ja" : "weet-niet", ""});
        give(counted[2], after(), cell("GM0396", "16-17"), now, second);
    }
    return counted;
}

TEST(Revisions, QuestionsAreTheSameByIdKindWordsAndChoices) {
    const auto poll = before();
    const auto& asked = poll.questions[0];
    const auto same_as = [&](auto change) {
        auto other = poll;
        change(other.questions[0]);
        return same_question(asked, poll, other.questions[0], other);
    };
    EXPECT_TRUE(same_as([](Question&) {}));
    EXPECT_TRUE(same_as([](Question& q) { q.explanation = nl("Anders uitgelegd."); }));
    EXPECT_TRUE(same_as([](Question& q) { q.required = false; }));
    EXPECT_TRUE(same_as([](Question& q) { std::swap(q.options[0], q.options[1]); }));
    EXPECT_TRUE(same_as([](Question& q) { q.text = LocalText({{"nl", "Vraag kleur"}, {"en", "Colour?"}}); }));
    EXPECT_FALSE(same_as([](Question& q) { q.text = nl("Welke kleur?"); }));
    EXPECT_FALSE(same_as([](Question& q) { q.options[1].text = nl("Rood"); }));
    EXPECT_FALSE(same_as([](Question& q) { q.options.pop_back(); }));
    EXPECT_FALSE(same_as([](Question& q) { q.kind = QuestionKind::multiple; }));
    EXPECT_FALSE(same_as([](Question& q) { q.show_if = ShowIf{"vaak", {"ja"}}; }));
}

TEST(Revisions, AQuestionThatFollowsOnAChangedOneIsAnother) {
    auto poll = before();
    poll.questions[2].show_if = ShowIf{"kleur", {"a"}};
    auto changed = after();
    changed.questions[2].show_if = ShowIf{"kleur", {"a"}};
    EXPECT_FALSE(same_question(poll.questions[2], poll, changed.questions[2], changed));
}

TEST(Revisions, WhatDidNotChangeCountsOnAndTheRestIsToldApart) {
    const auto edition =
        next_edition(before().id, {before(), after()}, both_answered(10, 12), std::nullopt, minutes(0));
    const auto& release = edition->release;
    EXPECT_EQ(release.revision, 2);
    EXPECT_EQ(release.responses, 54) << "30 and 24: nobody is lost";
    ASSERT_EQ(release.questions.size(), 3U);
    EXPECT_THAT(release.questions[0].revisions, testing::ElementsAre(2));
    EXPECT_EQ(release.questions[0].answered, 24);
    EXPECT_EQ(release.questions[2].answered, 54) << "the question that did not change";
    EXPECT_TRUE(release.questions[2].revisions.empty());
    ASSERT_EQ(release.earlier.size(), 2U);
    EXPECT_EQ(release.earlier[0].question, "kleur");
    EXPECT_THAT(release.earlier[0].revisions, testing::ElementsAre(1));
    EXPECT_EQ(release.earlier[0].options[1].count, 20);
    EXPECT_EQ(release.earlier[1].mean, 12);
    for (const auto& breakdown : release.breakdowns) {
        for (const auto& group : breakdown.groups) {
            for (const auto& told : group.questions) EXPECT_EQ(told.question, "vaak");
        }
    }
}

TEST(Revisions, AReleaseIsToldInTheWordsOfItsOwnRevision) {
    const std::vector<Poll> revisions{before(), after()};
    const auto counted = both_answered(10, 12);
    // Made before the second revision was answered, told after it.
    const auto first = next_edition(before().id, revisions, {{1, counted.at(1)}}, std::nullopt, minutes(0));
    const auto csv = release_csv(revisions, first->release, AreaTree());
    EXPECT_THAT(csv, testing::HasSubstr("proef,1,"));
    EXPECT_THAT(csv, testing::HasSubstr("Keuze a"));
    EXPECT_THAT(csv, testing::HasSubstr("gemiddelde"));
    EXPECT_THAT(csv, testing::Not(testing::HasSubstr("Paars")));
    const auto tree = nlohmann::json::parse(write_release(revisions, first->release));
    EXPECT_EQ(tree.at("slug"), "proef");
    EXPECT_EQ(tree.at("verantwoording").at("vragen").at(1).at("soort"), "getal");
    EXPECT_TRUE(tree.at("vragen").at(1).contains("gemiddelde"));

    const auto all = next_edition(before().id, revisions, counted, std::nullopt, minutes(0));
    const auto both = nlohmann::json::parse(write_release(revisions, all->release));
    EXPECT_EQ(both.at("eerderGevraagd").at(0).at("opties").at(0).at("tekst"), "Keuze a");
    EXPECT_EQ(both.at("eerderGevraagd").at(1).at("soort"), "getal");
    EXPECT_EQ(parse_release(both.dump()).value(), all->release);
    const auto both_csv = release_csv(revisions, all->release, AreaTree());
    EXPECT_THAT(both_csv, testing::AllOf(testing::HasSubstr("Paars"), testing::HasSubstr("Keuze a")));
}

TEST(Revisions, ItIsSaidBeforehandWhatWillHappen) {
    auto next = after();
    next.questions.push_back(question("nieuw", QuestionKind::open));
    auto old = before();
    old.questions.push_back(question("weg", QuestionKind::scale));
    const auto change = change_between(old, next);
    EXPECT_THAT(change.same, testing::ElementsAre("vaak"));
    EXPECT_THAT(change.changed, testing::ElementsAre("kleur", "hoeveel"));
    EXPECT_THAT(change.added, testing::ElementsAre("nieuw"));
    EXPECT_THAT(change.gone, testing::ElementsAre("weg"));
}

TEST(Revisions, AnUnansweredDraftChangesNothing) {
    const auto counted = both_answered(10, 0);
    const auto with =
        next_edition(before().id, {before(), after()}, {{1, counted.at(1)}}, std::nullopt, minutes(0));
    const auto without =
        next_edition(before().id, {before()}, {{1, counted.at(1)}}, std::nullopt, minutes(0));
    EXPECT_EQ(with->release, without->release);
}

TEST(Revisions, TheTussenstandCountsOnAsWell) {
    const auto interim = next_interim(
        before().id, {before(), after()}, both_answered(12, 10), 0,
        [](std::string_view) { return std::uint64_t{0}; }, parse_date("2026-11-30").value());
    ASSERT_TRUE(interim);
    EXPECT_EQ(interim->revision, 2);
    EXPECT_EQ(interim->about, 60) << "36 and 20";
    EXPECT_THAT(interim->questions[0].revisions, testing::ElementsAre(2));
    EXPECT_TRUE(interim->questions[0].options.empty()) << "20 answers are too few to say anything";
    EXPECT_TRUE(interim->questions[2].revisions.empty());
}

TEST(Revisions, GiveNothingAwayTogether) {
    int hidden = 0;
    for (unsigned seed = 0; seed < 60; ++seed) {
        auto first = random_poll(seed);
        auto second = first;
        second.revision = 2;
        second.questions[2].text = nl("Anders gevraagd");
        CellsByRevision counted;
        Crowd crowd(first, seed);
        for (int i = 0; i < 40 + static_cast<int>(seed); ++i) crowd.arrive(counted[1]);
        for (int i = 0; i < 60; ++i) crowd.arrive(counted[2]);
        const auto edition = next_edition(first.id, {first, second}, counted, std::nullopt, minutes(0));
        // What did not change is one table of everybody; the changed one has tables of its own.
        auto shared = first;
        shared.questions.erase(shared.questions.begin() + 2);
        auto release = edition->release;
        release.questions.erase(release.questions.begin() + 2);
        Attack attack(shared);
        attack.read(release);
        hidden += attack.hidden();
        EXPECT_THAT(attack.found(), testing::IsEmpty()) << seed;
    }
    EXPECT_GT(hidden, 300);
}

}  // namespace
}  // namespace peilpunt::results::test
