// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <memory>
#include <span>

#include "shared/model/result.hpp"

namespace peilpunt::voice {

/// The microphone, through PulseAudio; one channel. For one thread; never waits for more than a moment.
class Microphone {
  public:
    /// unsupported when there is none, or it does not answer within some seconds.
    static Result<Microphone> open(int rate);
    /// Waits up to a tenth of a second for sound. What came, valid until the next call, may be empty; an
    /// Error when the device went away.
    Result<std::span<const std::int16_t>> hear();

  private:
    struct Line;
    explicit Microphone(std::shared_ptr<Line> line) : line_(std::move(line)) {}
    std::shared_ptr<Line> line_;
};

}  // namespace peilpunt::voice
