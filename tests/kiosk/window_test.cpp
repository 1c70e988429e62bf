// SPDX-License-Identifier: EUPL-1.2
// The program itself, in a window on a virtual screen, touched by another program: from the first tap to an
// envelope that only the server's key opens.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <cctype>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "fixture.hpp"
#include "kiosk/outbox/outbox.hpp"
#include "kiosk/platform/offscreen.hpp"
#include "kiosk/platform/stage.hpp"
#include "program.hpp"
#include "shared/json/json.hpp"

namespace peilpunt::kiosk_tests {
namespace {

constexpr int kWidth = 540;
constexpr int kHeight = 960;

class TheWindow : public testing::Test {
  protected:
    void SetUp() override {
        for (const char* program : {"Xvfb", "xdotool", "xmessage"})
            if (!have(program)) GTEST_SKIP() << program << " is not installed";
        folder_ = std::filesystem::temp_directory_path() / ("peilpunt-window-" + std::to_string(getpid()));
        std::filesystem::create_directories(folder_);
        seal::start();
        server_ = seal::make_box_keys();
        pair_by_hand();
        screen_.emplace(folder_);
        ASSERT_TRUE(screen_->up()) << read_file(folder_ / "display.err");
    }
    void TearDown() override {
        screen_.reset();
        std::filesystem::remove_all(folder_);
    }
    /// Waits until the virtual screen shows something else than `before`, and then keeps still for longer
    /// than the tap lock, which runs in real time.
    bool settled_after(std::size_t before) const {
        std::size_t last = before;
        int still = 0;
        return within([&] {
            const std::size_t now = picture();
            still = now == last && now != before ? still + 1 : 0;
            last = now;
            return still * 50 > platform::kTapLock.count() + 200;
        });
    }
    std::size_t picture() const { return std::hash<std::string>()(read_file(folder_ / "Xvfb_screen0")); }
    /// What pairing and a first pull would have left on the disk.
    void pair_by_hand() {
        const SystemClock clock;
        SystemRandom random;
        kiosk::Outbox outbox(data(), clock, random);
        sync::Enrolment enrolment;
        enrolment.kiosk = KioskId::random(random);
        enrolment.venue = "Buurthuis De Zeemeeuw";
        enrolment.municipality = *AreaCode::parse("GM0375");
        enrolment.server_box_key = server_.public_key;
        enrolment.server_sign_key = seal::make_sign_keys().public_key;
        enrolment.staff_pin_hash = seal::hash_password(seal::Secret("2468"));
        ASSERT_TRUE(outbox.save_enrolment(enrolment));
        sync::Changes changes;
        changes.cursor = "1";
        changes.changed = true;
        changes.site_url = "https://peilpunt.example";
        ASSERT_TRUE(outbox.save_changes(changes));
    }
    std::string data() const { return (folder_ / "data").string(); }

