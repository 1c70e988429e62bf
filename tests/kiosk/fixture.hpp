// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/platform/app.hpp"
#include "shared/model/poll.hpp"
#include "shared/model/sources.hpp"

/// A kiosk in a community centre of Beverwijk, without window, disk or network.
namespace peilpunt::kiosk_tests {

/// Ten questions, every kind among them: "Hoe wil jij meepraten?"
Poll talking_poll();
/// One question of this kind, as part of talking_poll: its id.
std::string question_of_kind(QuestionKind kind);
std::shared_ptr<const flow::Content> content_with(std::vector<Poll> polls);

class HandClock final : public Clock {
  public:
    TimePoint now() const override {
        return TimePoint{std::chrono::milliseconds{1'795'000'000'000}} + steady_;
    }
    std::chrono::milliseconds steady() const override { return steady_; }
    void pass(std::chrono::milliseconds time) { steady_ += time; }

  private:
    std::chrono::milliseconds steady_{10'000};
};

/// Different numbers each time, the same in each run.
class CountingRandom final : public Random {
  public:
    void fill(std::span<std::uint8_t> bytes) override {
        for (std::uint8_t& byte : bytes)
            byte = static_cast<std::uint8_t>(state_ = state_ * 1103515245u + 12345u);
    }

  private:
    std::uint32_t state_ = 7;
};

/// Keeps in memory what a real kiosk seals on disk; can be told to refuse.
class MemoryServices final : public platform::Services {
  public:
    Kept keep(const flow::CaptureResponse& effect) override;
    Kept keep(const flow::CaptureSignal& effect, const std::string& ogg) override;
    bool is_staff_pin(const std::string& pin) override { return pin == "2468"; }
    int wrong_pins() override { return wrong_before; }
    flow::StaffStatus staff_status() override;
    std::optional<flow::Followed> follow(const Receipt& receipt) override;
    flow::SelfTest self_test() override { return {true, true}; }
    flow::StickExchange exchange_with_stick() override { return stick; }

    std::vector<Response> responses;
    std::vector<Signal> signals;
    std::vector<std::string> recordings;  ///< of each signal; empty: nothing was spoken
    std::vector<bool> helped;             ///< of each that was kept
    std::string followed;                 ///< digits of the one number that is known here
    std::vector<flow::Identity> tries;
    std::optional<ErrorCode> refuse;
    int wrong_before = 0;  ///< wrong PINs before the program started
    flow::StickExchange stick{.written = 43, .settled = 12, .news = true};

  private:
    flow::Identity identity_of(const std::optional<flow::Identity>& given);
    CountingRandom random_;
};

/// A voice that writes down what it is asked to say.
class WrittenVoice final : public voice::Voice {
  public:
    void say(voice::Reading reading) override { readings.push_back(std::move(reading)); }
    void hush() override { ++hushes; }
    void forget() override { ++forgets; }

    std::vector<voice::Reading> readings;
    int hushes = 0, forgets = 0;
};
/// A recorder that writes down what it is asked to do.
class WrittenRecorder final : public voice::Recorder {
  public:
    void record(int take) override { asked.push_back("record " + std::to_string(take)); }
    void play(int take, double) override { asked.push_back("play " + std::to_string(take)); }
    void stop() override { asked.emplace_back("stop"); }
    void forget() override { asked.emplace_back("forget"); }
    Result<std::string> recording() override {
        if (ogg.empty()) return Error{ErrorCode::not_found, "nothing was recorded"};
        return ogg;
    }

    std::vector<std::string> asked;
    std::string ogg = "OggS...";
};
/// Sound, a microphone, and a voice for every language of the catalogue.
flow::VoiceStatus every_voice();

/// Walks an app to one screen after another; every screen by name, for pictures and for checks on each of
/// them.
struct Walk {
    HandClock clock;
    MemoryServices services;
    WrittenVoice voice;
    WrittenRecorder recorder;
    platform::App app{clock, services, &voice, &recorder};
    void happen(const flow::Event& event) { app.happen(event); }
    void type(std::string_view text);
};
struct NamedScreen {
    std::string name;
    std::function<void(Walk&)> reach;
};
std::vector<NamedScreen> all_screens();

}  // namespace peilpunt::kiosk_tests
