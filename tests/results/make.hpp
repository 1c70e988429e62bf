// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "server/results/results.hpp"

/// Polls and answers for the tests of this folder; everything from a fixed seed.
namespace peilpunt::results::test {

inline AreaCode area(std::string_view code) { return AreaCode::parse(code).value(); }

inline LocalText nl(std::string text) { return LocalText({{"nl", std::move(text)}}); }

inline Question question(std::string id, QuestionKind kind, int options = 0, bool required = true) {
    Question made;
    made.id = std::move(id);
    made.kind = kind;
    made.text = nl("Vraag " + made.id);
    made.required = required;
    for (int i = 0; i < options; ++i) {
        const std::string name(1, static_cast<char>('a' + i));
        made.options.push_back({name, nl("Keuze " + name), ""});
    }
    return made;
}

inline Poll poll_with(std::vector<Question> questions) {
    Poll poll;
    poll.id = PollId::parse("7d6f0a52-3c1e-4b8a-9f00-5d2c8e4b1a77").value();
    poll.slug = "proef";
    poll.title = nl("Proef");
    poll.municipalities = {area("GM0375"), area("GM0396"), area("GM0453")};
    poll.audience = {13, 21};
    poll.opens = std::chrono::sys_days(std::chrono::year(2026) / 11 / 1);
    poll.closes = std::chrono::sys_days(std::chrono::year(2026) / 12 / 1);
    poll.expectation.owner = "Gemeente";
    poll.questions = std::move(questions);
    return poll;
}

inline TimePoint minutes(int count) {
    return std::chrono::sys_days(std::chrono::year(2026) / 11 / 10) + std::chrono::minutes(count);
}

inline CellKey cell(std::string_view municipality, std::string age, Channel channel = Channel::web) {
    return {area(municipality), AreaCode(), std::move(age), channel, false};
}

/// Adds `count` people who all answered `answers`.
inline void give(Cells& cells, const Poll& poll, const CellKey& key, const Answers& answers, int count = 1) {
    const auto one = tally_of(poll, answers);
    for (int i = 0; i < count; ++i) cells[key].add(one);
}

/// The uitslag of a poll with one revision.
inline Edition edition_of(const Poll& poll, const Cells& cells) {
    return next_edition(poll.id, {poll}, {{poll.revision, cells}}, std::nullopt, minutes(0)).value();
}
inline std::optional<Edition> edition_after(const Poll& poll, const Cells& cells, const Edition& last,
                                            int minute = 60) {
    return next_edition(poll.id, {poll}, {{poll.revision, cells}}, last, minutes(minute));
}

inline Answers one_answer(const std::string& question_id, const std::string& option) {
    Answers answers;
    answers.set(question_id, Choice{option, ""});
    return answers;
}

/// Uniform whole numbers that are the same with every library.
class Dice {
  public:
    explicit Dice(unsigned seed) : engine_(seed) {}
    int below(int bound) { return static_cast<int>(engine_() % static_cast<unsigned>(bound)); }
    /// A place in `weights`, in proportion.
    int pick(const std::vector<int>& weights) {
        int sum = 0;
        for (const int weight : weights) sum += weight;
        int left = below(sum);
        for (std::size_t i = 0; i < weights.size(); ++i) {
            left -= weights[i];
            if (left < 0) return static_cast<int>(i);
        }
        return 0;
    }

  private:
    std::mt19937 engine_;
};

/// A town of people with leanings: which group they fall in and what they answer.
class Crowd {
  public:
    Crowd(const Poll& poll, unsigned seed) : poll_(poll), dice_(seed) {
        for (int i = 0; i < 3; ++i) towns_.push_back(1 + dice_.below(9));
        for (int i = 0; i < 3; ++i) channels_.push_back(1 + dice_.below(i == 0 ? 30 : 6));
        for (int i = 0; i < 4; ++i) ages_.push_back(1 + dice_.below(9));
        for (const auto& asked : poll.questions) {
            auto& weights = leanings_.emplace_back();
            const int places = std::max<int>(5, static_cast<int>(asked.options.size()));
            for (int i = 0; i < places; ++i)
                weights.push_back(dice_.below(4) == 0 ? 40 : 1 + dice_.below(10));
        }
    }

