// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>
#include <charconv>

#include "kiosk/flow/stepper.hpp"
#include "shared/model/utf8.hpp"
#include "shared/rules/rules.hpp"
#include "shared/text/characters.hpp"

namespace peilpunt::flow {
namespace {

bool takes_text(const State& state) {
    switch (state.screen) {
        case Screen::story:
        case Screen::helps_words:
        case Screen::own_words:
        case Screen::note:
        case Screen::follow_number:
            return true;
        case Screen::question: {
            const Question* question = current_question(state);
            return question &&
                   (question->kind == QuestionKind::open || question->kind == QuestionKind::number);
        }
        default:
            return false;
    }
}

bool is_place(const State& state, std::string_view code) {
    if (!state.content) return false;
    const auto& places = state.content->places;
    return std::any_of(places.begin(), places.end(),
                       [&](const Area& area) { return area.code.str() == code; });
}

/// Empty when the digits are no number that the question takes.
std::optional<Number> number_of(const Question& question, std::string_view digits) {
    Number number;
    const auto end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, number.value);
    if (error != std::errc{} || stop != end || number.value > question.effective_max()) return std::nullopt;
    return number;
}

template <class T>
T answer_or_new(const Answers& answers, std::string_view question) {
    const Answer* answer = answers.find(question);
    const T* same = answer ? std::get_if<T>(answer) : nullptr;
    return same ? *same : T{};
}

}  // namespace

void Stepper::forget_removed(std::string_view row) { std::erase(state.session.removed, row); }

void Stepper::pick_option(const Question& question, const std::string& option) {
    Answers& answers = state.session.answers;
    const bool was_chosen = is_chosen(question, answers, option);
    const auto limit = static_cast<std::size_t>(question.effective_max());
    switch (question.kind) {
        case QuestionKind::yes_no:
            answers.set(question.id, Choice{option, ""});
            return;
        case QuestionKind::single:
            if (was_chosen || !question.option(option)) return;  // keeps the note of "anders"
            answers.set(question.id, Choice{option, ""});
            return;
        case QuestionKind::multiple: {
            auto choices = answer_or_new<Choices>(answers, question.id);
            if (was_chosen)
                std::erase_if(choices.chosen, [&](const Choice& choice) { return choice.option == option; });
            else if (choices.chosen.size() < limit && question.option(option))
                choices.chosen.push_back({option, ""});
            else
                state.hint = true;
            if (choices.chosen.empty()) return answers.erase(question.id);
            answers.set(question.id, std::move(choices));
            return;
        }
        case QuestionKind::ranking: {
            auto ranking = answer_or_new<Ranking>(answers, question.id);
            if (was_chosen)
                std::erase(ranking.order, option);
            else if (ranking.order.size() < limit && question.option(option))
                ranking.order.push_back(option);
            if (ranking.order.empty()) return answers.erase(question.id);
            answers.set(question.id, std::move(ranking));
            return;
        }
        default:
            return;
    }
}

void Stepper::operator()(const Pick& event) {
    state.hint = false;
    switch (state.screen) {
        case Screen::question:
            if (const Question* question = current_question(state)) {
                forget_removed(question->id);
                pick_option(*question, event.option);
            }
            return;
        case Screen::age:
            if (!is_age_group(event.option)) return;
            forget_removed("age");
            state.session.age_group = event.option;
            return;
        case Screen::theme:
            if (!is_theme(event.option)) return;
            forget_removed("theme");
            state.session.theme = event.option;
            return;
        case Screen::kind:
            if (const auto kind = signal_kind_of(event.option)) {
                forget_removed("kind");
                state.session.kind = *kind;
            }
            return;
        case Screen::where:
            if (!is_place(state, event.option)) return;
            forget_removed("where");
            state.session.area = event.option;
            return;
        case Screen::how:
        case Screen::speaking:
            if (event.option == "zinnen") return go(Screen::sentences);
            return;
        case Screen::sentences:
        case Screen::helps:
        case Screen::own_part:
            return pick_ready(event.option);
        default:
            return;
    }
}

