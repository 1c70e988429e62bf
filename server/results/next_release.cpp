// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <chrono>

#include "server/results/draft.hpp"
#include "server/results/results.hpp"

namespace peilpunt::results {
namespace {

constexpr std::chrono::minutes kBetweenReleases{15};
constexpr std::int64_t kTimesEach = 3;

bool multiple_differ(const QuestionTally& more) {
    // Each option that was chosen must also have been left by some; else the difference shows what everybody
    // chose.
    bool any = false;
    for (const auto& [option, chosen] : more.counts) {
        if (chosen < kTimesEach) continue;
        if (more.answered - chosen < kTimesEach) return false;
        any = true;
    }
    return any;
}

bool numbers_differ(const QuestionTally& more) {
    const auto people = static_cast<double>(more.answered);
    const auto sum = static_cast<double>(count_of(more, "som"));
    const auto squares = static_cast<double>(count_of(more, "kwadraat"));
    return squares * people > sum * sum * (1 + 1e-9);
}

}  // namespace

bool differ_enough(const Question& question, const QuestionTally& more) {
    if (question.kind == QuestionKind::open) return true;
    if (question.kind == QuestionKind::multiple) return multiple_differ(more);
    if (question.kind == QuestionKind::number) return numbers_differ(more);
    const bool points = question.kind == QuestionKind::points;
    int different = 0;
    for (const auto& option : option_ids(question)) {
        if (count_of(more, points ? "gevers:" + option : option) >= kTimesEach) ++different;
    }
    return different >= 2;
}

/// Decides what happens to one question of the total; false: the release has to wait.
bool Draft::renewable(const Question& question, bool& any_new) {
    const auto& counted = question_tally(total_, question.id);
    auto& renewal = renewal_[question.id];
    renewal = Renewal::renew;
    const auto* before = published(question);
    if (question.kind == QuestionKind::open) return true;
    if (before == nullptr) {
        any_new = any_new || differ_enough(question, counted);
        return true;
    }
    static const QuestionTally kNothing;
    const auto found = last_->basis.questions.find(question.id);
    const auto more = difference(counted, found == last_->basis.questions.end() ? kNothing : found->second);
    if (more.answered < 0) return false;
    const bool differ = more.answered >= kMinPeople && differ_enough(question, more);
    any_new = any_new || differ;
    if (more.answered == 0 && more.counts.empty()) {
        renewal = Renewal::same;
        return true;
    }
    const bool seen = before->mean || std::any_of(before->options.begin(), before->options.end(),
                                                  [](const OptionFigure& option) { return !option.hidden; });
    if (!seen || differ) return true;
    if (more.answered >= kMinPeople) return false;
    renewal = Renewal::keep;
    return true;
}

bool Draft::is_ripe() {
    if (total_.responses < kMinPeople) return false;
    if (last_ != nullptr && total_.responses - last_->release.responses < kMinPeople) return false;
    bool any_new = false;
    bool any_closed = false;
    for (const auto& question : poll_.questions) {
        any_closed = any_closed || question.kind != QuestionKind::open;
        if (!renewable(question, any_new)) return false;
    }
    return any_new || !any_closed;
}

std::optional<Published> next_release(const Poll& poll, const Cells& cells,
                                      const std::optional<Published>& last, TimePoint now) {
    if (last && now - last->basis.at < kBetweenReleases) return std::nullopt;
    // Answers to another revision are other people's answers to other questions: they start a series of their
    // own.
    const bool same_series = last && last->release.revision == poll.revision && last->release.poll == poll.id;
    auto next = Draft(poll, cells, same_series ? &*last : nullptr, format_time(now)).make();
    if (!next) return std::nullopt;
    next->release.number = last ? last->release.number + 1 : 1;
    next->basis.at = now;
    return next;
}

}  // namespace peilpunt::results
