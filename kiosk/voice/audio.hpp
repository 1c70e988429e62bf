// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "shared/model/result.hpp"

/// The sound device, through PulseAudio (or PipeWire in its place). Blocking; for one thread each.
namespace peilpunt::voice {

/// What there is to play on and to hear with. The sound server's stand-ins for "nothing" do not count.
struct Devices {
    bool output = false, input = false;
    bool operator==(const Devices&) const = default;
};
/// Asks the sound server; nothing when there is none. Takes at most a few seconds.
Devices find_devices();

class Output {
  public:
    /// unsupported when there is nothing to play on.
    static Result<Output> open(int rate);
    /// Waits until there is room; false when the device went away.
    bool write(std::span<const std::int16_t> samples);
    /// How long what was written now takes to be heard.
    double latency_ms() const;
    /// Waits until all was heard.
    void drain();
    /// Throws away what was not heard yet.
    void flush();

  private:
    explicit Output(void* stream);
    std::shared_ptr<void> stream_;
};

}  // namespace peilpunt::voice
