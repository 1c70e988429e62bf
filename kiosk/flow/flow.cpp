// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/flow/flow.hpp"

#include <string.h>

#include "kiosk/flow/stepper.hpp"

namespace peilpunt::flow {
namespace {

void scrub(std::string& text) {
    explicit_bzero(text.data(), text.capacity());
    text.clear();
}

}  // namespace

Step step(State state, const Event& event, Millis now) {
    const Place before = place_of(state);
    Stepper stepper{std::move(state), {}, now};
    std::visit(stepper, event);
    stepper.mind_recorder();
    stepper.keep_speaking(before, event);
    return {std::move(stepper.state), std::move(stepper.effects)};
}

void wipe(Session& session) {
    // Short strings live inside the session itself, so giving them back is not enough.
    for (std::string* text : {&session.age_group, &session.theme, &session.area, &session.story,
                              &session.helps, &session.own_part, &session.cleared, &session.number})
        scrub(*text);
    for (auto* list : {&session.visited, &session.removed, &session.picked.sentences, &session.picked.helps,
                       &session.picked.own_part})
        for (std::string& text : *list) scrub(text);
    if (session.identity) {
        static_assert(std::is_trivially_copyable_v<ResponseId>);
        explicit_bzero(&session.identity->id, sizeof(ResponseId));
    }
    session = Session{};
}

}  // namespace peilpunt::flow
