// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "kiosk/platform/app.hpp"

namespace peilpunt::platform {

/// For a kiosk whose storage cannot be opened: it shows that it is out of order, and takes nothing in.
class BrokenServices final : public Services {
  public:
    Kept keep(const flow::CaptureResponse&) override { return refusal(); }
    Kept keep(const flow::CaptureSignal&, const std::string&) override { return refusal(); }
    bool is_staff_pin(const std::string&) override { return false; }
    flow::StaffStatus staff_status() override { return {}; }
    std::optional<flow::Followed> follow(const Receipt&) override { return std::nullopt; }
    flow::SelfTest self_test() override { return {}; }
    flow::StickExchange exchange_with_stick() override {
        return {.trouble = flow::StickExchange::Trouble::not_kept};
    }

  private:
    static Kept refusal() { return flow::CaptureFailed{{}, ErrorCode::storage_failed}; }
};

}  // namespace peilpunt::platform
