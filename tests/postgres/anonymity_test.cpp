// SPDX-License-Identifier: EUPL-1.2
// What PostgreSQL's files tell about who said what. The attacker is the superuser and sees each row's place
// (ctid) and transaction (xmin).
#include <gtest/gtest.h>

#include <future>

#include <cmath>
#include <future>
#include <numeric>

#include "server/sql/postgres/connection.hpp"
#include "tests/support/postgres_cluster.hpp"

using namespace peilpunt;
using postgres::Connection;

namespace {

/// Rank correlation: 1 when the order is the same, about 0 when it tells nothing.
double spearman(const std::vector<std::size_t>& places) {
    std::vector<std::size_t> order(places.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return places[a] < places[b]; });
    double sum = 0;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        const double difference = static_cast<double>(rank) - static_cast<double>(order[rank]);
        sum += difference * difference;
    }
    const double n = static_cast<double>(places.size());
    return 1 - 6 * sum / (n * (n * n - 1));
}

class PostgresAnonymity : public testing::Test {
  protected:
    PostgresAnonymity()
        : connection_(tests::PostgresCluster::shared().database_for(server_.folder().string()), "peilpunt") {}
    /// Answers in the order in which the heap holds them, each as the number that it arrived as.
    std::vector<std::size_t> arrivals_in_heap_order() {
        const auto rows = connection_.run(
            "SELECT substr(convert_from(answers, 'UTF8'), strpos(convert_from(answers, 'UTF8'), 'kanarie') + "
            "7, 6) "
            "FROM responses WHERE piece=0 ORDER BY settled, ctid");
        std::vector<std::size_t> places;
        for (int i = 0; i < rows.size(); ++i) places.push_back(std::stoul(rows.text(i, 0)));
        return places;
    }
    /// How many of these codes lead, by the keys and by the transaction, to the one right answer: the
    /// attacker holds the i-th code and wants the i-th answer.
    int found_out(const std::vector<Receipt>& codes) {
        int right = 0;
        for (std::size_t i = 0; i < codes.size(); ++i) {
            const auto& ledger = server_.app().keys().ledger;
            const auto hash = seal::keyed_hash(ledger, "volgcode " + codes[i].digits());
            const auto key = sync::follow_key(codes[i], AreaCode::parse("GM0453").value(), "");
            const auto rows = connection_.run(
                "SELECT convert_from(answers, 'UTF8') FROM responses r WHERE piece=0 AND r.xmin::text IN "
                "(SELECT xmin::text FROM receipts WHERE hash=$1 UNION ALL SELECT xmin::text FROM "
                "venue_receipts WHERE key=$2)",
                postgres::args(postgres::Bytes{hash}, postgres::Bytes{key}));
            const auto wanted = "kanarie" + std::to_string(100000 + i);
            right += rows.size() == 1 && rows.view(0, 0).find(wanted) != std::string_view::npos ? 1 : 0;
        }
        return right;
    }
    /// Codes of what was given. `kept`: drawn by chance, as kiosks without a key for codes do.
    std::vector<Receipt> give(int count, bool kept = false) {
        std::vector<Receipt> codes;
        for (int i = 0; i < count; ++i) {
            auto response = server_.response();
            response.answers.set("v3",
                                 OpenText{"kanarie" + std::to_string(100000 + i) + std::string(900, 'z')});
            std::optional<Receipt> code;
            if (kept) code = Receipt::random(server_.random());
            std::promise<Result<app::Accepted>> done;
            server_.app().submit_response(response, server_.web(), code,
                                          [&](auto result) { done.set_value(std::move(result)); });
            codes.push_back(done.get_future().get().value().receipt);
        }
        return codes;
    }
    tests::ServerFixture server_;
    Connection connection_;
};

}  // namespace

