// SPDX-License-Identifier: EUPL-1.2
#include "server/results/draft.hpp"

#include <algorithm>
#include <utility>

namespace peilpunt::results {
namespace {

const Tally& tally_in(const std::vector<Group>& groups, const std::string& value) {
    static const Tally kNobody;
    const auto found =
        std::find_if(groups.begin(), groups.end(), [&](const Group& one) { return one.value == value; });
    return found == groups.end() ? kNobody : found->tally;
}

bool shows_options(const QuestionFigures& figures) {
    return figures.mean || std::any_of(figures.options.begin(), figures.options.end(),
                                       [](const OptionFigure& option) { return !option.hidden; });
}

std::vector<char> hidden_in(const Slice& shown) {
    std::vector<char> hidden;
    for (const auto one : shown.shown) hidden.push_back(one != 0 ? 0 : 1);
    return hidden;
}

}  // namespace

Draft::Draft(const Poll& poll, const Cells& cells, const Published* last, std::string now)
    : poll_(poll), cells_(cells), last_(last), now_(std::move(now)), total_(total_of(cells)) {}

const QuestionFigures* Draft::published(const Question& question) const {
    return last_ == nullptr ? nullptr : figures_in(last_->release.questions, question.id);
}

std::optional<Published> Draft::make() {
    if (!is_ripe()) return std::nullopt;
    candidates_ = candidates();
    for (;;) {
        const auto outcome = draft_all();
        if (outcome == Outcome::done) return finish();
        if (outcome == Outcome::wait) return std::nullopt;
    }
}

/// Groups that have nothing new, and those that have too little, decide whether the breakdown moves: all at
/// once or not at all, for its groups add up to the total and a difference would show what one group alone
/// gained.
bool Draft::in_lockstep(const Candidate& candidate) const {
    if (candidate.before == nullptr) return true;
    bool any_new = false;
    for (const auto& group : candidate.groups_before) {
        if (tally_in(candidate.groups, group.value).responses < group.tally.responses) return false;
    }
    for (const auto& group : candidate.groups) {
        const auto& before = tally_in(candidate.groups_before, group.value);
        const auto more = group.tally.responses - before.responses;
        if (more != 0 && more < kMinPeople) return false;
        any_new = any_new || more > 0;
        const auto* figures = group_in(*candidate.before, group.value);
        if (figures == nullptr) continue;
        for (const auto& question : poll_.questions) {
            if (question.kind == QuestionKind::open) continue;
            const auto* old = figures_in(figures->questions, question.id);
            if (old == nullptr || !old->answered || !shows_options(*old)) continue;
            const auto& now_counted = question_tally(group.tally, question.id);
            const auto& then_counted = question_tally(before, question.id);
            if (now_counted == then_counted) continue;
            const auto new_answers = difference(now_counted, then_counted);
            if (new_answers.answered < kMinPeople || !differ_enough(question, new_answers)) return false;
        }
    }
    return any_new;
}

std::vector<Candidate> Draft::candidates() const {
    // A breakdown adds up to the total of its own moment, so it moves only when all questions of the total
    // do.
    for (const auto& [question, renewal] : renewal_) {
        if (renewal == Renewal::keep) return {};
    }
    std::vector<Candidate> found;
    for (const auto by : kBreakdowns) {
        Candidate candidate;
        candidate.by = by;
        candidate.groups = groups_of(poll_, cells_, by);
        if (last_ != nullptr && last_->basis.breakdowns.contains(candidate.by)) {
            const auto& before = last_->release.breakdowns;
            const auto same = std::find_if(before.begin(), before.end(),
                                           [&](const Breakdown& one) { return one.by == candidate.by; });
            if (same == before.end()) continue;
            candidate.before = &*same;
            candidate.groups_before = groups_of(poll_, last_->basis.breakdowns.at(candidate.by), by);
        }
        if (!in_lockstep(candidate) || !close_groups(candidate)) continue;
        if (groups_safe(candidate)) found.push_back(std::move(candidate));
    }
    return found;
}

/// False when the breakdown would show nothing, or could not be shown safely.
bool Draft::close_groups(Candidate& candidate) const {
    OneWay groups;
    for (const auto& group : candidate.groups) {
        groups.people.push_back(group.tally.responses);
        groups.must_close.push_back(0);
        const auto* before = candidate.before == nullptr ? nullptr : group_in(*candidate.before, group.value);
        const bool same = before != nullptr && tally_in(candidate.groups_before, group.value) == group.tally;
        groups.pinned_open.push_back(same && before->responses ? 1 : 0);
        groups.pinned_closed.push_back(same && !before->responses ? 1 : 0);
    }
    auto closed = close_small(groups);
    if (!closed || std::all_of(closed->begin(), closed->end(), [](char one) { return one != 0; }))
        return false;
    candidate.closed = std::move(*closed);
    return true;
}

bool Draft::groups_safe(const Candidate& candidate) const {
    constexpr std::int64_t kWidth = 4;
    Puzzle puzzle;
    std::map<std::string, int> before;
    if (candidate.before != nullptr) {
        std::int64_t people = 0;
        std::vector<Puzzle::Term> sum;
        for (const auto& group : candidate.groups_before) {
            const auto* figures = group_in(*candidate.before, group.value);
            const int variable = puzzle.add(group.tally.responses, figures != nullptr && figures->responses);
            puzzle.guard(variable, kWidth);
            before[group.value] = variable;
            sum.push_back({variable, 1});
            people += group.tally.responses;
        }
        sum.push_back({puzzle.add(people, true), -1});
        puzzle.add_sum(std::move(sum));
    }
    std::vector<Puzzle::Term> sum{{puzzle.add(total_.responses, true), -1}};
    for (std::size_t i = 0; i < candidate.groups.size(); ++i) {
        const auto& group = candidate.groups[i];
        const int variable = puzzle.add(group.tally.responses, candidate.closed[i] == 0);
        puzzle.guard(variable, kWidth);
        sum.push_back({variable, 1});
        const auto old = before.find(group.value);
        if (old == before.end()) continue;
        const auto more = group.tally.responses - tally_in(candidate.groups_before, group.value).responses;
        puzzle.add_sum({{variable, 1}, {old->second, -1}, {puzzle.add(more, more == 0), -1}});
    }
    puzzle.add_sum(std::move(sum));
    return puzzle.exposed().empty();
}

Draft::Outcome Draft::draft_all() {
    drafted_.clear();
    for (const auto& question : poll_.questions) {
        const auto outcome = draft_question(question);
        if (outcome != Outcome::done) return outcome;
    }
    return Outcome::done;
}

void Draft::drop(int candidate) {
    if (candidate < 0) {
        candidates_.clear();
    } else {
        candidates_.erase(candidates_.begin() + candidate);
    }
}

Draft::Outcome Draft::draft_question(const Question& question) {
    const auto history = history_of(question);
    std::vector<int> all;
    for (std::size_t i = 0; i < candidates_.size(); ++i) all.push_back(static_cast<int>(i));
    for (const bool keep_hidden : {false, true}) {
        int failing = -1;
        auto sheet = make_sheet(question, failing);
        Settled settled;
        if (sheet) settled = settle(*sheet, keep_hidden);
        if (!sheet || !settled.done) {
            if (candidates_.empty()) return Outcome::wait;
            drop(sheet ? settled.breakdown : failing);
            return Outcome::again;
        }
        if (safe_with(history, *sheet, all)) {
            drafted_[question.id] = std::move(sheet->slices);
            return Outcome::done;
        }
        if (!keep_hidden) continue;
        if (!safe_with(history, *sheet, {})) {
            if (renewal_.at(question.id) == Renewal::keep) return Outcome::wait;
            renewal_[question.id] = Renewal::keep;
            drop(-1);
            return Outcome::again;
        }
        for (const int place : all) {
            if (safe_with(history, *sheet, {place})) continue;
            drop(place);
            return Outcome::again;
        }
        drop(all.back());
    }
    return Outcome::again;
}

/// A question that follows on some answers tells how many gave those; it shows only where these are shown.
bool Draft::conditions_shown(const Question& question, std::size_t slice) const {
    if (!question.show_if) return true;
    const auto* parent = poll_.question(question.show_if->question);
    const auto drafted = drafted_.find(question.show_if->question);
    if (parent == nullptr || drafted == drafted_.end() || slice >= drafted->second.size()) return false;
    const auto& figures = drafted->second[slice];
    if (!figures.open) return false;
    const auto ids = option_ids(*parent);
    return std::all_of(
        question.show_if->any_of.begin(), question.show_if->any_of.end(), [&](const std::string& option) {
            const auto found = std::find(ids.begin(), ids.end(), option);
            return found == ids.end() || figures.shown[static_cast<std::size_t>(found - ids.begin())] != 0;
        });
}

Slice Draft::make_region_slice(const Question& question) const {
    auto slice = make_slice(question, total_, -1, {});
    const auto* old = published(question);
    if (old != nullptr) {
        auto before = slice;
        show_as_in(before, question, old);
        slice.was_hidden = hidden_in(before);
    }
    const auto renewal = renewal_.at(question.id);
    if (old != nullptr && renewal != Renewal::renew) {
        if (renewal == Renewal::keep) {
            // Shown as it was then; what is counted now does not come into it.
            Tally then;
            then.responses = last_->release.responses;
            const auto counted = last_->basis.questions.find(question.id);
            if (counted != last_->basis.questions.end()) then.questions.insert(*counted);
            slice = make_slice(question, then, -1, {});
        }
        show_as_in(slice, question, old);
        slice.pinned = true;
    } else {
        slice.open = slice.answered >= kMinPeople && conditions_shown(question, 0);
        if (!slice.open) slice.shown.assign(slice.shown.size(), 0);
    }
    const bool follows =
        question.show_if ? question.required && conditions_shown(question, 0) : question.required;
    slice.answered_follows = follows;
    slice.answered_known = slice.open || follows;
    return slice;
}

std::optional<Sheet> Draft::make_sheet(const Question& question, int& failing) const {
    Sheet sheet;
    sheet.question = &question;
    sheet.breakdowns = static_cast<int>(candidates_.size());
    sheet.slices.push_back(make_region_slice(question));
    for (int place = 0; place < sheet.breakdowns; ++place) {
        failing = place;
        if (!fill_breakdown(sheet, place)) return std::nullopt;
    }
    if (const auto* condition = condition_of(poll_, question)) {
        sheet.condition = condition;
        sheet.condition_slices = drafted_.at(condition->id);
    }
    return sheet;
}

bool Draft::fill_breakdown(Sheet& sheet, int place) const {
    const auto& question = *sheet.question;
    const auto& candidate = candidates_[static_cast<std::size_t>(place)];
    const auto first = sheet.slices.size();
    OneWay answered;
    for (std::size_t i = 0; i < candidate.groups.size(); ++i) {
        const auto& group = candidate.groups[i];
        auto slice = make_slice(question, group.tally, place, group.value);
        slice.group_shown = candidate.closed[i] == 0;
        const bool conditions = conditions_shown(question, first + i);
        slice.answered_follows = question.required && slice.group_shown && conditions;
        const auto* before = candidate.before == nullptr ? nullptr : group_in(*candidate.before, group.value);
        const auto& tally_before = tally_in(candidate.groups_before, group.value);
        if (before != nullptr) {
            const auto* old = figures_in(before->questions, question.id);
            auto shown_before = slice;
            show_as_in(shown_before, question, old);
            slice.was_hidden = hidden_in(shown_before);
            slice.pinned =
                question_tally(tally_before, question.id) == question_tally(group.tally, question.id);
            if (slice.pinned) {
                slice.open = shown_before.open;
                slice.shown = shown_before.shown;
            }
        }
        answered.people.push_back(slice.answered);
        answered.must_close.push_back(!slice.group_shown || !conditions || !sheet.slices[0].open ? 1 : 0);
        answered.pinned_open.push_back(slice.pinned && slice.open ? 1 : 0);
        answered.pinned_closed.push_back(slice.pinned && !slice.open ? 1 : 0);
        sheet.slices.push_back(std::move(slice));
    }
    const auto closed = close_small(answered);
    if (!closed) return false;
    for (std::size_t i = 0; i < candidate.groups.size(); ++i) {
        auto& slice = sheet.slices[first + i];
        if ((*closed)[i] != 0) {
            slice.open = false;
            slice.shown.assign(slice.shown.size(), 0);
        }
        slice.answered_known = slice.open || slice.answered_follows;
    }
    return true;
}

}  // namespace peilpunt::results
