// SPDX-License-Identifier: EUPL-1.2
// Whatever is touched in whatever order: the flow never traps anybody, never throws, and keeps nothing.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "fixture.hpp"
#include "kiosk/platform/stage.hpp"

namespace peilpunt::kiosk_tests {
namespace {

using namespace flow;

constexpr unsigned kSeed = 20'261'127;

class Monkey {
  public:
    explicit Monkey(Walk& walk) : walk_(walk), random_(kSeed) {}

    void act() {
        if (pick(60) == 0) {
            walk_.clock.pass(Millis{pick(200'000)});
            walk_.app.tick();
            return;
        }
        walk_.services.refuse.reset();
        if (pick(10) == 0) walk_.services.refuse = ErrorCode::storage_full;
        walk_.happen(Activity{});
        walk_.happen(any_event());
    }

    int pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

  private:
    std::string any_id() {
        static const std::vector<std::string> ids{
            "ja",      "nee",   "o1",       "o2",    "o3",       "o4",        "anders", "16-17",  "13-15",
            "vervoer", "wonen", "merk",     "nodig", "WK037506", "zinnen",    "kapot",  "duur",   "praten",
            "tijden",  "samen", "niets",    "v1",    "v2",       "v9",        "v10",    "age",    "theme",
            "story",   "helps", "own_part", "where", "kind",     "sentences", "",       "GM0375", "\xff"};
        return ids[static_cast<std::size_t>(pick(static_cast<int>(ids.size())))];
    }

    Event any_event() {
        static const std::vector<std::string> typed{"a", " ", "7", "0", "é", "ж", "ع", ".", "12", ""};
        switch (pick(46)) {
            case 0:
                return ChooseLanguage{pick(2) ? "nl" : "en"};
            case 1:
                return ChooseTask{static_cast<Task>(pick(4))};
            case 2:
                return ChoosePoll{static_cast<std::size_t>(pick(4))};
            case 3:
            case 4:
            case 5:
            case 6:
            case 7:
            case 8:
                return Next{};
            case 9:
            case 10:
            case 11:
                return Skip{};
            case 12:
                return Back{};
            case 13:
                return pick(5) ? Event(AskHelp{}) : Event(Elsewhere{});
            case 14:
                return CloseHelp{};
            case 15:
                return SetLarger{pick(2) == 0};
            case 16:
                return SetContrast{pick(2) == 0};
            case 17:
                return pick(20) ? Event(TurnPage{}) : Event(AskStop{});
            case 18:
                return pick(10) ? Event(Stay{}) : Event(Stop{});
            case 19:
            case 20:
            case 21:
            case 22:
            case 23:
                return Pick{any_id()};
            case 24:
            case 25:
                return PickLevel{pick(13) - 1};
            case 26:
                return GivePoints{any_id(), pick(5) - 2};
            case 27:
            case 28:
            case 29:
                return TypeText{typed[static_cast<std::size_t>(pick(10))]};
            case 30:
                return Backspace{};
            case 31:
                return ClearText{};
            case 32:
                return SwitchKeyboard{static_cast<Keyboard>(pick(3))};
            case 33:
                return ChangeRow{any_id()};
            case 34:
                return RemoveRow{any_id()};
            case 35:
                return RestoreRow{any_id()};
            case 36:
            case 37:
                return Submit{};
            case 38:
                return Done{};
            case 39:
                return CornerTap{};
            case 40:
                return PinDigit{static_cast<char>('0' + pick(11))};
            case 41:
                return pick(2) ? Event(PinEnter{}) : Event(PinBackspace{});
            case 42:
                return pick(8) ? Event(OwnWords{}) : Event(CloseStaff{});
            case 43:
                return pick(2) ? Event(NumberLost{}) : Event(StartHelping{});
            case 44:
                return pick(2) ? Event(StartSelfTest{}) : Event(TouchSpot{pick(11)});
            default:
                return pick(30) ? Event(Tick{}) : Event(ContentChanged{content_with({talking_poll()})});
        }
    }

    Walk& walk_;
    std::mt19937 random_;
};

/// From wherever: Stop, or waiting, leads to a clean start.
void leaves_no_trace(Walk& walk, int step) {
    walk.happen(Stop{});
    const State& state = walk.app.state();
    ASSERT_EQ(state.screen, Screen::start) << step;
    EXPECT_EQ(state.overlay, Overlay::none) << step;
    EXPECT_FALSE(has_input(state.session)) << step;
    EXPECT_EQ(state.session.language, "nl") << step;
    EXPECT_FALSE(state.session.identity || state.session.followed || state.session.helped ||
                 !state.session.number.empty() || !state.session.visited.empty() || state.session.poll)
        << step;
}

TEST(Monkey, AHundredThousandEventsTrapNobodyAndLeaveNothing) {
    Walk walk;
    walk.happen(TroubleChanged{Trouble::none});
    walk.happen(ContentChanged{content_with({talking_poll()})});
    Monkey monkey(walk);
    std::set<Screen> seen;
    for (int step = 0; step < 100'000; ++step) {
        monkey.act();
        const State& state = walk.app.state();
        seen.insert(state.screen);
        // Nobody is left on a screen for ever: time leads away from all but those where nobody is served.
        if (state.screen != Screen::start && state.screen != Screen::poster) {
            ASSERT_TRUE(next_deadline(state, walk.clock.steady())) << static_cast<int>(state.screen);
        }
        if (step % 500 == 499) {
            ASSERT_NO_FATAL_FAILURE(leaves_no_trace(walk, step));
        }
    }
    EXPECT_GE(seen.size(), 20u) << "the walk saw too little";
    EXPECT_FALSE(walk.services.signals.empty());
    EXPECT_FALSE(walk.services.responses.empty());
}

TEST(Monkey, WhateverItDoesCanBeDrawn) {
    Walk walk;
    walk.happen(TroubleChanged{Trouble::none});
    walk.happen(ContentChanged{content_with({talking_poll()})});
    platform::Stage stage(walk.app, text::Catalogue::builtin(), look::installed_fonts(), 540, 960);
    Monkey monkey(walk);
    for (int step = 0; step < 3'000; ++step) {
        monkey.act();
        const Screen before = walk.app.state().screen;
        stage.frame();
        ASSERT_EQ(walk.app.state().screen, before) << "a screen could not be drawn, at step " << step;
        ASSERT_FALSE(stage.items().empty()) << static_cast<int>(before);
    }
}

}  // namespace
}  // namespace peilpunt::kiosk_tests
