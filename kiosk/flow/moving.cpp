// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "kiosk/flow/stepper.hpp"

namespace peilpunt::flow {
namespace {

int index_in(const std::vector<const Question*>& questions, std::string_view id) {
    for (std::size_t i = 0; i < questions.size(); ++i)
        if (questions[i]->id == id) return static_cast<int>(i);
    return -1;
}

bool chose_other(const State& state) {
    const Question* question = current_question(state);
    if (!question || !question->option(kOtherOption)) return false;
    if (question->kind != QuestionKind::single && question->kind != QuestionKind::multiple) return false;
    return is_chosen(*question, state.session.answers, kOtherOption);
}

std::size_t options_here(const State& state) {
    switch (state.screen) {
        case Screen::question: {
            const Question* question = current_question(state);
            return question ? question->options.size() : 0;
        }
        case Screen::theme:
            return kThemes.size();
        case Screen::age:
            return offered_ages(state.session).size();
        case Screen::polls:
            return state.content ? state.content->polls.size() : 0;
        case Screen::where:
            return state.content ? state.content->places.size() : 0;
        default:
            return 0;
    }
}

}  // namespace

void Stepper::go(Screen screen) {
    state.screen = screen;
    state.overlay = Overlay::none;
    state.languages = false;
    state.page = 0;
    state.hint = false;
    state.follow_trouble = FollowTrouble::none;
    state.session.cleared.clear();
    if (state.keyboard == Keyboard::signs) state.keyboard = Keyboard::abc;
}

void Stepper::ask(const std::string& question) {
    go(Screen::question);
    state.question = question;
    auto& visited = state.session.visited;
    if (std::find(visited.begin(), visited.end(), question) == visited.end()) visited.push_back(question);
}

void Stepper::rest() {
    const bool fine = state.trouble == Trouble::none && state.content != nullptr;
    go(fine ? Screen::start : Screen::out_of_order);
    state.keyboard = Keyboard::abc;
}

void Stepper::wipe_and_rest() {
    wipe(state.session);
    state.question.clear();
    hush();
    effects.push_back(ForgetVisit{});
    rest();
}

void Stepper::operator()(const ChooseLanguage& event) {
    state.session.language = event.language;
    state.languages = false;
    state.last_activity = now;
    if (state.screen == Screen::start) go(Screen::choose);
}

void Stepper::operator()(const ChooseTask& event) {
    const bool follows = state.screen == Screen::follow_steps && event.task == Task::signal;
    if ((state.screen != Screen::choose && !follows) || !state.content) return;
    state.session.followed.reset();
    state.session.task = event.task;
    if (event.task == Task::follow) return go(Screen::follow_number);
    if (event.task == Task::signal) {
        state.session.story.reserve(8192);  // typed text never moves, so no copies of it stay behind
        return go(Screen::privacy);
    }
    if (state.content->polls.empty()) return;
    if (state.content->polls.size() > 1) return go(Screen::polls);
    state.session.poll = state.content->polls.front();
    go(Screen::privacy);
}

void Stepper::operator()(const ChoosePoll& event) {
    if (state.screen != Screen::polls || !state.content || event.index >= state.content->polls.size()) return;
    state.session.poll = state.content->polls[event.index];
    go(Screen::privacy);
}

void Stepper::after_question() {
    const auto questions = shown_questions(state.session);
    if (state.session.returning) {
        // An answer that was changed may have opened questions that were never asked.
        for (const Question* question : questions) {
            const auto& visited = state.session.visited;
            if (std::find(visited.begin(), visited.end(), question->id) == visited.end())
                return ask(question->id);
        }
        return go(Screen::check);
    }
    const auto next = static_cast<std::size_t>(index_in(questions, state.question) + 1);
    if (next < questions.size()) return ask(questions[next]->id);
    go(Screen::age);
}

void Stepper::operator()(const Next&) {
    if (state.screen == Screen::self_test) return next_test();
    if (!can_continue(state)) {
        state.hint = true;
        return;
    }
    switch (state.screen) {
        case Screen::privacy: {
            if (state.session.task == Task::signal) return go(Screen::theme);
            const auto questions = shown_questions(state.session);
            if (questions.empty()) return go(Screen::age);
            return ask(questions.front()->id);
        }
        case Screen::question:
            return chose_other(state) ? go(Screen::note) : after_question();
        case Screen::note:
            return after_question();
        case Screen::age:
            return go(Screen::check);
        case Screen::follow_number:
            return look_up();
        case Screen::follow_steps:  // "tell more"
            return (*this)(ChooseTask{Task::signal});
        case Screen::theme:
        case Screen::kind:
        case Screen::where:
        case Screen::sentences:
        case Screen::story:
        case Screen::speaking:
        case Screen::helps:
        case Screen::helps_words:
        case Screen::own_part:
        case Screen::own_words:
            return tell_on();
        default:
            return;
    }
}

void Stepper::operator()(const Skip&) {
    if (!can_skip(state)) return;
    Session& session = state.session;
    switch (state.screen) {
        case Screen::question:
            session.answers.erase(state.question);
            return after_question();
        case Screen::note:
            set_text("");
            return after_question();
        case Screen::age:
            session.age_group.clear();
            return go(Screen::check);
        case Screen::theme:
            session.theme.clear();
            return tell_on();
        case Screen::kind:
            session.kind = SignalKind::unsaid;
            return tell_on();
        case Screen::where:
            session.area.clear();
            return tell_on();
        case Screen::helps:
            session.picked.helps.clear();
            session.helps.clear();
            return tell_on();
        case Screen::helps_words:
            session.helps.clear();
            return tell_on();
        case Screen::own_part:
            session.picked.own_part.clear();
            session.own_part.clear();
            return tell_on();
        case Screen::own_words:
            session.own_part.clear();
            return tell_on();
        default:
            return;
    }
}

void Stepper::operator()(const Back&) {
    if (state.overlay == Overlay::help) return (*this)(CloseHelp{});
    Session& session = state.session;
    // Who goes back while speaking does not want it.
    if (session.recording.phase == Recording::Phase::running) (*this)(DropRecording{});
    if (state.screen == Screen::note) return ask(std::string(state.question));
    if (session.returning && state.screen != Screen::check && state.screen != Screen::failed)
        return go(Screen::check);
    const auto questions = shown_questions(session);
    switch (state.screen) {
        case Screen::choose:
            return wipe_and_rest();
        case Screen::polls:
            return go(Screen::choose);
        case Screen::privacy:
            return go(session.task == Task::poll && state.content && state.content->polls.size() > 1
                          ? Screen::polls
                          : Screen::choose);
        case Screen::question: {
            const int index = index_in(questions, state.question);
            return index > 0 ? ask(questions[static_cast<std::size_t>(index) - 1]->id) : go(Screen::privacy);
        }
        case Screen::age:
            return questions.empty() ? go(Screen::privacy) : ask(questions.back()->id);
        case Screen::theme:
        case Screen::kind:
        case Screen::where:
        case Screen::how:
        case Screen::sentences:
        case Screen::story:
        case Screen::speaking:
        case Screen::helps:
        case Screen::helps_words:
        case Screen::own_part:
        case Screen::own_words:
            return tell_back();
        case Screen::follow_number:
            session.task = Task::none;
            scrub_number();
            return go(Screen::choose);
        case Screen::follow_steps:
            session.followed.reset();
            return go(Screen::follow_number);
        case Screen::check:
            session.returning = false;
            return go(session.task == Task::signal ? Screen::own_part : Screen::age);
        case Screen::failed:
            return go(Screen::check);
        case Screen::staff_pin:
            return (*this)(CloseStaff{});
        case Screen::self_test:
            if (state.page == 0) return go(Screen::staff);
            --state.page;
            return;
        case Screen::stick:
            return go(Screen::staff);
        default:
            return;
    }
}

void Stepper::operator()(const TurnPage&) {
    std::size_t count = options_here(state);
    int total = pages(state, count);
    if (state.screen == Screen::check)
        total = static_cast<int>((check_rows(state.session).size() + kRowsPerPage - 1) / kRowsPerPage);
    state.page = total > 0 ? (state.page + 1) % total : 0;
}

void Stepper::operator()(const AskHelp&) {
    if (state.overlay == Overlay::none) state.overlay = Overlay::help;
}

void Stepper::operator()(const CloseHelp&) {
    if (state.overlay != Overlay::help) return;
    if (!state.languages) state.overlay = Overlay::none;
    state.languages = false;
}

void Stepper::operator()(const ShowLanguages&) {
    if (state.overlay == Overlay::help) state.languages = true;
}

void Stepper::operator()(const SetLarger& event) {
    state.session.larger = event.on;
    if (!is_staff(state.screen)) state.page = 0;  // larger letters may need more pages
}

void Stepper::operator()(const SetContrast& event) { state.session.contrast = event.on; }

void Stepper::operator()(const AskStop&) {
    if (state.screen == Screen::thanks || !has_input(state.session)) return wipe_and_rest();
    state.overlay = Overlay::stop;
}

void Stepper::operator()(const Stop&) { wipe_and_rest(); }

void Stepper::operator()(const Stay&) {
    state.overlay = Overlay::none;
    state.last_activity = now;
}

void Stepper::operator()(const Done&) {
    if (state.screen == Screen::thanks) wipe_and_rest();
}

}  // namespace peilpunt::flow
