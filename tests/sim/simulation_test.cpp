// SPDX-License-Identifier: EUPL-1.2
// The course of 1,000 seeds, and the broken rules that the checks must find.
#include "tests/sim/simulation.hpp"

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include "kiosk/sync/exchange.hpp"
#include "server/store/registry/outcomes.hpp"
#include "shared/sqlite/sqlite.hpp"

namespace peilpunt::sim {
namespace {

namespace engine = kiosk::engine;

constexpr std::uint64_t kSeedsEach = 125;    ///< of eight parts, so that they share the processors
constexpr std::uint64_t kPlantedSeeds = 60;  ///< within so many a broken rule must have shown

class Seeds : public testing::TestWithParam<std::uint64_t> {
  protected:
    void SetUp() override { spdlog::set_level(spdlog::level::off); }
};

TEST_P(Seeds, LoseNothingDoubleNothingAndComeToRest) {
    Counts counts;
    const std::uint64_t from = 1 + GetParam() * kSeedsEach;
    for (std::uint64_t seed = from; seed < from + kSeedsEach; ++seed) {
        Simulation simulation(seed);
        ASSERT_EQ(simulation.run(), "") << "once more with: build/dev/tests/sim/peilpunt-sim --seed " << seed;
        for (const auto& [name, count] : simulation.counts()) counts[name] += count;
    }
    EXPECT_GT(counts["given.at a kiosk, thanked"], 3000U);
    EXPECT_GT(counts["crash.kiosks in all"], 300U);
    EXPECT_GT(counts["crash.servers in all"], 60U);
    EXPECT_GT(counts["disk.failed at a kiosk"], 20U);
    EXPECT_GT(counts["disk.failed at the server"], 20U);
    EXPECT_GT(counts["net.garbled"], 30U);
}
INSTANTIATE_TEST_SUITE_P(All, Seeds, testing::Range<std::uint64_t>(0, 8));

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

kiosk::HttpRequest request_of(const kiosk::Outbox& outbox, const sync::Batch& batch) {
    const auto body = sync::write_batch(batch);
    const auto signature = seal::to_base64(seal::sign(outbox.device_keys(), sync::context::kBatch, body));
    return {true,
            "/api/v1/synchronisaties",
            {{"Content-Type", "application/json"},
             {"Peilpunt-Kiosk", batch.kiosk.str()},
             {"Peilpunt-Handtekening", signature}},
            body};
}

engine::Event pushed(const kiosk::Outbox& outbox, const sync::Batch& batch) {
    return engine::Pushed{batch.envelopes.size(), batch.envelopes.size(), outbox.status().waiting()};
}

engine::Event forgets_before_the_answer(kiosk::Outbox& outbox, kiosk::Transport& transport,
                                        std::size_t most) {
    const auto batch = outbox.next_batch(most);
    static_cast<void>(outbox.apply(all_stored(batch)));
    const auto reply = transport.send(request_of(outbox, batch));
    if (!reply || reply->status != 200) return engine::Failed{};
    return pushed(outbox, batch);
}

engine::Event takes_any_200_for_an_answer(kiosk::Outbox& outbox, kiosk::Transport& transport,
                                          std::size_t most) {
    const auto batch = outbox.next_batch(most);
    const auto reply = transport.send(request_of(outbox, batch));
    if (!reply || reply->status != 200) return engine::Failed{};
    const auto answer = sync::parse_acknowledgement(reply->body);
    if (!answer || answer->number != batch.number) return engine::Failed{};
    static_cast<void>(outbox.apply(*answer));
    return pushed(outbox, batch);
}

engine::Event forgets_by_number(kiosk::Outbox& outbox, kiosk::Transport& transport, std::size_t most) {
    const auto batch = outbox.next_batch(most);
    const auto reply = transport.send(request_of(outbox, batch));
    if (!reply || reply->status != 200) return engine::Failed{};
    const auto answer = sync::parse_acknowledgement(reply->body);
    if (!answer) return engine::Failed{};
    // "So many were stored": with an older answer those are not the ones of this batch.
    auto first = all_stored(batch);
    first.answers.resize(std::min(first.answers.size(), answer->answers.size()));
    static_cast<void>(outbox.apply(first));
    return pushed(outbox, batch);
}

engine::Event writes_down_what_it_may_not(kiosk::Outbox& outbox, kiosk::Transport& transport,
                                          std::size_t most) {
    outbox.note_contact("onderweg met kanarie-1-1-a");
    return real_push(outbox, transport, most);
}

void run_sql(ServerSide& server, std::string_view sql) {
    try {
        sqlite::Connection connection("/server/peilpunt.db", {.vfs = server.disk.vfs()});
        connection.run(sql);
    } catch (const sqlite::SqliteError&) {
        return;  // the weather; another seed will do
    }
}

bool is_batch(const kiosk::HttpRequest& request) { return request.target == "/api/v1/synchronisaties"; }

/// Says of some envelopes that they are stored without giving them to the store.
void acknowledges_before_it_stores(ServerSide& server, const kiosk::HttpRequest& request,
                                   kiosk::HttpReply& reply) {
    const auto batch = batch_in(request);
    if (!is_batch(request) || !batch || batch->envelopes.empty() || reply.status == 200) return;
    const auto body = sync::write_acknowledgement(all_stored(*batch));
    reply = {200, seal::to_base64(seal::sign(server.app().keys().sign, sync::context::kAnswer, body)),
             std::nullopt, body};
}

struct Planted {
    const char* name;
    const char* found;  ///< what the simulation says of it begins with this
    Plant plant;
};

Plant with_push(PushWay way) {
    Plant plant;
    plant.push = std::move(way);
    return plant;
}
Plant with_server(decltype(Plant::server) server) {
    Plant plant;
    plant.server = std::move(server);
    return plant;
}
Plant at_rest(decltype(Plant::at_rest) what) {
    Plant plant;
    plant.at_rest = std::move(what);
    return plant;
}
Plant lying_disk(bool kiosk) {
    Plant plant;
    (kiosk ? plant.kiosk_disk_lies : plant.server_disk_lies) = true;
    return plant;
}

std::vector<Planted> planted() {
    return {
        {"KioskForgetsBeforeTheAnswer", "lost", with_push(forgets_before_the_answer)},
        {"KioskTakesAnUnsignedAnswer", "lost", with_push(takes_any_200_for_an_answer)},
        {"KioskForgetsByNumberInsteadOfById", "lost", with_push(forgets_by_number)},
        {"KioskWritesDownWhatItMayNot", "readable", with_push(writes_down_what_it_may_not)},
        {"KioskDoesNotSync", "lost", lying_disk(true)},
        {"ServerDoesNotSync", "lost", lying_disk(false)},
        {"ServerAcknowledgesWhatItDoesNotStore", "lost", with_server(acknowledges_before_it_stores)},
        {"ServerKeepsNoLedger", "doubled",
         with_server([](ServerSide& server, const kiosk::HttpRequest& request, kiosk::HttpReply&) {
             if (!is_batch(request)) return;
             server.stop(End::stopped);  // what it keeps in memory goes as well
             run_sql(server, "DELETE FROM ledger; DELETE FROM ledger_today; DELETE FROM fresh");
             server.start();
         })},
        {"ServerIsNeverThere", "hours after",
         with_server([](ServerSide&, const kiosk::HttpRequest& request, kiosk::HttpReply& reply) {
             if (is_batch(request)) reply = {503, "", std::nullopt, ""};
         })},
        {"TallyIsWrong", "verify", at_rest([](ServerSide& server, auto&) {
             run_sql(server, "DELETE FROM tallies WHERE municipality='GM0453'");
         })},
        {"AnswerIsGone", "lost",
         at_rest([](ServerSide& server, auto&) { run_sql(server, "DELETE FROM responses"); })},
        {"SignalIsInvented", "stored what nobody gave", at_rest([](ServerSide& server, auto&) {
             Signal signal;
             signal.id = ResponseId(Uuid());
             signal.text = "kanarie-van-niemand.";
             signal.municipality = AreaCode::parse("GM0453").value();
             server.app().give_signal(signal, {Channel::web, "", {}}).value();
         })},
        {"ArrivalIsNotCounted", "the fleet page",
         at_rest([](ServerSide& server, auto&) { run_sql(server, "UPDATE kiosk_totals SET arrived=0"); })},
        {"RecordingIsGone", "the council cannot hear",
         at_rest([](ServerSide& server, auto&) { run_sql(server, "DELETE FROM recordings"); })},
        {"ReleaseHidesOnlyWhatIsSmall", "the results give away", at_rest([](ServerSide& server, auto&) {
             const Poll poll = tests::test_poll();
             results::Edition naive;
             naive.release = results::test::only_small_hidden(poll, server.store().cells(poll.id, 1));
             naive.release.poll = poll.id;
             store::Outcomes told(server.store().database(), server.store().journal());
             naive.release.number = static_cast<int>(told.releases(poll.id).size()) + 1;
             naive.release.released_at = "2027-01-01T00:00:00Z";
             for (auto& breakdown : naive.release.breakdowns)
                 breakdown.released_at = naive.release.released_at;
             naive.basis.counted.responses = naive.release.responses;
             told.add_edition({poll}, naive).value();
         })},
        {"AuditIsChanged", "verify",
         at_rest([](ServerSide& server, auto&) { run_sql(server, "UPDATE changes SET verb='niets'"); })},
    };
}

class PlantedFault : public testing::TestWithParam<std::size_t> {};

TEST_P(PlantedFault, IsFound) {
    spdlog::set_level(spdlog::level::off);
    const Planted broken = planted()[GetParam()];
    for (std::uint64_t seed = 1; seed <= kPlantedSeeds; ++seed) {
        const auto what = Simulation(seed, broken.plant).run();
        if (what.starts_with(broken.found)) return;
    }
    ADD_FAILURE() << "not found in " << kPlantedSeeds << " seeds";
}
INSTANTIATE_TEST_SUITE_P(Each, PlantedFault, testing::Range<std::size_t>(0, planted().size()),
                         [](const auto& row) { return std::string(planted()[row.param].name); });

}  // namespace
}  // namespace peilpunt::sim