    /// One person answers; `only_town` 0 to 2: of that town.
    void arrive(Cells& cells, int only_town = -1) {
        static const std::vector<std::string> kTowns{"GM0375", "GM0396", "GM0453"};
        static const std::vector<std::string> kAges{"13-15", "16-17", "18-21", ""};
        static const std::vector<Channel> kWays{Channel::web, Channel::kiosk, Channel::conversation};
        const auto any_town = dice_.pick(towns_);
        const auto town = static_cast<std::size_t>(only_town < 0 ? any_town : only_town);
        const auto age = static_cast<std::size_t>(dice_.pick(ages_));
        const auto way = static_cast<std::size_t>(dice_.pick(channels_));
        give(cells, poll_, cell(kTowns[town], kAges[age], kWays[way]), answers());
    }

  private:
    Answers answers() {
        Answers given;
        for (std::size_t i = 0; i < poll_.questions.size(); ++i) {
            const auto& asked = poll_.questions[i];
            if (asked.show_if) {
                const auto* parent = given.find(asked.show_if->question);
                const auto* choice = parent == nullptr ? nullptr : std::get_if<Choice>(parent);
                if (choice == nullptr || choice->option != asked.show_if->any_of.front()) continue;
            }
            if (!asked.required && dice_.below(4) == 0) continue;
            given.set(asked.id, answer(asked, leanings_[i]));
        }
        return given;
    }

    Answer answer(const Question& asked, const std::vector<int>& leaning) {
        const auto place = static_cast<std::size_t>(dice_.pick(leaning));
        const auto option = [&](std::size_t i) { return asked.options[i % asked.options.size()].id; };
        switch (asked.kind) {
            case QuestionKind::yes_no:
                return Choice{place == 0 ? "ja" : place < 3 ? "nee" : "weet-niet", ""};
            case QuestionKind::scale:
                return Number{static_cast<std::int64_t>(place % 5) + 1};
            case QuestionKind::number:
                return Number{static_cast<std::int64_t>(place) * 3 + dice_.below(4)};
            case QuestionKind::multiple: {
                Choices chosen;
                for (std::size_t i = 0; i < asked.options.size(); ++i) {
                    if (dice_.below(50) < leaning[i]) chosen.chosen.push_back({asked.options[i].id, ""});
                }
                if (chosen.chosen.empty()) chosen.chosen.push_back({option(place), ""});
                return chosen;
            }
            case QuestionKind::ranking: {
                Ranking ranking;
                for (std::size_t i = 0; i < asked.options.size(); ++i)
                    ranking.order.push_back(option(place + i));
                return ranking;
            }
            case QuestionKind::points: {
                const int most = 10 * dice_.below(11);
                return Points{{{option(place), most}, {option(place + 1), asked.effective_max() - most}}};
            }
            case QuestionKind::open:
                return OpenText{"iets"};
            case QuestionKind::single:
                break;
        }
        return Choice{option(place), ""};
    }

    const Poll& poll_;
    Dice dice_;
    std::vector<int> towns_, channels_, ages_;
    std::vector<std::vector<int>> leanings_;
};

/// A poll with some of every kind, chosen by the seed; one question that follows on another.
inline Poll random_poll(unsigned seed) {
    Dice dice(seed * 7919 + 13);
    std::vector<Question> questions;
    questions.push_back(question("v1", QuestionKind::single, 2 + dice.below(6), dice.below(3) != 0));
    auto follow = question("v2", dice.below(2) == 0 ? QuestionKind::single : QuestionKind::scale, 3,
                           dice.below(2) == 0);
    if (follow.kind == QuestionKind::scale) follow.options.clear();
    follow.show_if = ShowIf{"v1", {"a"}};
    questions.push_back(follow);
    questions.push_back(question("v3", QuestionKind::multiple, 3 + dice.below(5), dice.below(2) == 0));
    questions.push_back(question("v4", QuestionKind::yes_no, 0, dice.below(2) == 0));
    static const std::vector<QuestionKind> kKinds{QuestionKind::scale, QuestionKind::number,
                                                  QuestionKind::ranking, QuestionKind::points};
    const auto kind = kKinds[static_cast<std::size_t>(dice.below(4))];
    const bool has_options = kind == QuestionKind::ranking || kind == QuestionKind::points;
    auto extra = question("v5", kind, has_options ? 4 : 0, dice.below(2) == 0);
    if (kind == QuestionKind::number) extra.max = 40;
    questions.push_back(extra);
    questions.push_back(question("v6", QuestionKind::open, 0, false));
    return poll_with(std::move(questions));
}

}  // namespace peilpunt::results::test
