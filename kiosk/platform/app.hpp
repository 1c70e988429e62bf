// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <thread>
#include <variant>

#include "kiosk/flow/flow.hpp"
#include "kiosk/platform/run_queue.hpp"
#include "kiosk/voice/recorder.hpp"
#include "kiosk/voice/voice.hpp"
#include "shared/model/sources.hpp"

namespace peilpunt::platform {

/// What the flow may ask of the outside. Called on the window's thread.
class Services {
  public:
    virtual ~Services() = default;
    using Kept = std::variant<flow::Captured, flow::CaptureFailed>;
    /// Returns Captured only when it is durable.
    virtual Kept keep(const flow::CaptureResponse& effect) = 0;
    /// `ogg`: what was spoken, as Ogg Opus; empty: nothing was.
    virtual Kept keep(const flow::CaptureSignal& effect, const std::string& ogg) = 0;
    virtual bool is_staff_pin(const std::string& pin) = 0;
    /// Wrong PINs in a row so far, also those of before the last start.
    virtual int wrong_pins() { return 0; }
    virtual flow::StaffStatus staff_status() = 0;
    /// What became of what this number stands for, from what was last pulled.
    virtual std::optional<flow::Followed> follow(const Receipt& receipt) = 0;
    virtual flow::SelfTest self_test() = 0;
    /// Takes in what the USB stick brings and puts on it what waits. May take a minute; called on a thread of
    /// its own, one at a time.
    virtual flow::StickExchange exchange_with_stick() = 0;
    /// A recording of these words, as Ogg Opus; null: they are spoken.
    virtual std::shared_ptr<const std::string> clip(const std::string& /*language*/,
                                                    const std::string& /*words*/) {
        return nullptr;
    }
};

/// Holds the state, runs every event through the flow, and does what the flow asks.
class App {
  public:
    /// Without a voice nothing is read aloud; without a recorder every recording fails; without a queue what
    /// is slow is done at once.
    App(const Clock& clock, Services& services, voice::Voice* voice = nullptr,
        voice::Recorder* recorder = nullptr, RunQueue* queue = nullptr)
        : clock_(clock), services_(services), voice_(voice), recorder_(recorder), queue_(queue) {
        // Who pulls the plug between two attempts waits all the same.
        state_.wrong_pins = services_.wrong_pins();
        state_.pin_locked_until = now() + flow::pin_wait(state_.wrong_pins);
    }
    ~App();  ///< waits for what is slow
    App(const App&) = delete;
    App& operator=(const App&) = delete;
    void happen(const flow::Event& event);
    /// Lets time pass: call it when `deadline` is reached. True when that changed what is on the screen.
    bool tick();
    /// When tick() has something to do.
    std::optional<flow::Millis> deadline() const { return deadline_; }
    /// What should be read aloud, once; the screen must have been drawn since.
    std::optional<flow::ReadScreen> take_reading() { return std::exchange(to_read_, std::nullopt); }
    /// Says it as this reading; nothing to say ends it at once.
    void say(const flow::ReadScreen& reading, std::vector<voice::Utterance> utterances);
    const flow::State& state() const { return state_; }
    flow::Millis now() const { return clock_.steady(); }

  private:
    void act(const flow::Effect& effect);
    void keep(const flow::CaptureSignal& capture);
    void exchange_with_stick();
    /// How loud this person wants it, 0..1.
    double gain() const;

    const Clock& clock_;
    Services& services_;
    voice::Voice* voice_;
    voice::Recorder* recorder_;
    RunQueue* queue_;
    flow::State state_;
    std::optional<flow::ReadScreen> to_read_;
    std::optional<flow::Millis> deadline_;
    std::thread errand_;
};

}  // namespace peilpunt::platform
