// SPDX-License-Identifier: EUPL-1.2
// The sentences that a tussenstand or an uitslag begins with.
#include <algorithm>
#include <cmath>

#include "server/web/outcome_view.hpp"
#include "server/web/poll_view.hpp"

namespace peilpunt::web {
namespace {

std::string answer_name(const Words& words, const Question& question, const std::string& value) {
    for (const auto& name : answer_names(words, question))
        if (name.value == value) return name.text;
    return value;
}

bool has_sentence(QuestionKind kind) {
    return kind == QuestionKind::single || kind == QuestionKind::yes_no || kind == QuestionKind::multiple ||
           kind == QuestionKind::scale;
}

/// The option that more people chose than any other; nothing when two are as large, or when what is hidden
/// may be larger.
const results::OptionFigure* winner(const Question& question, const results::QuestionFigures& figures) {
    const auto best = std::max_element(
        figures.options.begin(), figures.options.end(),
        [](const auto& a, const auto& b) { return a.count.value_or(0) < b.count.value_or(0); });
    if (best == figures.options.end() || !best->count || !best->share) return nullptr;
    const auto as_large = std::count_if(figures.options.begin(), figures.options.end(),
                                        [&](const auto& one) { return one.count == best->count; });
    if (as_large != 1) return nullptr;
    std::int64_t left = *figures.answered;
    bool hidden = false;
    for (const auto& option : figures.options) {
        hidden = hidden || option.hidden;
        if (question.kind != QuestionKind::multiple) left -= option.count.value_or(0);
    }
    return hidden && left >= *best->count ? nullptr : &*best;
}

}  // namespace

std::vector<Highlight> highlights(const View& view, const results::Release& release, std::size_t limit) {
    std::vector<std::pair<double, Highlight>> found;
    for (const auto& figures : release.questions) {
        const auto* question = results::question_of(view.state->revisions, release, figures);
        if (!question || !has_sentence(question->kind) || !figures.answered) continue;
        const auto* best = winner(*question, figures);
        const int of_ten = best ? static_cast<int>(std::lround(*best->share * 10)) : 0;
        if (of_ten == 0) continue;
        found.emplace_back(*best->share, Highlight{question, answer_name(view.words, *question, best->option),
                                                   of_ten, false});
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    if (found.size() > limit) found.resize(limit);
    std::vector<Highlight> list;
    for (auto& one : found) list.push_back(std::move(one.second));
    std::sort(list.begin(), list.end(),
              [](const Highlight& a, const Highlight& b) { return a.question < b.question; });
    return list;
}

std::vector<Highlight> highlights(const View& view, const results::Interim& interim, std::size_t limit) {
    const auto& poll = results::poll_of(view.state->revisions, interim);
    std::vector<Highlight> list;
    for (const auto& told : interim.questions) {
        const auto* question = poll.question(told.question);
        const auto best = std::max_element(told.options.begin(), told.options.end(),
                                           [](const auto& a, const auto& b) { return a.tenth < b.tenth; });
        if (!question || best == told.options.end() || best->tenth == 0 || list.size() >= limit) continue;
        // Which of two tenths that are told alike is larger, noise hides.
        const auto as_large = std::count_if(told.options.begin(), told.options.end(),
                                            [&](const auto& one) { return one.tenth == best->tenth; });
        if (as_large == 1)
            list.push_back({question, answer_name(view.words, *question, best->option), best->tenth, true});
    }
    return list;
}

}  // namespace peilpunt::web