    std::filesystem::path folder_;
    seal::BoxKeys server_;
    std::optional<VirtualScreen> screen_;
};

/// The same kiosk without a window, to know where everything is and when the real one should be there.
struct Twin {
    Walk walk;
    platform::Stage stage{walk.app, text::Catalogue::builtin(), look::installed_fonts(), kWidth, kHeight};
    Twin() {
        walk.happen(flow::TroubleChanged{flow::Trouble::none});
        // As bare as what the real one was given.
        auto content = std::make_shared<flow::Content>(*content_with({}));
        content->places.clear();
        content->posters.clear();
        content->can_follow = false;
        walk.happen(flow::ContentChanged{content});
        draw();
    }
    void draw() {
        do stage.frame();
        while (stage.wants_frame());
    }
    std::pair<int, int> tap(const std::string& item) {
        const auto [x, y] = stage.middle_of(item);
        walk.clock.pass(platform::kTapLock);
        stage.touches().moved(x, y, walk.clock.steady());
        stage.touches().button(true, walk.clock.steady());
        stage.touches().button(false, walk.clock.steady());
        draw();
        return {static_cast<int>(x), static_cast<int>(y)};
    }
};

/// A row of the virtual screen from its left, by what Xvfb writes: a header of big-endian numbers, in it at
/// byte 0 its length, 48 the bytes of a row and 76 the number of colours of 12 bytes, and then the pixels.
std::vector<std::uint32_t> row_of(const std::string& dump, int row, int width) {
    const auto number = [&](std::size_t at) {
        std::size_t value = 0;
        for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<std::uint8_t>(dump.at(at + i));
        return value;
    };
    std::vector<std::uint32_t> pixels(static_cast<std::size_t>(width));
    const std::size_t from = number(0) + number(76) * 12 + number(48) * static_cast<std::size_t>(row);
    std::memcpy(pixels.data(), dump.data() + from, pixels.size() * 4);
    for (std::uint32_t& pixel : pixels) pixel &= 0xFFFFFFu;
    return pixels;
}

TEST_F(TheWindow, ShowsThePictureWithAndWithoutMemoryThatIsShared) {
    Twin twin;
    platform::Offscreen offscreen(kWidth, kHeight);
    const auto is_shown = [&] {
        const platform::Image image = offscreen.shoot(twin.stage);
        const std::string dump = read_file(folder_ / "Xvfb_screen0");
        for (int y = 0; y < kHeight; ++y) {
            std::vector<std::uint32_t> row(kWidth);
            const unsigned char* rgba = image.rgba.data() + y * kWidth * 4;
            for (std::uint32_t& pixel : row) {
                pixel = static_cast<std::uint32_t>(rgba[0] << 16 | rgba[1] << 8 | rgba[2]);
                rgba += 4;
            }
            if (row != row_of(dump, y, kWidth)) return false;
        }
        return true;
    };
    for (const std::vector<std::string>& words : {std::vector<std::string>{}, {"-extension", "MIT-SHM"}}) {
        screen_.reset();
        screen_.emplace(folder_, "600x1000x24", words);
        ASSERT_TRUE(screen_->up());
        Program kiosk(
            {KIOSK_PROGRAM, "--data", data(), "--server", "http://127.0.0.1:9", "--window", "540x960"},
            (folder_ / "kiosk").string());
        EXPECT_TRUE(within(is_shown)) << read_file(folder_ / "kiosk.err");
        // What another window covered comes back when it goes.
        Program cover({"xmessage", "-geometry", "200x200+50+50", "cover"});
        EXPECT_TRUE(within([&] { return !is_shown(); }));
        cover.end(SIGTERM);
        EXPECT_TRUE(within(is_shown));
        EXPECT_EQ(kiosk.end(SIGTERM), 0);
    }
    screen_.reset();
    screen_.emplace(folder_, "600x1000x16");
    Program kiosk({KIOSK_PROGRAM, "--data", data(), "--server", "http://127.0.0.1:9", "--window", "540x960"},
                  (folder_ / "kiosk").string());
    EXPECT_EQ(kiosk.end(0), 1);
    EXPECT_NE(read_file(folder_ / "kiosk.err").find("24 bit"), std::string::npos);
}

TEST_F(TheWindow, TapsOfAnotherProgramEndInASealedEnvelope) {
    Program kiosk({KIOSK_PROGRAM, "--data", data(), "--server", "http://127.0.0.1:9", "--window", "540x960"},
                  (folder_ / "kiosk").string());
    ASSERT_TRUE(kiosk.started());
    ASSERT_TRUE(within([] { return std::system("xdotool search --name Peilpunt > /dev/null 2>&1") == 0; }))
        << read_file(folder_ / "kiosk.err");
    Twin twin;
    std::size_t before = 0;
    const auto tap = [&](const std::string& item) {
        before = picture();
        const auto [x, y] = twin.tap(item);
        const std::string command =
            "xdotool mousemove " + std::to_string(x) + " " + std::to_string(y) + " click 1";
        ASSERT_EQ(std::system(command.c_str()), 0);
    };
    ASSERT_TRUE(settled_after(0));
    for (const char* item :
         {"taal-nl", "kies-vertellen", "verder", "thema-vervoer", "verder", "overslaan", "hoe-tikken"}) {
        tap(item);
        ASSERT_TRUE(settled_after(before)) << item << " changed nothing";
    }
    // As fast as they come: none may be lost.
    for (const char* item : {"toets-d", "toets-e", "toets-spatie", "toets-b", "toets-u", "toets-s"})
        tap(item);
    ASSERT_TRUE(settled_after(before));
    for (const char* item : {"verder", "overslaan", "overslaan", "versturen"}) {
        tap(item);
        ASSERT_TRUE(settled_after(before)) << item << " changed nothing";
    }
    ASSERT_EQ(twin.walk.app.state().screen, flow::Screen::thanks);
    EXPECT_TRUE(kiosk.running()) << read_file(folder_ / "kiosk.err");
    EXPECT_EQ(kiosk.end(SIGTERM), 0) << read_file(folder_ / "kiosk.err");

    const SystemClock clock;
    SystemRandom random;
    const kiosk::Outbox outbox(data(), clock, random);
    EXPECT_EQ(outbox.status().waiting_signals, 1);
    const sync::Batch batch = outbox.next_batch();
    ASSERT_EQ(batch.envelopes.size(), 1u);
    const auto content = sync::open_envelope(server_, batch.envelopes.front());
    ASSERT_TRUE(content);
    const auto signal = json::signal_from(*json::parse(content->body));
    ASSERT_TRUE(signal);
    EXPECT_EQ(signal->text, "De bus");
    EXPECT_EQ(signal->theme, "vervoer");
}

/// How often `word` is in what a program may write to: its whole memory, as the kernel shows it.
int copies_in_memory(pid_t pid, const std::string& word) {
    std::ifstream maps("/proc/" + std::to_string(pid) + "/maps");
    std::ifstream memory("/proc/" + std::to_string(pid) + "/mem", std::ios::binary);
    int found = 0;
    for (std::string line; std::getline(maps, line);) {
        std::istringstream words(line);
        std::string range, rights;
        words >> range >> rights;
        if (rights.substr(0, 2) != "rw") continue;
        const std::size_t from = std::stoull(range, nullptr, 16);
        const std::size_t to = std::stoull(range.substr(range.find('-') + 1), nullptr, 16);
        std::string bytes(to - from, '\0');
        memory.clear();
        memory.seekg(static_cast<std::streamoff>(from));
        memory.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        for (std::size_t at = bytes.find(word); at != std::string::npos; at = bytes.find(word, at + 1))
            ++found;
    }
    return found;
}

TEST_F(TheWindow, WhatWasTypedIsNowhereAfterStopAndAfterDone) {
    const std::filesystem::path items = folder_ / "items";
    Program kiosk({KIOSK_PROGRAM, "--data", data(), "--server", "http://127.0.0.1:9", "--window", "540x960",
                   "--items", items.string()},
                  (folder_ / "kiosk").string());
    /// Touches the item, and waits until something came of it.
    const auto tap = [&](const std::string& item) {
        std::string place;
        const bool there = within([&] {
            std::istringstream lines(read_file(items));
            for (std::string line; std::getline(lines, line);)
                if (line.starts_with(item + " ")) return place = line.substr(item.size() + 1), true;
            return false;
        });
        ASSERT_TRUE(there) << item << " never came: " << read_file(items);
        const auto head = [&] {
            const std::string all = read_file(items);
            return all.substr(0, all.find('\n'));
        };
        const std::string before = head();
        ASSERT_EQ(std::system(("xdotool mousemove " + place + " click 1").c_str()), 0);
        ASSERT_TRUE(within([&] { return head() != before; })) << item << " changed nothing";
    };
    const std::string canary = "Kanariewxyq";
    for (const std::string ending : {"stop", "klaar"}) {
        for (const char* item :
             {"taal-nl", "kies-vertellen", "verder", "overslaan", "overslaan", "hoe-tikken"})
            ASSERT_NO_FATAL_FAILURE(tap(item));
        for (const char letter : canary)
            ASSERT_NO_FATAL_FAILURE(tap(std::string("toets-") + static_cast<char>(std::tolower(letter))));
        ASSERT_GT(copies_in_memory(kiosk.pid(), canary), 0) << "the search does not work";
        if (ending == "stop") {
            for (const char* item : {"stop", "wis"}) ASSERT_NO_FATAL_FAILURE(tap(item));
        } else {
            for (const char* item : {"verder", "overslaan", "overslaan", "versturen", "klaar"})
                ASSERT_NO_FATAL_FAILURE(tap(item));
        }
        ASSERT_TRUE(within([&] { return read_file(items).find("taal-nl ") != std::string::npos; }));
        EXPECT_EQ(copies_in_memory(kiosk.pid(), canary), 0) << "after " << ending;
        EXPECT_EQ(copies_in_memory(kiosk.pid(), canary.substr(0, 9)), 0) << "most of it, after " << ending;
    }
    EXPECT_EQ(kiosk.end(SIGTERM), 0);
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder_)) {
        const std::string name = file.path().filename().string();
        if (!file.is_regular_file() || name.starts_with("Xvfb")) continue;
        EXPECT_EQ(read_file(file.path()).find(canary.substr(0, 9)), std::string::npos) << file.path();
    }
}

