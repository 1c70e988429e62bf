// SPDX-License-Identifier: EUPL-1.2
// The whole road by keys that can be felt: up, down, enter, back, repeat, softer, louder.
#include <gtest/gtest.h>

#include <set>

#include "fixture.hpp"
#include "kiosk/platform/stage.hpp"

namespace peilpunt::kiosk_tests {
namespace {

using platform::Key;

struct Keypad {
    Walk walk;
    platform::Stage stage{walk.app, text::Catalogue::builtin(), look::installed_fonts(), 540, 960};
    Keypad() {
        walk.happen(flow::TroubleChanged{flow::Trouble::none});
        walk.happen(flow::ContentChanged{content_with({talking_poll()})});
        draw();
    }
    void draw() {
        do stage.frame();
        while (stage.wants_frame());
    }
    void press(Key key) {
        stage.press(key);
        draw();
    }
    const flow::State& state() const { return walk.app.state(); }
    /// Walks down to the item and presses enter, as somebody who listens does.
    void choose(const std::string& item) {
        walk.clock.pass(platform::kTapLock);
        std::set<std::string> heard;
        while (stage.focus() != item) {
            press(Key::down);
            ASSERT_TRUE(heard.insert(stage.focus()).second) << item << " cannot be reached; focus is trapped";
        }
        press(Key::enter);
    }
};

TEST(Keypad, TellsSomethingFromTheFirstScreenToTheLast) {
    Keypad keypad;
    for (const char* item : {"taal-nl", "kies-vertellen", "verder", "thema-vervoer", "verder", "soort-merk",
                             "verder", "plek-WK037503", "verder", "hoe-tikken", "toets-b", "toets-u",
                             "toets-s", "verder", "klaar-buren", "verder", "overslaan", "versturen"})
        ASSERT_NO_FATAL_FAILURE(keypad.choose(item)) << item;
    ASSERT_EQ(keypad.walk.services.signals.size(), 1u);
    EXPECT_EQ(keypad.walk.services.signals.front().text, "Bus");
    EXPECT_EQ(keypad.walk.services.signals.front().area.str(), "WK037503");
    EXPECT_EQ(keypad.walk.services.signals.front().what_helps, "Hulp van buren");
    keypad.choose("klaar");
    EXPECT_EQ(keypad.state().screen, flow::Screen::start);
}

TEST(Keypad, AnswersEveryKindOfQuestion) {
    Keypad keypad;
    for (const char* item : {"taal-nl", "kies-peiling", "verder", "antwoord-ja", "verder", "optie-o2",
                             "verder", "optie-o1", "optie-o4", "verder", "gezicht-4", "verder", "cijfer-7",
                             "verder", "rang-o3", "rang-o1", "verder", "plus-o2"})
        ASSERT_NO_FATAL_FAILURE(keypad.choose(item)) << item;
    for (int i = 0; i < 9; ++i) keypad.press(Key::enter);
    for (const char* item : {"verder", "cijfer-1", "verder", "toets-d", "verder", "optie-o1", "verder",
                             "leeftijd-16-17", "verder", "versturen"})
        ASSERT_NO_FATAL_FAILURE(keypad.choose(item)) << item;
    ASSERT_EQ(keypad.walk.services.responses.size(), 1u);
    EXPECT_EQ(keypad.walk.services.responses.front().answers.all().size(), 10u);
}

TEST(Keypad, BackGoesBackAndAnswersAQuestionOnTop) {
    Keypad keypad;
    keypad.choose("taal-nl");
    keypad.choose("kies-peiling");
    ASSERT_EQ(keypad.state().screen, flow::Screen::privacy);
    keypad.walk.clock.pass(platform::kTapLock);
    keypad.press(Key::back);
    EXPECT_EQ(keypad.state().screen, flow::Screen::choose);
    keypad.choose("kies-peiling");
    keypad.choose("verder");
    keypad.choose("antwoord-ja");
    keypad.choose("stop");
    ASSERT_EQ(keypad.state().overlay, flow::Overlay::stop);
    keypad.walk.clock.pass(platform::kTapLock);
    keypad.press(Key::back);
    EXPECT_EQ(keypad.state().overlay, flow::Overlay::none);
    EXPECT_EQ(keypad.state().screen, flow::Screen::question);
}

TEST(Keypad, TheFirstKeyMakesItSpeakAndVolumeIsForThisVisitOnly) {
    Keypad keypad;
    keypad.press(Key::down);
    EXPECT_TRUE(keypad.state().session.read_aloud);
    EXPECT_FALSE(keypad.stage.focus().empty());
    keypad.press(Key::louder);
    EXPECT_EQ(keypad.state().session.volume, flow::kNormalVolume + 1);
    for (int i = 0; i < 20; ++i) keypad.press(Key::softer);
    EXPECT_EQ(keypad.state().session.volume, flow::kLowestVolume);
    keypad.choose("taal-nl");
    keypad.choose("stop");
    EXPECT_EQ(keypad.state().screen, flow::Screen::start);
    EXPECT_EQ(keypad.state().session.volume, flow::kNormalVolume);
}

TEST(Keypad, AKeyRightAfterAChangeOfScreenAnswersNothing) {
    Keypad keypad;
    keypad.choose("taal-nl");
    keypad.choose("kies-peiling");
    ASSERT_EQ(keypad.state().screen, flow::Screen::privacy);
    keypad.press(Key::back);
    keypad.press(Key::down);
    keypad.press(Key::enter);
    EXPECT_EQ(keypad.state().screen, flow::Screen::privacy);
}

TEST(Keypad, ATouchTakesTheRingAway) {
    Keypad keypad;
    keypad.press(Key::down);
    ASSERT_FALSE(keypad.stage.focus().empty());
    keypad.walk.clock.pass(platform::kTapLock);
    keypad.stage.touches().moved(5, 500, keypad.walk.clock.steady());
    keypad.stage.touches().button(true, keypad.walk.clock.steady());
    keypad.stage.touches().button(false, keypad.walk.clock.steady());
    keypad.draw();
    EXPECT_TRUE(keypad.stage.focus().empty());
}

TEST(Keypad, UpFromTheTopGoesToTheEndAndEveryItemIsVisitedOnce) {
    Keypad keypad;
    keypad.choose("taal-nl");
    std::set<std::string> visited;
    keypad.press(Key::up);
    const std::string last = keypad.stage.focus();
    EXPECT_EQ(last, "stop");
    do {
        EXPECT_TRUE(visited.insert(keypad.stage.focus()).second);
        keypad.press(Key::up);
    } while (keypad.stage.focus() != last);
    EXPECT_EQ(visited.size(), keypad.stage.items().size());
}

}  // namespace
}  // namespace peilpunt::kiosk_tests
