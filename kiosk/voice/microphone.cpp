// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/voice/microphone.hpp"

#include <pulse/pulseaudio.h>
#include <string.h>

#include <vector>

namespace peilpunt::voice {
namespace {

constexpr int kLookUs = 100'000;
constexpr int kPatience = 50;      ///< looks, until it is given up: the server answers within some ten
constexpr unsigned kPieceMs = 40;  ///< of sound that comes at once

Error none() { return {ErrorCode::unsupported, "no microphone"}; }

}  // namespace

/// PulseAudio's loop, turned by whoever listens: a device that hangs cannot hold us up.
struct Microphone::Line {
    std::unique_ptr<pa_mainloop, void (*)(pa_mainloop*)> loop{pa_mainloop_new(), pa_mainloop_free};
    std::unique_ptr<pa_context, void (*)(pa_context*)> context{
        pa_context_new(pa_mainloop_get_api(loop.get()), "Peilpunt"), pa_context_unref};
    std::unique_ptr<pa_stream, void (*)(pa_stream*)> stream{nullptr, pa_stream_unref};
    std::vector<std::int16_t> heard;

    Line() = default;
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;
    ~Line() {
        scrub();
        if (stream) pa_stream_disconnect(stream.get());
        stream.reset();
        pa_context_disconnect(context.get());
    }
    void scrub() {
        if (heard.capacity() > 0) explicit_bzero(heard.data(), heard.capacity() * sizeof heard[0]);
        heard.clear();
    }
    bool turn() {
        return pa_mainloop_prepare(loop.get(), kLookUs) >= 0 && pa_mainloop_poll(loop.get()) >= 0 &&
               pa_mainloop_dispatch(loop.get()) >= 0;
    }
    bool connect() {
        if (pa_context_connect(context.get(), nullptr, PA_CONTEXT_NOAUTOSPAWN, nullptr) < 0) return false;
        for (int look = 0; look < kPatience; ++look) {
            const pa_context_state_t state = pa_context_get_state(context.get());
            if (state == PA_CONTEXT_READY) return true;
            if (!PA_CONTEXT_IS_GOOD(state) || !turn()) return false;
        }
        return false;
    }
    bool start(int rate) {
        const pa_sample_spec spec{PA_SAMPLE_S16NE, static_cast<std::uint32_t>(rate), 1};
        stream.reset(pa_stream_new(context.get(), "opnemen", &spec, nullptr));
        if (!stream) return false;
        pa_buffer_attr buffer{};
        buffer.maxlength = static_cast<std::uint32_t>(-1);
        buffer.fragsize = static_cast<std::uint32_t>(pa_usec_to_bytes(kPieceMs * PA_USEC_PER_MSEC, &spec));
        if (pa_stream_connect_record(stream.get(), nullptr, &buffer, PA_STREAM_ADJUST_LATENCY) < 0)
            return false;
        for (int look = 0; look < kPatience; ++look) {
            const pa_stream_state_t state = pa_stream_get_state(stream.get());
            if (state == PA_STREAM_READY) return true;
            if (!PA_STREAM_IS_GOOD(state) || !turn()) return false;
        }
        return false;
    }
    bool take() {
        while (pa_stream_readable_size(stream.get()) > 0) {
            const void* bytes = nullptr;
            std::size_t size = 0;
            if (pa_stream_peek(stream.get(), &bytes, &size) < 0) return false;
            if (size == 0) break;
            const auto* samples = static_cast<const std::int16_t*>(bytes);
            const std::size_t count = size / sizeof(std::int16_t);
            if (samples)
                heard.insert(heard.end(), samples, samples + count);
            else
                heard.resize(heard.size() + count);  // a hole: silence
            if (pa_stream_drop(stream.get()) < 0) return false;
        }
        return true;
    }
};

Result<Microphone> Microphone::open(int rate) {
    auto line = std::make_shared<Line>();
    line->heard.reserve(static_cast<std::size_t>(rate));
    if (!line->connect() || !line->start(rate)) return none();
    return Microphone(std::move(line));
}

Result<std::span<const std::int16_t>> Microphone::hear() {
    line_->scrub();
    if (!line_->turn() || pa_stream_get_state(line_->stream.get()) != PA_STREAM_READY || !line_->take())
        return none();
    return std::span<const std::int16_t>(line_->heard);
}

}  // namespace peilpunt::voice
