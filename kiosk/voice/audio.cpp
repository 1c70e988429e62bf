// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/voice/audio.hpp"

#include <pulse/pulseaudio.h>
#include <pulse/simple.h>

#include <string_view>

namespace peilpunt::voice {
namespace {

constexpr char kName[] = "Peilpunt";
constexpr unsigned kBufferMs = 100;  ///< so that a touch makes it quiet at once
constexpr int kLookUs = 100'000;
constexpr int kPatience = 100;  ///< rounds of the server's talk; it needs about ten

pa_simple* simple_of(const std::shared_ptr<void>& stream) { return static_cast<pa_simple*>(stream.get()); }

/// The answers that find_devices waits for.
struct Answers {
    Devices devices;
    int open = 2;
};

void on_sink(pa_context*, const pa_sink_info* sink, int end, void* user) {
    auto& answers = *static_cast<Answers*>(user);
    if (end != 0) return void(--answers.open);
    // What the server makes up when there is no device at all.
    if (std::string_view(sink->name) != "auto_null") answers.devices.output = true;
}

void on_source(pa_context*, const pa_source_info* source, int end, void* user) {
    auto& answers = *static_cast<Answers*>(user);
    if (end != 0) return void(--answers.open);
    if (source->monitor_of_sink == PA_INVALID_INDEX)
        answers.devices.input = true;  // not a loudspeaker's echo
}

}  // namespace

Devices find_devices() {
    const std::unique_ptr<pa_mainloop, void (*)(pa_mainloop*)> loop(pa_mainloop_new(), pa_mainloop_free);
    const std::unique_ptr<pa_context, void (*)(pa_context*)> context(
        pa_context_new(pa_mainloop_get_api(loop.get()), kName), pa_context_unref);
    if (pa_context_connect(context.get(), nullptr, PA_CONTEXT_NOAUTOSPAWN, nullptr) < 0) return {};
    Answers answers;
    bool asked = false;
    for (int round = 0; answers.open > 0 && round < kPatience; ++round) {
        const pa_context_state_t state = pa_context_get_state(context.get());
        if (!PA_CONTEXT_IS_GOOD(state)) return {};
        if (state == PA_CONTEXT_READY && !asked) {
            asked = true;
            for (pa_operation* operation :
                 {pa_context_get_sink_info_list(context.get(), on_sink, &answers),
                  pa_context_get_source_info_list(context.get(), on_source, &answers)})
                if (operation) pa_operation_unref(operation);
        }
        if (pa_mainloop_prepare(loop.get(), kLookUs) < 0 || pa_mainloop_poll(loop.get()) < 0 ||
            pa_mainloop_dispatch(loop.get()) < 0)
            return {};
    }
    pa_context_disconnect(context.get());
    return answers.devices;
}

Output::Output(void* stream)
    : stream_(stream, [](void* each) { pa_simple_free(static_cast<pa_simple*>(each)); }) {}

Result<Output> Output::open(int rate) {
    const pa_sample_spec spec{PA_SAMPLE_S16NE, static_cast<std::uint32_t>(rate), 1};
    pa_buffer_attr buffer{};
    buffer.maxlength = buffer.prebuf = buffer.minreq = static_cast<std::uint32_t>(-1);
    buffer.tlength = static_cast<std::uint32_t>(pa_usec_to_bytes(kBufferMs * PA_USEC_PER_MSEC, &spec));
    int error = 0;
    pa_simple* stream = pa_simple_new(nullptr, kName, PA_STREAM_PLAYBACK, nullptr, "voorlezen", &spec,
                                      nullptr, &buffer, &error);
    if (!stream) return Error{ErrorCode::unsupported, std::string("no sound: ") + pa_strerror(error), {}};
    return Output(stream);
}

bool Output::write(std::span<const std::int16_t> samples) {
    int error = 0;
    return pa_simple_write(simple_of(stream_), samples.data(), samples.size_bytes(), &error) == 0;
}

double Output::latency_ms() const {
    int error = 0;
    const pa_usec_t latency = pa_simple_get_latency(simple_of(stream_), &error);
    return error != 0 ? 0 : static_cast<double>(latency) / 1000;
}

void Output::drain() {
    int error = 0;
    pa_simple_drain(simple_of(stream_), &error);
}

void Output::flush() {
    int error = 0;
    pa_simple_flush(simple_of(stream_), &error);
}

}  // namespace peilpunt::voice
