// SPDX-License-Identifier: EUPL-1.2
// What the figures are measured against.
//   bench_yardstick beast [CERTIFICATE KEY]   a bare Beast server; prints its port, serves until input ends
//   bench_yardstick sqlite ROWS SECONDS       raw SQLite, ROWS submissions' worth of rows a commit; rows/s
#include <fmt/core.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <string_view>

#include "server/store/engine/sqlite/schema.hpp"
#include "shared/sqlite/sqlite.hpp"
#include "tests/bench/bare_beast.hpp"
#include "tests/support/server_fixture.hpp"

using namespace peilpunt;

namespace {

/// Rows a second of plain SQLite writing what one submission writes: response, entries of the day, tally.
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
        const auto group = rows_per_commit < 10 ? std::string() : bytes(3);
        for (std::size_t i = 0; i < rows_per_commit; ++i, ++rows) {
            connection
                .prepare("INSERT INTO responses VALUES(?,20000,2,?,0,1,'GM0453','','16-17',0,'','nl',0,?)")
                .bind_blob(1, poll)
                .bind_blob(2, group + bytes(16 - group.size()))
                .bind_blob(3, answers)
                .run();
        }
        connection.prepare("INSERT INTO fresh(ledger, receipts) VALUES(?,?)")
            .bind_blob(1, bytes(36 * rows_per_commit))
            .bind_blob(2, bytes(32 * rows_per_commit))
            .run();
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

}  // namespace

int main(int argc, char** argv) {
    const std::string_view what = argc > 1 ? argv[1] : "";
    if (what == "sqlite" && argc == 4) {
        fmt::print("{:.0f}\n", raw_sqlite(std::strtoul(argv[2], nullptr, 10), std::strtod(argv[3], nullptr)));
        return 0;
    }
    if (what == "beast") {
        const bench::BareBeast server(2, argc > 3 ? argv[2] : "", argc > 3 ? argv[3] : "");
        fmt::print("{}\n", server.port());
        std::fflush(stdout);
        char byte = 0;
        while (::read(STDIN_FILENO, &byte, 1) > 0) {
        }
        return 0;
    }
    fmt::print(stderr, "usage: bench_yardstick beast [CERTIFICATE KEY] | sqlite ROWS SECONDS\n");
    return 2;
}
