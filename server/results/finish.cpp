// SPDX-License-Identifier: EUPL-1.2
// Turns what a draft decided to show into a release, and keeps what the next one is to be judged by.
#include "server/results/draft.hpp"

namespace peilpunt::results {

Breakdown Draft::finish_breakdown(std::string_view by) const {
    for (std::size_t place = 0; place < candidates_.size(); ++place) {
        const auto& candidate = candidates_[place];
        if (candidate.by != by) continue;
        Breakdown breakdown{candidate.by, now_, total_.responses, {}};
        for (std::size_t i = 0; i < candidate.groups.size(); ++i) {
            GroupFigures figures{candidate.groups[i].value, std::nullopt, {}};
            if (candidate.closed[i] == 0) {
                figures.responses = candidate.groups[i].tally.responses;
                for (const auto& question : poll_.questions) {
                    for (const auto& slice : drafted_.at(question.id)) {
                        if (slice.breakdown != static_cast<int>(place) || slice.value != figures.value)
                            continue;
                        figures.questions.push_back(figures_of(question, slice));
                    }
                }
            }
            breakdown.groups.push_back(std::move(figures));
        }
        return breakdown;
    }
    if (last_ != nullptr && last_->basis.breakdowns.contains(std::string(by))) {
        for (const auto& breakdown : last_->release.breakdowns) {
            if (breakdown.by == by) return breakdown;
        }
    }
    Breakdown nothing_yet{std::string(by), {}, 0, {}};
    for (const auto& group : groups_of(poll_, cells_, by)) {
        nothing_yet.groups.push_back({group.value, std::nullopt, {}});
    }
    return nothing_yet;
}

Published Draft::finish() const {
    Published next;
    auto& release = next.release;
    release.poll = poll_.id;
    release.revision = poll_.revision;
    release.released_at = now_;
    release.responses = total_.responses;
    next.basis.cells = collapsed(cells_, {});
    if (last_ != nullptr) {
        next.basis.breakdowns = last_->basis.breakdowns;
        next.basis.margins = last_->basis.margins;
    }
    for (const auto& question : poll_.questions) {
        const auto& slice = drafted_.at(question.id)[0];
        release.questions.push_back(figures_of(question, slice));
        if (renewal_.at(question.id) == Renewal::keep) {
            const auto counted = last_->basis.questions.find(question.id);
            if (counted != last_->basis.questions.end()) next.basis.questions.insert(*counted);
        } else {
            next.basis.questions[question.id] = question_tally(total_, question.id);
        }
    }
    for (const auto& candidate : candidates_) {
        next.basis.breakdowns[candidate.by] = collapsed(cells_, candidate.by);
        next.basis.margins[candidate.by] = release.questions;
    }
    for (const auto by : kBreakdowns) release.breakdowns.push_back(finish_breakdown(by));
    for (const auto& breakdown : release.breakdowns) {
        if (breakdown.by != "weg") continue;
        for (const auto& group : breakdown.groups)
            release.channels.emplace_back(group.value, group.responses);
    }
    return next;
}

}  // namespace peilpunt::results
