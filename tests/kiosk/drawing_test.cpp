// SPDX-License-Identifier: EUPL-1.2
// Drawing by CPU: what belongs to a shape, and that a frame drawn in parts is what drawing all of it gives.
#include <gtest/gtest.h>

#include <array>
#include <map>

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
    void add(int x, int y, ImU32 colour = 0xFF000000u, int side = 40) {
        const auto first = static_cast<std::uint32_t>(drawing.vertices.size());
        const auto left = static_cast<float>(x);
        const auto top = static_cast<float>(y);
        const auto s = static_cast<float>(side);
        for (const auto& [right, down] : {std::pair{0.0f, 0.0f}, {s, 0.0f}, {s, s}, {0.0f, s}})
            drawing.vertices.push_back({{left + right, top + down}, {0, 0}, colour});
        drawing.shapes.push_back(
            {{first, first + 1, first + 2, first + 3}, true, nullptr, {x, y, x + side, y + side}});
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
    squares.add(10, 10);
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
    before.add(10, 10);
    before.add(300, 300);
    Squares after;
    after.add(10, 400);
    after.add(300, 300);
    tiles.changed(before.drawing, 0);
    EXPECT_EQ(tiles.changed(after.drawing, 0), (std::vector<Box>{{0, 0, 64, 64}, {0, 384, 64, 448}}));
}

/// What a part of the drawing looks like on a canvas that held something else.
std::vector<std::uint32_t> drawn(const Drawing& drawing, const Box& part) {
    std::vector<std::uint32_t> pixels(512 * 512, 0xABCDEF);
    platform::draw({512, 512, pixels.data()}, part, drawing, 0x102030);
    return pixels;
}

TEST_F(Drawings, TwoShapesThatShareAnEdgeCoverEveryPixelBetweenThemOnce) {
    // Half see-through, so that a pixel that is drawn twice or not at all has another colour.
    Drawing drawing(ImDrawData(), 512, 512);
    const std::array<ImVec2, 6> around{
        {{301.3f, 90.2f}, {400.5f, 222.5f}, {340.1f, 401.9f}, {150.7f, 380}, {61, 222.5f}, {99.4f, 120.6f}}};
    drawing.vertices.push_back({{230.4f, 240.7f}, {0, 0}, 0x80FFFFFFu});
    for (const ImVec2& corner : around) drawing.vertices.push_back({corner, {0, 0}, 0x80FFFFFFu});
    for (std::uint32_t i = 1; i <= 6; ++i)
        drawing.shapes.push_back({{0, i, i % 6 + 1, i % 6 + 1}, false, nullptr, {0, 0, 512, 512}});
    const auto pixels = drawn(drawing, {0, 0, 512, 512});
    std::map<std::uint32_t, int> colours;
    for (const std::uint32_t pixel : pixels) ++colours[pixel];
    EXPECT_EQ(colours.size(), 2u);
    float area = 0;  // of the polygon, by its corners
    for (std::size_t i = 0; i < 6; ++i)
        area += around[i].x * around[(i + 1) % 6].y - around[(i + 1) % 6].x * around[i].y;
    EXPECT_NEAR(colours[0x889098], area / 2, 20);
}

TEST_F(Drawings, WhatIsOutsideAPartStaysAsItWas) {
    Squares squares;
    squares.add(0, 0, 0xFF0000FFu, 200);
    squares.add(10, 10, 0x80FF0000u);
    const auto pixels = drawn(squares.drawing, {0, 0, 20, 20});
    EXPECT_EQ(pixels[0], 0xFF0000u);
    EXPECT_EQ(pixels[15 * 512 + 15], 0x7F0080u) << "half of blue over red";
    EXPECT_EQ(pixels[15 * 512 + 20], 0xABCDEFu);
    EXPECT_EQ(pixels[20 * 512 + 15], 0xABCDEFu);
}

TEST_F(Drawings, LettersAreTheirCoverageWhereATexelIsAPixelAndBetweenTexelsElsewhere) {
    const std::vector<std::uint8_t> texels{0, 0, 0, 0, 0, 255, 51, 0, 0, 0, 0, 0};
    platform::Coverage letter{texels.data(), 4, 3};
    const auto picture = [&](float shift) {
        Squares squares;
        squares.add(100, 100, 0xFF000000u);
        for (ImDrawVert& vertex : squares.drawing.vertices) {
            vertex.uv = {vertex.pos.x > 100 ? 1.0f : 0.0f, vertex.pos.y > 100 ? 1.0f : 0.0f};
            vertex.pos = {100 + 4 * vertex.uv.x + shift, 100 + 3 * vertex.uv.y};
        }
        squares.drawing.shapes[0].texture = &letter;
        return drawn(squares.drawing, {0, 0, 512, 512});
    };
    const auto straight = picture(0);
    EXPECT_EQ(straight[101 * 512 + 100], 0x102030u);
    EXPECT_EQ(straight[101 * 512 + 101], 0x000000u);
    EXPECT_EQ(straight[101 * 512 + 102], 0x0D1A26u) << "a fifth of black";
    const auto between = picture(0.5f);
    EXPECT_EQ(between[101 * 512 + 101], 0x081018u) << "half of nothing and all";
    EXPECT_EQ(between[101 * 512 + 102], 0x060D13u) << "half of all and a fifth: three fifths of black";
}

/// The picture as it came by drawing only what changed, and as it comes when all is drawn again.
void expect_whole(platform::Offscreen& offscreen, platform::Stage& stage, const std::string& when) {
    do offscreen.draw(stage);
    while (stage.wants_frame());
    const platform::Image parts = offscreen.shoot(stage);
    offscreen.forget();
    const platform::Image whole = offscreen.shoot(stage);
    EXPECT_TRUE(parts.rgba == whole.rgba) << when;
}

TEST(DrawnInParts, IsTheWholePictureOnEveryScreenAndAfterATouchOnIt) {
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
