// SPDX-License-Identifier: EUPL-1.2
// kiosk_bench [SECONDS]: what the kiosk asks of a cheap machine, at 1080 x 1920 with software rendering.
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <sstream>
#include <thread>

#include "fixture.hpp"
#include "kiosk/platform/offscreen.hpp"
#include "program.hpp"
#include "shared/text/catalogue.hpp"

namespace {

using namespace peilpunt;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

double cpu_ms() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1000 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// CPU time of a process in milliseconds: fields 14 and 15 of /proc/PID/stat.
double cpu_ms_of(pid_t pid) {
    const std::string stat = kiosk_tests::read_file("/proc/" + std::to_string(pid) + "/stat");
    std::istringstream words(stat.substr(stat.rfind(')') + 2));
    std::string skip;
    double user = 0;
    double system = 0;
    for (int i = 0; i < 11; ++i) words >> skip;
    words >> user >> system;
    return (user + system) * 1000 / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double rss_mb(pid_t pid) {
    std::istringstream lines(kiosk_tests::read_file("/proc/" + std::to_string(pid) + "/status"));
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("VmRSS:")) return std::stod(line.substr(6)) / 1024;
    return 0;
}

/// The mean and the most of a figure over screens.
struct Over {
    double all = 0, most = 0;
    int count = 0;
    std::string where{};
    void add(double each, const std::string& screen) {
        all += each;
        ++count;
        if (each > most) most = each, where = screen;
    }
    void print(const char* what, const std::string& language) const {
        std::printf("%-18s%6.1f ms CPU (%s), mean of %d screens; most %.1f ms (%s)\n", what, all / count,
                    language.c_str(), count, most, where.c_str());
    }
};

constexpr int kFrames = 10;

/// CPU of one of `kFrames` frames, each after `change`.
template <class Change>
double frame_ms(platform::Offscreen& own, platform::Stage& stage, Change change) {
    double used = 0;
    for (int i = 0; i < kFrames; ++i) {
        change(i);
        const double before = cpu_ms();
        own.draw(stage);
        used += cpu_ms() - before;
    }
    return used / kFrames;
}

/// CPU of frames by Mesa's software renderer, as the window draws them and finished, not only queued; the
/// window's swap then costs the program some 0.1 ms more. A whole frame is what another screen costs; a touch
/// is what it costs that a finger comes on the last thing to touch, or leaves it.
void frames(const std::string& language) {
    Over whole, touch;
    for (const kiosk_tests::NamedScreen& screen : kiosk_tests::all_screens()) {
        kiosk_tests::Walk walk;
        screen.reach(walk);
        walk.happen(flow::ChooseLanguage{language});
        platform::Stage stage(walk.app, text::Catalogue::builtin(), look::installed_fonts(), 1080, 1920);
        platform::Offscreen own(1080, 1920);
        own.draw(stage);
        own.draw(stage);
        whole.add(frame_ms(own, stage, [&](int) { own.forget(); }), screen.name);
        const auto item = std::find_if(stage.items().rbegin(), stage.items().rend(), [](const auto& each) {
            return each.role != "text" && !each.disabled;
        });
        if (item == stage.items().rend()) continue;
        const auto [x, y] = stage.middle_of(item->id);
        const auto move = [&, x = x, y = y](int i) {
            const bool off = i % 2 == 1;
            stage.touches().moved(off ? 1 : x, off ? 1 : y, walk.clock.steady());
        };
        walk.clock.pass(platform::kTapLock);
        move(0);
        stage.touches().button(true, walk.clock.steady());
        own.draw(stage);
        touch.add(frame_ms(own, stage, [&](int i) { move(i + 1); }), screen.name);
    }
    whole.print("whole frame", language);
    touch.print("frame of a touch", language);
}

/// The same for what changes by itself: the word that lights up while it is read, and the meter of the
/// microphone.
void small_frames() {
    for (const kiosk_tests::NamedScreen& screen : kiosk_tests::all_screens()) {
        const bool reads = screen.name == "07b-voorlezen";
        if (!reads && screen.name != "19e-opname") continue;
        kiosk_tests::Walk walk;
        screen.reach(walk);
        platform::Stage stage(walk.app, text::Catalogue::builtin(), look::installed_fonts(), 1080, 1920);
        platform::Offscreen own(1080, 1920);
        own.draw(stage);
        own.draw(stage);
        const int reading = walk.app.state().speech.reading;
        const int take = walk.app.state().takes;
        const double each = frame_ms(own, stage, [&](int i) {
            if (reads) {
                const std::size_t from = i % 2 == 0 ? 0 : 7;
                walk.happen(flow::SpeechMoved{reading, "optie-o4", from, from + 6});
            } else {
                walk.happen(flow::RecordingMoved{take, 42'000 + 100 * i, 20 + 7 * i});
            }
        });
        std::printf("%-18s%6.1f ms CPU\n", reads ? "the next lit word" : "the level meter", each);
    }
}

/// The program itself on a virtual screen: until its first picture stands, its memory, and what it does at
/// rest.
void program(int seconds) {
    const fs::path folder = fs::temp_directory_path() / ("peilpunt-bench-" + std::to_string(getpid()));
    fs::create_directories(folder);
    {
        const kiosk_tests::VirtualScreen screen(folder, "1080x1920x24");
        const std::string path = (folder / "notify").string();
        const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
        if (!screen.up() || ::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
            std::printf("no virtual screen (install xvfb): the program was not measured\n");
            ::close(socket);
            return;
        }
        setenv("NOTIFY_SOCKET", path.c_str(), 1);
        const auto start = Clock::now();
        kiosk_tests::Program kiosk({KIOSK_PROGRAM, "--data", (folder / "data").string(), "--server",
                                    "http://127.0.0.1:9", "--window", "1080x1920"},
                                   (folder / "kiosk").string());
        char word[64];
        const auto size = ::recv(socket, word, sizeof word, 0);  // READY=1, once a picture stands
        const std::chrono::duration<double, std::milli> first = Clock::now() - start;
        ::close(socket);
        std::printf("first picture     %6.0f ms after the start of the program (%s)\n", first.count(),
                    std::string(word, size > 0 ? static_cast<std::size_t>(size) : 0).c_str());
        std::this_thread::sleep_for(std::chrono::seconds(3));
        const double before = cpu_ms_of(kiosk.pid());
        std::this_thread::sleep_for(std::chrono::seconds(seconds));
        const double used = cpu_ms_of(kiosk.pid()) - before;
        std::printf("idle              %6.2f %% of one core over %d s\n", used / (seconds * 10.0), seconds);
        std::printf("memory            %6.0f MB resident\n", rss_mb(kiosk.pid()));
    }
    fs::remove_all(folder);
}

}  // namespace

int main(int count, char** words) {
    try {
        program(count > 1 ? std::max(1, std::atoi(words[1])) : 20);
        frames("nl");
        frames("ar");
        small_frames();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "kiosk_bench: %s\n", error.what());
        return 1;
    }
    return 0;
}
