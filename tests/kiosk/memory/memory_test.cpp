// SPDX-License-Identifier: EUPL-1.2
// What somebody typed is nowhere in memory any more after the wipe. A program of its own, because it replaces
// the allocator as the kiosk does, and searches everything that it holds.
#include <gtest/gtest.h>
#include <imgui.h>

#include <optional>

#include "fixture.hpp"
#include "kiosk/platform/offscreen.hpp"
#include "kiosk/platform/stage.hpp"
#include "memory/blocks.hpp"

namespace peilpunt::kiosk_tests {
namespace {

/// "Geheim van de buurvrouw 7391", never written out, so that the program itself does not hold it.
constexpr unsigned char kMask = 0x5A;
constexpr unsigned char kMasked[] = {0x1D, 0x3F, 0x32, 0x3F, 0x33, 0x37, 0x7A, 0x2C, 0x3B, 0x34,
                                     0x7A, 0x3E, 0x3F, 0x7A, 0x38, 0x2F, 0x2F, 0x28, 0x2C, 0x28,
                                     0x35, 0x2F, 0x2D, 0x7A, 0x6D, 0x69, 0x63, 0x6B};

/// How often the secret, or a copy that lacks its last letter, is in the heap. Compares masked, byte by byte.
int copies_in_heap() {
    int found = 0;
    each_block([&](const std::uint8_t* bytes, std::size_t size) {
        for (std::size_t i = 0; i + sizeof kMasked <= size; ++i) {
            std::size_t same = 0;
            while (same < sizeof kMasked - 1 && (bytes[i + same] ^ kMask) == kMasked[same]) ++same;
            if (same == sizeof kMasked - 1) ++found;
        }
    });
    return found;
}

void draw(platform::Stage& stage) {
    do stage.frame();
    while (stage.wants_frame());
}

/// A visit that has typed the secret and stands at the check screen.
class AVisit : public testing::Test {
  protected:
    void SetUp() override {
        walk_.happen(flow::TroubleChanged{flow::Trouble::none});
        walk_.happen(flow::ContentChanged{content_with({talking_poll()})});
        walk_.happen(flow::ChooseLanguage{"nl"});
        walk_.happen(flow::ChooseTask{flow::Task::signal});
        walk_.happen(flow::Next{});
        for (int i = 0; i < 3; ++i) walk_.happen(flow::Skip{});
        walk_.happen(flow::OwnWords{});
        for (const unsigned char masked : kMasked) {
            walk_.happen(flow::TypeText{std::string(1, static_cast<char>(masked ^ kMask))});
            draw(stage_);
        }
        ASSERT_GT(copies_in_heap(), 0) << "the search does not work";
        walk_.happen(flow::Next{});
        draw(stage_);
        walk_.happen(flow::Skip{});
        walk_.happen(flow::Skip{});
        draw(stage_);
        ASSERT_EQ(walk_.app.state().screen, flow::Screen::check);
    }
    Walk walk_;
    platform::Stage stage_{walk_.app, text::Catalogue::builtin(), look::installed_fonts(), 540, 960};
};

TEST_F(AVisit, LeavesNothingInMemoryAfterStop) {
    walk_.happen(flow::AskStop{});
    draw(stage_);
    walk_.happen(flow::Stop{});
    draw(stage_);
    ASSERT_EQ(walk_.app.state().screen, flow::Screen::start);
    EXPECT_EQ(copies_in_heap(), 0);
}

TEST_F(AVisit, LeavesNothingInMemoryWhenItWasLeftAlone) {
    walk_.clock.pass(flow::kIdle);
    ASSERT_TRUE(walk_.app.tick());
    draw(stage_);
    EXPECT_GT(copies_in_heap(), 0) << "it only asks whether somebody is there";
    // The question is said once more before the time is over.
    for (int i = 0; i < 3 && walk_.app.state().screen != flow::Screen::start; ++i) {
        walk_.clock.pass(flow::kStay);
        walk_.app.tick();
        draw(stage_);
    }
    ASSERT_EQ(walk_.app.state().screen, flow::Screen::start);
    EXPECT_EQ(copies_in_heap(), 0);
}

TEST_F(AVisit, LeavesNoPlaceOfALetterInMemoryAfterStop) {
    platform::Offscreen offscreen(540, 960);
    const auto show = [&] {
        do offscreen.draw(stage_);
        while (stage_.wants_frame());
        return ImGui::GetDrawData()->TotalVtxCount;
    };
    walk_.happen(flow::Back{});
    walk_.happen(flow::Back{});
    const int corners = show();
    // The last corners of that frame: behind what the next, smaller frame has.
    constexpr std::size_t kCorners = 12 * sizeof(ImDrawVert);
    std::vector<std::uint8_t> masked;
    {
        const ImVector<ImDrawVert>& vertices = ImGui::GetDrawData()->CmdLists[0]->VtxBuffer;
        const auto* end = reinterpret_cast<const std::uint8_t*>(vertices.end());
        for (const std::uint8_t* byte = end - kCorners; byte < end; ++byte) masked.push_back(*byte ^ kMask);
    }
    const auto copies = [&] {
        int found = 0;
        each_block([&](const std::uint8_t* bytes, std::size_t size) {
            for (std::size_t i = 0; i + kCorners <= size; i += 4) {
                std::size_t same = 0;
                while (same < kCorners && (bytes[i + same] ^ kMask) == masked[same]) ++same;
                if (same == kCorners) ++found;
            }
        });
        return found;
    };
    ASSERT_GT(copies(), 0) << "the search does not work";
    walk_.happen(flow::Stop{});
    // A screen with few corners, so that only a wipe can overwrite the last ones of the one before.
    walk_.happen(flow::TroubleChanged{flow::Trouble::damaged});
    ASSERT_LT(show(), corners) << "nothing is left to find behind the last corner";
    ASSERT_EQ(walk_.app.state().screen, flow::Screen::out_of_order);
    EXPECT_EQ(copies(), 0);
}

}  // namespace
}  // namespace peilpunt::kiosk_tests
