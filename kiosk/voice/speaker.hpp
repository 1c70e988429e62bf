// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "kiosk/voice/audio.hpp"
#include "kiosk/voice/helper.hpp"
#include "kiosk/voice/voice.hpp"

namespace peilpunt::voice {

/// The voice on the sound device. Without a device, or without peilpunt-speak, it says so once and is silent.
class Speaker final : public Voice {
  public:
    /// `program` is the path of peilpunt-speak, `languages` those of Peilpunt.
    Speaker(std::string program, std::vector<std::string> languages, Listener listener);
    ~Speaker() override;
    void say(Reading reading) override;
    void hush() override;
    void forget() override;
    /// Looks again what this machine can do; tells when that changed.
    void look();

  private:
    void run();
    void look_now();
    Result<Speech> sound_of(const Utterance& utterance, const std::function<bool()>& wanted);
    void read(const Reading& reading, const std::function<bool()>& wanted);
    bool play(Output& output, const Reading& reading, const Utterance& utterance, const Speech& speech,
              const std::function<bool()>& wanted);

    const std::vector<std::string> languages_;
    const Listener listener_;
    SpeakHelper helper_;  // of the thread
    std::optional<Abilities> told_;

    std::mutex mutex_;
    std::condition_variable wake_;
    std::optional<Reading> next_;
    bool looking_ = true;
    bool forgetting_ = false;
    bool stopping_ = false;
    std::atomic<unsigned> turn_ = 0;  ///< goes up with whatever ends the reading that is going on
    std::thread thread_;
};

/// The path of a program that stands beside this one.
std::string beside_this_program(std::string_view name);

}  // namespace peilpunt::voice
