// SPDX-License-Identifier: EUPL-1.2
// The real drawing, without a window: every screen gives a picture, and the QR code can be read.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <set>

#include "fixture.hpp"
#include "kiosk/platform/offscreen.hpp"

namespace peilpunt::kiosk_tests {
namespace {

constexpr int kWidth = 540;
constexpr int kHeight = 960;

platform::Image picture_of(const NamedScreen& screen, Walk& walk, int width, int height,
                           bool contrast = false) {
    screen.reach(walk);
    walk.happen(flow::SetContrast{contrast});
    platform::Stage stage(walk.app, text::Catalogue::builtin(), look::installed_fonts(), width, height);
    platform::Offscreen offscreen(width, height);
    offscreen.shoot(stage);
    return offscreen.shoot(stage);
}

TEST(Pictures, EveryScreenShowsSomethingOfItsOwn) {
    std::set<std::size_t> seen;
    for (const NamedScreen& screen : all_screens()) {
        Walk walk;
        const platform::Image image = picture_of(screen, walk, kWidth, kHeight);
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
}

TEST(Pictures, ContrastIsBlackWhereNothingIs) {
    const auto screens = all_screens();
    Walk walk;
    const platform::Image image = picture_of(screens[2], walk, kWidth, kHeight, true);
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
            platform::write_png(picture_of(screen, walk, width, height), file);
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
