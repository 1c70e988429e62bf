// SPDX-License-Identifier: EUPL-1.2
// An envelope that the server cannot take in; all other faults are in tests/sim.
#include <gtest/gtest.h>

#include <deque>
#include <functional>

#include "kiosk/sync/engine.hpp"
#include "kiosk/sync/exchange.hpp"
#include "tests/kiosk_sync/fixture.hpp"

namespace peilpunt::kiosk {
namespace {

class Direct final : public Transport {
  public:
    explicit Direct(ModelServer& server) : server_(server) {}
    Result<HttpReply> send(const HttpRequest& request) override { return server_.answer(request); }

  private:
    ModelServer& server_;
};

using PushWay = std::function<engine::Event(Outbox&, Transport&, std::size_t)>;

engine::Event real_push(Outbox& outbox, Transport& transport, std::size_t most) {
    return Exchanges(outbox, transport).push(most);
}

engine::Event push_that_lets_one_refusal_stop_all(Outbox& outbox, Transport& transport, std::size_t most) {
    auto event = real_push(outbox, transport, most);
    if (std::holds_alternative<engine::Refused>(event)) return engine::Failed{};
    return event;
}

/// While the poison lasts, everything else must arrive.
std::string run_with_poison(const PushWay& way) {
    Kiosk kiosk(5);
    SeededRandom random(5);
    std::set<EnvelopeId> bad;
    for (int i = 0; i < 60; ++i) {
        const auto id = kiosk.give();
        if (i % 25 == 3) bad.insert(id);
    }
    kiosk.server.poison = bad;
    Direct network(kiosk.server);
    engine::State state;
    std::deque<engine::Event> events{engine::Started{true, false, true, 60}};
    for (int turn = 0; turn < 400; ++turn) {
        if (events.empty()) {
            kiosk.clock.advance(
                std::max(*state.wake_at() - kiosk.clock.steady(), std::chrono::milliseconds(0)));
            events.emplace_back(engine::Tick{});
        }
        auto taken = engine::step(std::move(state), events.front(), kiosk.clock.steady(), random);
        events.pop_front();
        state = std::move(taken.state);
        for (const auto& effect : taken.effects) {
            if (const auto* push = std::get_if<engine::Push>(&effect))
                events.push_back(way(*kiosk.outbox, network, push->most));
            else if (std::holds_alternative<engine::Pull>(effect))
                events.push_back(Exchanges(*kiosk.outbox, network).pull());
            else if (const auto* park = std::get_if<engine::Park>(&effect))
                kiosk.outbox->park(park->id).value();
        }
    }
    const auto status = kiosk.outbox->status();
    if (kiosk.server.stored.size() != 60 - bad.size()) return "the others did not arrive";
    if (status.parked != static_cast<int>(bad.size())) return "not parked";
    if (status.waiting_signals != 0) return "still waiting";
    return {};
}

TEST(Poison, DoesNotKeepTheOthersFromArriving) {
    EXPECT_EQ(run_with_poison(real_push), "");
    EXPECT_EQ(run_with_poison(push_that_lets_one_refusal_stop_all), "the others did not arrive");
}

}  // namespace
}  // namespace peilpunt::kiosk
