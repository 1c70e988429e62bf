// SPDX-License-Identifier: EUPL-1.2
// The program itself, as an operator starts it: rights of what it makes, a full disk, memory that nobody
// reads.
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "server/cli/commands.hpp"
#include "server/cli/data_folder.hpp"
#include "shared/net/http_client.hpp"
#include "tests/support/server_fixture.hpp"

using namespace peilpunt;
namespace fs = std::filesystem;

namespace {

constexpr mode_t kNobodyElse = 0077;

class Program : public testing::Test {
  protected:
    Program() {
        ::umask(0022);  // as most systems give it
        tests::HandClock clock(tests::test_start());
        tests::SeededRandom random(7);
        auto made = cli::make_data_folder({clock, random, data(), "", ""},
                                          {tests::test_passphrase(), seal::Secret("135790")})
                        .value();
        made.app->import_areas(tests::test_areas()).value();
    }
    std::string data() const { return work_.str() + "/data"; }
    std::string said() const {
        std::ifstream file(work_.str() + "/said");
        return std::string(std::istreambuf_iterator<char>(file), {});
    }
    pid_t start(std::vector<std::string> words) {
        words.insert(words.begin(), PEILPUNT_BINARY_DIR "/peilpunt-server");
        std::vector<char*> arguments;
        for (auto& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, 1, (work_.str() + "/said").c_str(),
                                         O_WRONLY | O_CREAT | O_TRUNC, 0600);
        posix_spawn_file_actions_adddup2(&actions, 1, 2);
        pid_t child = -1;
        if (::posix_spawn(&child, arguments[0], &actions, nullptr, arguments.data(), environ) != 0)
            child = -1;
        posix_spawn_file_actions_destroy(&actions);
        return child;
    }
    static int wait(pid_t child) {
        int status = -1;
        ::waitpid(child, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    int run(std::vector<std::string> words) { return wait(start(std::move(words))); }
    /// Everything below that somebody else than the owner may read, write or enter.
    static std::string open_to_others(const fs::path& folder) {
        std::string found;
        for (const auto& entry : fs::recursive_directory_iterator(folder)) {
            struct stat info{};
            if (::lstat(entry.path().c_str(), &info) == 0 && (info.st_mode & kNobodyElse) != 0)
                found += entry.path().string() + "\n";
        }
        struct stat info{};
        if (::stat(folder.c_str(), &info) == 0 && (info.st_mode & kNobodyElse) != 0) found += folder.string();
        return found;
    }
    /// The address after this word in what a serving program said.
    std::string address(const std::string& word) {
        for (int i = 0; i < 600; ++i) {
            const auto text = said();
            const auto at = text.find(word);
            const auto from = at == std::string::npos ? at : text.find("http://", at);
            const auto end = from == std::string::npos ? from : text.find('/', from + 7);
            if (end != std::string::npos && text.find("Peilpunt:") != std::string::npos)
                return text.substr(from, end - from);
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return "";
    }
    static int status_of(const std::string& url) {
        net::HttpClient client;
        const auto reply = client.request({"GET", url, {}, ""});
        return reply ? reply->status : 0;
    }

    tests::TemporaryFolder work_;
};

}  // namespace

TEST_F(Program, MakesFilesThatNobodyElseReads) {
    ASSERT_EQ(run({"backup", work_.str() + "/kopie", "--data", data()}), 0) << said();
    EXPECT_EQ(open_to_others(work_.path() / "kopie"), "");
    fs::create_directory(work_.path() / "leeg");
    ASSERT_EQ(run({"backup", work_.str() + "/leeg", "--data", data()}), 0) << said();
    EXPECT_EQ(open_to_others(work_.path() / "leeg"), "") << "also a folder that was there, open to all";
    // A copy that came over a disk without rights.
    for (const auto& entry : fs::recursive_directory_iterator(work_.path() / "kopie"))
        fs::permissions(entry, fs::perms::owner_all | fs::perms::group_read | fs::perms::others_read);
    ASSERT_EQ(run({"restore", work_.str() + "/kopie", "--data", work_.str() + "/terug"}), 0) << said();
    EXPECT_EQ(open_to_others(work_.path() / "terug"), "");
    ASSERT_EQ(run({"demo", "--data", work_.str() + "/voorbeeld"}), 0) << said();
    EXPECT_EQ(open_to_others(work_.path() / "voorbeeld"), "");
    fs::create_directory(work_.path() / "stick");
    ASSERT_EQ(run({"export", work_.str() + "/open", "--data", work_.str() + "/voorbeeld"}), 0) << said();
    EXPECT_EQ(open_to_others(work_.path() / "open"), "");
}

TEST_F(Program, WritesNoCoreAndLetsNobodyReadItsMemory) {
    const auto child = start({"serve", "--data", data(), "--listen", "127.0.0.1:0"});
    ASSERT_NE(address("Peilpunt:"), "") << said();
    std::ifstream limits("/proc/" + std::to_string(child) + "/limits");
    std::string core;
    for (std::string line; std::getline(limits, line);)
        if (line.starts_with("Max core file size")) core = line;
    EXPECT_NE(core.find(" 0 "), std::string::npos) << core;
    // Of a program that is not dumpable, its own entries belong to root. Who is root sees no difference here;
    // tests/package/try.sh looks at a server that runs as its own user.
    struct stat info{};
    ASSERT_EQ(::stat(("/proc/" + std::to_string(child) + "/environ").c_str(), &info), 0);
    if (::geteuid() != 0) {
        EXPECT_EQ(info.st_uid, 0U);
    }
    ::kill(child, SIGTERM);
    EXPECT_EQ(wait(child), 0);
}

TEST_F(Program, IsNotReadyWhileTheDiskIsFullAndReadyAgainWhenThereIsRoom) {
    const auto small = work_.path() / "klein";
    fs::create_directory(small);
    if (::mount("none", small.c_str(), "tmpfs", 0, "size=6m") != 0)
        GTEST_SKIP() << "no small disk can be mounted here";
    fs::copy(data(), small / "data", fs::copy_options::recursive);
    const auto child = start(
        {"serve", "--data", (small / "data").string(), "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"});
    const auto admin = address("Admin:");
    EXPECT_NE(admin, "") << said();
    EXPECT_EQ(status_of(admin + "/gereed"), 200);
    {
        std::ofstream filler(small / "vol", std::ios::binary);
        const std::string block(4096, 'x');
        while (filler.write(block.data(), 4096).flush()) {
        }
    }
    EXPECT_EQ(status_of(admin + "/gereed"), 503) << "nothing can be stored";
    EXPECT_EQ(status_of(admin + "/gezond"), 200)
        << "the program itself is well: starting it anew would not help";
    fs::remove(small / "vol");
    EXPECT_EQ(status_of(admin + "/gereed"), 200);
    ::kill(child, SIGTERM);
    EXPECT_EQ(wait(child), 0) << said();
    ::umount(small.c_str());
}

TEST_F(Program, PrintsNoAddressWhenItsPortIsTaken) {
    const auto first = start({"serve", "--data", data(), "--listen", "127.0.0.1:0"});
    const auto taken = address("Peilpunt:").substr(7);
    ASSERT_NE(taken, "");
    ASSERT_EQ(run({"demo", "--data", work_.str() + "/voorbeeld"}), 0);
    const auto refused =
        run({"serve", "--data", work_.str() + "/voorbeeld", "--listen", taken, "--admin", "127.0.0.1:0"});
    EXPECT_EQ(refused, 1);
    EXPECT_EQ(said().find("http://"), std::string::npos) << said();
    EXPECT_NE(said().find(taken), std::string::npos) << said();
    // Also when it is the second of its addresses.
    EXPECT_EQ(
        run({"serve", "--data", work_.str() + "/voorbeeld", "--listen", "127.0.0.1:0", "--admin", taken}), 1);
    EXPECT_EQ(said().find("http://"), std::string::npos) << said();
    ::kill(first, SIGTERM);
    EXPECT_EQ(wait(first), 0);
}

// `tools/demo` must not show the addresses of somebody else's server.
TEST_F(Program, DemoSaysWhosePortItIs) {
    const auto first = start({"serve", "--data", data(), "--listen", "127.0.0.1:0"});
    const auto taken = address("Peilpunt:").substr(7);
    ASSERT_NE(taken, "");
    const std::string command =
        PEILPUNT_SOURCE_DIR "/tools/demo --no-kiosk --listen " + taken + " > " + work_.str() + "/demo 2>&1";
    EXPECT_NE(std::system(command.c_str()), 0);
    std::ifstream file(work_.str() + "/demo");
    const std::string told(std::istreambuf_iterator<char>(file), {});
    EXPECT_NE(told.find("is taken by"), std::string::npos) << told;
    EXPECT_NE(told.find("--listen"), std::string::npos) << told;
    EXPECT_EQ(told.find("http://"), std::string::npos) << told;
    ::kill(first, SIGTERM);
    EXPECT_EQ(wait(first), 0);
}
