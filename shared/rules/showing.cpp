// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "shared/rules/rules.hpp"

namespace peilpunt::rules {
namespace {

bool contains(const std::vector<std::string>& values, std::string_view value) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

/// Whether the answer is one of `any_of`; kinds that a question cannot depend on never are.
bool matches(const Answer& answer, const std::vector<std::string>& any_of) {
    if (const auto* choice = std::get_if<Choice>(&answer)) return contains(any_of, choice->option);
    if (const auto* number = std::get_if<Number>(&answer))
        return contains(any_of, std::to_string(number->value));
    if (const auto* choices = std::get_if<Choices>(&answer)) {
        return std::any_of(choices->chosen.begin(), choices->chosen.end(),
                           [&](const Choice& choice) { return contains(any_of, choice.option); });
    }
    return false;
}

}  // namespace

bool is_shown(const Poll& poll, const Question& question, const Answers& answers) {
    const auto* at = &question;
    // A chain longer than the poll goes round in a circle; such a question is never asked.
    for (std::size_t steps = 0; steps <= poll.questions.size(); ++steps) {
        if (!at->show_if) return true;
        const auto* answer = answers.find(at->show_if->question);
        if (!answer || !matches(*answer, at->show_if->any_of)) return false;
        at = poll.question(at->show_if->question);
        if (!at) return false;
    }
    return false;
}

std::vector<const Question*> shown_questions(const Poll& poll, const Answers& answers) {
    std::vector<const Question*> shown;
    for (const auto& question : poll.questions) {
        if (is_shown(poll, question, answers)) shown.push_back(&question);
    }
    return shown;
}

void drop_hidden(const Poll& poll, Answers& answers) {
    std::vector<std::string> hidden;
    for (const auto& [id, answer] : answers.all()) {
        const auto* question = poll.question(id);
        if (question && !is_shown(poll, *question, answers)) hidden.push_back(id);
    }
    for (const auto& id : hidden) answers.erase(id);
}

}  // namespace peilpunt::rules
