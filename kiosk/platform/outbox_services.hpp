// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <filesystem>
#include <functional>
#include <string>

#include "kiosk/outbox/outbox.hpp"
#include "kiosk/platform/app.hpp"
#include "shared/text/catalogue.hpp"

namespace peilpunt::platform {

/// The flow's services on the sealed outbox.
class OutboxServices final : public Services {
  public:
    /// `captured` is called after each submission that is durable. `stick`: the folder of the USB stick.
    /// `exchanged` is called on the thread of the exchange after it took something in.
    OutboxServices(kiosk::Outbox& outbox, const Clock& clock, Random& random, std::function<void()> captured,
                   std::filesystem::path stick = {}, std::function<void()> exchanged = {});
    Kept keep(const flow::CaptureResponse& effect) override;
    Kept keep(const flow::CaptureSignal& effect, const std::string& ogg) override;
    bool is_staff_pin(const std::string& pin) override;
    int wrong_pins() override { return outbox_.wrong_pins(); }
    flow::StaffStatus staff_status() override;
    std::optional<flow::Followed> follow(const Receipt& receipt) override;
    flow::SelfTest self_test() override;
    flow::StickExchange exchange_with_stick() override;
    std::shared_ptr<const std::string> clip(const std::string& language, const std::string& words) override;

    /// What can be offered today, from what was last pulled; null before the first pull.
    std::shared_ptr<const flow::Content> content() const;
    flow::Trouble trouble() const;

  private:
    Kept keep(sync::Kind kind, const std::string& body, const flow::Identity& identity, bool helped,
              const std::string& ogg);
    /// A code that proves itself, or one by chance when the server gave no key for it yet.
    Receipt new_code(const PollId& poll);

    kiosk::Outbox& outbox_;
    const Clock& clock_;
    Random& random_;
    std::function<void()> captured_;
    std::filesystem::path stick_;
    std::function<void()> exchanged_;
};

/// The signal as it is sent: what was picked, in the words of the council's language, before what was typed.
Signal told_in_words(const flow::CaptureSignal& told, const text::Catalogue& texts);

}  // namespace peilpunt::platform
