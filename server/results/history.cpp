// SPDX-License-Identifier: EUPL-1.2
// What was published of a question before, and whether the next publication keeps its secrets.
#include <algorithm>
#include <utility>

#include "server/results/draft.hpp"

namespace peilpunt::results {

const QuestionFigures* figures_in(const std::vector<QuestionFigures>& figures, const std::string& question) {
    const auto found = std::find_if(figures.begin(), figures.end(),
                                    [&](const QuestionFigures& one) { return one.question == question; });
    return found == figures.end() ? nullptr : &*found;
}

const GroupFigures* group_in(const Breakdown& breakdown, const std::string& value) {
    const auto found = std::find_if(breakdown.groups.begin(), breakdown.groups.end(),
                                    [&](const GroupFigures& one) { return one.value == value; });
    return found == breakdown.groups.end() ? nullptr : &*found;
}

const Question* condition_of(const Poll& poll, const Question& question) {
    return question.show_if && question.required ? poll.question(question.show_if->question) : nullptr;
}

namespace {

std::size_t place_of(int number) { return static_cast<std::size_t>(number); }

/// The place of a breakdown in kBreakdowns.
int number_of(std::string_view by) {
    return static_cast<int>(std::find(kBreakdowns.begin(), kBreakdowns.end(), by) - kBreakdowns.begin());
}

/// What was published of a slice; open or closed, with what follows from other figures.
Slice as_published(const Question& question, const Tally& tally, std::string value, int breakdown,
                   const QuestionFigures* figures, bool group_shown) {
    auto slice = make_slice(question, tally, breakdown, std::move(value));
    show_as_in(slice, question, figures);
    slice.group_shown = group_shown;
    slice.answered_follows = question.required && !question.show_if && group_shown;
    slice.answered_known = slice.open || slice.answered_follows;
    return slice;
}

}  // namespace

/// What was published of a question, in the order of time: each breakdown as it was last renewed with the
/// totals of that moment, and the last totals.
std::vector<Sheet> Draft::history_of(const Question& question) const {
    std::map<std::string, Sheet> sheets;
    if (last_ == nullptr) return {};
    const auto sheet_at = [&](const std::string& time, const Tally& tally,
                              const QuestionFigures* figures) -> Sheet& {
        auto& sheet = sheets[time];
        if (sheet.slices.empty()) {
            sheet.question = &question;
            sheet.breakdowns = static_cast<int>(kBreakdowns.size());
            sheet.slices.push_back(as_published(question, tally, {}, -1, figures, true));
        }
        return sheet;
    };
    Tally then;
    then.responses = last_->release.responses;
    const auto counted = last_->basis.questions.find(question.id);
    if (counted != last_->basis.questions.end()) then.questions.insert(*counted);
    sheet_at(last_->release.released_at, then, published(question));
    for (const auto& breakdown : last_->release.breakdowns) {
        const auto cells = last_->basis.breakdowns.find(breakdown.by);
        const auto margins = last_->basis.margins.find(breakdown.by);
        if (cells == last_->basis.breakdowns.end() || margins == last_->basis.margins.end()) continue;
        auto& sheet = sheet_at(breakdown.released_at, total_of(cells->second),
                               figures_in(margins->second, question.id));
        for (const auto& group : groups_of(poll_, cells->second, breakdown.by)) {
            const auto* figures = group_in(breakdown, group.value);
            const auto* old = figures == nullptr ? nullptr : figures_in(figures->questions, question.id);
            sheet.slices.push_back(as_published(question, group.tally, group.value, number_of(breakdown.by),
                                                old, figures != nullptr && figures->responses.has_value()));
        }
    }
    std::vector<Sheet> history;
    for (auto& [time, sheet] : sheets) history.push_back(std::move(sheet));
    if (const auto* condition = condition_of(poll_, question)) {
        auto theirs = history_of(*condition);
        for (std::size_t i = 0; i < history.size(); ++i) {
            history[i].condition = condition;
            history[i].condition_slices = std::move(theirs[i].slices);
        }
    }
    return history;
}

/// Nothing of the history is given away by the totals and these candidates.
bool Draft::safe_with(const std::vector<Sheet>& history, const Sheet& sheet,
                      const std::vector<int>& places) const {
    if (history.empty()) return true;
    Sheet now;
    now.question = sheet.question;
    now.condition = sheet.condition;
    now.breakdowns = static_cast<int>(kBreakdowns.size());
    for (std::size_t i = 0; i < sheet.slices.size(); ++i) {
        const int place = sheet.slices[i].breakdown;
        if (place >= 0 && std::find(places.begin(), places.end(), place) == places.end()) continue;
        const int number = place < 0 ? -1 : number_of(candidates_[place_of(place)].by);
        now.slices.push_back(sheet.slices[i]);
        now.slices.back().breakdown = number;
        if (sheet.condition == nullptr) continue;
        now.condition_slices.push_back(sheet.condition_slices[i]);
        now.condition_slices.back().breakdown = number;
    }
    return safe_together(history, now);
}

}  // namespace peilpunt::results
