// SPDX-License-Identifier: EUPL-1.2
// What the files on disk tell about who said what: architecture section 3.6, invariant I7.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>

#include "shared/sqlite/sqlite.hpp"
#include "tests/support/server_fixture.hpp"

using namespace peilpunt;

namespace {

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

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

class Anonymity : public testing::Test {
  protected:
    /// Where canary `i` stands in the main database file, for all that are found.
    std::vector<std::size_t> places(int count) {
        const auto file = bytes_of(server_.folder() / "peilpunt.db");
        std::vector<std::size_t> found;
        for (int i = 0; i < count; ++i) {
            const auto place = file.find(canary(i));
            if (place != std::string::npos) found.push_back(place);
        }
        return found;
    }
    static std::string canary(int i) { return "kanarie" + std::to_string(100000 + i) + "x"; }
    void give(int count, std::size_t length) {
        for (int i = 0; i < count; ++i) {
            auto response = server_.response();
            response.answers.set("v3", OpenText{canary(i) + std::string(length, 'z')});
            ASSERT_TRUE(server_.app().submit_response(response, server_.web()));
        }
        ASSERT_TRUE(server_.store().tidy());
    }
    tests::ServerFixture server_;
};

}  // namespace

TEST_F(Anonymity, ShortAnswersLieInNoOrderOfArrival) {
    give(1000, 10);
    const auto found = places(1000);
    ASSERT_EQ(found.size(), 1000U);
    EXPECT_LT(std::abs(spearman(found)), 0.1);
}

TEST_F(Anonymity, LongAnswersLieInNoOrderOfArrivalEither) {
    give(600, 1900);
    const auto found = places(600);
    ASSERT_EQ(found.size(), 600U);
    EXPECT_LT(std::abs(spearman(found)), 0.12);
}

TEST_F(Anonymity, TheMeasureSeesAnOrderThatIsThere) {
    std::vector<std::size_t> ordered(1000);
    std::iota(ordered.begin(), ordered.end(), 0U);
    EXPECT_GT(spearman(ordered), 0.99);
    // A table with row numbers, as one would make it without thinking, gives the order away.
    const auto path = (server_.folder() / "control.db").string();
    sqlite::Connection connection(path, {.create = true});
    connection.run("CREATE TABLE answers(id BLOB, text TEXT)");
    for (int i = 0; i < 1000; ++i)
        connection.prepare("INSERT INTO answers VALUES(randomblob(16), ?)").bind(1, canary(i)).run();
    connection.run("VACUUM");
    connection.checkpoint(true);
    const auto file = bytes_of(path);
    std::vector<std::size_t> found;
    for (int i = 0; i < 1000; ++i) found.push_back(file.find(canary(i)));
    // Within a page rows are laid from the end; over the pages the order is plain.
    EXPECT_GT(std::abs(spearman(found)), 0.9);
}

TEST_F(Anonymity, NoIdTimeOrCodeOfTheGiverIsInTheFiles) {
    server_.clock().move(std::chrono::milliseconds(37 * 60'000 + 42'123));
    const auto response = server_.response();
    const auto accepted = server_.app().submit_response(response, server_.web());
    ASSERT_TRUE(accepted);
    const auto signal = server_.signal();
    const auto told = server_.app().give_signal(signal, server_.web());
    ASSERT_TRUE(told);
    const auto now = server_.clock().now().time_since_epoch();
    for (const char* name : {"peilpunt.db", "peilpunt.db-wal", "contact.db", "contact.db-wal"}) {
        const auto file = bytes_of(server_.folder() / name);
        for (const auto& id : {response.id, signal.id}) {
            EXPECT_EQ(file.find(id.str()), std::string::npos) << name;
            EXPECT_EQ(file.find(std::string(id.bytes())), std::string::npos) << name;
        }
        EXPECT_EQ(file.find(accepted->receipt.digits()), std::string::npos) << name;
        EXPECT_EQ(file.find(told->receipt.digits()), std::string::npos) << name;
        EXPECT_EQ(file.find(std::to_string(now.count())), std::string::npos) << name;
    }
}

