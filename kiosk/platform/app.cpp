// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/platform/app.hpp"

#include <array>

#include "kiosk/voice/tone.hpp"

namespace peilpunt::platform {
namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};

}  // namespace

App::~App() {
    if (errand_.joinable()) errand_.join();
}

void App::happen(const flow::Event& event) {
    flow::Step step = flow::step(std::move(state_), event, now());
    state_ = std::move(step.state);
    for (const flow::Effect& effect : step.effects) act(effect);
    deadline_ = flow::next_deadline(state_, now());
}

void App::act(const flow::Effect& effect) {
    std::visit(
        Overloaded{
            [&](const flow::CaptureResponse& capture) {
                std::visit([&](const auto& answer) { happen(answer); }, services_.keep(capture));
            },
            [&](const flow::CaptureSignal& capture) { keep(capture); },
            [&](const flow::CheckPin& check) { happen(flow::PinChecked{services_.is_staff_pin(check.pin)}); },
            [&](const flow::ReadStaffStatus&) { happen(flow::StaffStatusChanged{services_.staff_status()}); },
            [&](const flow::FindSteps& find) { happen(flow::StepsFound{services_.follow(find.receipt)}); },
            [&](const flow::TestMachine&) { happen(flow::SelfTested{services_.self_test()}); },
            [&](const flow::SoundTone&) {
                if (voice_) voice_->say({0, gain(), {voice::test_tone()}});
            },
            [&](const flow::ExchangeWithStick&) { exchange_with_stick(); },
            [&](const flow::ReadScreen& reading) { to_read_ = reading; },
            [&](const flow::Hush&) {
                to_read_.reset();
                if (voice_) voice_->hush();
            },
            [&](const flow::StartRecorder& start) {
                if (!recorder_) return happen(flow::RecordingEnded{start.take, 0, true});
                recorder_->record(start.take);
            },
            [&](const flow::PlayRecorder& play) {
                if (recorder_) recorder_->play(play.take, gain());
            },
            [&](const flow::StopRecorder&) {
                if (recorder_) recorder_->stop();
            },
            [&](const flow::ForgetRecording&) {
                if (recorder_) recorder_->forget();
            },
            [&](const flow::ForgetVisit&) {
                if (voice_) voice_->forget();
                if (recorder_) recorder_->forget();
            }},
        effect);
}

void App::keep(const flow::CaptureSignal& capture) {
    std::string ogg;
    if (capture.spoken) {
        auto recording = recorder_ ? recorder_->recording() : Result<std::string>(Error{});
        if (!recording) return happen(flow::CaptureFailed{capture.identity, recording.error().code});
        ogg = std::move(*recording);
    }
    std::visit([&](const auto& answer) { happen(answer); }, services_.keep(capture, ogg));
}

void App::exchange_with_stick() {
    if (!queue_) return happen(flow::StickDone{services_.exchange_with_stick()});
    if (errand_.joinable()) errand_.join();  // its result was handled: the flow asks for one at a time
    errand_ = std::thread([this] {
        const flow::StickExchange result = services_.exchange_with_stick();
        queue_->post([this, result] { happen(flow::StickDone{result}); });
    });
}

double App::gain() const {
    // Steps that the ear hears as equal; the highest is as loud as the device goes.
    static constexpr std::array kGains{0.13, 0.22, 0.36, 0.6, 1.0};
    return kGains.at(static_cast<std::size_t>(state_.session.volume - flow::kLowestVolume));
}

void App::say(const flow::ReadScreen& reading, std::vector<voice::Utterance> utterances) {
    if (!voice_ || utterances.empty()) return happen(flow::SpeechEnded{reading.reading});
    for (auto& each : utterances) each.clip = services_.clip(each.language, each.text);
    voice_->say({reading.reading, gain(), std::move(utterances)});
}

bool App::tick() {
    if (!deadline_ || now() < *deadline_) return false;
    happen(flow::Tick{});
    return true;
}

}  // namespace peilpunt::platform
