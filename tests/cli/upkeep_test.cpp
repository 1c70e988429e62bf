// SPDX-License-Identifier: EUPL-1.2
// verify, backup and restore on a whole data folder, also while it serves.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "server/cli/commands.hpp"
#include "server/cli/data_folder.hpp"
#include "shared/sqlite/sqlite.hpp"
#include "tests/support/server_fixture.hpp"

using namespace peilpunt;
namespace fs = std::filesystem;

namespace {

class Upkeep : public testing::Test {
  protected:
    Upkeep() {
        // Keys are slow to make, so one folder is made and copied.
        static const tests::TemporaryFolder made;
        static const bool filled = [this] {
            auto folder = cli::make_data_folder(around(made.str() + "/data"),
                                                {tests::test_passphrase(), seal::Secret("135790")})
                              .value();
            folder.app->import_areas(tests::test_areas()).value();
            folder.app->import_poll(tests::test_poll(), "test").value();
            folder.app->publish_poll("fietsen", "test").value();
            for (int i = 0; i < 20; ++i) give(*folder.app);
            folder.store->tidy().value();  // nothing in the log that would mend a damaged page
            return true;
        }();
        static_cast<void>(filled);
        fs::copy(made.path() / "data", data(), fs::copy_options::recursive);
    }

    cli::Surroundings around(const std::string& folder) { return {clock_, random_, folder, "", ""}; }
    std::string data() const { return work_.str() + "/data"; }
    std::string other(const char* name) const { return work_.str() + "/" + name; }

    void give(app::App& app) {
        Response response;
        response.id = ResponseId::random(random_);
        response.poll = tests::test_poll().id;
        response.municipality = AreaCode::parse("GM0453").value();
        response.answers.set("v1", Choice{"dijk", ""});
        Signal signal;
        signal.id = ResponseId::random(random_);
        signal.text = "De bank bij de bushalte is weg.";
        signal.municipality = AreaCode::parse("GM0453").value();
        const Origin origin{Channel::web, "", moment_of(clock_.now())};
        app.submit_response(response, origin).value();
        app.give_signal(signal, origin).value();
    }
    /// Everything that `verify` says, and whether it says that all is well.
    std::pair<bool, std::string> verify(const std::string& folder) {
        testing::internal::CaptureStderr();
        testing::internal::CaptureStdout();
        const auto result = cli::verify(around(folder));
        std::string said = testing::internal::GetCapturedStderr();
        testing::internal::GetCapturedStdout();
        if (!result) said += result.error().message;
        return {result.has_value(), said};
    }
    static void run_sql(const std::string& folder, const std::string& sql) {
        sqlite::Connection connection(folder + "/peilpunt.db", {});
        connection.run(sql);
    }
    static std::int64_t count(const std::string& folder, const std::string& table) {
        sqlite::Connection connection(folder + "/peilpunt.db", {});
        return connection.number("SELECT count(*) FROM " + table);
    }
    Result<void> quiet(Result<void> (*command)(const cli::Surroundings&, const std::string&),
                       const std::string& folder, const std::string& argument) {
        testing::internal::CaptureStdout();
        auto result = command(around(folder), argument);
        testing::internal::GetCapturedStdout();
        return result;
    }

