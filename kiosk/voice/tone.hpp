// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "kiosk/voice/voice.hpp"

namespace peilpunt::voice {

/// Two short tones, for staff to hear whether there is sound: 440 Hz and 660 Hz, less than a second together.
Utterance test_tone();

}  // namespace peilpunt::voice
