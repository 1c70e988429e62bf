// SPDX-License-Identifier: EUPL-1.2
// Real touches: a touch panel of Xorg's own test driver, in the X server that a kiosk has, and the program
// itself. GLFW knows no touch; what arrives is the mouse that Xorg makes of it, and none of it may be lost.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>

#include "program.hpp"

namespace peilpunt::kiosk_tests {
namespace {

namespace fs = std::filesystem;

constexpr int kWidth = 540;
constexpr int kHeight = 960;

/// A finger, as inputtest(4) takes it over its socket; one connection for all touches.
class Finger {
  public:
    ~Finger() {
        if (socket_ >= 0) ::close(socket_);
    }
    bool connect(const std::string& path) {
        socket_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return false;
        const Version version{{sizeof(Version), 0}, 1, 1};
        return send(version) && answered();
    }
    /// Down and up at once.
    bool tap(int x, int y) { return touch(kBegin, x, y) && touch(kEnd, x, y) && ++id_ > 0; }
    /// Until the X server has taken in all of it.
    bool wait() {
        const Header wait{sizeof(Header), 1};
        return send(wait) && answered();
    }

  private:
    static constexpr std::uint32_t kBegin = 18, kEnd = 20;  // XI_TouchBegin, XI_TouchEnd
    struct Header {
        std::uint32_t length, type;
    };
    struct Version {
        Header header;
        std::uint16_t major, minor;
    };
    struct Touch {
        Header header;
        std::uint32_t id, phase;
        std::uint32_t unaccelerated;
        std::uint8_t mask[8];
        double places[64];
        double raw[64];
    };
    static_assert(sizeof(Touch) == 1056);

    template <class Message>
    bool send(const Message& message) {
        return ::write(socket_, &message, sizeof message) == static_cast<ssize_t>(sizeof message);
    }
    bool answered() {
        Header header{};
        if (::read(socket_, &header, sizeof header) != static_cast<ssize_t>(sizeof header)) return false;
        std::array<char, 256> rest{};
        for (std::size_t left = header.length - sizeof header; left > 0;) {
            const ssize_t size = ::read(socket_, rest.data(), std::min(left, rest.size()));
            if (size <= 0) return false;
            left -= static_cast<std::size_t>(size);
        }
        return true;
    }
    bool touch(std::uint32_t phase, int x, int y) {
        Touch message{};
        message.header = {sizeof(Touch), 6};
        message.id = id_;
        message.phase = phase;
        message.mask[0] = 3;  // the first two places: x and y, from 0 to 65535 over the screen
        message.places[0] = (x + 0.5) * 65535 / kWidth;
        message.places[1] = (y + 0.5) * 65535 / kHeight;
        return send(message);
    }