    tests::TemporaryFolder work_;
    tests::HandClock clock_{tests::test_start()};
    static inline std::uint64_t seed_ = 10;  // other ids in each test than in the folder that all begin with
    tests::SeededRandom random_{++seed_};
};

struct Damage {
    const char* name;
    void (*how)(const fs::path& folder);
    const char* named;  ///< what the report must say
};
void change(const fs::path& folder, const std::string& sql) {
    sqlite::Connection connection((folder / "peilpunt.db").string(), {});
    connection.run(sql);
}
void overwrite(const fs::path& file, std::streamoff from, std::size_t size) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(from);
    stream << std::string(size, 'x');
}
const Damage kDamages[] = {
    {"ATally", [](const fs::path& f) { change(f, "UPDATE tallies SET counts=x'00'"); }, "tallies"},
    {"AnAnswerGone", [](const fs::path& f) { change(f, "DELETE FROM responses"); }, "tallies"},
    {"ASignalGone",
     [](const fs::path& f) { change(f, "DELETE FROM signals WHERE id=(SELECT min(id) FROM signals)"); },
     "signals"},
    {"TheAuditLog", [](const fs::path& f) { change(f, "UPDATE changes SET verb='niets'"); }, "audit"},
    {"AnAuditEntryGone", [](const fs::path& f) { change(f, "DELETE FROM changes WHERE number=1"); }, "audit"},
    {"TheLastAuditEntryGone",
     [](const fs::path& f) {
         change(f, "DELETE FROM changes WHERE number=(SELECT max(number) FROM changes)");
     },
     "audit"},
    {"TheWholeAuditLogGone",
     [](const fs::path& f) { change(f, "DELETE FROM changes; DELETE FROM changes_head"); }, "audit"},
    {"APage", [](const fs::path& f) { overwrite(f / "peilpunt.db", 4096 * 3, 4096); }, "peilpunt.db"},
    {"TheHead", [](const fs::path& f) { overwrite(f / "peilpunt.db", 0, 100); }, "peilpunt.db"},
    {"AnEmptiedFile", [](const fs::path& f) { fs::resize_file(f / "peilpunt.db", 0); },
     "peilpunt.db is empty"},
    {"AnEmptiedFileOfContacts", [](const fs::path& f) { fs::resize_file(f / "contact.db", 0); },
     "contact.db is empty"},
    {"AKeyThatOthersRead",
     [](const fs::path& f) {
         fs::permissions(f / "sleutels/kenmerken.key", fs::perms::group_read, fs::perm_options::add);
     },
     "kenmerken.key can be read by others"},
    {"AFileGone", [](const fs::path& f) { fs::remove(f / "contact.db"); }, "contact.db"},
    {"ANewerSchema", [](const fs::path& f) { change(f, "PRAGMA user_version=999"); }, "newer"},
    {"AKeyGone", [](const fs::path& f) { fs::remove(f / "sleutels/kenmerken.key"); }, "kenmerken.key"},
    {"AKeyCutShort", [](const fs::path& f) { fs::resize_file(f / "sleutels/kenmerken.key", 8); },
     "kenmerken.key"},
    {"AKeyOfAnotherFolder", [](const fs::path& f) { overwrite(f / "sleutels/kenmerken.key", 0, 32); },
     "the keys"},
};
class Damaged : public Upkeep, public testing::WithParamInterface<Damage> {};

}  // namespace

TEST_F(Upkeep, VerifySaysThatAWholeFolderIsWhole) {
    const auto [well, said] = verify(data());
    EXPECT_TRUE(well) << said;
}

TEST_P(Damaged, IsNamedByVerify) {
    GetParam().how(data());
    const auto [well, said] = verify(data());
    EXPECT_FALSE(well);
    EXPECT_NE(said.find(GetParam().named), std::string::npos) << said;
}
TEST_P(Damaged, IsNotOpenedAndStaysAsItIs) {
    GetParam().how(data());
    const auto size = [&](const char* name) {
        std::error_code error;
        return fs::file_size(fs::path(data()) / name, error);
    };
    const auto before = std::pair(size("peilpunt.db"), size("contact.db"));
    testing::internal::CaptureStderr();
    const bool opened = cli::open_store_and_keys(around(data())).has_value();
    testing::internal::GetCapturedStderr();
    if (!opened) {
        EXPECT_EQ(std::pair(size("peilpunt.db"), size("contact.db")), before);
    }
}

TEST_P(Damaged, InABackupIsSaidOfTheBackupAndLeavesNoHalfFolder) {
    // What a copy repairs by itself is none of its damage.
    if (std::string_view(GetParam().name) == "AKeyThatOthersRead") GTEST_SKIP() << "copies are 0600";
    GetParam().how(data());
    for (const bool there : {false, true}) {
        if (there) fs::create_directory(other("terug"));
        testing::internal::CaptureStderr();
        const auto refused = quiet(cli::restore, other("terug"), data());
        testing::internal::GetCapturedStderr();
        ASSERT_FALSE(refused);
        EXPECT_EQ(fs::exists(other("terug")), there);
        if (there) {
            EXPECT_TRUE(fs::is_empty(other("terug")));
        }
        if (std::string_view(GetParam().name) == "AFileGone") continue;  // that is no backup at all
        EXPECT_NE(refused.error().message.find("the back-up in " + data()), std::string::npos)
            << refused.error().message;
        EXPECT_EQ(refused.error().message.find("put back"), std::string::npos) << refused.error().message;
    }
}

INSTANTIATE_TEST_SUITE_P(Each, Damaged, testing::ValuesIn(kDamages),
                         [](const auto& row) { return std::string(row.param.name); });