TEST_F(Anonymity, TheSchemaHasNoPlaceForAnAddressAnAgentOrAnExactTime) {
    sqlite::Connection connection((server_.folder() / "peilpunt.db").string(), {.read_only = true});
    int checked = 0;
    for (const char* table :
         {"responses", "signals", "tallies", "signal_counts", "ledger", "receipts", "quarantine"}) {
        auto& schema = connection.prepare("SELECT sql FROM sqlite_schema WHERE name=?");
        schema.bind(1, table);
        ASSERT_TRUE(schema.step()) << table;
        const auto sql = schema.text(0);
        EXPECT_NE(sql.find("WITHOUT ROWID"), std::string::npos) << table;
        EXPECT_EQ(sql.find("AUTOINCREMENT"), std::string::npos) << table;
        auto& columns = connection.prepare("SELECT name FROM pragma_table_info(?)");
        columns.bind(1, table);
        while (columns.step()) {
            ++checked;
            for (const char* forbidden :
                 {"ip", "address", "agent", "time", "created", "seq", "session", "device"})
                EXPECT_NE(columns.text(0), forbidden) << table;
        }
    }
    EXPECT_GT(checked, 30);
}

TEST_F(Anonymity, ContactDetailsCannotBeJoinedToAnswers) {
    constexpr int kPeople = 300;
    for (int i = 0; i < kPeople; ++i) {
        auto response = server_.response();
        response.answers.set("v3", OpenText{canary(i)});
        ASSERT_TRUE(server_.app().submit_response(response, server_.web()));
        app::ContactDetails details;
        details.is_16 = true;
        details.email = seal::Secret("iemand" + std::to_string(i) +
                                     std::string(static_cast<std::size_t>(i % 40), 'x') + "@voorbeeld.nl");
        details.municipality = AreaCode::parse("GM0453").value();
        ASSERT_TRUE(server_.app().leave_contact(details));
    }
    ASSERT_TRUE(server_.store().tidy());
    const auto file = bytes_of(server_.folder() / "contact.db");
    EXPECT_EQ(file.find("voorbeeld.nl"), std::string::npos) << "sealed, not readable";
    const auto wal = server_.folder() / "contact.db-wal";
    EXPECT_TRUE(!std::filesystem::exists(wal) || std::filesystem::file_size(wal) == 0)
        << "the log tells the order";

    // The attacker has both files, even the contact keeper's key, and pairs the i-th contact in one file with
    // the i-th answer in the other. Knowing who is who, we see how often that is right.
    const auto contacts = server_.store().contacts();
    ASSERT_EQ(contacts.size(), static_cast<std::size_t>(kPeople));
    const auto key_file =
        seal::read_key_file(tests::test_keys_folder().str() + "/sleutels/contact.key.slot").value();
    const auto locked = key_file.reveal();
    const seal::BoxKeys keeper{server_.app().keys().contact_public_key,
                               seal::unlock_with_passphrase(tests::test_passphrase(), locked).value()};
    const auto main_file = bytes_of(server_.folder() / "peilpunt.db");
    std::vector<std::pair<std::size_t, int>> by_contact;
    std::vector<std::pair<std::size_t, int>> by_answer;
    for (const auto& wish : contacts) {
        EXPECT_EQ(wish.sealed.size(), contacts[0].sealed.size()) << "the size tells nothing";
        EXPECT_EQ(main_file.find(wish.row_id), std::string::npos) << "no common key";
        const auto plain = seal::open_sealed(keeper, wish.sealed).value();
        by_contact.emplace_back(file.find(wish.sealed), std::stoi(plain.substr(plain.find("iemand") + 6)));
    }
    for (int i = 0; i < kPeople; ++i) by_answer.emplace_back(main_file.find(canary(i)), i);
    std::sort(by_contact.begin(), by_contact.end());
    std::sort(by_answer.begin(), by_answer.end());
    int right = 0;
    std::vector<std::size_t> arrival(by_contact.size());
    for (std::size_t i = 0; i < by_contact.size(); ++i) {
        right += by_contact[i].second == by_answer[i].second ? 1 : 0;
        arrival[i] = static_cast<std::size_t>(by_contact[i].second);
    }
    EXPECT_LE(right, 5)
        << "one is right by chance; six or more would happen less than once in a thousand times";
    EXPECT_LT(std::abs(spearman(arrival)), 0.2) << "nor does the contact file tell who came first";
}
