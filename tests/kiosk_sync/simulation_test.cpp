// SPDX-License-Identifier: EUPL-1.2
#include "tests/kiosk_sync/simulation.hpp"

#include <gtest/gtest.h>

namespace peilpunt::kiosk {
namespace {

constexpr std::uint64_t kSeeds = 100;
constexpr std::uint64_t kPlantedSeeds = 40;  ///< within so many a planted fault must have shown

TEST(Simulation, DeliversEverythingGivenExactlyOnceInAnyWeather) {
    std::size_t given = 0;
    int crashes = 0;
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
        Simulation simulation(seed);
        ASSERT_EQ(simulation.run(), "") << "seed " << seed;
        given += simulation.given();
        crashes += simulation.crashes();
    }
    EXPECT_GT(given, 3000U);
    EXPECT_GT(crashes, 300);
}

TEST(Simulation, TakesTheSameCourseFromTheSameSeed) {
    const auto trace = [](std::uint64_t seed) {
        Simulation simulation(seed);
        EXPECT_EQ(simulation.run(), "");
        return simulation.trace();
    };
    EXPECT_EQ(trace(3), trace(3));
    EXPECT_NE(trace(3), trace(4));
}

sync::Acknowledgement all_stored(const sync::Batch& batch) {
    sync::Acknowledgement all{batch.kiosk, batch.number, batch.sent_at, {}};
    for (const auto& envelope : batch.envelopes)
        all.answers.push_back({envelope.id, sync::Outcome::stored, ""});
    return all;
}

HttpRequest request_of(const Outbox& outbox, const sync::Batch& batch) {
    const auto body = sync::write_batch(batch);
    const auto signature = seal::to_base64(seal::sign(outbox.device_keys(), "batch", body));
    return {true,
            "/api/v1/synchronisaties",
            {{"Peilpunt-Kiosk", batch.kiosk.str()}, {"Peilpunt-Handtekening", signature}},
            body};
}

engine::Event pushed(const Outbox& outbox, const sync::Batch& batch) {
    const auto status = outbox.status();
    return engine::Pushed{batch.envelopes.size(), batch.envelopes.size(), status.waiting()};
}

engine::Event push_that_forgets_before_the_answer(Outbox& outbox, Transport& transport, std::size_t most) {
    const auto batch = outbox.next_batch(most);
    const auto request = request_of(outbox, batch);
    outbox.apply(all_stored(batch)).value();
    const auto reply = transport.send(request);
    if (!reply || reply->status != 200) return engine::Failed{};
    return pushed(outbox, batch);
}

engine::Event push_that_takes_any_200_for_an_answer(Outbox& outbox, Transport& transport, std::size_t most) {
    const auto batch = outbox.next_batch(most);
    const auto reply = transport.send(request_of(outbox, batch));
    if (!reply || reply->status != 200) return engine::Failed{};
    const auto answer = sync::parse_acknowledgement(reply->body);
    if (!answer || answer->number != batch.number) return engine::Failed{};
    outbox.apply(*answer).value();
    return pushed(outbox, batch);
}

engine::Event push_that_forgets_by_number(Outbox& outbox, Transport& transport, std::size_t most) {
    const auto batch = outbox.next_batch(most);
    const auto reply = transport.send(request_of(outbox, batch));
    if (!reply || reply->status != 200) return engine::Failed{};
    const auto answer = sync::parse_acknowledgement(reply->body);
    if (!answer) return engine::Failed{};
    // "So many were stored": with an older answer those are not the ones of this batch.
    auto first = all_stored(batch);
    first.answers.resize(std::min(first.answers.size(), answer->answers.size()));
    outbox.apply(first).value();
    return pushed(outbox, batch);
}

engine::Event push_that_lets_one_refusal_stop_all(Outbox& outbox, Transport& transport, std::size_t most) {
    auto event = Exchanges(outbox, transport).push(most);
    if (std::holds_alternative<engine::Refused>(event)) return engine::Failed{};
    return event;
}

/// The first seed that shows it, or 0.
std::uint64_t found_at(const PushWay& way, bool server_keeps_ledger = true) {
    for (std::uint64_t seed = 1; seed <= kPlantedSeeds; ++seed) {
        Simulation simulation(seed, way);
        simulation.server().keeps_ledger = server_keeps_ledger;
        if (!simulation.run().empty()) return seed;
    }
    return 0;
}

TEST(Simulation, FindsAKioskThatForgetsBeforeTheAnswer) {
    EXPECT_NE(found_at(push_that_forgets_before_the_answer), 0U);
}

TEST(Simulation, FindsAKioskThatTakesAnUnsignedAnswer) {
    EXPECT_NE(found_at(push_that_takes_any_200_for_an_answer), 0U);
}

TEST(Simulation, FindsAKioskThatForgetsByNumberInsteadOfById) {
    EXPECT_NE(found_at(push_that_forgets_by_number), 0U);
}

TEST(Simulation, FindsAServerThatKeepsNoLedger) { EXPECT_NE(found_at(real_push, false), 0U); }

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
    BadNetwork network(kiosk.server, random);
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

TEST(Simulation, BringsEverythingRoundAnEnvelopeThatTheServerCannotTake) {
    EXPECT_EQ(run_with_poison(real_push), "");
    EXPECT_EQ(run_with_poison(push_that_lets_one_refusal_stop_all), "the others did not arrive");
}

}  // namespace
}  // namespace peilpunt::kiosk
