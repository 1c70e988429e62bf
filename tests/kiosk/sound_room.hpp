// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <gtest/gtest.h>
#include <pulse/simple.h>
#include <unistd.h>

#include <atomic>
#include <cmath>
#include <filesystem>
#include <functional>
#include <memory>
#include <thread>

#include "program.hpp"
#include "tests/support/tone.hpp"

/// A room without ears: a sound server of the test's own, with a loudspeaker that goes nowhere and a
/// microphone that hears what that loudspeaker plays.
namespace peilpunt::kiosk_tests {

constexpr int kRoomRate = 48000;

inline double root_mean_square(const std::vector<std::int16_t>& samples) {
    double sum = 0;
    for (const std::int16_t sample : samples) sum += static_cast<double>(sample) * sample;
    return samples.empty() ? 0 : std::sqrt(sum / static_cast<double>(samples.size()));
}

using test::share_of_tone;

class SoundRoom {
  public:
    SoundRoom() {
        folder_ = std::filesystem::temp_directory_path() / ("peilpunt-sound-" + std::to_string(getpid()));
        std::filesystem::create_directories(folder_);
        std::filesystem::permissions(folder_, std::filesystem::perms::owner_all);
        const std::string socket = (folder_ / "socket").string();
        for (const char* name : {"HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "PULSE_RUNTIME_PATH"})
            setenv(name, folder_.c_str(), 1);
        server_.emplace(std::vector<std::string>{
            "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
            "--high-priority=no", "-L", "module-native-protocol-unix auth-anonymous=1 socket=" + socket, "-L",
            "module-null-sink sink_name=zaal rate=48000", "-L",
            "module-remap-source source_name=microfoon master=zaal.monitor"});
        setenv("PULSE_SERVER", ("unix:" + socket).c_str(), 1);
    }
    ~SoundRoom() {
        server_.reset();
        std::error_code error;
        std::filesystem::remove_all(folder_, error);
        setenv("PULSE_SERVER", "unix:/nonexistent", 1);
    }
    SoundRoom(const SoundRoom&) = delete;
    SoundRoom& operator=(const SoundRoom&) = delete;

    /// Whether it works within half a minute.
    bool up() {
        return within([&] { return listen("zaal.monitor") != nullptr; });
    }
    using Stream = std::unique_ptr<pa_simple, void (*)(pa_simple*)>;
    static Stream listen(const char* source) { return open(PA_STREAM_RECORD, source); }
    static Stream play() { return open(PA_STREAM_PLAYBACK, "zaal"); }
    static std::vector<std::int16_t> hear(const Stream& stream, int ms) {
        std::vector<std::int16_t> samples(static_cast<std::size_t>(kRoomRate) * static_cast<std::size_t>(ms) /
                                          1000);
        pa_simple_read(stream.get(), samples.data(), samples.size() * 2, nullptr);
        return samples;
    }
    static bool within(const std::function<bool()>& true_soon) {
        for (int i = 0; i < 600; ++i) {
            if (true_soon()) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return false;
    }

  private:
    static Stream open(pa_stream_direction_t direction, const char* device) {
        const pa_sample_spec spec{PA_SAMPLE_S16NE, kRoomRate, 1};
        pa_buffer_attr buffer{};
        buffer.maxlength = buffer.prebuf = buffer.minreq = buffer.tlength = static_cast<std::uint32_t>(-1);
        buffer.fragsize = kRoomRate * 2 / 50;
        return {pa_simple_new(nullptr, "test", direction, device, "test", &spec, nullptr, &buffer, nullptr),
                [](pa_simple* stream) {
                    if (stream) pa_simple_free(stream);
                }};
    }
    std::filesystem::path folder_;
    std::optional<Program> server_;
};

/// Plays a tone into the room until it is destroyed.
class ToneInTheRoom {
  public:
    explicit ToneInTheRoom(double hertz)
        : thread_([this, hertz] {
              const auto stream = SoundRoom::play();
              const auto samples = test::tone(hertz, 100, kRoomRate);  // whole waves, so it goes on smoothly
              while (!stopping_) pa_simple_write(stream.get(), samples.data(), samples.size() * 2, nullptr);
          }) {}
    ~ToneInTheRoom() {
        stopping_ = true;
        thread_.join();
    }

  private:
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

}  // namespace peilpunt::kiosk_tests