    int socket_ = -1;
    std::uint32_t id_ = 1;
};

class RealTouch : public testing::Test {
  protected:
    void SetUp() override {
        if (!have("Xorg")) GTEST_SKIP() << "Xorg (xserver-xorg-core) is not installed";
        for (const char* module : {"input/inputtest_drv.so", "drivers/dummy_drv.so"})
            if (!fs::exists(fs::path("/usr/lib/xorg/modules") / module))
                GTEST_SKIP() << module << " (xserver-xorg-core, xserver-xorg-video-dummy) is not installed";
        if (geteuid() != 0) GTEST_SKIP() << "Xorg without a console takes root";
        folder_ = fs::temp_directory_path() / ("peilpunt-touch-" + std::to_string(getpid()));
        fs::create_directories(folder_);
        write_config();
        const std::string number = (folder_ / "number").string();
        server_.emplace(
            std::vector<std::string>{"Xorg", "-displayfd", "1", "-config", (folder_ / "xorg.conf").string(),
                                     "-logfile", (folder_ / "log").string(), "-noreset", "-nolisten", "tcp",
                                     "-novtswitch", "-sharevts"},
            number);
        const bool up =
            within([&] { return read_file(number).find('\n') != std::string::npos || !server_->running(); });
        if (!up || !server_->running())
            GTEST_SKIP() << "Xorg does not start here: " << read_file(number + ".err");
        setenv("DISPLAY", (":" + std::to_string(std::stoi(read_file(number)))).c_str(), 1);
        ASSERT_TRUE(finger_.connect((folder_ / "finger").string()));
        kiosk_.emplace(std::vector<std::string>{KIOSK_PROGRAM, "--data", (folder_ / "data").string(),
                                                "--server", "http://127.0.0.1:9", "--fullscreen", "--items",
                                                (folder_ / "items").string()},
                       (folder_ / "kiosk").string());
    }
    void TearDown() override {
        kiosk_.reset();
        server_.reset();
        if (!folder_.empty()) fs::remove_all(folder_);
    }
    void write_config() const {
        std::ofstream(folder_ / "xorg.conf") << R"(
Section "ServerFlags"
    Option "AutoAddDevices" "false"
    Option "AutoAddGPU" "false"
EndSection
Section "InputDevice"
    Identifier "finger"
    Driver "inputtest"
    Option "SocketPath" ")" << (folder_ / "finger").string()
                                             << R"("
    Option "DeviceType" "Touch"
    Option "TouchCount" "5"
EndSection
Section "InputDevice"
    Identifier "keys"
    Driver "inputtest"
    Option "SocketPath" ")" << (folder_ / "keys").string()
                                             << R"("
    Option "DeviceType" "Keyboard"
EndSection
Section "Device"
    Identifier "card"
    Driver "dummy"
    VideoRam 65536
EndSection
Section "Monitor"
    Identifier "monitor"
    HorizSync 1-2000
    VertRefresh 1-200
    Modeline "upright" 40 540 560 600 640 960 970 980 1000
EndSection
Section "Screen"
    Identifier "screen"
    Device "card"
    Monitor "monitor"
    DefaultDepth 24
    SubSection "Display"
        Depth 24
        Modes "upright"
        Virtual 540 960
    EndSubSection
EndSection
Section "ServerLayout"
    Identifier "layout"
    Screen "screen"
    InputDevice "finger" "CorePointer"
    InputDevice "keys" "CoreKeyboard"
EndSection
)";
    }
    /// What the kiosk says can be touched: number of the screen, taps that did something, and where an item
    /// is.
    struct Seen {
        int screen = -1, taps = -1, x = -1, y = -1;
    };
    Seen see(const std::string& item) const {
        std::istringstream lines(read_file(folder_ / "items"));
        Seen seen;
        lines >> seen.screen >> seen.taps;
        std::string id;
        for (int x = 0, y = 0; lines >> id >> x >> y;)
            if (id == item) seen.x = x, seen.y = y;
        return seen;
    }

    fs::path folder_;
    std::optional<Program> server_, kiosk_;
    Finger finger_;
};

TEST_F(RealTouch, FiveOfFiveBackToBackAndFiveOfFiveAtLeisure) {
    ASSERT_TRUE(within([&] { return see("hoek").x > 0; })) << read_file(folder_ / "kiosk.err");
    const Seen start = see("hoek");
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(finger_.tap(start.x, start.y));
    ASSERT_TRUE(finger_.wait());
    // Five on the mark: the staff's door. One less would not open it.
    EXPECT_TRUE(within([&] { return see("cijfer-5").x > 0; })) << see("hoek").taps << " of 5 taps arrived";
    const Seen door = see("cijfer-5");
    EXPECT_EQ(door.taps - start.taps, 5);
    for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(finger_.tap(door.x, door.y));
        std::this_thread::sleep_for(std::chrono::milliseconds(800));
    }
    EXPECT_TRUE(within([&] { return see("cijfer-5").taps == door.taps + 5; }))
        << see("cijfer-5").taps - door.taps << " of 5 taps arrived";
    EXPECT_EQ(kiosk_->end(SIGTERM), 0) << read_file(folder_ / "kiosk.err");
}

}  // namespace
}  // namespace peilpunt::kiosk_tests
