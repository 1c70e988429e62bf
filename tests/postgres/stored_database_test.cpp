// SPDX-License-Identifier: EUPL-1.2
// A database of an earlier version: opened, brought up to date, verified, and nothing given is lost.
#include <gtest/gtest.h>

#include <cstdlib>

#include "server/sql/database.hpp"
#include "server/store/engine/postgres/postgres_store.hpp"
#include "server/store/registry/audit.hpp"
#include "tests/support/postgres_cluster.hpp"
#include "tests/support/stored.hpp"

using namespace peilpunt;
using tests::PostgresCluster;

TEST(StoredDatabase, Of010OpensAndHoldsAllThatWasAcknowledged) {
    const tests::TemporaryFolder work;
    tests::unpack_stored("server.tar.gz", work.str() + "/data");
    tests::unpack_stored("postgresql.tar.gz", work.str() + "/sql");
    auto& cluster = PostgresCluster::shared();
    const auto main = cluster.database_for("stored-0.1.0");
    const auto contact = cluster.database_for("stored-0.1.0", "contact");
    const auto load = [&](const std::string& url, const std::string& file) {
        const auto command = "psql -q -v ON_ERROR_STOP=1 -d '" + url + "' -f '" + work.str() + "/sql/" +
                             file + "' > /dev/null";
        ASSERT_EQ(std::system(command.c_str()), 0) << file;
    };
    load(main, "peilpunt.sql");
    load(contact, "contact.sql");

    const tests::HandClock clock(parse_time("2026-12-01T10:00:00Z").value());
    tests::SeededRandom random(82);
    auto store = store::open_postgres({.url = main,
                                       .contact_url = contact,
                                       .create = false,
                                       .readers = 4,
                                       .log_key = tests::test_log_key()},
                                      clock, random);
    ASSERT_TRUE(store) << store.error().message;
    const auto old = (*store)->database().ask("SELECT count(*) FROM audit")[0].number(0);
    ASSERT_GT(old, 0);
    ASSERT_TRUE(store::carry_over_audit((*store)->database(), (*store)->journal()));
    const auto log = (*store)->audit();
    ASSERT_EQ(static_cast<std::int64_t>(log.size()), old + 1);
    EXPECT_EQ(log.back().subject, std::to_string(old) + " regels, keten heel");
    EXPECT_LT(log.front().at, "2026-12-01") << "when it happened, not when it was carried over";
    auto keys = app::read_keys(work.str() + "/data/sleutels");
    ASSERT_TRUE(keys) << keys.error().message;
    app::App app(**store, std::move(*keys), clock, random);
    tests::expect_all_of_0_1_0(app, **store);
}
