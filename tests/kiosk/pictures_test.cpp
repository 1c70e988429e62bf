// SPDX-License-Identifier: EUPL-1.2
// The real drawing, without a window: every screen gives a picture, which is kept to be looked at, with its
// items where they were; and the QR code can be read.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "fixture.hpp"
#include "kiosk/platform/offscreen.hpp"
#include "program.hpp"

namespace peilpunt::kiosk_tests {
namespace {

constexpr int kWidth = 540;
constexpr int kHeight = 960;

struct Picture {
    platform::Image image;
    std::vector<look::Item> items;
};

Picture picture_of(const NamedScreen& screen, Walk& walk, int width, int height, bool contrast = false) {
    screen.reach(walk);
    walk.happen(flow::SetContrast{contrast});
    platform::Stage stage(walk.app, text::Catalogue::builtin(), look::installed_fonts(), width, height);
    platform::Offscreen offscreen(width, height);
    offscreen.shoot(stage);
    return {offscreen.shoot(stage), stage.items()};
}

/// What stands where on a screen: a line an item, with whole millimetres from the left and the top.
std::string register_of(const std::string& screen, const std::vector<look::Item>& items) {
    std::ostringstream lines;
    lines << screen << "\n";
    for (const look::Item& item : items) {
        lines << "  " << item.id << " " << item.role;
        for (const float each : {item.rect.x, item.rect.y, item.rect.w, item.rect.h})
            lines << " " << std::lround(each);
        lines << (item.chosen ? " chosen" : "") << (item.disabled ? " disabled" : "") << "\n";
    }
    return lines.str();
}

TEST(Pictures, EveryScreenShowsSomethingOfItsOwnAndItsItemsWhereTheyBelong) {
    const std::filesystem::path folder = KIOSK_PICTURES;
    std::filesystem::create_directories(folder);
    std::set<std::size_t> seen;
    std::string all;
    for (const NamedScreen& screen : all_screens()) {
        Walk walk;
        const auto [image, items] = picture_of(screen, walk, kWidth, kHeight);
        platform::write_png(image, (folder / (screen.name + ".png")).string());
        all += register_of(screen.name, items);
        std::set<std::uint32_t> colours;
        std::size_t hash = 1469598103934665603u;
        for (std::size_t i = 0; i < image.rgba.size(); i += 4) {
            const std::uint32_t pixel = static_cast<std::uint32_t>(image.rgba[i]) << 16 |
                                        static_cast<std::uint32_t>(image.rgba[i + 1]) << 8 |
                                        image.rgba[i + 2];
            colours.insert(pixel);
            hash = (hash ^ pixel) * 1099511628211u;
        }
        EXPECT_GT(colours.size(), 50u) << screen.name << " is nearly blank";
        EXPECT_TRUE(seen.insert(hash).second) << screen.name << " looks exactly like another screen";
    }
    std::ofstream(folder / "register.txt") << all;
    EXPECT_TRUE(all == read_file(PEILPUNT_SOURCE_DIR "/tests/kiosk/register.txt"))
        << "a screen has other items, or has them elsewhere, than tests/kiosk/register.txt says. Look at the "
           "pictures in "
        << folder << "; when they are what you meant, copy register.txt from there.";
}

TEST(Pictures, ContrastIsBlackWhereNothingIs) {
    const auto screens = all_screens();
    Walk walk;
    const platform::Image image = picture_of(screens[2], walk, kWidth, kHeight, true).image;
    EXPECT_EQ(image.rgba[0], 0);
    EXPECT_EQ(image.rgba[1], 0);
}

TEST(Pictures, TheQrCodeLeadsToTheFollowPageWithTheNumber) {
    if (std::system("command -v zbarimg > /dev/null 2>&1") != 0)
        GTEST_SKIP() << "zbarimg (zbar-tools) is not installed";
    const auto folder = std::filesystem::temp_directory_path() / ("peilpunt-qr-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder);
    for (const auto& [width, height] : {std::pair{1080, 1920}, {1920, 1080}}) {
        for (const NamedScreen& screen : all_screens()) {
            if (screen.name != "24-bedankt") continue;
            Walk walk;
            const std::string file = (folder / "thanks.png").string();
            platform::write_png(picture_of(screen, walk, width, height).image, file);
            FILE* reader = popen(("zbarimg -q --raw " + file).c_str(), "r");
            std::array<char, 512> line{};
            ASSERT_NE(fgets(line.data(), line.size(), reader), nullptr) << "nothing to read at " << width;
            pclose(reader);
            EXPECT_EQ(std::string(line.data()),
                      "https://peilpunt.example/volg#" + walk.services.tries.front().receipt.digits() + "\n");
        }
    }
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace peilpunt::kiosk_tests
