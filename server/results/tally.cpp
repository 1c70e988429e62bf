// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <limits>
#include <string>

#include "server/results/tally.hpp"

namespace peilpunt::results {
namespace {

std::int64_t plus(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a, b, &sum)) return std::numeric_limits<std::int64_t>::max();
    return sum;
}

std::int64_t squared(std::int64_t a) {
    std::int64_t square = 0;
    if (__builtin_mul_overflow(a, a, &square)) return std::numeric_limits<std::int64_t>::max();
    return square;
}

struct Counting {
    const Question& question;
    QuestionTally& tally;

    bool knows(const std::string& option) const {
        if (question.kind == QuestionKind::yes_no) {
            return option == "ja" || option == "nee" || option == "weet-niet";
        }
        return question.option(option) != nullptr;
    }
    void count(const std::string& option, std::int64_t times = 1) const {
        if (knows(option)) tally.counts[option] += times;
    }

    void operator()(const Choice& choice) const { count(choice.option); }
    void operator()(const Choices& choices) const {
        for (const auto& choice : choices.chosen) count(choice.option);
    }
    void operator()(const Number& number) const {
        if (question.kind == QuestionKind::scale) {
            tally.counts[std::to_string(number.value)] += 1;
            return;
        }
        tally.counts["som"] = number.value;
        tally.counts["kwadraat"] = squared(number.value);
    }
    void operator()(const Ranking& ranking) const {
        if (ranking.order.empty()) return;
        count(ranking.order.front());
        for (std::size_t place = 0; place < ranking.order.size(); ++place) {
            const auto& option = ranking.order[place];
            if (!knows(option)) continue;
            tally.counts["genoemd:" + option] = 1;
            tally.counts["rang:" + option] = rank_score(question, place);
        }
    }
    void operator()(const Points& points) const {
        for (const auto& [option, given] : points.given) {
            if (given == 0 || !knows(option)) continue;
            tally.counts[option] += given;
            tally.counts["gevers:" + option] = 1;
        }
    }
    void operator()(const OpenText& /*text*/) const {}
};

}  // namespace

void Tally::add(const Tally& other) {
    responses += other.responses;
    for (const auto& [id, theirs] : other.questions) {
        auto& ours = questions[id];
        ours.answered += theirs.answered;
        for (const auto& [option, count] : theirs.counts) {
            auto& sum = ours.counts[option];
            sum = plus(sum, count);
        }
    }
}

std::int64_t rank_score(const Question& question, std::size_t place) {
    return std::max<std::int64_t>(0, question.effective_max() - static_cast<std::int64_t>(place));
}

Tally tally_of(const Poll& poll, const Answers& answers) {
    Tally tally;
    tally.responses = 1;
    for (const auto& [id, answer] : answers.all()) {
        const auto* question = poll.question(id);
        if (question == nullptr) continue;
        auto& counted = tally.questions[id];
        counted.answered = 1;
        std::visit(Counting{*question, counted}, answer);
    }
    return tally;
}

}  // namespace peilpunt::results
