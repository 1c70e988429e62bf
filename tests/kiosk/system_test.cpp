// SPDX-License-Identifier: EUPL-1.2
// The kiosk under systemd: it says when it is ready, feeds the watchdog from the loop that draws, and stops
// feeding it when that loop hangs.
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <fstream>

#include "program.hpp"

namespace peilpunt::kiosk_tests {
namespace {

namespace fs = std::filesystem;

/// What systemd is to a service: a socket that hears how it goes.
class Listener {
  public:
    explicit Listener(const std::string& path) : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
        bound_ = ::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    }
    ~Listener() { ::close(socket_); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    bool bound() const { return bound_; }
    /// The next message, or nothing after `limit`.
    std::string next(std::chrono::milliseconds limit) const {
        pollfd file{socket_, POLLIN, 0};
        if (::poll(&file, 1, static_cast<int>(limit.count())) <= 0) return "";
        char text[256];
        const auto size = ::recv(socket_, text, sizeof text, 0);
        return std::string(text, size > 0 ? static_cast<std::size_t>(size) : 0);
    }

  private:
    int socket_;
    bool bound_ = false;
};

TEST(Systemd, AHungScreenStopsFeedingTheWatchdog) {
    if (!have("Xvfb")) GTEST_SKIP() << "Xvfb is not installed";
    const fs::path folder = fs::temp_directory_path() / ("peilpunt-system-" + std::to_string(getpid()));
    fs::create_directories(folder);
    {
        const VirtualScreen screen(folder);
        ASSERT_TRUE(screen.up());
        const std::string path = (folder / "notify").string();
        const Listener systemd(path);
        ASSERT_TRUE(systemd.bound());
        setenv("NOTIFY_SOCKET", path.c_str(), 1);
        setenv("WATCHDOG_USEC", "15000000", 1);  // as in the unit
        Program kiosk({KIOSK_PROGRAM, "--data", (folder / "data").string(), "--server", "http://127.0.0.1:9",
                       "--window", "540x960", "--hang-after", "12"},
                      (folder / "kiosk").string());
        unsetenv("NOTIFY_SOCKET");
        unsetenv("WATCHDOG_USEC");
        ASSERT_EQ(systemd.next(std::chrono::seconds(120)), "READY=1") << read_file(folder / "kiosk.err");
        int fed = 0;
        // Longer than the watchdog waits means: hung. systemd would kill it here, and start it anew.
        for (std::string word; !(word = systemd.next(std::chrono::milliseconds(15'000))).empty(); ++fed)
            EXPECT_EQ(word, "WATCHDOG=1");
        EXPECT_GE(fed, 1);
        EXPECT_TRUE(kiosk.running()) << "it must have hung, not ended";
        EXPECT_EQ(kiosk.end(SIGKILL), -1);
    }
    fs::remove_all(folder);
}

TEST(Systemd, AKioskThatEndsSaysSo) {
    if (!have("Xvfb")) GTEST_SKIP() << "Xvfb is not installed";
    const fs::path folder = fs::temp_directory_path() / ("peilpunt-ends-" + std::to_string(getpid()));
    fs::create_directories(folder);
    {
        const VirtualScreen screen(folder);
        ASSERT_TRUE(screen.up());
        const std::string path = (folder / "notify").string();
        const Listener systemd(path);
        setenv("NOTIFY_SOCKET", path.c_str(), 1);
        Program kiosk({KIOSK_PROGRAM, "--data", (folder / "data").string(), "--server", "http://127.0.0.1:9",
                       "--window", "540x960"},
                      (folder / "kiosk").string());
        unsetenv("NOTIFY_SOCKET");
        ASSERT_EQ(systemd.next(std::chrono::seconds(120)), "READY=1") << read_file(folder / "kiosk.err");
        EXPECT_EQ(kiosk.end(SIGTERM), 0);
        EXPECT_EQ(systemd.next(std::chrono::seconds(5)), "STOPPING=1");
    }
    fs::remove_all(folder);
}

TEST(Systemd, ADamagedStorageIsToldOnTheScreenAndLeftAsItWas) {
    if (!have("Xvfb")) GTEST_SKIP() << "Xvfb is not installed";
    const fs::path folder = fs::temp_directory_path() / ("peilpunt-damaged-" + std::to_string(getpid()));
    fs::create_directories(folder / "data");
    const std::string rubbish(8192, 'x');
    std::ofstream(folder / "data" / "kiosk.db") << rubbish;
    {
        const VirtualScreen screen(folder);
        ASSERT_TRUE(screen.up());
        const std::string path = (folder / "notify").string();
        const Listener systemd(path);
        setenv("NOTIFY_SOCKET", path.c_str(), 1);
        Program kiosk({KIOSK_PROGRAM, "--data", (folder / "data").string(), "--server", "http://127.0.0.1:9",
                       "--window", "540x960"},
                      (folder / "kiosk").string());
        unsetenv("NOTIFY_SOCKET");
        EXPECT_EQ(systemd.next(std::chrono::seconds(120)), "READY=1") << read_file(folder / "kiosk.err");
        EXPECT_TRUE(kiosk.running()) << "a black screen would tell nobody anything";
        EXPECT_EQ(kiosk.end(SIGTERM), 1);
    }
    EXPECT_EQ(read_file(folder / "data" / "kiosk.db"), rubbish);
    fs::remove_all(folder);
}

TEST(Systemd, TheUnitIsRight) {
    if (!have("systemd-analyze")) GTEST_SKIP() << "systemd-analyze is not installed";
    const fs::path folder = fs::temp_directory_path() / ("peilpunt-unit-" + std::to_string(getpid()));
    fs::create_directories(folder);
    std::string unit = read_file(fs::path(PEILPUNT_SOURCE_DIR) / "kiosk/system/peilpunt-kiosk.service");
    for (const char* line :
         {"Type=notify", "Restart=always", "WatchdogSec=15", "RestartSec=1", "MemorySwapMax=0"})
        EXPECT_NE(unit.find(line), std::string::npos) << line;
    if (!have("/usr/bin/xinit")) {  // it looks whether the program is there
        const std::size_t at = unit.find("/usr/bin/xinit");
        ASSERT_NE(at, std::string::npos);
        unit.replace(at, 14, "/bin/true");
    }
    std::ofstream(folder / "peilpunt-kiosk.service") << unit;
    const std::string command = "systemd-analyze verify --man=no " +
                                (folder / "peilpunt-kiosk.service").string() + " > " +
                                (folder / "said").string() + " 2>&1";
    EXPECT_EQ(std::system(command.c_str()), 0) << read_file(folder / "said");
    fs::remove_all(folder);
}

}  // namespace
}  // namespace peilpunt::kiosk_tests
