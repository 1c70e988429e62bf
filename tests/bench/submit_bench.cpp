// SPDX-License-Identifier: EUPL-1.2
// Durable submissions per second over HTTP, beside a bare Beast server that only parses the same JSON, and
// beside raw SQLite doing the same inserts; all in one run on the same cores. Usage: submit_bench [seconds]
// [connections]
#include <fmt/core.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "server/api/api.hpp"
#include "server/http/server.hpp"
#include "server/store/sqlite/schema.hpp"
#include "shared/sqlite/sqlite.hpp"
#include "tests/bench/bare_beast.hpp"
#include "tests/bench/load.hpp"
#include "tests/support/server_fixture.hpp"

using namespace peilpunt;

namespace {

constexpr int kThreads = 2;
constexpr int kRounds = 3;

/// A request of about 400 bytes of JSON with a fresh id each time.
class Requests {
  public:
    Requests(std::string path, std::uint64_t seed) : path_(std::move(path)), random_(seed) {}
    void operator()(std::string& request) {
        constexpr const char* kMunicipalities[] = {"GM0375", "GM0396", "GM0453"};
        constexpr const char* kAges[] = {"13-15", "16-17", "18-21"};
        constexpr const char* kChoices[] = {"dijk", "stad", "anders"};
        ++count_;
        const auto body = fmt::format(
            R"({{"id":"{}","revisie":1,"gemeente":"{}","leeftijdsgroep":"{}","taal":"nl","antwoorden":{{"v1":"{}","v2":"ja","v3":"{}"}}}})",
            Uuid::random(random_).str(), kMunicipalities[count_ % 3], kAges[count_ / 3 % 3],
            kChoices[count_ / 9 % 3], std::string(220, 'a'));
        request = fmt::format(
            "POST {} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            "Content-Length: {}\r\n\r\n{}",
            path_, body.size(), body);
    }

  private:
    std::string path_;
    std::size_t count_ = 0;
    tests::SeededRandom random_;
};

/// Rows a second of plain SQLite writing what one submission writes: ledger, receipt, response, tally.
double raw_sqlite(std::size_t rows_per_commit, double seconds) {
    const tests::TemporaryFolder folder;
    sqlite::Connection connection(folder.str() + "/raw.db", {.create = true});
    sqlite::migrate(connection, 1, store::schema::main_steps()).value();
    tests::SeededRandom random(1);
    const auto bytes = [&](std::size_t size) {
        std::string text(size, '\0');
        random.fill(std::span(reinterpret_cast<std::uint8_t*>(text.data()), size));
        return text;
    };
    const auto poll = bytes(16);
    const std::string answers(260, 'a');
    std::int64_t rows = 0;
    const auto start = std::chrono::steady_clock::now();
    double passed = 0;
    while (passed < seconds) {
        sqlite::Transaction transaction(connection);
        for (std::size_t i = 0; i < rows_per_commit; ++i, ++rows) {
            connection.prepare("INSERT OR IGNORE INTO ledger VALUES(?,?,?)")
                .bind_blob(1, bytes(16))
                .bind_blob(2, bytes(16))
                .bind(3, std::int64_t{20000})
                .run();
            connection
                .prepare("INSERT INTO responses VALUES(?,20000,2,?,0,1,'GM0453','','16-17',0,'','nl',0,?)")
                .bind_blob(1, poll)
                .bind_blob(2, bytes(16))
                .bind_blob(3, answers)
                .run();
            connection.prepare("INSERT OR IGNORE INTO receipts VALUES(?,0,?)")
                .bind_blob(1, bytes(16))
                .bind_blob(2, poll)
                .run();
        }
        for (const char* cell : {"GM0375", "GM0396", "GM0453"})
            connection.prepare("INSERT OR REPLACE INTO tallies VALUES(?,1,?,'','16-17',0,?)")
                .bind_blob(1, poll)
                .bind(2, cell)
                .bind_blob(3, bytes(120))
                .run();
        transaction.commit();
        passed = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    }
    return static_cast<double>(rows) / passed;
}

long resident_kib() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.rfind("VmRSS:", 0) == 0) return std::stol(line.substr(6));
    return 0;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
    const int seconds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 4;
    const int connections = argc > 2 ? std::max(1, std::atoi(argv[2])) : 64;
    const std::chrono::milliseconds duration(seconds * 1000);
    tests::ServerFixture fixture;
    http::ServerOptions options;
    options.threads = kThreads;
    options.limits.requests_per_connection = 1 << 30;
    http::Server server(options, std::make_shared<http::Router>(api::routes(fixture.app())), {},
                        fixture.clock());
    const bench::BareBeast bare(kThreads);
    fmt::print("memory before any request: {} KiB (this program with all yardsticks in it)\n",
               resident_kib());

    std::vector<double> ours, beast, raw;
    for (int round = 0; round < kRounds; ++round) {
        // Ids of each round differ, so that every answer is a 201.
        const auto seed = static_cast<std::uint64_t>(round) + 1;
        Requests to_beast("/api/v1/peilingen/fietsen/inzendingen", seed);
        const auto plain =
            bench::run_load(bare.port(), connections, duration, std::ref(to_beast), "HTTP/1.1 201");
        Requests to_us("/api/v1/peilingen/fietsen/inzendingen", seed);
        const auto durable =
            bench::run_load(server.port(), connections, duration, std::ref(to_us), "HTTP/1.1 201");
        raw.push_back(raw_sqlite(static_cast<std::size_t>(connections), seconds / 2.0));
        beast.push_back(plain.per_second());
        ours.push_back(durable.per_second());
        fmt::print(
            "round {}: durable {:7.0f}/s (p50 {:.2f} ms, p99 {:.2f} ms, {} other)   bare Beast {:7.0f}/s "
            "(p50 {:.2f} ms)   "
            "raw SQLite {:7.0f} rows/s\n",
            round + 1, durable.per_second(), durable.p50_ms, durable.p99_ms, durable.others,
            plain.per_second(), plain.p50_ms, raw.back());
    }
    fmt::print(
        "median, {} connections: durable {:.0f}/s = {:.2f} of bare Beast ({:.0f}/s) = {:.2f} of raw SQLite "
        "at {} rows a "
        "commit ({:.0f}/s)\n",
        connections, median(ours), median(ours) / median(beast), median(beast), median(ours) / median(raw),
        connections, median(raw));
    fmt::print("memory after: {} KiB\n", resident_kib());
    server.stop(std::chrono::seconds(1));
    return 0;
}
