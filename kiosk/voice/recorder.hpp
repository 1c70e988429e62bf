// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <string>

#include "shared/model/result.hpp"

namespace peilpunt::voice {

/// What is told while somebody speaks or listens back; called on the recorder's own thread.
struct RecorderListener {
    /// So long it is now, and so loud: 0 is silence, 100 as loud as it goes.
    std::function<void(int take, int ms, int level)> heard;
    /// It stopped, by itself or because it was asked; so much was kept. `broken`: the microphone failed.
    std::function<void(int take, int ms, bool broken)> ended;
    /// So much was played back; `last` when that was all, or it cannot be played.
    std::function<void(int take, int ms, bool last)> played;
};

/// Records what somebody says and plays it back, on a thread of its own. One recording at a time, in memory
/// only.
class Recorder {
  public:
    virtual ~Recorder() = default;
    /// Records until stop(), or until it is full; what was recorded before is gone. `take` comes back in what
    /// is told about it.
    virtual void record(int take) = 0;
    virtual void play(int take, double gain) = 0;
    /// Ends recording or playing; what was recorded stays.
    virtual void stop() = 0;
    /// Nothing of what was recorded stays in the memory.
    virtual void forget() = 0;
    /// The recording as Ogg Opus; not_found when there is none. May take a second right after recording.
    virtual Result<std::string> recording() = 0;
};

}  // namespace peilpunt::voice
