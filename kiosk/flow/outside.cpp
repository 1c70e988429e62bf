// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/flow/stepper.hpp"

namespace peilpunt::flow {

void Stepper::operator()(const Activity&) {
    // While "are you still there?" is asked, only a whole tap counts as an answer.
    if (state.overlay != Overlay::idle) state.last_activity = now;
    state.speech.just_hushed = state.speech.on;
    hush();
}

void Stepper::operator()(const Elsewhere&) {
    if (state.overlay == Overlay::idle) (*this)(Stay{});
    if (state.screen == Screen::poster) rest();
}

void Stepper::operator()(const Tick&) {
    const auto deadline = next_deadline(state, now);
    if (!deadline) return;
    if (is_staff(state.screen)) {
        if (now >= state.last_activity + kStaffClose) (*this)(CloseStaff{});
        return;
    }
    if (state.screen == Screen::poster) {
        if (now < *deadline) return;
        state.last_activity = now;
        const std::size_t count = state.content->posters.size();
        const auto total = static_cast<int>((count + kPostersPerPage - 1) / kPostersPerPage);
        state.page = (state.page + 1) % total;
        return;
    }
    if (state.overlay == Overlay::idle) {
        if (now >= state.overlay_since + kStay) wipe_and_rest();
        return;
    }
    if (now < *deadline) return;
    if (state.screen == Screen::start && state.overlay == Overlay::none && !state.session.helped) {
        go(Screen::poster);
        state.last_activity = now;
        return;
    }
    if (state.screen == Screen::start)
        return wipe_and_rest();  // only the help page was open, or a helper left
    state.overlay = Overlay::idle;
    state.overlay_since = now;
}

void Stepper::rest_anew() {
    const bool fine = state.trouble == Trouble::none && state.content != nullptr;
    if (state.screen == Screen::poster && fine && !state.content->posters.empty()) {
        state.page = 0;
        return;
    }
    if (state.screen == Screen::out_of_order || state.screen == Screen::start ||
        state.screen == Screen::poster)
        rest();
}

void Stepper::operator()(const ContentChanged& event) {
    const bool same = event.content == state.content;
    state.content = event.content;
    // A visit goes on with the poll that it began with.
    if (!same) rest_anew();
}

void Stepper::operator()(const TroubleChanged& event) {
    const bool same = event.trouble == state.trouble;
    state.trouble = event.trouble;
    if (!same) rest_anew();
}

void Stepper::operator()(const StaffStatusChanged& event) { state.staff = event.status; }

void Stepper::operator()(const ScreenFailed&) { wipe_and_rest(); }

}  // namespace peilpunt::flow