void Stepper::operator()(const PickLevel& event) {
    const Question* question = current_question(state);
    if (!question || question->kind != QuestionKind::scale || state.screen != Screen::question) return;
    if (event.level < 1 || event.level > question->effective_max()) return;
    state.hint = false;
    forget_removed(question->id);
    state.session.answers.set(question->id, Number{event.level});
}

void Stepper::operator()(const GivePoints& event) {
    const Question* question = current_question(state);
    if (!question || question->kind != QuestionKind::points || !question->option(event.option)) return;
    Answers& answers = state.session.answers;
    const int left = points_left(*question, answers);
    const int had = points_of(*question, answers, event.option);
    const int wanted = had + event.steps * point_step(*question);
    const int given = std::clamp(wanted, 0, had + left);
    state.hint = false;
    forget_removed(question->id);
    auto points = answer_or_new<Points>(answers, question->id);
    std::erase_if(points.given, [&](const auto& entry) { return entry.first == event.option; });
    if (given > 0) points.given.emplace_back(event.option, given);
    if (points.given.empty()) return answers.erase(question->id);
    answers.set(question->id, std::move(points));
}

void Stepper::set_text(std::string text) {
    Session& session = state.session;
    switch (state.screen) {
        case Screen::story:
            session.story = text;
            return forget_removed("story");
        case Screen::helps_words:
            session.helps = text;
            return forget_removed("helps");
        case Screen::own_words:
            session.own_part = text;
            return forget_removed("own_part");
        case Screen::follow_number:
            session.number = text;
            return;
        case Screen::note: {
            const Answer* answer = session.answers.find(state.question);
            if (!answer) return;
            Answer changed = *answer;
            if (auto* one = std::get_if<Choice>(&changed)) one->note = text;
            if (auto* many = std::get_if<Choices>(&changed))
                for (Choice& choice : many->chosen)
                    if (choice.option == kOtherOption) choice.note = text;
            return session.answers.set(state.question, std::move(changed));
        }
        case Screen::question: {
            const Question* question = current_question(state);
            forget_removed(question->id);
            if (text.empty()) return session.answers.erase(question->id);
            if (question->kind == QuestionKind::open)
                return session.answers.set(question->id, OpenText{text});
            if (const auto number = number_of(*question, text)) session.answers.set(question->id, *number);
            return;
        }
        default:
            return;
    }
}

void Stepper::operator()(const TypeText& event) {
    if (!takes_text(state)) return;
    std::string text = text_on_screen(state);
    const Question* question = current_question(state);
    const bool digits =
        question && question->kind == QuestionKind::number && state.screen == Screen::question;
    state.hint = false;
    state.follow_trouble = FollowTrouble::none;
    state.session.cleared.clear();
    if (state.screen == Screen::follow_number &&
        (text.size() >= kVolgcodeDigits || event.utf8.find_first_not_of("0123456789") != std::string::npos))
        return;
    if (digits) {
        if (event.utf8.find_first_not_of("0123456789") != std::string::npos) return;
        if (text == "0") text.clear();
        return set_text(text + event.utf8);
    }
    if (text::count_characters(text) >= text_limit(state)) return;
    if (event.utf8 == " " && (text.empty() || text.back() == ' ')) return;
    set_text(text + event.utf8);
}

void Stepper::operator()(const Backspace&) {
    if (!takes_text(state)) return;
    std::string text = text_on_screen(state);
    utf8::drop_last(text);
    state.session.cleared.clear();
    set_text(std::move(text));
}

void Stepper::operator()(const ClearText&) {
    if (!takes_text(state)) return;
    if (!state.session.cleared.empty()) {
        set_text(state.session.cleared);
        return state.session.cleared.clear();
    }
    std::string text = text_on_screen(state);
    set_text("");
    state.session.cleared = std::move(text);
}

void Stepper::operator()(const SwitchKeyboard& event) { state.keyboard = event.keyboard; }

}  // namespace peilpunt::flow
