// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "server/web/site.hpp"

/// What was told of a poll, on pages: a tussenstand in words and dashed dots, an uitslag in figures.
namespace peilpunt::web {

/// One thing that stands out: "7 van de 10 kozen ...".
struct Highlight {
    const Question* question = nullptr;
    std::string answer;
    int of_ten = 0;
    bool about = false;  ///< of a tussenstand: not exact
};
/// The clearest answers, one a question, at most `limit`, in the order of the poll. Nothing is said of a
/// question whose largest answers are as large as each other, or where a hidden one may be larger. They look
/// at questions of `view.state`.
std::vector<Highlight> highlights(const View& view, const results::Release& release, std::size_t limit);
std::vector<Highlight> highlights(const View& view, const results::Interim& interim, std::size_t limit);
/// `{list: [{dots, n_of_ten, sentence}]}`; false when there are none.
nlohmann::json highlight_data(const Words& words, const std::vector<Highlight>& list);

/// Everything of a question's figures: chart or words, notes, table of counts.
nlohmann::json question_data(const Words& words, const Question& question,
                             const results::QuestionFigures& figures);
/// Day of the release, Dutch time.
Date day_of(const results::Release& release);

/// Everything on /peiling/{slug}/uitkomst, besides page_data.
nlohmann::json outcome_data(const View& view, const Poll& poll);
/// Figures of groups side by side: `{group_id, group_title, columns, question_groups, hidden_note}`.
nlohmann::json compare_groups(const Words& words, const Poll& poll, const results::Breakdown& breakdown,
                              const AreaTree& areas, const std::string& title);
/// How many came in each way, as a chart; false when none may be shown.
nlohmann::json channel_chart(const Words& words, const results::Release& release);
/// "GM0453" or "16-17" or "kiosk" in words.
std::string group_name(const Words& words, const std::string& by, const std::string& value,
                       const AreaTree& areas);

}  // namespace peilpunt::web
