// SPDX-License-Identifier: EUPL-1.2
// Data folders of earlier versions: opened, brought up to date, verified, and nothing given is lost.
#include <gtest/gtest.h>

#include "server/cli/commands.hpp"
#include "server/cli/data_folder.hpp"
#include "shared/sqlite/sqlite.hpp"
#include "tests/support/server_fixture.hpp"
#include "tests/support/stored.hpp"

using namespace peilpunt;

namespace {

class StoredFolder : public testing::Test {
  protected:
    StoredFolder() { tests::unpack_stored("server.tar.gz", data()); }
    std::string data() const { return work_.str() + "/data"; }
    cli::Surroundings around() { return {clock_, random_, data(), "", ""}; }
    static std::int64_t count(const std::string& file, const std::string& what) {
        sqlite::Connection connection(file, {});
        return connection.number("SELECT count(*) FROM " + what);
    }

    tests::TemporaryFolder work_;
    tests::HandClock clock_{parse_time("2026-12-01T10:00:00Z").value()};
    tests::SeededRandom random_{81};
};

}  // namespace

TEST_F(StoredFolder, Of010OpensAndHoldsAllThatWasAcknowledged) {
    auto folder = cli::open_data_folder(around());
    ASSERT_TRUE(folder) << folder.error().message;
    tests::expect_all_of_0_1_0(*folder->app, *folder->store);
    EXPECT_EQ(count(data() + "/peilpunt.db", "responses"), 672);
    EXPECT_EQ(count(data() + "/peilpunt.db", "signals"), 66);
}

TEST_F(StoredFolder, Of010IsBackedUpAndRestoredByThisVersion) {
    const auto quiet = [](const auto& run) {
        testing::internal::CaptureStdout();
        const auto result = run();
        testing::internal::GetCapturedStdout();
        return result;
    };
    ASSERT_TRUE(quiet([&] { return cli::backup(around(), work_.str() + "/kopie"); }));
    auto again = around();
    again.data = work_.str() + "/terug";
    ASSERT_TRUE(quiet([&] { return cli::restore(again, work_.str() + "/kopie"); }));
    EXPECT_EQ(count(again.data + "/peilpunt.db", "responses"), 672);
}

TEST_F(StoredFolder, TheLogOf010IsCarriedOverOnceWithTimesAndNames) {
    const auto file = data() + "/peilpunt.db";
    const auto old = count(file, "audit");
    ASSERT_GT(old, 0);
    for (int opened = 0; opened < 2; ++opened) {
        const auto entries = cli::open_data_folder(around()).value().store->audit();
        ASSERT_GE(static_cast<std::int64_t>(entries.size()), old + 1);
        const auto& last = entries[static_cast<std::size_t>(old)];
        EXPECT_EQ(last.what, "logboek-overgenomen");
        EXPECT_EQ(last.subject, std::to_string(old) + " regels, keten heel");
        EXPECT_LT(entries.front().at, "2026-12-01") << "when it happened, not when it was carried over";
        EXPECT_FALSE(entries.front().who.empty());
        EXPECT_EQ(count(file, "audit"), 0);
    }
}

TEST_F(StoredFolder, ALogOf010ThatWasChangedIsCarriedOverAndSaidToBeBroken) {
    {
        sqlite::Connection connection(data() + "/peilpunt.db", {});
        connection.run("UPDATE audit SET who='iemand' WHERE number=2");
    }
    auto folder = cli::open_data_folder(around()).value();
    bool said = false;
    for (const auto& entry : folder.store->audit())
        said = said || (entry.what == "logboek-overgenomen" &&
                        entry.subject.find("keten gebroken bij 2") != std::string::npos);
    EXPECT_TRUE(said);
}

// The control: what the checks above look at does make a difference.
TEST_F(StoredFolder, WithAnAnswerTakenOutIsNotWhole) {
    {
        auto folder = cli::open_data_folder(around()).value();
        EXPECT_TRUE(folder.store->verify().empty());
    }
    {
        sqlite::Connection connection(data() + "/peilpunt.db", {});
        connection.run("DELETE FROM signals WHERE id=(SELECT min(id) FROM signals)");
    }
    auto folder = cli::open_data_folder(around()).value();
    EXPECT_FALSE(folder.store->verify().empty());
}
