// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "kiosk/voice/recorder.hpp"

namespace peilpunt::voice {

/// The recorder on the sound device.
class Tape final : public Recorder {
  public:
    explicit Tape(RecorderListener listener);
    ~Tape() override;
    void record(int take) override;
    void play(int take, double gain) override;
    void stop() override;
    void forget() override;
    Result<std::string> recording() override;

  private:
    struct Wish {
        int take = 0;
        bool playing = false;
        double gain = 1;
        bool over = false;  ///< stopped before it began
    };
    void ask(std::optional<Wish> wish, bool forgetting);
    void run();
    void record_now(int take, unsigned turn);
    void play_now(const Wish& wish, unsigned turn);
    void scrub();

    const RecorderListener listener_;
    std::vector<std::int16_t> samples_;  // of the thread

    std::mutex mutex_;
    std::condition_variable wake_, settled_;
    std::optional<Wish> wish_;
    std::string ogg_;
    bool busy_ = false;  ///< the thread records, plays or encodes
    bool forgetting_ = false;
    bool stopping_ = false;
    std::atomic<unsigned> turn_ = 0;  ///< goes up with whatever ends what is going on
    std::thread thread_;
};

/// How loud this is, 0..100: 60 dB below full scale is nothing.
int loudness(std::span<const std::int16_t> samples);

}  // namespace peilpunt::voice
