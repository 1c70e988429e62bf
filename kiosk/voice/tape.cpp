// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/voice/tape.hpp"

#include <spdlog/spdlog.h>
#include <string.h>

#include <algorithm>
#include <cmath>

#include "kiosk/voice/audio.hpp"
#include "kiosk/voice/microphone.hpp"
#include "shared/sound/ogg_opus.hpp"

namespace peilpunt::voice {
namespace {

using sound::kSpeechRate;

constexpr std::size_t kMost = std::size_t{sound::kMaxSpeechMs} / 1000 * kSpeechRate;
constexpr std::size_t kAMillisecond = kSpeechRate / 1000;
constexpr std::size_t kPlayed = 20 * kAMillisecond;  ///< written at a time, so that stopping is at once
constexpr int kToldEveryMs = 100;
constexpr int kSilentLooks = 30;  ///< of a tenth of a second without any sound: the device hangs

int ms_of(std::size_t samples) { return static_cast<int>(samples / kAMillisecond); }

}  // namespace

int loudness(std::span<const std::int16_t> samples) {
    if (samples.empty()) return 0;
    double sum = 0;
    for (const std::int16_t sample : samples) sum += static_cast<double>(sample) * sample;
    const double part = std::sqrt(sum / static_cast<double>(samples.size())) / 32768;
    constexpr double kFloor_db = 60;
    if (part <= 0) return 0;
    return static_cast<int>(std::clamp(20 * std::log10(part) + kFloor_db, 0.0, kFloor_db) * 100 / kFloor_db);
}

Tape::Tape(RecorderListener listener) : listener_(std::move(listener)), thread_([this] { run(); }) {}

Tape::~Tape() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        ++turn_;
    }
    wake_.notify_one();
    thread_.join();
    scrub();
}

void Tape::ask(std::optional<Wish> wish, bool forgetting) {
    {
        const std::lock_guard lock(mutex_);
        wish_ = wish;
        forgetting_ = forgetting_ || forgetting;
        busy_ = true;
        ++turn_;
    }
    wake_.notify_one();
}

void Tape::record(int take) { ask(Wish{take, false, 1}, true); }
void Tape::play(int take, double gain) { ask(Wish{take, true, gain}, false); }
void Tape::stop() {
    const std::lock_guard lock(mutex_);
    ++turn_;
    if (wish_) wish_->over = true;  // it still begins, and ends at once: whoever asked hears of it
}
void Tape::forget() { ask(std::nullopt, true); }

Result<std::string> Tape::recording() {
    std::unique_lock lock(mutex_);
    settled_.wait(lock, [this] { return !busy_ || stopping_; });
    if (ogg_.empty()) return Error{ErrorCode::not_found, "Er is niets opgenomen."};
    return ogg_;
}

void Tape::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return stopping_ || busy_; });
        if (stopping_) return;
        if (std::exchange(forgetting_, false)) {
            explicit_bzero(ogg_.data(), ogg_.capacity());
            ogg_.clear();
            scrub();
            sound::scrub_stack();  // also of what was left after encoding
        }
        const unsigned turn = wish_ && wish_->over ? turn_ - 1 : turn_.load();
        const auto wish = std::exchange(wish_, std::nullopt);
        if (wish) {
            lock.unlock();
            if (wish->playing)
                play_now(*wish, turn);
            else
                record_now(wish->take, turn);
            lock.lock();
        }
        if (wish_ || forgetting_) continue;
        busy_ = false;
        settled_.notify_all();
    }
}

void Tape::scrub() {
    if (samples_.capacity() == 0) return;
    explicit_bzero(samples_.data(), samples_.capacity() * sizeof samples_[0]);
    samples_ = {};
}

void Tape::record_now(int take, unsigned turn) {
    samples_.reserve(kMost);  // never moves, so no copies of it stay behind
    auto microphone = Microphone::open(kSpeechRate);
    int silent = 0;
    std::size_t told = 0;
    while (microphone && turn_ == turn && samples_.size() < kMost) {
        const auto heard = microphone->hear();
        silent = heard && heard->empty() ? silent + 1 : 0;
        if (!heard || silent > kSilentLooks) {
            microphone = Error{ErrorCode::unsupported, "the microphone went away"};
            break;
        }
        const auto piece = heard->first(std::min(heard->size(), kMost - samples_.size()));
        samples_.insert(samples_.end(), piece.begin(), piece.end());
        const std::span<const std::int16_t> since(samples_.data() + told, samples_.size() - told);
        if (ms_of(since.size()) < kToldEveryMs) continue;
        listener_.heard(take, ms_of(samples_.size()), loudness(since));
        told = samples_.size();
    }
    if (!microphone) spdlog::warn("{}", microphone.error().message);
    listener_.ended(take, ms_of(samples_.size()), !microphone);
    {
        const std::lock_guard lock(mutex_);
        if (forgetting_ || samples_.empty()) return;
    }
    auto encoded = sound::encode(samples_);
    const std::lock_guard lock(mutex_);
    if (encoded) ogg_ = std::move(*encoded);
}

void Tape::play_now(const Wish& wish, unsigned turn) {
    auto output = Output::open(kSpeechRate);
    std::size_t at = 0;
    std::size_t told = 0;
    std::vector<std::int16_t> piece(kPlayed);
    while (output && at < samples_.size() && turn_ == turn) {
        const std::size_t size = std::min(kPlayed, samples_.size() - at);
        std::transform(samples_.begin() + static_cast<std::ptrdiff_t>(at),
                       samples_.begin() + static_cast<std::ptrdiff_t>(at + size), piece.begin(),
                       [&](std::int16_t sample) {
                           return static_cast<std::int16_t>(sample * std::clamp(wish.gain, 0.0, 1.0));
                       });
        if (!output->write({piece.data(), size})) break;
        at += size;
        if (ms_of(at - told) < kToldEveryMs) continue;
        told = at;
        listener_.played(wish.take, ms_of(at), false);
    }
    explicit_bzero(piece.data(), piece.size() * sizeof piece[0]);
    if (output) turn_ == turn ? output->drain() : output->flush();
    listener_.played(wish.take, ms_of(at), true);
}

}  // namespace peilpunt::voice
