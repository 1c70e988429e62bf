// SPDX-License-Identifier: EUPL-1.2
// What must hold on every screen, in every mode; read from the register of items, without a graphics card.
#include <gtest/gtest.h>

#include <algorithm>

#include "fixture.hpp"
#include "kiosk/platform/stage.hpp"
#include "shared/model/languages.hpp"

namespace peilpunt::kiosk_tests {
namespace {

using look::Item;

struct Mode {
    std::string name;
    int width, height;
    bool larger = false, contrast = false;
    std::string language = "nl";
};
std::vector<Mode> modes() {
    std::vector<Mode> all{{"normal", 1080, 1920},
                          {"larger", 1080, 1920, true},
                          {"landscape", 1920, 1080},
                          {"landscape_larger_contrast", 1920, 1080, true, true, "nl-simple"}};
    for (const auto language : kLanguages)
        if (!is_dutch(language))
            all.push_back({std::string(language), 1080, 1920, false, false, std::string(language)});
    return all;
}
const std::vector<Mode> kModes = modes();

class EveryScreen : public testing::TestWithParam<Mode> {
  protected:
    /// Draws each screen once and hands its items to `check`.
    void each(const std::function<void(const std::string&, const platform::Stage&, const std::vector<Item>&)>&
                  check) {
        Walk walk;  // one stage for all: baking typefaces is what takes time
        platform::Stage stage(walk.app, text::Catalogue::builtin(), look::installed_fonts(), GetParam().width,
                              GetParam().height);
        for (const NamedScreen& screen : all_screens()) {
            while (walk.app.state().screen != flow::Screen::start) {
                walk.services.refuse.reset();
                walk.happen(flow::TroubleChanged{flow::Trouble::none});
                walk.happen(flow::ContentChanged{content_with({talking_poll()})});
                walk.happen(flow::ScreenFailed{});  // from wherever, back to the start
            }
            screen.reach(walk);
            walk.happen(flow::SetLarger{GetParam().larger});
            walk.happen(flow::SetContrast{GetParam().contrast});
            if (walk.app.state().screen != flow::Screen::start)
                walk.happen(flow::ChooseLanguage{GetParam().language});
            stage.frame();
            int top = 0;
            for (const Item& item : stage.items()) top = std::max(top, item.layer);
            std::vector<Item> items;
            for (const Item& item : stage.items())
                if (item.layer == top) items.push_back(item);
            check(screen.name, stage, items);
        }
    }
};

bool touchable(const Item& item) { return item.role != "text"; }

float gap(const look::Rect& a, const look::Rect& b) {
    const float dx = std::max(b.x - a.right(), a.x - b.right());
    const float dy = std::max(b.y - a.bottom(), a.y - b.bottom());
    return std::max(dx, dy);
}

TEST_P(EveryScreen, ThingsToTouchAreLargeEnoughApartAndOnTheScreen) {
    each([](const std::string& name, const platform::Stage& stage, const std::vector<Item>& items) {
        int count = 0;
        for (const Item& item : items) {
            if (!touchable(item)) continue;
            ++count;
            EXPECT_GE(item.rect.w, look::kTarget) << name << " " << item.id;
            EXPECT_GE(item.rect.h, look::kTarget) << name << " " << item.id;
            EXPECT_GE(item.rect.x, 0) << name << " " << item.id;
            EXPECT_GE(item.rect.y, 0) << name << " " << item.id;
            EXPECT_LE(item.rect.right(), stage.grid().width) << name << " " << item.id;
            EXPECT_LE(item.rect.bottom(), stage.grid().height) << name << " " << item.id;
            for (const Item& other : items) {
                if (&other == &item || !touchable(other)) continue;
                const bool keys = item.role == "key" && other.role == "key";
                EXPECT_GE(gap(item.rect, other.rect), (keys ? look::kKeyGap : look::kGap) - 0.01f)
                    << name << " " << item.id << " / " << other.id;
            }
        }
        EXPECT_GT(count, 0) << name;
    });
}

TEST_P(EveryScreen, EverythingHasAnIdOfItsOwnAndWordsToSpeak) {
    each([](const std::string& name, const platform::Stage&, const std::vector<Item>& items) {
        std::vector<std::string> ids;
        for (const Item& item : items) {
            EXPECT_FALSE(item.spoken.empty()) << name << " " << item.id;
            ids.push_back(item.id);
        }
        std::sort(ids.begin(), ids.end());
        EXPECT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end()) << name;
    });
}

TEST_P(EveryScreen, TheQuestionIsNotUnderAnythingElse) {
    each([](const std::string& name, const platform::Stage&, const std::vector<Item>& items) {
        for (const Item& item : items) {
            if (item.id != "titel") continue;
            for (const Item& other : items) {
                if (&other == &item || other.role == "corner") continue;
                EXPECT_GE(gap(item.rect, other.rect), 0) << name << " " << other.id;
            }
        }
    });
}

TEST_P(EveryScreen, NoTextIsCutOffOrTooSmallToRead) {
    each([](const std::string& name, const platform::Stage& stage, const std::vector<Item>&) {
        for (const std::string& problem : stage.problems()) ADD_FAILURE() << name << ": " << problem;
    });
}

TEST_P(EveryScreen, AWheelchairUserReachesAllOfIt) {
    if (GetParam().width > GetParam().height)
        GTEST_SKIP() << "a screen in landscape is low enough as a whole";
    each([](const std::string& name, const platform::Stage&, const std::vector<Item>& items) {
        for (const Item& item : items) {
            if (!touchable(item) || item.role == "corner") continue;
            EXPECT_GE(item.rect.y, 112) << name << " " << item.id;
        }
    });
}

INSTANTIATE_TEST_SUITE_P(Modes, EveryScreen, testing::ValuesIn(kModes),
                         [](const auto& mode) { return mode.param.name; });

/// A finger on the real path: queue, frame, item, event.
struct Finger {
    Walk walk;
    platform::Stage stage{walk.app, text::Catalogue::builtin(), look::installed_fonts(), 540, 960};
    Finger() {
        walk.happen(flow::TroubleChanged{flow::Trouble::none});
        walk.happen(flow::ContentChanged{content_with({talking_poll()})});
        draw();
    }
    void draw() {
        do stage.frame();
        while (stage.wants_frame());
    }
    void tap(const std::string& item, bool wait = true) {
        if (wait) walk.clock.pass(platform::kTapLock);
        const auto [x, y] = stage.middle_of(item);
        ASSERT_GE(x, 0) << item << " is not on the screen";
        stage.touches().moved(x, y, walk.clock.steady());
        stage.touches().button(true, walk.clock.steady());
        stage.touches().button(false, walk.clock.steady());
        draw();
    }
};

TEST(Stage, AVisitByTapsOnlyEndsInAKeptSignal) {
    Finger finger;
    for (const char* item : {"taal-nl", "kies-vertellen", "verder", "thema-vervoer", "verder", "soort-merk",
                             "verder", "overslaan", "hoe-tikken"})
        finger.tap(item);
    finger.walk.clock.pass(platform::kTapLock);
    for (const char* key : {"toets-d", "toets-e", "toets-spatie", "toets-b", "toets-u", "toets-s", "toets-."})
        finger.tap(key, false);
    EXPECT_EQ(finger.walk.app.state().session.story, "De bus.");
    for (const char* item : {"verder", "overslaan", "overslaan", "versturen"}) finger.tap(item);
    ASSERT_EQ(finger.walk.services.signals.size(), 1u);
    EXPECT_EQ(finger.walk.services.signals.front().text, "De bus.");
    finger.tap("klaar");
    EXPECT_EQ(finger.walk.app.state().screen, flow::Screen::start);
}

TEST(Stage, TheSecondHalfOfADoubleTapDoesNotAnswerTheNextScreen) {
    Finger finger;
    finger.tap("taal-nl");
    const auto choose = finger.stage.middle_of("kies-peiling");
    finger.tap("kies-peiling");
    ASSERT_EQ(finger.walk.app.state().screen, flow::Screen::privacy);
    finger.walk.clock.pass(std::chrono::milliseconds{120});
    finger.stage.touches().moved(choose.first, choose.second, finger.walk.clock.steady());
    const auto yes = finger.stage.middle_of("verder");
    finger.stage.touches().moved(yes.first, yes.second, finger.walk.clock.steady());
    finger.stage.touches().button(true, finger.walk.clock.steady());
    finger.stage.touches().button(false, finger.walk.clock.steady());
    finger.draw();
    EXPECT_EQ(finger.walk.app.state().screen, flow::Screen::privacy);
}

TEST(Stage, AFingerThatSlidesOffChoosesNothing) {
    Finger finger;
    const auto [x, y] = finger.stage.middle_of("taal-nl");
    finger.walk.clock.pass(platform::kTapLock);
    finger.stage.touches().moved(x, y, finger.walk.clock.steady());
    finger.stage.touches().button(true, finger.walk.clock.steady());
    finger.stage.touches().moved(x, 5, finger.walk.clock.steady());
    finger.stage.touches().button(false, finger.walk.clock.steady());
    finger.draw();
    EXPECT_EQ(finger.walk.app.state().screen, flow::Screen::start);
}

TEST(Stage, WhatLiesUnderAQuestionDoesNotReact) {
    Finger finger;
    for (const char* item : {"taal-nl", "kies-peiling", "verder", "antwoord-ja"}) finger.tap(item);
    const auto no = finger.stage.middle_of("antwoord-nee");
    finger.tap("stop");
    ASSERT_EQ(finger.walk.app.state().overlay, flow::Overlay::stop);
    finger.walk.clock.pass(platform::kTapLock);
    finger.stage.touches().moved(3, 3, finger.walk.clock.steady());
    finger.stage.touches().moved(no.first, finger.stage.grid().answers.y * finger.stage.px_per_mm() - 30,
                                 finger.walk.clock.steady());
    finger.stage.touches().button(true, finger.walk.clock.steady());
    finger.stage.touches().button(false, finger.walk.clock.steady());
    finger.draw();
    EXPECT_EQ(finger.walk.app.state().overlay, flow::Overlay::stop);
    finger.tap("blijf");
    EXPECT_TRUE(flow::is_chosen(*flow::current_question(finger.walk.app.state()),
                                finger.walk.app.state().session.answers, "ja"));
}

TEST(Stage, AScreenThatCannotBeDrawnIsReplacedByTheStart) {
    // A catalogue cannot lack a text, so a visit is brought into a state that no walk leads to.
    class QuietServices final : public platform::Services {
      public:
        Kept keep(const flow::CaptureResponse&) override { return flow::Captured{}; }
        Kept keep(const flow::CaptureSignal&, const std::string&) override { return flow::Captured{}; }
        bool is_staff_pin(const std::string&) override { return false; }
        flow::StaffStatus staff_status() override { return {}; }
        std::optional<flow::Followed> follow(const Receipt&) override { return std::nullopt; }
        flow::SelfTest self_test() override { return {}; }
        flow::StickExchange exchange_with_stick() override { return {}; }
    };
    HandClock clock;
    QuietServices services;
    platform::App app(clock, services);
    app.happen(flow::TroubleChanged{flow::Trouble::none});
    auto poll = talking_poll();
    poll.questions = {poll.questions[0]};
    poll.questions[0].kind = static_cast<QuestionKind>(99);  // newer than this program
    app.happen(flow::ContentChanged{content_with({poll})});
    app.happen(flow::ChooseLanguage{"nl"});
    app.happen(flow::ChooseTask{flow::Task::poll});
    app.happen(flow::Next{});
    platform::Stage stage(app, text::Catalogue::builtin(), look::installed_fonts(), 540, 960);
    stage.frame();
    EXPECT_EQ(app.state().screen, flow::Screen::start);
    stage.frame();
    EXPECT_GE(stage.middle_of("taal-nl").first, 0);
}

}  // namespace
}  // namespace peilpunt::kiosk_tests
