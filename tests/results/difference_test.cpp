// SPDX-License-Identifier: EUPL-1.2
// Successive releases: what somebody learns who compares them, or who saw when a person answered.
#include <gmock/gmock.h>

#include <algorithm>

#include "tests/results/make.hpp"

namespace peilpunt::results::test {
namespace {

const QuestionFigures* figures_of(const std::vector<QuestionFigures>& questions, const std::string& id) {
    const auto found = std::find_if(questions.begin(), questions.end(),
                                    [&](const QuestionFigures& one) { return one.question == id; });
    return found == questions.end() ? nullptr : &*found;
}

/// One published table: the total, or one group of a breakdown.
struct Table {
    std::string name;
    std::optional<std::int64_t> people;
    const std::vector<QuestionFigures>* questions;
};

std::vector<Table> tables_of(const Release& release) {
    std::vector<Table> tables{{"allen", release.responses, &release.questions}};
    for (const auto& breakdown : release.breakdowns) {
        for (const auto& group : breakdown.groups) {
            tables.push_back({breakdown.by + ":" + group.value, group.responses, &group.questions});
        }
    }
    return tables;
}

const Table* same_table(const std::vector<Table>& tables, const std::string& name) {
    const auto found =
        std::find_if(tables.begin(), tables.end(), [&](const Table& one) { return one.name == name; });
    return found == tables.end() ? nullptr : &*found;
}

/// Whether the counts of one question in two releases tell about fewer than ten people, or only one answer of
/// them.
bool tells_too_much(const Question& asked, const QuestionFigures& before, const QuestionFigures& now) {
    if (asked.kind == QuestionKind::open || !before.answered || !now.answered || before == now) return false;
    bool any = false;
    bool all = true;
    int different = 0;
    for (std::size_t i = 0; i < now.options.size(); ++i) {
        const bool both = before.options[i].count && now.options[i].count;
        any = any || both;
        all = all && both;
        if (both && *now.options[i].count - *before.options[i].count >= 3) ++different;
    }
    if (!any) return false;
    if (*now.answered - *before.answered < 10) return true;
    const bool adds_up = asked.kind == QuestionKind::single || asked.kind == QuestionKind::yes_no ||
                         asked.kind == QuestionKind::scale || asked.kind == QuestionKind::ranking;
    return adds_up && all && different < 2;
}

TEST(Differences, AreAboutAtLeastTenPeopleWhoDidNotAnswerAlike) {
    int compared = 0;
    int moved = 0;
    for (unsigned seed = 100; seed < 140; ++seed) {
        const auto poll = random_poll(seed);
        Crowd crowd(poll, seed);
        Dice dice(seed);
        Cells cells;
        std::optional<Published> last;
        for (int round = 0; round < 25; ++round) {
            const int people = dice.below(3) == 0 ? dice.below(4) : dice.below(90);
            const int town = dice.below(3) == 0 ? dice.below(3) : -1;
            for (int i = 0; i < people; ++i) crowd.arrive(cells, town);
            const auto next = next_release(poll, cells, last, minutes(15 * round));
            if (!next) continue;
            if (last) {
                const auto before = tables_of(last->release);
                for (const auto& table : tables_of(next->release)) {
                    const auto* old = same_table(before, table.name);
                    if (old == nullptr) continue;
                    ++compared;
                    if (table.people && old->people && *table.people != *old->people) {
                        ++moved;
                        EXPECT_GE(*table.people - *old->people, 10) << seed << " " << table.name;
                    }
                    for (const auto& asked : poll.questions) {
                        const auto* then = figures_of(*old->questions, asked.id);
                        const auto* now = figures_of(*table.questions, asked.id);
                        if (then == nullptr || now == nullptr) continue;
                        EXPECT_FALSE(tells_too_much(asked, *then, *now))
                            << seed << " " << table.name << " " << asked.id << " release "
                            << next->release.number;
                    }
                }
            }
            last = next;
        }
    }
    EXPECT_GT(compared, 2000);
    EXPECT_GT(moved, 300);
}

/// 671 people over 14 days, in nine groups. Somebody sees each of them answer, to two minutes, and knows
/// their groups; what do two releases around that moment say for certain?
struct Watching {
    int watched = 0;
    int certain = 0;
};

bool only_one_answer(const QuestionFigures& before, const QuestionFigures& now) {
    if (!before.answered || !now.answered || *now.answered == *before.answered) return false;
    const auto more = *now.answered - *before.answered;
    for (std::size_t i = 0; i < now.options.size(); ++i) {
        if (!before.options[i].count || !now.options[i].count) continue;
        if (*now.options[i].count - *before.options[i].count == more) return true;
    }
    return false;
}

bool certain_from(const Release& before, const Release& now, const CellKey& key) {
    const auto old_tables = tables_of(before);
    for (const auto& table : tables_of(now)) {
        const bool in_it = table.name == "allen" || table.name == "gemeente:" + key.municipality.str() ||
                           table.name == "leeftijdsgroep:" + key.age_group;
        const auto* old = same_table(old_tables, table.name);
        if (!in_it || old == nullptr) continue;
        const auto* then = figures_of(*old->questions, "v1");
        const auto* later = figures_of(*table.questions, "v1");
        if (then != nullptr && later != nullptr && only_one_answer(*then, *later)) return true;
    }
    return false;
}

/// Releases by the rules, or (the control) all counts after each answer.
Watching watch(const std::vector<int>& shares, unsigned seed, bool by_the_rules) {
    constexpr int kPeople = 671;
    constexpr int kMinutes = 14 * 24 * 60;
    constexpr int kSight = 2;
    const auto poll = poll_with({question("v1", QuestionKind::single, 4)});
    Dice dice(seed);
    struct Visit {
        int minute;
        CellKey key;
        int answer;
    };
    static const std::vector<std::string> kTowns{"GM0375", "GM0396", "GM0453"};
    static const std::vector<std::string> kAges{"13-15", "16-17", "18-21"};
    std::vector<Visit> visits;
    for (int i = 0; i < kPeople; ++i) {
        const auto& town = kTowns[static_cast<std::size_t>(dice.below(3))];
        const auto& age = kAges[static_cast<std::size_t>(dice.below(3))];
        visits.push_back({dice.below(kMinutes), cell(town, age), dice.pick(shares)});
    }
    std::sort(visits.begin(), visits.end(),
              [](const Visit& a, const Visit& b) { return a.minute < b.minute; });

    struct Shown {
        int minute;
        Release release;
    };
    std::vector<Shown> shown;
    Cells cells;
    std::optional<Published> last;
    for (const auto& visit : visits) {
        give(cells, poll, visit.key, one_answer("v1", std::string(1, static_cast<char>('a' + visit.answer))));
        if (by_the_rules) {
            auto next = next_release(poll, cells, last, minutes(visit.minute));
            if (!next) continue;
            shown.push_back({visit.minute, next->release});
            last = std::move(next);
            continue;
        }
        Release live;
        std::map<std::string, Tally> groups;
        Tally total;
        for (const auto& [key, tally] : cells) {
            groups["gemeente:" + key.municipality.str()].add(tally);
            groups["leeftijdsgroep:" + key.age_group].add(tally);
            total.add(tally);
        }
        const auto plain = [](const Tally& tally) {
            QuestionFigures figures{"v1", tally.responses, {}, std::nullopt};
            const auto& counts = tally.questions.at("v1").counts;
            for (const auto* id : {"a", "b", "c", "d"}) {
                const auto found = counts.find(id);
                figures.options.push_back({id, found == counts.end() ? 0 : found->second, 0.0, false});
            }
            return std::vector<QuestionFigures>{figures};
        };
        live.responses = total.responses;
        live.questions = plain(total);
        for (const auto& [name, tally] : groups) {
            const auto colon = name.find(':');
            live.breakdowns.push_back(
                {name.substr(0, colon), "", 0, {{name.substr(colon + 1), tally.responses, plain(tally)}}});
        }
        shown.push_back({visit.minute, std::move(live)});
    }
    Watching result;
    for (std::size_t i = 0; i < visits.size(); i += 3) {
        const Shown* before = nullptr;
        const Shown* after = nullptr;
        for (const auto& one : shown) {
            if (one.minute < visits[i].minute - kSight) before = &one;
            if (one.minute > visits[i].minute + kSight && after == nullptr) after = &one;
        }
        if (before == nullptr || after == nullptr) continue;
        ++result.watched;
        if (certain_from(before->release, after->release, visits[i].key)) ++result.certain;
    }
    return result;
}

class Observer : public testing::TestWithParam<std::vector<int>> {};

TEST_P(Observer, LearnsNobodysAnswerForCertain) {
    int watched = 0;
    int certain = 0;
    for (unsigned seed = 1; seed <= 3; ++seed) {
        const auto result = watch(GetParam(), seed, true);
        watched += result.watched;
        certain += result.certain;
    }
    EXPECT_GT(watched, 300);
    EXPECT_LE(certain * 100, watched) << "at most one in a hundred";
}

TEST_P(Observer, LearnsMostAnswersWhenEachIsToldAtOnce) {
    const auto result = watch(GetParam(), 1, false);
    EXPECT_GT(result.certain * 100, result.watched * 70);
}

INSTANTIATE_TEST_SUITE_P(Answers, Observer,
                         testing::Values(std::vector<int>{25, 25, 25, 25}, std::vector<int>{60, 25, 10, 5},
                                         std::vector<int>{90, 5, 3, 2}));

}  // namespace
}  // namespace peilpunt::results::test
