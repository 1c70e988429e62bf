// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/platform/app.hpp"

namespace peilpunt::platform {
namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};

}  // namespace

void App::happen(const flow::Event& event) {
    flow::Step step = flow::step(std::move(state_), event, now());
    state_ = std::move(step.state);
    for (const flow::Effect& effect : step.effects) act(effect);
    deadline_ = flow::next_deadline(state_, now());
}

void App::act(const flow::Effect& effect) {
    const auto keep = [&](const auto& capture) {
        std::visit([&](const auto& answer) { happen(answer); }, services_.keep(capture));
    };
    std::visit(Overloaded{[&](const flow::CaptureResponse& capture) { keep(capture); },
                          [&](const flow::CaptureSignal& capture) { keep(capture); },
                          [&](const flow::CheckPin& check) {
                              happen(flow::PinChecked{services_.is_staff_pin(check.pin)});
                          },
                          [&](const flow::ReadStaffStatus&) {
                              happen(flow::StaffStatusChanged{services_.staff_status()});
                          }},
               effect);
}

bool App::tick() {
    if (!deadline_ || now() < *deadline_) return false;
    happen(flow::Tick{});
    return true;
}

}  // namespace peilpunt::platform
