// SPDX-License-Identifier: EUPL-1.2
#include "shared/model/poll.hpp"

#include <algorithm>
#include <array>

namespace peilpunt {
namespace {

// In the order of the enumerations.
constexpr std::array<std::string_view, 8> kKindWords{"enkel",  "meervoudig", "schaal", "getal",
                                                     "ja-nee", "rangorde",   "punten", "open"};
constexpr std::array<std::string_view, 3> kStatusWords{"concept", "open", "gesloten"};

template <class Enum, std::size_t N>
std::optional<Enum> enum_of(const std::array<std::string_view, N>& words, std::string_view word) {
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end()) return std::nullopt;
    return static_cast<Enum>(found - words.begin());
}

}  // namespace

const std::string& LocalText::in(std::string_view language) const {
    static const std::string kNothing;
    for (const auto wanted : {language, std::string_view("nl-simple"), std::string_view("nl")}) {
        const auto found = texts_.find(std::string(wanted));
        if (found != texts_.end()) return found->second;
    }
    return kNothing;
}

int Question::effective_max() const {
    if (max) return *max;
    switch (kind) {
        case QuestionKind::single:
        case QuestionKind::yes_no:
            return 1;
        case QuestionKind::multiple:
        case QuestionKind::ranking:
            return static_cast<int>(options.size());
        case QuestionKind::scale:
            return 5;
        case QuestionKind::number:
            return 1'000'000;
        case QuestionKind::points:
            return 100;
        case QuestionKind::open:
            return 500;
    }
    return 0;
}

const Option* Question::option(std::string_view option_id) const {
    const auto found = std::find_if(options.begin(), options.end(),
                                    [&](const Option& candidate) { return candidate.id == option_id; });
    return found == options.end() ? nullptr : &*found;
}

const Question* Poll::question(std::string_view question_id) const {
    const auto found = std::find_if(questions.begin(), questions.end(),
                                    [&](const Question& candidate) { return candidate.id == question_id; });
    return found == questions.end() ? nullptr : &*found;
}

std::string_view word(QuestionKind kind) { return kKindWords.at(static_cast<std::size_t>(kind)); }
std::optional<QuestionKind> question_kind_of(std::string_view word) {
    return enum_of<QuestionKind>(kKindWords, word);
}

std::string_view word(PollStatus status) { return kStatusWords.at(static_cast<std::size_t>(status)); }
std::optional<PollStatus> poll_status_of(std::string_view word) {
    return enum_of<PollStatus>(kStatusWords, word);
}

bool is_open(const Poll& poll, Date today) {
    return poll.status == PollStatus::open && poll.opens <= today && today < poll.closes;
}

Date closing_day(const Poll& poll) { return poll.closed_on.value_or(poll.closes); }

Date last_day(const Poll& poll) { return poll.closed_on.value_or(poll.closes - std::chrono::days(1)); }

}  // namespace peilpunt
