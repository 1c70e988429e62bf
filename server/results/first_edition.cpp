// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <utility>

#include "server/results/edition.hpp"

namespace peilpunt::results {

const QuestionFigures* figures_in(const std::vector<QuestionFigures>& figures, const std::string& question) {
    const auto found = std::find_if(figures.begin(), figures.end(),
                                    [&](const QuestionFigures& one) { return one.question == question; });
    return found == figures.end() ? nullptr : &*found;
}

const Question* condition_of(const Combined& combined, std::size_t question) {
    const auto& asked = combined.poll.questions[question];
    if (!asked.show_if || !asked.required) return nullptr;
    const auto* condition = combined.poll.question(asked.show_if->question);
    if (condition == nullptr) return nullptr;
    const auto place = static_cast<std::size_t>(condition - combined.poll.questions.data());
    return combined.asked[place].revisions == combined.asked[question].revisions ? condition : nullptr;
}

bool conditions_shown(const Combined& combined, const Question& question, const Stratum* condition) {
    if (!question.show_if) return true;
    const auto* parent = combined.poll.question(question.show_if->question);
    if (parent == nullptr || condition == nullptr || !condition->open) return false;
    const auto ids = option_ids(*parent);
    return std::all_of(
        question.show_if->any_of.begin(), question.show_if->any_of.end(), [&](const std::string& option) {
            const auto found = std::find(ids.begin(), ids.end(), option);
            return found == ids.end() || condition->shown[static_cast<std::size_t>(found - ids.begin())] != 0;
        });
}

std::optional<std::vector<std::int64_t>> rank_scores(const Question& question, const QuestionTally& counted,
                                                     const Stratum& first_places) {
    if (question.kind != QuestionKind::ranking || !first_places.open) return std::nullopt;
    std::vector<std::int64_t> scores;
    for (std::size_t i = 0; i < question.options.size(); ++i) {
        const auto& id = question.options[i].id;
        const auto lower = count_of(counted, "genoemd:" + id) - first_places.counts[i];
        // Less its first places, a score is a table of those who put it lower; they must be enough as well.
        if (first_places.shown[i] == 0 || lower < kMinCell) return std::nullopt;
        scores.push_back(count_of(counted, "rang:" + id));
    }
    return scores;
}

FirstEdition::FirstEdition(const Combined& combined, std::string now)
    : combined_(combined), now_(std::move(now)), total_(total_of(combined.cells)) {}

Edition FirstEdition::make() {
    Edition edition;
    auto& release = edition.release;
    release.poll = combined_.poll.id;
    release.revision = edition.basis.revision = combined_.poll.revision;
    release.number = 1;
    release.released_at = now_;
    release.set_apart = combined_.set_apart;
    edition.basis.counted = total_;
    if (total_.responses < kMinPeople) return edition;
    candidates_ = candidates();
    while (!draft_all()) {
    }
    release.responses = total_.responses;
    for (std::size_t place = 0; place < combined_.poll.questions.size(); ++place) {
        auto& list = place < combined_.current ? release.questions : release.earlier;
        list.push_back(figures(place, drafted_.at(combined_.poll.questions[place].id)[0]));
    }
    for (const auto by : kBreakdowns) release.breakdowns.push_back(breakdown(by));
    for (const auto& one : release.breakdowns) {
        if (one.by != "weg") continue;
        for (const auto& group : one.groups) release.channels.emplace_back(group.value, group.responses);
    }
    return edition;
}

QuestionFigures FirstEdition::figures(std::size_t place, const Stratum& stratum) const {
    const auto& question = combined_.poll.questions[place];
    auto told = figures_of(question, stratum);
    const auto& asked = combined_.asked[place];
    told.question = asked.id;
    if (!asked.in_all) told.revisions = asked.revisions;
    if (stratum.breakdown >= 0) return told;
    if (const auto scores = rank_scores(question, question_tally(total_, question.id), stratum)) {
        for (std::size_t i = 0; i < scores->size(); ++i) told.options[i].rank_score = (*scores)[i];
    }
    return told;
}

std::vector<FirstEdition::Candidate> FirstEdition::candidates() const {
    std::vector<Candidate> found;
    for (const auto by : kBreakdowns) {
        Candidate candidate{std::string(by), groups_of(combined_.poll, combined_.cells, by), {}};
        OneWay groups;
        for (const auto& group : candidate.groups) groups.people.push_back(group.tally.responses);
        groups.must_close.assign(groups.people.size(), 0);
        candidate.closed = close_small(groups);
        const bool any = std::any_of(candidate.closed.begin(), candidate.closed.end(),
                                     [](char closed) { return closed == 0; });
        if (any && groups_safe(candidate)) found.push_back(std::move(candidate));
    }
    return found;
}

bool FirstEdition::groups_safe(const Candidate& candidate) const {
    constexpr std::int64_t kWidth = 4;
    Intruder intruder;
    std::vector<Intruder::Term> sum{{intruder.add(total_.responses, true), -1}};
    for (std::size_t i = 0; i < candidate.groups.size(); ++i) {
        const int people = intruder.add(candidate.groups[i].tally.responses, candidate.closed[i] == 0);
        intruder.guard(people, kWidth);
        sum.push_back({people, 1});
    }
    intruder.add_sum(std::move(sum));
    return intruder.exposed().empty();
}

/// False: something had to be given up, so all must be drafted again.
bool FirstEdition::draft_all() {
    drafted_.clear();
    for (std::size_t place = 0; place < combined_.poll.questions.size(); ++place) {
        if (!draft_question(place)) return false;
    }
    return true;
}

bool FirstEdition::draft_question(std::size_t place) {
    const auto& question = combined_.poll.questions[place];
    auto table = make_table(place);
    const auto suppressed = suppress(table);
    const bool given_up = untold_.contains(question.id) && suppressed.breakdown < 0;
    if (suppressed.done || given_up) {
        drafted_[question.id] = std::move(table.strata);
        return true;
    }
    if (suppressed.breakdown >= 0)
        candidates_.erase(candidates_.begin() + suppressed.breakdown);
    else
        untold_.insert(question.id);
    return false;
}

const Stratum* FirstEdition::condition_stratum(const Question& question, std::size_t stratum) const {
    if (!question.show_if) return nullptr;
    const auto drafted = drafted_.find(question.show_if->question);
    return drafted == drafted_.end() || stratum >= drafted->second.size() ? nullptr
                                                                          : &drafted->second[stratum];
}

Stratum FirstEdition::everybody(std::size_t place) const {
    const auto& question = combined_.poll.questions[place];
    auto stratum = make_stratum(question, total_, -1, {});
    const bool conditions = conditions_shown(combined_, question, condition_stratum(question, 0));
    stratum.open = stratum.answered >= kMinPeople && conditions && !untold_.contains(question.id);
    if (!stratum.open) stratum.shown.assign(stratum.shown.size(), 0);
    const bool asked_of_all = question.show_if ? condition_of(combined_, place) != nullptr && conditions
                                               : combined_.asked[place].in_all;
    stratum.answered_follows = question.required && asked_of_all;
    stratum.answered_known = stratum.open || stratum.answered_follows;
    return stratum;
}

Table FirstEdition::make_table(std::size_t place) const {
    const auto& question = combined_.poll.questions[place];
    Table table;
    table.question = &question;
    table.breakdowns = static_cast<int>(candidates_.size());
    table.strata.push_back(everybody(place));
    for (int breakdown = 0; breakdown < table.breakdowns; ++breakdown)
        fill_breakdown(table, place, breakdown);
    if (const auto* condition = condition_of(combined_, place)) {
        table.condition = condition;
        table.condition_strata = drafted_.at(condition->id);
    }
    return table;
}

void FirstEdition::fill_breakdown(Table& table, std::size_t place, int breakdown) const {
    const auto& question = *table.question;
    const auto& candidate = candidates_[static_cast<std::size_t>(breakdown)];
    const auto first = table.strata.size();
    OneWay answered;
    for (std::size_t i = 0; i < candidate.groups.size(); ++i) {
        const auto& group = candidate.groups[i];
        auto stratum = make_stratum(question, group.tally, breakdown, group.value);
        stratum.group_shown = candidate.closed[i] == 0;
        const bool conditions = conditions_shown(combined_, question, condition_stratum(question, first + i));
        const bool in_all = combined_.asked[place].in_all;
        stratum.answered_follows = question.required && stratum.group_shown && conditions && in_all;
        answered.people.push_back(stratum.answered);
        // A question that was not asked alike of everybody is told of everybody together only.
        answered.must_close.push_back(
            !stratum.group_shown || !conditions || !in_all || !table.strata[0].open ? 1 : 0);
        table.strata.push_back(std::move(stratum));
    }
    const auto closed = close_small(answered);
    for (std::size_t i = 0; i < candidate.groups.size(); ++i) {
        auto& stratum = table.strata[first + i];
        if (closed[i] != 0) {
            stratum.open = false;
            stratum.shown.assign(stratum.shown.size(), 0);
        }
        stratum.answered_known = stratum.open || stratum.answered_follows;
    }
}

Breakdown FirstEdition::breakdown(std::string_view by) const {
    for (std::size_t place = 0; place < candidates_.size(); ++place) {
        const auto& candidate = candidates_[place];
        if (candidate.by != by) continue;
        Breakdown told{candidate.by, now_, total_.responses, {}};
        for (std::size_t i = 0; i < candidate.groups.size(); ++i) {
            GroupFigures group{candidate.groups[i].value, std::nullopt, {}};
            if (candidate.closed[i] == 0) {
                group.responses = candidate.groups[i].tally.responses;
                for (std::size_t k = 0; k < combined_.current; ++k) {
                    if (!combined_.asked[k].in_all) continue;
                    for (const auto& stratum : drafted_.at(combined_.poll.questions[k].id)) {
                        if (stratum.breakdown == static_cast<int>(place) && stratum.value == group.value)
                            group.questions.push_back(figures(k, stratum));
                    }
                }
            }
            told.groups.push_back(std::move(group));
        }
        return told;
    }
    Breakdown nothing{std::string(by), {}, 0, {}};
    for (const auto& group : groups_of(combined_.poll, combined_.cells, by))
        nothing.groups.push_back({group.value, std::nullopt, {}});
    return nothing;
}

}  // namespace peilpunt::results
