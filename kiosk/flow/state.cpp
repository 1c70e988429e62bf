// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/flow/state.hpp"

#include <algorithm>
#include <charconv>

#include "shared/rules/rules.hpp"
#include "shared/text/characters.hpp"

namespace peilpunt::flow {
namespace {

bool contains(const std::vector<std::string>& list, std::string_view item) {
    return std::find(list.begin(), list.end(), item) != list.end();
}

const Question* question_of(const Session& session, std::string_view id) {
    return session.poll ? session.poll->question(id) : nullptr;
}

int index_in(const std::vector<const Question*>& questions, std::string_view id) {
    for (std::size_t i = 0; i < questions.size(); ++i)
        if (questions[i]->id == id) return static_cast<int>(i);
    return -1;
}

/// Not asked yet, but it may be: what it depends on is still open. So the row of dots does not grow on the
/// way.
bool may_come(const Session& session, const Question& question) {
    if (!question.show_if || contains(session.visited, question.id)) return false;
    const Question* before = question_of(session, question.show_if->question);
    if (!before || session.answers.find(before->id)) return false;
    return !before->show_if || contains(session.visited, before->id) || may_come(session, *before);
}

bool is_text_screen(const State& state) {
    if (state.screen == Screen::story || state.screen == Screen::helps_words ||
        state.screen == Screen::own_words || state.screen == Screen::note ||
        state.screen == Screen::follow_number || state.screen == Screen::failed)
        return true;
    const Question* question = current_question(state);
    return question && question->kind == QuestionKind::open;
}

Millis idle_time(const State& state) {
    if (state.screen == Screen::thanks) return kIdleThanks;
    return is_text_screen(state) ? kIdleText : kIdle;
}

/// Screens on which nobody is being served, so that nobody can walk away from them.
bool is_resting(const State& state) {
    if (state.overlay == Overlay::help) return false;
    if (state.session.helped && state.screen == Screen::start) return false;
    return state.screen == Screen::out_of_order || state.screen == Screen::start ||
           state.screen == Screen::poster || state.screen == Screen::saving;
}

bool has_words(std::string_view text) { return !text::is_blank(text); }

/// Characters that ready sentences may add to what is typed.
constexpr int kRoomForPicked = 400;

const std::string* note_of(const State& state) {
    const Answer* answer = state.session.answers.find(state.question);
    if (!answer) return nullptr;
    if (const auto* one = std::get_if<Choice>(answer)) return &one->note;
    if (const auto* many = std::get_if<Choices>(answer))
        for (const Choice& choice : many->chosen)
            if (choice.option == kOtherOption) return &choice.note;
    return nullptr;
}

}  // namespace

Place place_of(const State& state) {
    const Recording& spoken = state.session.recording;
    const bool speaking = state.screen == Screen::speaking;
    return {state.screen,
            state.overlay,
            state.screen == Screen::question ? state.question : "",
            state.page,
            state.languages,
            speaking && spoken.phase == Recording::Phase::running,
            speaking && spoken.is_kept()};
}

const Question* current_question(const State& state) {
    if (state.screen != Screen::question && state.screen != Screen::note) return nullptr;
    return question_of(state.session, state.question);
}

Answers kept_answers(const Session& session) {
    Answers kept = session.answers;
    for (const std::string& id : session.removed) kept.erase(id);
    if (session.poll) rules::drop_hidden(*session.poll, kept);
    return kept;
}

std::vector<const Question*> shown_questions(const Session& session) {
    if (!session.poll) return {};
    return rules::shown_questions(*session.poll, kept_answers(session));
}

std::pair<int, int> progress(const State& state) {
    if (state.session.task == Task::signal) {
        switch (state.screen) {
            case Screen::theme:
                return {1, 6};
            case Screen::kind:
                return {2, 6};
            case Screen::where:
                return {3, 6};
            case Screen::how:
            case Screen::sentences:
            case Screen::story:
            case Screen::speaking:
                return {4, 6};
            case Screen::helps:
            case Screen::helps_words:
                return {5, 6};
            case Screen::own_part:
            case Screen::own_words:
                return {6, 6};
            default:
                return {0, 0};
        }
    }
    const auto questions = shown_questions(state.session);
    int total = static_cast<int>(questions.size()) + 1;  // and the age
    if (state.session.poll)
        for (const Question& question : state.session.poll->questions)
            if (index_in(questions, question.id) < 0 && may_come(state.session, question)) ++total;
    if (state.screen == Screen::age) return {total, total};
    if (state.screen != Screen::question && state.screen != Screen::note) return {0, 0};
    return {index_in(questions, state.question) + 1, total};
}

bool can_continue(const State& state) {
    const Session& session = state.session;
    switch (state.screen) {
        case Screen::question: {
            const Question* question = current_question(state);
            const Answer* answer = question ? session.answers.find(question->id) : nullptr;
            return answer && rules::check_answer(*question, *answer).empty();
        }
        case Screen::age:
            return !session.age_group.empty();
        case Screen::theme:
            return !session.theme.empty();
        case Screen::kind:
            return session.kind != SignalKind::unsaid;
        case Screen::where:
            return !session.area.empty();
        case Screen::how:
            return false;
        case Screen::sentences:
            return !session.picked.sentences.empty();
        case Screen::helps:
            return !session.picked.helps.empty() || has_words(session.helps);
        case Screen::own_part:
            return !session.picked.own_part.empty() || has_words(session.own_part);
        case Screen::follow_number:
            return !session.number.empty();
        case Screen::note:
        case Screen::story:
        case Screen::helps_words:
        case Screen::own_words:
            return has_words(text_on_screen(state));
        case Screen::speaking:
            return session.recording.is_kept();
        case Screen::check: {
            // Only an age, or only a theme, says nothing yet.
            if (session.task != Task::signal) return !kept_answers(session).empty();
            const auto rows = check_rows(session);
            return std::any_of(rows.begin(), rows.end(), [&](const Row& row) {
                const bool tells = row.id == "sentences" || row.id == "story" || row.id == "recording";
                return !row.removed && tells;
            });
        }
        default:
            return true;
    }
}

bool can_skip(const State& state) {
    switch (state.screen) {
        case Screen::question: {
            const Question* question = current_question(state);
            return question && !question->required;
        }
        case Screen::note:
        case Screen::age:
        case Screen::theme:
        case Screen::kind:
        case Screen::where:
        case Screen::helps:
        case Screen::helps_words:
        case Screen::own_part:
        case Screen::own_words:
            return true;
        default:
            return false;
    }
}

bool has_input(const Session& session) {
    return !session.answers.empty() || !session.age_group.empty() || !session.theme.empty() ||
           session.kind != SignalKind::unsaid || !session.area.empty() || !session.picked.empty() ||
           !session.story.empty() || session.recording.phase != Recording::Phase::none ||
           !session.helps.empty() || !session.own_part.empty();
}

int options_per_page(const State& state, std::size_t options) {
    int most = 6;
    if (state.screen == Screen::theme) most = state.session.larger ? 6 : 10;
    if (state.screen == Screen::where) most = state.session.larger ? 6 : 10;
    if (state.screen == Screen::age) most = 8;
    if (state.screen == Screen::polls) most = 3;
    const Question* question = current_question(state);
    if (question && question->kind == QuestionKind::points) most = 5;
    return static_cast<int>(options) <= most ? most : most - 1;  // the last place becomes "more"
}

int pages(const State& state, std::size_t options) {
    const int size = options_per_page(state, options);
    return std::max(1, (static_cast<int>(options) + size - 1) / size);
}

std::pair<std::size_t, std::size_t> page_range(const State& state, std::size_t options) {
    const auto size = static_cast<std::size_t>(options_per_page(state, options));
    const std::size_t first = std::min(options, static_cast<std::size_t>(state.page) * size);
    return {first, std::min(options, first + size)};
}

std::vector<std::string_view> offered_ages(const Session& session) {
    std::vector<std::string_view> fitting;
    for (const std::string_view group : kAgeGroups) {
        int from = 0;
        int to = 200;
        const std::size_t dash = group.find('-');
        const std::string_view low = group.substr(0, dash == std::string_view::npos ? group.find('+') : dash);
        std::from_chars(low.data(), low.data() + low.size(), from);
        if (dash != std::string_view::npos)
            std::from_chars(group.data() + dash + 1, group.data() + group.size(), to);
        if (!session.poll || (from <= session.poll->audience.age_to && to >= session.poll->audience.age_from))
            fitting.push_back(group);
    }
    return fitting;
}

int point_step(const Question& question) { return std::max(1, question.effective_max() / 10); }

int points_of(const Question& question, const Answers& answers, std::string_view option) {
    const Answer* answer = answers.find(question.id);
    const auto* points = answer ? std::get_if<Points>(answer) : nullptr;
    if (!points) return 0;
    for (const auto& [id, given] : points->given)
        if (id == option) return given;
    return 0;
}

int points_left(const Question& question, const Answers& answers) {
    int used = 0;
    for (const Option& option : question.options) used += points_of(question, answers, option.id);
    return question.effective_max() - used;
}

int rank_of(const Question& question, const Answers& answers, std::string_view option) {
    const Answer* answer = answers.find(question.id);
    const auto* ranking = answer ? std::get_if<Ranking>(answer) : nullptr;
    if (!ranking) return 0;
    for (std::size_t i = 0; i < ranking->order.size(); ++i)
        if (ranking->order[i] == option) return static_cast<int>(i) + 1;
    return 0;
}

bool is_chosen(const Question& question, const Answers& answers, std::string_view option) {
    const Answer* answer = answers.find(question.id);
    if (!answer) return false;
    if (const auto* one = std::get_if<Choice>(answer)) return one->option == option;
    if (const auto* many = std::get_if<Choices>(answer))
        return std::any_of(many->chosen.begin(), many->chosen.end(),
                           [&](const Choice& choice) { return choice.option == option; });
    return rank_of(question, answers, option) > 0;
}

std::string text_on_screen(const State& state) {
    const Session& session = state.session;
    switch (state.screen) {
        case Screen::story:
            return session.story;
        case Screen::helps_words:
            return session.helps;
        case Screen::own_words:
            return session.own_part;
        case Screen::follow_number:
            return session.number;
        case Screen::note: {
            const std::string* note = note_of(state);
            return note ? *note : "";
        }
        case Screen::question: {
            const Answer* answer = session.answers.find(state.question);
            if (!answer) return "";
            if (const auto* text = std::get_if<OpenText>(answer)) return text->text;
            if (const auto* number = std::get_if<Number>(answer)) return std::to_string(number->value);
            return "";
        }
        default:
            return "";
    }
}

int text_limit(const State& state) {
    switch (state.screen) {
        case Screen::story:
            return rules::kMaxSignalText - kRoomForPicked;
        case Screen::helps_words:
        case Screen::own_words:
            return rules::kMaxSignalExtra - kRoomForPicked;
        case Screen::follow_number:
            return static_cast<int>(kVolgcodeDigits);
        case Screen::note:
            return rules::kMaxNote;
        case Screen::question: {
            const Question* question = current_question(state);
            return question ? std::min(question->effective_max(), rules::kMaxOpenText) : 0;
        }
        default:
            return 0;
    }
}

bool is_picked(const State& state, std::string_view id) {
    const Picked& picked = state.session.picked;
    switch (state.screen) {
        case Screen::sentences:
            return contains(picked.sentences, id);
        case Screen::helps:
            return contains(picked.helps, id);
        case Screen::own_part:
            return contains(picked.own_part, id);
        default:
            return false;
    }
}

TestStep test_step(const State& state) {
    return static_cast<TestStep>(std::clamp(state.page, 0, static_cast<int>(TestStep::result)));
}

bool all_touched(const State& state) { return state.touched == (1u << kTouchSpots) - 1; }

bool is_staff(Screen screen) {
    return screen == Screen::staff || screen == Screen::staff_pin || screen == Screen::self_test ||
           screen == Screen::stick;
}

Millis pin_wait(int wrong_pins) {
    if (wrong_pins < 2) return Millis{0};
    return std::min<Millis>(kLongestPinWait, kPinWait * (1 << std::min(wrong_pins - 2, 20)));
}

bool wants_capital(std::string_view text) {
    const std::size_t last = text.find_last_not_of(' ');
    if (last == std::string_view::npos) return true;
    const bool ended = text[last] == '.' || text[last] == '!' || text[last] == '?';
    return ended && last + 1 < text.size();
}

std::vector<Row> check_rows(const Session& session) {
    std::vector<Row> rows;
    const auto add = [&](std::string id, bool present, bool removable) {
        if (present) rows.push_back({id, contains(session.removed, id), removable});
    };
    if (session.task == Task::signal) {
        const auto& picked = session.picked;
        const bool spoken = session.recording.is_kept();
        const int ways =
            (picked.sentences.empty() ? 0 : 1) + (has_words(session.story) ? 1 : 0) + (spoken ? 1 : 0);
        const bool both = ways > 1;
        add("theme", !session.theme.empty(), true);
        add("kind", session.kind != SignalKind::unsaid, true);
        add("where", !session.area.empty(), true);
        add("sentences", !picked.sentences.empty(), both);
        add("story", has_words(session.story), both);
        add("recording", spoken, both);
        add("helps", !picked.helps.empty() || has_words(session.helps), true);
        add("own_part", !picked.own_part.empty() || has_words(session.own_part), true);
        return rows;
    }
    for (const Question* question : shown_questions(session))
        add(question->id, session.answers.find(question->id) != nullptr, !question->required);
    add("age", !session.age_group.empty(), true);
    return rows;
}

std::optional<Millis> next_deadline(const State& state, Millis now) {
    if (is_staff(state.screen)) {
        const Millis close = state.last_activity + kStaffClose;
        const bool waits = state.screen == Screen::staff_pin && now < state.pin_locked_until;
        return waits ? std::min(close, state.pin_locked_until) : close;
    }
    const std::size_t posters = state.content ? state.content->posters.size() : 0;
    if (state.screen == Screen::poster) {
        if (posters <= kPostersPerPage) return std::nullopt;
        return state.last_activity + kPosterPage;
    }
    if (state.screen == Screen::start && state.overlay == Overlay::none && !state.session.helped &&
        posters > 0)
        return state.last_activity + kPosterAfter;
    if (is_resting(state)) return std::nullopt;
    if (state.overlay != Overlay::idle) return state.last_activity + idle_time(state);
    const Millis passed = now - state.overlay_since;
    return state.overlay_since + Millis{(passed.count() / 1000 + 1) * 1000};  // the number on the ring
}

int stay_seconds(const State& state, Millis now) {
    const Millis left = state.overlay_since + kStay - now;
    return static_cast<int>(std::max<std::int64_t>(0, (left.count() + 999) / 1000));
}

}  // namespace peilpunt::flow
