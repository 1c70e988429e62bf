// SPDX-License-Identifier: EUPL-1.2
// A frame is drawn in parts, sorted and cut: the picture must be what drawing all of it gives.
#include <gtest/gtest.h>

#include "fixture.hpp"
#include "kiosk/platform/offscreen.hpp"
#include "kiosk/platform/tiles.hpp"

namespace peilpunt::kiosk_tests {
namespace {

using platform::Box;
using platform::Drawing;

constexpr int kWidth = 540;
constexpr int kHeight = 960;

/// Squares of 40 pixels on a picture of 512 by 512.
struct Squares {
    Drawing drawing{ImDrawData(), 512, 512};
    void add(int x, int y, bool opaque, int side = 40) {
        const auto first = static_cast<std::uint32_t>(drawing.vertices.size());
        const auto left = static_cast<float>(x);
        const auto top = static_cast<float>(y);
        const auto s = static_cast<float>(side);
        for (const auto& [right, down] : {std::pair{0.0f, 0.0f}, {s, 0.0f}, {s, s}, {0.0f, s}})
            drawing.vertices.push_back({{left + right, top + down}, {0, 0}, 0xFF000000u});
        const Box box{x, y, x + side, y + side};
        drawing.triangles.push_back({{first, first + 1, first + 2}, nullptr, opaque, box});
        drawing.triangles.push_back({{first, first + 2, first + 3}, nullptr, opaque, box});
    }
};

class Drawings : public testing::Test {
  protected:
    void SetUp() override { ImGui::SetCurrentContext(context_ = ImGui::CreateContext()); }
    void TearDown() override { ImGui::DestroyContext(context_); }
    ImGuiContext* context_ = nullptr;
};

TEST_F(Drawings, WhatStaysTheSameIsNotDrawnAgain) {
    platform::Tiles tiles;
    Squares squares;
    squares.add(10, 10, true);
    const std::vector<Box> whole{{0, 0, 512, 512}};
    EXPECT_EQ(tiles.changed(squares.drawing, 0x111111), whole) << "the first frame";
    EXPECT_TRUE(tiles.changed(squares.drawing, 0x111111).empty());
    EXPECT_FALSE(tiles.changed(squares.drawing, 0x222222).empty()) << "another background";
    tiles.forget();
    EXPECT_EQ(tiles.changed(squares.drawing, 0x222222), whole);
    squares.drawing.height = 500;
    EXPECT_EQ(tiles.changed(squares.drawing, 0x222222), (std::vector<Box>{{0, 0, 512, 500}}))
        << "another size";
}

TEST_F(Drawings, WhatMovesIsDrawnWhereItWasAndWhereItIs) {
    platform::Tiles tiles;
    Squares before;
    before.add(10, 10, true);
    before.add(300, 300, true);
    Squares after;
    after.add(10, 400, true);
    after.add(300, 300, true);
    tiles.changed(before.drawing, 0);
    EXPECT_EQ(tiles.changed(after.drawing, 0), (std::vector<Box>{{0, 0, 64, 64}, {0, 384, 64, 448}}));
}

TEST_F(Drawings, WhatLiesOverSomethingElseIsDrawnAfterIt) {
    Squares squares;
    squares.add(0, 0, true, 200);
    squares.add(10, 10, false);
    squares.add(300, 300, true);
    const Box whole{0, 0, 512, 512};
    EXPECT_EQ(platform::batches(squares.drawing, whole).size(), 1u)
        << "nothing opaque lies over something blended";
    squares.add(20, 20, true, 150);
    const auto two = platform::batches(squares.drawing, whole);
    ASSERT_EQ(two.size(), 2u);
    EXPECT_EQ(two[1].opaque, (std::vector<std::uint32_t>{12, 13, 14, 12, 14, 15}));
    const auto corner = platform::batches(squares.drawing, {290, 290, 310, 310});
    ASSERT_EQ(corner.size(), 1u);
    EXPECT_EQ(corner[0].opaque, (std::vector<std::uint32_t>{8, 9, 10, 8, 10, 11}));
    EXPECT_TRUE(corner[0].blended.empty());
}

/// The picture as it came by drawing only what changed, and as it comes when all is drawn again.
void expect_whole(platform::Offscreen& offscreen, platform::Stage& stage, const std::string& when) {
    do offscreen.draw(stage);
    while (stage.wants_frame());
    const platform::Image parts = offscreen.shoot(stage);
    offscreen.forget();
    const platform::Image whole = offscreen.shoot(stage);
    int worst = 0;
    for (std::size_t i = 0; i < whole.rgba.size(); ++i)
        worst = std::max(worst, std::abs(int{parts.rgba[i]} - int{whole.rgba[i]}));
    EXPECT_LE(worst, 1) << when;
}

TEST(DrawnInParts, IsTheWholePictureOnEveryScreenAndAfterATouchOnIt) {
    try {
        const platform::Offscreen probe(16, 16);
    } catch (const std::exception& error) {
        GTEST_SKIP() << error.what();
    }
    int count = 0;
    for (const NamedScreen& screen : all_screens()) {
        const std::string language = ++count % 6 == 0 ? "ar" : "nl";
        Walk walk;
        platform::Stage stage(walk.app, text::Catalogue::builtin(), look::installed_fonts(), kWidth, kHeight);
        platform::Offscreen offscreen(kWidth, kHeight);
        offscreen.draw(stage);  // an empty kiosk, over which the screen comes
        screen.reach(walk);
        walk.happen(flow::ChooseLanguage{language});
        expect_whole(offscreen, stage, screen.name);
        const auto touched = std::find_if(stage.items().rbegin(), stage.items().rend(),
                                          [](const look::Item& item) { return item.role != "text"; });
        if (touched == stage.items().rend()) continue;
        const auto [x, y] = stage.middle_of(touched->id);
        walk.clock.pass(platform::kTapLock);
        stage.touches().moved(x, y, walk.clock.steady());
        stage.touches().button(true, walk.clock.steady());
        expect_whole(offscreen, stage, screen.name + " with a finger on it");
        stage.touches().button(false, walk.clock.steady());
        expect_whole(offscreen, stage, screen.name + " after a tap");
        walk.happen(flow::SetContrast{true});
        expect_whole(offscreen, stage, screen.name + " in contrast");
    }
}

}  // namespace
}  // namespace peilpunt::kiosk_tests
