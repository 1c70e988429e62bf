// SPDX-License-Identifier: EUPL-1.2
#include "shared/model/response.hpp"

#include <algorithm>

namespace peilpunt {

const Answer* Answers::find(std::string_view question) const {
    for (const auto& [id, answer] : answers_) {
        if (id == question) return &answer;
    }
    return nullptr;
}

void Answers::set(std::string question, Answer answer) {
    for (auto& [id, earlier] : answers_) {
        if (id == question) {
            earlier = std::move(answer);
            return;
        }
    }
    answers_.emplace_back(std::move(question), std::move(answer));
}

void Answers::erase(std::string_view question) {
    std::erase_if(answers_, [&](const auto& entry) { return entry.first == question; });
}

}  // namespace peilpunt
