// SPDX-License-Identifier: EUPL-1.2
// Many kiosks come back at once after weeks without network, while phones go on: is everything in, exactly
// once, and how long does a phone wait meanwhile?
//   storm_bench [kiosks] [envelopes of each] [postgresql://... of an empty database]
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>

#include "server/api/api.hpp"
#include "server/http/server.hpp"
#include "server/store/engine/postgres/postgres_store.hpp"
#include "server/store/engine/sqlite/sqlite_store.hpp"
#include "shared/json/json.hpp"
#include "shared/net/http_client.hpp"
#include "tests/support/server_fixture.hpp"

using namespace peilpunt;
using Steady = std::chrono::steady_clock;

namespace {

constexpr int kPhones = 8;
constexpr auto kBetweenPhones = std::chrono::milliseconds(20);

struct SignedBatch {
    std::string kiosk, signature, body;
    std::size_t envelopes = 0;
};

Response make_response(Random& random) {
    Response response;
    response.id = ResponseId::random(random);
    response.poll = tests::test_poll().id;
    response.municipality = AreaCode::parse("GM0453").value();
    response.answers.set("v1", Choice{random.below(2) == 0 ? "dijk" : "stad", ""});
    response.answers.set("v3",
                         OpenText{"Meer licht op het pad langs de haven, daar is het in de winter donker."});
    return response;
}

/// The batches of one kiosk that was away.
std::vector<SignedBatch> batches_of(store::Store& store, app::App& app, int number, int envelopes) {
    SystemRandom random;
    const SystemClock clock;
    const auto keys = seal::make_sign_keys();
    const std::string code = "storm " + std::to_string(number);
    const auto id = KioskId::random(random);
    const auto place = AreaCode::parse("GM0453").value();
    store
        .add_pairing(code, "Plek " + std::to_string(number), place, app.clock().now() + std::chrono::hours(1),
                     "bench")
        .value();
    store.enrol(code, id, keys.public_key, app.clock().now()).value();
    std::vector<SignedBatch> all;
    for (int done = 0; done < envelopes;) {
        sync::Batch batch;
        batch.kiosk = id;
        batch.number = done + 1;
        batch.sent_at = format_time(app.clock().now());
        batch.boot_id = "boot";
        batch.version = "0.1.0";
        batch.waiting = envelopes - done;
        batch.captured[tests::test_poll().id.str()] = envelopes;
        for (int i = 0; i < 100 && done < envelopes; ++i, ++done) {
            const auto response = make_response(random);
            const sync::Content content{sync::Kind::response,
                                        json::response_tree(response).dump(),
                                        Receipt::random(random),
                                        batch.sent_at,
                                        0,
                                        "boot",
                                        "",
                                        false,
                                        std::nullopt};
            batch.envelopes.push_back(
                sync::seal_envelope(EnvelopeId(response.id.uuid()), app.keys().box.public_key, content));
        }
        auto body = sync::write_batch(batch);
        auto signature = seal::to_base64(seal::sign(keys, sync::context::kBatch, body));
        all.push_back({id.str(), std::move(signature), std::move(body), batch.envelopes.size()});
    }
    return all;
}

struct Storm {
    std::string url;
    std::atomic<std::size_t> acknowledged{0}, busy{0};
    std::atomic<bool> over{false};

    /// Sends until it is believed, with the pauses that the server asks for.
    void bring(const std::vector<SignedBatch>& batches) {
        SystemRandom random;
        net::HttpClient client;
        for (const auto& batch : batches) {
            net::HttpRequest request{"POST",
                                     url + "/api/v1/synchronisaties",
                                     {{"Content-Type", "application/json"},
                                      {"Peilpunt-Kiosk", batch.kiosk},
                                      {"Peilpunt-Handtekening", batch.signature}},
                                     batch.body};
            for (;;) {
                const auto reply = client.request(request);
                if (reply && reply->status == 200) break;
                ++busy;
                std::this_thread::sleep_for(std::chrono::milliseconds(1000 + random.below(9000)));
            }
            acknowledged += batch.envelopes;
        }
    }

