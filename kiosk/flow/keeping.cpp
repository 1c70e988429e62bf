// SPDX-License-Identifier: EUPL-1.2
#include <algorithm>

#include "kiosk/flow/stepper.hpp"
#include "shared/rules/rules.hpp"
#include "shared/text/characters.hpp"

namespace peilpunt::flow {
namespace {

bool is_removed(const Session& session, std::string_view row) {
    return std::find(session.removed.begin(), session.removed.end(), row) != session.removed.end();
}

std::string unless_removed(const Session& session, std::string_view row, const std::string& text) {
    return is_removed(session, row) ? "" : text::trimmed(text);
}

Response response_of(const State& state) {
    const Session& session = state.session;
    Response response;
    response.poll = session.poll->id;
    response.revision = session.poll->revision;
    response.municipality = state.content->municipality;
    response.age_group = unless_removed(session, "age", session.age_group);
    response.language = session.language;
    response.answers = kept_answers(session);
    return response;
}

Signal signal_of(const State& state) {
    const Session& session = state.session;
    Signal signal;
    signal.text = unless_removed(session, "story", session.story);
    signal.theme = unless_removed(session, "theme", session.theme);
    if (!is_removed(session, "kind")) signal.kind = session.kind;
    if (const auto area = AreaCode::parse(unless_removed(session, "where", session.area)))
        signal.area = *area;
    signal.municipality = state.content->municipality;
    signal.what_helps = unless_removed(session, "helps", session.helps);
    signal.own_part = unless_removed(session, "own_part", session.own_part);
    signal.language = session.language;
    return signal;
}

Picked picked_of(const Session& session) {
    Picked picked = session.picked;
    if (is_removed(session, "sentences")) picked.sentences.clear();
    if (is_removed(session, "helps")) picked.helps.clear();
    if (is_removed(session, "own_part")) picked.own_part.clear();
    return picked;
}

}  // namespace

void Stepper::operator()(const ChangeRow& event) {
    if (state.screen != Screen::check) return;
    const bool known = state.session.poll && state.session.poll->question(event.row);
    state.session.returning = true;
    if (event.row == "age") return go(Screen::age);
    if (event.row == "theme") return go(Screen::theme);
    if (event.row == "kind") return go(Screen::kind);
    if (event.row == "where") return go(Screen::where);
    if (event.row == "sentences") return go(Screen::sentences);
    if (event.row == "story") return go(Screen::story);
    if (event.row == "recording") return go(Screen::speaking);
    if (event.row == "helps") return go(Screen::helps);
    if (event.row == "own_part") return go(Screen::own_part);
    if (known) return ask(event.row);
    state.session.returning = false;
}

void Stepper::operator()(const RemoveRow& event) {
    if (state.screen != Screen::check || is_removed(state.session, event.row)) return;
    const auto rows = check_rows(state.session);
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& r) { return r.id == event.row; });
    if (row == rows.end() || !row->removable) return;
    state.session.removed.push_back(event.row);
}

void Stepper::operator()(const RestoreRow& event) {
    if (state.screen == Screen::check) forget_removed(event.row);
}

void Stepper::operator()(const Submit&) {
    if ((state.screen != Screen::check && state.screen != Screen::failed) || !state.content) return;
    if (!can_continue(state)) {
        state.hint = true;
        return;
    }
    Session& session = state.session;
    if (session.task == Task::poll) {
        // A required question can have been opened by a later change; ask it rather than have it refused.
        const Answers kept = kept_answers(session);
        for (const Question* question : shown_questions(session))
            if (question->required && !kept.find(question->id)) {
                session.returning = true;
                return ask(question->id);
            }
        effects.push_back(CaptureResponse{response_of(state), session.identity, session.helped});
    } else {
        effects.push_back(CaptureSignal{signal_of(state), session.identity, session.helped,
                                        picked_of(session),
                                        session.recording.is_kept() && !is_removed(session, "recording")});
    }
    go(Screen::saving);
}

void Stepper::operator()(const Captured& event) {
    if (state.screen != Screen::saving) return;
    const std::string language = state.session.language;
    const bool larger = state.session.larger;
    const bool contrast = state.session.contrast;
    const bool read_aloud = state.session.read_aloud;
    const int volume = state.session.volume;
    const Task task = state.session.task;
    if (state.session.recording.phase != Recording::Phase::none) effects.push_back(ForgetRecording{});
    wipe(state.session);  // what is on disk need not be in memory
    state.question.clear();
    state.session.language = language;
    state.session.larger = larger;
    state.session.contrast = contrast;
    state.session.read_aloud = read_aloud;
    state.session.volume = volume;
    state.session.task = task;
    state.session.identity = event.identity;
    state.last_activity = now;
    go(Screen::thanks);
}

void Stepper::operator()(const CaptureFailed& event) {
    if (state.screen != Screen::saving) return;
    state.session.identity = event.identity;
    state.failure = event.code;
    state.last_activity = now;
    go(Screen::failed);
}

}  // namespace peilpunt::flow
