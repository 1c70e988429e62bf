// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "server/web/site.hpp"

namespace peilpunt::web {

/// Whether a poll says "je".
bool is_for_young(const Poll& poll);
/// What is told about a poll before it starts: length, who asks, what for, what happens, until when.
nlohmann::json poll_promise(const View& view, const Poll& poll);
/// By when somebody promised to tell more. A day that passed makes nothing done: then it says "too late".
std::string promised_for(const View& view, Date day);
/// All questions as form parts, filled in with what was `sent` (may be null), with the `faults` beside them.
nlohmann::json question_list(const View& view, const Poll& poll, const http::Form* sent,
                             const std::vector<Fault>& faults);
/// The questions about the giver: municipality (when there are more), age and district.
nlohmann::json about_giver(const View& view, const std::vector<AreaCode>& municipalities,
                           const Audience& audience, const http::Form* sent);
/// Names of the answers to a question, in order: option texts, or the words of a yes/no question or a scale.
struct AnswerName {
    std::string value;
    std::string text;
    std::string mark;  ///< of `mark_of`
};
std::vector<AnswerName> answer_names(const Words& words, const Question& question);
/// The first fault whose field is `field` or lies below it, as `{text}`; false when there is none.
nlohmann::json fault_data(const std::vector<Fault>& faults, std::string_view field, const Words& words);
/// `{heading, list:[{href, text}]}` for the top of a page, or false; `target` gives the id of the field's
/// element.
nlohmann::json fault_summary(const std::vector<Fault>& faults, const Words& words,
                             const std::function<std::string(const Fault&)>& target);

}  // namespace peilpunt::web
