// SPDX-License-Identifier: EUPL-1.2
// Somebody copies the data folder by day, with its log and its keys, and holds volgcodes of people whose
// answers they want to know.
#include <gtest/gtest.h>

#include <fstream>
#include <future>
#include <map>
#include <set>

#include "server/app/poll_codes.hpp"
#include "server/store/engine/sqlite/sqlite_store.hpp"
#include "shared/sqlite/sqlite.hpp"
#include "tests/support/server_fixture.hpp"

using namespace peilpunt;
namespace fs = std::filesystem;

namespace {

constexpr int kPeople = 30;

std::string bytes_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write(const fs::path& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::size_t big_endian(std::string_view bytes, std::size_t at) {
    std::size_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
    return number;
}

/// Where each commit in a log of SQLite ends (https://sqlite.org/fileformat2.html#walformat).
std::vector<std::size_t> commits_in(std::string_view log) {
    constexpr std::size_t kHead = 32, kFrameHead = 24;
    std::vector<std::size_t> ends;
    if (log.size() < kHead) return ends;
    const std::size_t frame = kFrameHead + big_endian(log, 8);
    for (std::size_t at = kHead; at + frame <= log.size(); at += frame) {
        if (log.substr(at + 8, 8) != log.substr(16, 8)) break;  // of an earlier round
        if (big_endian(log, at + 4) != 0) ends.push_back(at + frame);
    }
    return ends;
}

/// What one commit brought: answers, and everything that is no answer, as bytes to search in.
struct Commit {
    std::vector<std::string> answers;
    std::string rest;
};

class StolenFolder : public testing::Test {
  protected:
    /// The copy, replayed: what every commit of the day added.
    std::vector<Commit> replay() {
        const auto file = bytes_of(server_.folder() / "peilpunt.db");
        const auto log = bytes_of(server_.folder() / "peilpunt.db-wal");
        std::vector<Commit> commits;
        std::set<std::string> seen;
        for (const auto end : commits_in(log)) {
            tests::TemporaryFolder copy;
            write(copy.path() / "peilpunt.db", file);
            write(copy.path() / "peilpunt.db-wal", std::string_view(log).substr(0, end));
            sqlite::Connection then((copy.path() / "peilpunt.db").string(), {});
            Commit commit;
            const auto news = [&](const char* sql, auto add) {
                auto& rows = then.prepare(sql);
                while (rows.step())
                    if (seen.insert(std::string(sql) + rows.text(0)).second) add(rows.text(0));
                rows.reset();
            };
            news("SELECT answers FROM responses WHERE piece=0",
                 [&](const std::string& answer) { commit.answers.push_back(answer); });
            for (const auto* sql :
                 {"SELECT ledger || receipts FROM fresh", "SELECT hash || subject FROM receipts",
                  "SELECT hash || subject FROM receipts_today", "SELECT key || proof FROM ledger",
                  "SELECT key || proof FROM ledger_today", "SELECT key || subject FROM venue_receipts"})
                news(sql, [&](const std::string& bytes) { commit.rest += bytes; });
            commits.push_back(std::move(commit));
        }
        return commits;
    }
    /// Everything that the keys make of a code.
    std::vector<std::string> traces_of(const Receipt& code) {
        const auto& keys = server_.app().keys();
        std::vector<std::string> traces{code.digits(), code.grouped()};
        for (const auto& secret : {keys.ledger, app::CodeKeys(keys).web().secret()})
            for (const std::string what : {"volgcode ", "volgcode-van ", ""})
                traces.push_back(seal::keyed_hash(secret, what + code.digits()));
        traces.push_back(sync::follow_key(code, AreaCode::parse("GM0453").value(), ""));
        return traces;
    }
    /// How many of the codes lead to their own answer.
    int found_out(const std::map<std::string, Receipt>& codes_by_answer) {
        const auto commits = replay();
        EXPECT_GE(commits.size(), codes_by_answer.size()) << "the log is there to be read";
        int right = 0;
        for (const auto& [answer, code] : codes_by_answer) {
            const auto traces = traces_of(code);
            for (const auto& commit : commits) {
                const bool here = std::any_of(traces.begin(), traces.end(), [&](const auto& trace) {
                    return commit.rest.find(trace) != std::string::npos;
                });
                right +=
                    here && commit.answers.size() == 1 && commit.answers[0].find(answer) != std::string::npos
                        ? 1
                        : 0;
            }
        }
        return right;
    }
    Response answer_of(const std::string& person) {
        auto response = server_.response();
        response.answers.set("v3", OpenText{person});
        return response;
    }
    static std::string person(int i) { return "kanarie" + std::to_string(1000 + i); }

    tests::ServerFixture server_;
};

}  // namespace

TEST_F(StolenFolder, NoCodeOfAPollLeadsToItsAnswer) {
    std::map<std::string, Receipt> codes;
    for (int i = 0; i < kPeople; ++i)
        codes[person(i)] = server_.app().submit_response(answer_of(person(i)), server_.web()).value().receipt;
    EXPECT_EQ(found_out(codes), 0);
    for (const auto& [answer, code] : codes)
        EXPECT_TRUE(server_.app().follow(code)) << "and yet it leads to the poll";
}

TEST_F(StolenFolder, TheAttackFindsEveryCodeThatIsKept) {
    std::map<std::string, Receipt> codes;
    for (int i = 0; i < kPeople; ++i) {
        const auto code = codes[person(i)] = Receipt::random(server_.random());
        std::promise<Result<app::Accepted>> done;
        server_.app().submit_response(answer_of(person(i)), server_.web(), code,
                                      [&](auto result) { done.set_value(std::move(result)); });
        ASSERT_TRUE(done.get_future().get());
    }
    EXPECT_EQ(found_out(codes), kPeople);
}

TEST(QuietLog, IsEmptiedWhenNothingIsWrittenForAWhile) {
    seal::start();
    tests::TemporaryFolder folder;
    tests::HandClock clock(tests::test_start());
    tests::SeededRandom random(3);
    const auto log = folder.path() / "peilpunt.db-wal";
    const auto size = [&] { return fs::exists(log) ? fs::file_size(log) : 0; };
    const auto open = [&](std::chrono::milliseconds quiet) {
        return store::open_sqlite(
                   folder.str(), clock, random,
                   {.create = true, .readers = 2, .quiet = quiet, .log_key = tests::test_log_key()})
            .value();
    };
    {
        const auto store = open(std::chrono::hours(1));
        ASSERT_TRUE(store->set_setting("a", "b"));
        EXPECT_GT(size(), 0U) << "the control: who waits long keeps the log";
    }
    const auto store = open(std::chrono::milliseconds(20));
    for (int round = 0; round < 3; ++round) {
        ASSERT_TRUE(store->set_setting("ronde", std::to_string(round)));
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (size() > 0 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
        EXPECT_EQ(size(), 0U) << round;
        EXPECT_EQ(store->load_state().settings["ronde"], std::to_string(round));
    }
}