TEST_F(PostgresAnonymity, AfterTheNightNeitherPlaceNorTransactionTellsWhoCameWhen) {
    constexpr int kPeople = 300;
    const auto codes = give(kPeople, true);
    // The control: before the night both tell everything, of codes that are kept.
    EXPECT_GT(spearman(arrivals_in_heap_order()), 0.99);
    EXPECT_EQ(found_out(codes), kPeople);
    ASSERT_TRUE(server_.store().tidy());
    const auto after = arrivals_in_heap_order();
    ASSERT_EQ(after.size(), static_cast<std::size_t>(kPeople));
    EXPECT_LT(std::abs(spearman(after)), 0.2);
    EXPECT_EQ(found_out(codes), 0);
    EXPECT_EQ(connection_.number("SELECT count(DISTINCT xmin::text) FROM responses"), 1);
    EXPECT_TRUE(server_.store().verify().empty());
    EXPECT_EQ(connection_.number("SELECT count(*) FROM responses_today"), 0);
    give(1);
    EXPECT_EQ(connection_.number("SELECT count(*) FROM responses_today WHERE piece=0"), 1);
}

TEST_F(PostgresAnonymity, NoCodeOfAPollLeadsToItsAnswerByDay) {
    const auto codes = give(30);
    EXPECT_EQ(found_out(codes), 0);
    EXPECT_EQ(connection_.number("SELECT count(*) FROM receipts"), 0);
    EXPECT_EQ(connection_.number("SELECT count(*) FROM venue_receipts"), 0);
    for (const auto& code : codes) EXPECT_TRUE(server_.app().follow(code));
}

TEST_F(PostgresAnonymity, ThePlannersStatisticsHoldNoWords) {
    give(300);
    ASSERT_TRUE(server_.store().tidy());
    const auto sampled = [&](const char* column) {
        return connection_.number(
            "SELECT count(*) FROM pg_stats WHERE tablename LIKE 'responses%' AND attname=$1",
            postgres::args(std::string_view(column)));
    };
    EXPECT_GT(sampled("municipality"), 0) << "the night tells the planner how many rows there are";
    connection_.script("ANALYZE");
    EXPECT_EQ(sampled("answers"), 0);
    connection_.script("ALTER TABLE responses ALTER COLUMN answers SET STATISTICS -1");
    connection_.script("ANALYZE responses");
    EXPECT_GT(sampled("answers"), 0) << "nothing is ever sampled here: this test shows nothing";
}

TEST_F(PostgresAnonymity, ContactDetailsKeepNoOrderEither) {
    constexpr int kPeople = 100;
    for (int i = 0; i < kPeople; ++i) {  // each after the other, so that they come in one by one
        std::promise<Result<void>> stored;
        server_.store().add_contact({std::string(16, static_cast<char>(200 - i)), "GM0453", "x"},
                                    [&](Result<void> result) { stored.set_value(std::move(result)); });
        ASSERT_TRUE(stored.get_future().get());
    }
    Connection contacts(tests::PostgresCluster::shared().database_for(server_.folder().string(), "contact"),
                        "contact");
    EXPECT_EQ(contacts.number("SELECT count(DISTINCT xmin::text) FROM contacts"), kPeople);
    ASSERT_TRUE(server_.store().tidy());
    EXPECT_EQ(contacts.number("SELECT count(DISTINCT xmin::text) FROM contacts"), 1);
    const auto rows = contacts.run("SELECT id FROM contacts ORDER BY ctid");
    for (int i = 1; i < rows.size(); ++i)
        EXPECT_LT(rows.view(i - 1, 0), rows.view(i, 0)) << "in order of ids";
    EXPECT_EQ(connection_.number("SELECT count(*) FROM pg_namespace WHERE nspname='contact'"), 0)
        << "no contact details in the database of the answers";
}

TEST_F(PostgresAnonymity, NothingIsTooLongForItsRow) {
    // TOAST would number long values in order of arrival.
    auto long_one = server_.response();
    long_one.answers.set("v3", OpenText{std::string(2000, 'q')});
    ASSERT_TRUE(server_.app().submit_response(long_one, server_.web()));
    EXPECT_EQ(
        connection_.number("SELECT coalesce(sum(pg_relation_size(reltoastrelid)), 0)::bigint FROM pg_class "
                           "WHERE relname IN ('responses_today', 'signals_today', 'responses_settled') AND "
                           "reltoastrelid<>0"),
        0);
}