    /// Milliseconds that each submission took.
    std::vector<double> phone() {
        SystemRandom random;
        net::HttpClient client;
        std::vector<double> times;
        while (!over) {
            const net::HttpRequest request{"POST",
                                           url + "/api/v1/peilingen/fietsen/inzendingen",
                                           {{"Content-Type", "application/json"}},
                                           json::response_tree(make_response(random)).dump()};
            const auto from = Steady::now();
            const auto reply = client.request(request);
            if (reply && reply->status == 201)
                times.push_back(std::chrono::duration<double, std::milli>(Steady::now() - from).count());
            std::this_thread::sleep_for(kBetweenPhones);
        }
        return times;
    }
};

double at(const std::vector<double>& sorted, double part) {
    return sorted.empty() ? 0
                          : sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1))];
}

}  // namespace

int main(int argc, char** argv) {
    const int kiosks = argc > 1 ? std::atoi(argv[1]) : 500;
    const int envelopes = argc > 2 ? std::atoi(argv[2]) : 200;
    tests::TemporaryFolder folder;
    tests::HandClock clock(tests::test_start());
    SystemRandom random;
    const seal::Secret key = tests::test_log_key();
    auto store =
        argc > 3 ? store::open_postgres({.url = argv[3], .contact_url = "", .create = true, .log_key = key},
                                        clock, random)
                       .value()
                 : store::open_sqlite(folder.str(), clock, random, {.create = true, .log_key = key}).value();
    app::App app(*store, tests::test_keys(), clock, random);
    app.import_areas(tests::test_areas()).value();
    app.import_poll(tests::test_poll(), "bench").value();
    app.publish_poll("fietsen", "bench").value();
    std::vector<std::vector<SignedBatch>> waiting;
    for (int i = 0; i < kiosks; ++i) waiting.push_back(batches_of(*store, app, i, envelopes));

    http::ServerOptions options;
    options.limits.rates = false;  // eight phones that do not rest
    options.worker_threads = 8;
    http::Server server(options, std::make_shared<http::Router>(api::routes(app)), {}, clock);
    Storm storm;
    storm.url = "http://127.0.0.1:" + std::to_string(server.port());

    std::vector<std::vector<double>> phones(kPhones);
    std::vector<std::thread> phone_threads, kiosk_threads;
    const auto from = Steady::now();
    for (auto& times : phones) phone_threads.emplace_back([&] { times = storm.phone(); });
    for (const auto& batches : waiting) kiosk_threads.emplace_back([&] { storm.bring(batches); });
    for (auto& thread : kiosk_threads) thread.join();
    const double seconds = std::chrono::duration<double>(Steady::now() - from).count();
    storm.over = true;
    for (auto& thread : phone_threads) thread.join();
    server.stop(std::chrono::seconds(5));

    std::vector<double> times;
    for (const auto& some : phones) times.insert(times.end(), some.begin(), some.end());
    std::sort(times.begin(), times.end());
    std::int64_t counted = 0, missing = 0;
    for (const auto& [cell, tally] : store->cells(tests::test_poll().id, 1)) counted += tally.responses;
    for (const auto& kiosk : store->kiosks()) missing += kiosk.missing();
    const auto wanted = static_cast<std::int64_t>(storm.acknowledged + times.size());
    std::printf("%d kiosks x %d envelopes: all in after %.1f s, %.0f a second, %zu times told to wait\n",
                kiosks, envelopes, seconds, static_cast<double>(storm.acknowledged) / seconds,
                storm.busy.load());
    std::printf("phones meanwhile: %zu submissions, p50 %.1f ms, p99 %.1f ms, longest %.1f ms\n",
                times.size(), at(times, 0.5), at(times, 0.99), at(times, 1));
    const bool whole = counted == wanted && missing == 0 && store->verify().empty();
    std::printf("counted %lld, acknowledged %lld, missing %lld: %s\n", static_cast<long long>(counted),
                static_cast<long long>(wanted), static_cast<long long>(missing),
                whole ? "exactly once" : "WRONG");
    return whole ? 0 : 1;
}
