// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <vector>

#include "kiosk/flow/state.hpp"

namespace peilpunt::flow {

struct Step {
    State state;
    std::vector<Effect> effects;
};

/// What happens next. Pure: no drawing, no clock, no randomness, no input or output; `now` never goes back.
/// An event that makes no sense here changes nothing.
Step step(State state, const Event& event, Millis now);

/// Overwrites everything that the person chose or said, then forgets it.
void wipe(Session& session);

}  // namespace peilpunt::flow
