// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "server/web/site.hpp"

namespace peilpunt::web {

/// One thing that stands out: "7 van de 10 kozen ...".
struct Highlight {
    const Question* question = nullptr;
    std::string answer;
    int of_ten = 0;
};
/// The clearest answers of a release, one a question, at most `limit`, in the order of the poll.
std::vector<Highlight> highlights(const Words& words, const Poll& poll, const results::Release& release,
                                  std::size_t limit);
/// Caption and rows (label, bar, value) of one question; hidden figures in words.
nlohmann::json chart_of(const Words& words, const Question& question,
                        const results::QuestionFigures& figures);
/// The revision of the poll that the release is about.
const Poll& poll_of(const app::State& state, const Poll& poll, const results::Release& release);
const results::QuestionFigures* figures_of(const results::Release& release, std::string_view question);
/// Day of the release, Dutch time.
Date day_of(const results::Release& release);

/// Everything on /peiling/{slug}/uitkomst, besides page_data.
nlohmann::json outcome_data(const View& view, const Poll& poll, const results::Release* release);
/// Figures of groups side by side: `{group_id, group_title, columns, question_groups, hidden_note}`.
nlohmann::json compare_groups(const Words& words, const Poll& poll, const results::Breakdown& breakdown,
                              const AreaTree& areas, const std::string& title);
/// How many came in each way, as a chart; false when none may be shown.
nlohmann::json channel_chart(const Words& words, const results::Release& release);

}  // namespace peilpunt::web