TEST_F(Upkeep, ABackupWhileServingIsWholeAndHoldsAllThatWasAcknowledgedBefore) {
    auto serving = cli::open_data_folder(around(data())).value();
    std::atomic<bool> stop{false};
    std::atomic<std::int64_t> acknowledged{20};
    std::thread load([&] {
        while (!stop) {
            give(*serving.app);
            ++acknowledged;
        }
    });
    while (acknowledged < 40) std::this_thread::yield();
    for (const char* name : {"eerste", "tweede", "derde"}) {
        const std::int64_t before = acknowledged;
        ASSERT_TRUE(quiet(cli::backup, data(), other(name)));
        EXPECT_GE(count(other(name), "responses"), before);
    }
    stop = true;
    load.join();
    for (const char* name : {"eerste", "tweede", "derde"}) {
        const auto [well, said] = verify(other(name));
        EXPECT_TRUE(well) << said;
    }
    EXPECT_LT(count(other("eerste"), "responses"), acknowledged) << "there was load meanwhile";
    EXPECT_TRUE(verify(data()).first);
}

TEST_F(Upkeep, AnOlderDatabasePutBackIsFoundByTheAnchorBesideTheData) {
    cli::open_data_folder(around(data())).value().store->note("sleutel-a", "1", "systeem").value();
    fs::copy_file(data() + "/peilpunt.db", other("oud.db"));
    cli::open_data_folder(around(data())).value().store->note("sleutel-b", "2", "systeem").value();
    EXPECT_TRUE(verify(data()).first);
    fs::copy_file(other("oud.db"), data() + "/peilpunt.db", fs::copy_options::overwrite_existing);
    const auto [well, said] = verify(data());
    EXPECT_FALSE(well);
    EXPECT_NE(said.find("2026-11-10"), std::string::npos) << said;
    fs::remove(data() + "/logboek.ankers");
    EXPECT_TRUE(verify(data()).first) << "the control: nothing else finds it";
}

TEST_F(Upkeep, ABackupSaysWhereItsLogEnds) {
    ASSERT_TRUE(quiet(cli::backup, data(), other("eerste")));
    cli::open_data_folder(around(data())).value().store->note("sleutel-b", "2", "systeem").value();
    ASSERT_TRUE(quiet(cli::backup, data(), other("tweede")));
    ASSERT_TRUE(quiet(cli::restore, other("terug"), other("tweede")));
    fs::copy_file(other("eerste") + "/peilpunt.db", other("tweede") + "/peilpunt.db",
                  fs::copy_options::overwrite_existing);
    const auto swapped = quiet(cli::restore, other("nogeens"), other("tweede"));
    ASSERT_FALSE(swapped);
    EXPECT_EQ(swapped.error().code, ErrorCode::damaged);
}

TEST_F(Upkeep, TheLogIsListedWithWhoAndWhatAndItsEndIsTold) {
    testing::internal::CaptureStdout();
    ASSERT_TRUE(cli::log_list(around(data()), 2));
    const auto listed = testing::internal::GetCapturedStdout();
    EXPECT_EQ(std::count(listed.begin(), listed.end(), '\n'), 2);
    EXPECT_NE(listed.find("peiling-geopend"), std::string::npos) << listed;
    testing::internal::CaptureStdout();
    ASSERT_TRUE(cli::log_head(around(data())));
    const auto head = testing::internal::GetCapturedStdout();
    testing::internal::CaptureStdout();
    ASSERT_TRUE(cli::verify(around(data())));
    const auto verified = testing::internal::GetCapturedStdout();
    const auto mac = head.substr(head.rfind(' ') + 1);
    EXPECT_EQ(mac.size(), 33U);
    EXPECT_NE(verified.find(mac), std::string::npos) << "oversight compares the two";
}

TEST_F(Upkeep, RestoreGivesBackWhatWasCopiedAndNeverOverwrites) {
    ASSERT_TRUE(quiet(cli::backup, data(), other("kopie")));
    ASSERT_FALSE(quiet(cli::backup, data(), other("kopie"))) << "a backup does not overwrite another";
    run_sql(data(), "DELETE FROM responses");
    const auto refused = quiet(cli::restore, data(), other("kopie"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::conflict);
    EXPECT_EQ(count(data(), "responses"), 0) << "what is there stays as it is";
    ASSERT_TRUE(quiet(cli::restore, other("terug"), other("kopie")));
    EXPECT_EQ(count(other("terug"), "responses"), 20);
    EXPECT_EQ(count(other("terug"), "signals"), 20);
    EXPECT_TRUE(verify(other("terug")).first);
    EXPECT_FALSE(quiet(cli::restore, other("niets"), other("leeg"))) << "no copy, no restore";
}
