// SPDX-License-Identifier: EUPL-1.2
// The night sorts and copies answers in files of its own: they may stand nowhere but in the data folder.
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/inotify.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstring>

#include "server/cli/commands.hpp"
#include "server/cli/data_folder.hpp"
#include "shared/sqlite/sqlite.hpp"
#include "tests/support/server_fixture.hpp"

using namespace peilpunt;
namespace fs = std::filesystem;

namespace {

/// Counts the files that SQLite makes for itself in a folder, also those that it removes at once.
class MadeFiles {
  public:
    explicit MadeFiles(const std::string& folder) : descriptor_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
        if (::inotify_add_watch(descriptor_, folder.c_str(), IN_CREATE) < 0)
            throw std::runtime_error("cannot watch " + folder);
    }
    ~MadeFiles() { ::close(descriptor_); }
    MadeFiles(const MadeFiles&) = delete;
    int count() {
        alignas(inotify_event) std::array<char, 64 * 1024> bytes{};
        for (ssize_t size = 0; (size = ::read(descriptor_, bytes.data(), bytes.size())) > 0;)
            for (ssize_t at = 0; at < size;) {
                inotify_event event{};
                std::memcpy(&event, bytes.data() + at, sizeof event);
                const std::string_view name(bytes.data() + at + sizeof event, event.len);
                if (name.starts_with("etilqs_")) ++made_;
                at += static_cast<ssize_t>(sizeof event + event.len);
            }
        return made_;
    }

  private:
    int descriptor_;
    int made_ = 0;
};

class NightFiles : public testing::Test {
  protected:
    NightFiles() {
        tests::HandClock clock(tests::test_start());
        tests::SeededRandom random(7);
        cli::make_data_folder({clock, random, data(), "", ""},
                              {tests::test_passphrase(), seal::Secret("135790")})
            .value();
        sqlite::Connection connection(data() + "/peilpunt.db", {});
        // Sixty megabytes of answers of one group: more than is sorted and copied in memory.
        connection.run(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<1000) "
            "INSERT INTO responses SELECT x'01', 20000, 1, CAST(x'00'||randomblob(15) AS BLOB), 0, 1, "
            "'GM0453', '', '', 0, '', 'nl', 0, randomblob(60000) FROM n");
        fs::create_directory(elsewhere());
    }
    std::string data() const { return work_.str() + "/data"; }
    std::string elsewhere() const { return work_.str() + "/elsewhere"; }
    /// `peilpunt-server purge` where temporary files go to `elsewhere` by this variable; its exit status.
    int purge(const char* variable) const {
        std::string program = PEILPUNT_BINARY_DIR "/peilpunt-server";
        std::string command = "purge";
        std::string option = "--data";
        std::string folder = data();
        std::string setting = variable + ("=" + elsewhere());
        std::array<char*, 5> arguments{program.data(), command.data(), option.data(), folder.data(), nullptr};
        std::array<char*, 2> around{setting.data(), nullptr};
        pid_t child = 0;
        int status = -1;
        if (::posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments.data(), around.data()) == 0)
            ::waitpid(child, &status, 0);
        return status;
    }

    tests::TemporaryFolder work_;
};

}  // namespace

TEST_F(NightFiles, StandInTheDataFolder) {
    MadeFiles here(data());
    MadeFiles there(elsewhere());
    ASSERT_EQ(purge("TMPDIR"), 0);
    EXPECT_GT(here.count(), 0);
    EXPECT_EQ(there.count(), 0);
}

// What shows that the test above can see a file that stands elsewhere.
TEST_F(NightFiles, StandWhereTheOperatorSaysOtherwise) {
    MadeFiles there(elsewhere());
    ASSERT_EQ(purge("SQLITE_TMPDIR"), 0);
    EXPECT_GT(there.count(), 0);
}
