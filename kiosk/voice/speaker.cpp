// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/voice/speaker.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>

#include "shared/sound/ogg_opus.hpp"

namespace peilpunt::voice {
namespace {

constexpr int kPieceMs = 20;  ///< written at a time; a touch is noticed between two pieces
constexpr int kRestMs = 250;  ///< between two items
constexpr int kTailMs = 160;  ///< of silence, until the last word came out of the device's buffer

void soften(std::vector<std::int16_t>& samples, double gain) {
    for (std::int16_t& sample : samples)
        sample = static_cast<std::int16_t>(static_cast<double>(sample) * std::clamp(gain, 0.0, 1.0));
}

}  // namespace

std::string beside_this_program(std::string_view name) {
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    return (self.parent_path() / name).string();
}

Speaker::Speaker(std::string program, std::vector<std::string> languages, Listener listener)
    : languages_(std::move(languages)),
      listener_(std::move(listener)),
      helper_(std::move(program)),
      thread_([this] { run(); }) {}

Speaker::~Speaker() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        ++turn_;
    }
    wake_.notify_one();
    thread_.join();
}

void Speaker::say(Reading reading) {
    {
        const std::lock_guard lock(mutex_);
        next_ = std::move(reading);
        ++turn_;
    }
    wake_.notify_one();
}

void Speaker::hush() {
    const std::lock_guard lock(mutex_);
    next_.reset();
    ++turn_;
}

void Speaker::forget() {
    {
        const std::lock_guard lock(mutex_);
        next_.reset();
        forgetting_ = true;
        ++turn_;
    }
    wake_.notify_one();
}

void Speaker::look() {
    {
        const std::lock_guard lock(mutex_);
        looking_ = true;
    }
    wake_.notify_one();
}

void Speaker::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        wake_.wait(lock, [this] { return stopping_ || looking_ || forgetting_ || next_; });
        if (stopping_) return;
        if (std::exchange(forgetting_, false)) {
            lock.unlock();
            helper_.end();
            lock.lock();
        }
        if (std::exchange(looking_, false)) {
            lock.unlock();
            look_now();
            lock.lock();
        }
        if (!next_) continue;
        const Reading reading = std::move(*next_);
        next_.reset();
        const unsigned turn = turn_;
        lock.unlock();
        read(reading, [this, turn] { return turn_ == turn; });
        lock.lock();
    }
}

void Speaker::look_now() {
    Abilities abilities;
    const Devices devices = find_devices();
    abilities.sound = devices.output;
    abilities.microphone = devices.input;
    if (abilities.sound) {
        const auto& known = helper_.languages();
        for (const std::string& language : languages_)
            if (std::find(known.begin(), known.end(), spoken_language(language)) != known.end())
                abilities.languages.push_back(language);
    }
    if (told_ == abilities) return;
    if (!abilities.sound)
        spdlog::warn("no sound device: nothing is read aloud");
    else if (abilities.languages.empty())
        spdlog::warn(
            "no voice: nothing is read aloud; is peilpunt-speak beside this program, with espeak-ng-data?");
    told_ = abilities;
    listener_.abilities(abilities);
}

/// The clip, whose words are not known, so that the whole text is heard as one; else the text, spoken.
Result<Speech> Speaker::sound_of(const Utterance& utterance, const std::function<bool()>& wanted) {
    if (utterance.clip) {
        if (auto samples = sound::decode(*utterance.clip))
            return Speech{sound::kDecodedRate,
                          std::move(*samples),
                          {{0, 0, static_cast<std::uint32_t>(utterance.text.size())}}};
        spdlog::warn("a clip cannot be played: its text is spoken instead");
    }
    return helper_.say(utterance.language, utterance.text, wanted);
}

void Speaker::read(const Reading& reading, const std::function<bool()>& wanted) {
    std::optional<Output> output;
    int rate = 0;
    for (const Utterance& utterance : reading.utterances) {
        Result<Speech> speech = sound_of(utterance, wanted);
        if (!wanted()) break;
        if (!speech || speech->samples.empty()) continue;
        soften(speech->samples, reading.gain);
        if (output && rate != speech->rate) {
            output->drain();
            output.reset();
        }
        rate = speech->rate;
        if (!output) {
            Result<Output> opened = Output::open(speech->rate);
            if (!opened) {
                spdlog::warn("{}", opened.error().message);
                look();
                break;
            }
            output = std::move(*opened);
        }
        if (!play(*output, reading, utterance, *speech, wanted)) break;
    }
    if (!wanted()) {
        if (output) output->flush();
        return;
    }
    listener_.ended(reading.number);
}

/// False when it should not go on.
bool Speaker::play(Output& output, const Reading& reading, const Utterance& utterance, const Speech& speech,
                   const std::function<bool()>& wanted) {
    const bool last = &utterance == &reading.utterances.back();
    const auto ms = [&](int time) {
        return static_cast<std::size_t>(speech.rate) * static_cast<std::size_t>(time) / 1000;
    };
    std::vector<std::int16_t> samples = speech.samples;
    samples.resize(samples.size() + ms(last ? kTailMs : kRestMs));
    std::size_t word = 0;
    for (std::size_t at = 0; at < samples.size(); at += ms(kPieceMs)) {
        if (!wanted()) return false;
        const std::size_t size = std::min(ms(kPieceMs), samples.size() - at);
        if (!output.write({samples.data() + at, size})) {
            look();
            return false;
        }
        const double heard = static_cast<double>(at + size) * 1000 / speech.rate - output.latency_ms();
        std::size_t now = word;
        while (now < speech.words.size() && speech.words[now].at_ms <= heard) ++now;
        if (now == word) continue;
        word = now;
        listener_.moved(reading.number, utterance.item, speech.words[now - 1].from, speech.words[now - 1].to);
    }
    return true;
}

}  // namespace peilpunt::voice