TEST(TheProgram, MayBeStartedTwiceOverAnEmptyFolder) {
    const auto folder =
        std::filesystem::temp_directory_path() / ("peilpunt-twice-" + std::to_string(getpid()));
    for (int round = 0; round < 10; ++round) {
        std::filesystem::create_directories(folder);
        const std::vector<std::string> words{KIOSK_PROGRAM, "--data", (folder / "data").string(), "status"};
        Program one(words, (folder / "one").string());
        Program two(words, (folder / "two").string());
        Program three(words, (folder / "three").string());
        EXPECT_EQ(one.end(0), 0) << read_file(folder / "one.err");
        EXPECT_EQ(two.end(0), 0) << read_file(folder / "two.err");
        EXPECT_EQ(three.end(0), 0) << read_file(folder / "three.err");
        std::filesystem::remove_all(folder);
    }
}

TEST(TheProgram, SaysWhatIsWrongAndEndsWithTwoOrOne) {
    const auto folder = std::filesystem::temp_directory_path() / ("peilpunt-cli-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    const std::string data = (folder / "data").string();
    const auto run = [&](std::vector<std::string> words) {
        words.insert(words.begin(), KIOSK_PROGRAM);
        Program program(words, (folder / "out").string());
        return program.end(0);
    };
    EXPECT_EQ(run({}), 2);
    EXPECT_EQ(run({"--data", data}), 2);
    EXPECT_NE(read_file(folder / "out.err").find("--server"), std::string::npos);
    EXPECT_EQ(run({"--data", data, "--server", "http://127.0.0.1:9", "--window", "groot"}), 2);
    EXPECT_EQ(run({"--data", data, "status"}), 0);
    EXPECT_NE(read_file(folder / "out").find("gekoppeld: nee"), std::string::npos);
    setenv("DISPLAY", ":32999", 1);
    EXPECT_EQ(run({"--data", data, "--server", "http://127.0.0.1:9", "--window", "540x960"}), 1);
    EXPECT_NE(read_file(folder / "out.err").find("display"), std::string::npos);
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace peilpunt::kiosk_tests
