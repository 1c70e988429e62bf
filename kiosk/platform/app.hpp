// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <variant>

#include "kiosk/flow/flow.hpp"
#include "shared/model/sources.hpp"

namespace peilpunt::platform {

/// What the flow may ask of the outside. Called on the window's thread.
class Services {
  public:
    virtual ~Services() = default;
    using Kept = std::variant<flow::Captured, flow::CaptureFailed>;
    /// Returns Captured only when it is durable.
    virtual Kept keep(const flow::CaptureResponse& effect) = 0;
    virtual Kept keep(const flow::CaptureSignal& effect) = 0;
    virtual bool is_staff_pin(const std::string& pin) = 0;
    virtual flow::StaffStatus staff_status() = 0;
};

/// Holds the state, runs every event through the flow, and does what the flow asks.
class App {
  public:
    App(const Clock& clock, Services& services) : clock_(clock), services_(services) {}
    void happen(const flow::Event& event);
    /// Lets time pass: call it when `deadline` is reached. True when that changed what is on the screen.
    bool tick();
    /// When tick() has something to do.
    std::optional<flow::Millis> deadline() const { return deadline_; }
    const flow::State& state() const { return state_; }
    flow::Millis now() const { return clock_.steady(); }

  private:
    void act(const flow::Effect& effect);

    const Clock& clock_;
    Services& services_;
    flow::State state_;
    std::optional<flow::Millis> deadline_;
};

}  // namespace peilpunt::platform
