// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <numeric>

#include "shared/rules/rules.hpp"

namespace peilpunt::rules {
namespace {

// Slow on purpose: people who read with effort, on a phone or a kiosk, must not find the promise too short.
constexpr int kWordsPerMinute = 120;

int count_words(std::string_view text) {
    int words = 0;
    bool inside = false;
    for (const char c : text) {
        const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!space && !inside) ++words;
        inside = !space;
    }
    return words;
}

/// Seconds to think and to answer, apart from reading.
int seconds_to_answer(QuestionKind kind) {
    switch (kind) {
        case QuestionKind::yes_no:
            return 4;
        case QuestionKind::scale:
            return 5;
        case QuestionKind::single:
            return 6;
        case QuestionKind::number:
            return 8;
        case QuestionKind::multiple:
            return 10;
        case QuestionKind::ranking:
            return 20;
        case QuestionKind::points:
            return 30;
        case QuestionKind::open:
            return 40;
    }
    return 10;
}

int words_of(const Question& question) {
    const auto add = [](int sum, const Option& option) { return sum + count_words(option.text.in("nl")); };
    return std::accumulate(question.options.begin(), question.options.end(),
                           count_words(question.text.in("nl")) + count_words(question.explanation.in("nl")),
                           add);
}

}  // namespace

int estimated_minutes(const Poll& poll) {
    int words = count_words(poll.introduction.in("nl"));
    int seconds = 0;
    for (const auto& question : poll.questions) {
        words += words_of(question);
        seconds += seconds_to_answer(question.kind);
    }
    seconds += words * 60 / kWordsPerMinute;
    return std::max(1, (seconds + 30) / 60);
}

}  // namespace peilpunt::rules
