// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/platform/touch_queue.hpp"

#include <gtest/gtest.h>

namespace peilpunt::platform {
namespace {

using Millis = TouchQueue::Millis;

void tap(TouchQueue& queue, float x, float y, Millis when) {
    queue.moved(x, y, when);
    queue.button(true, when);
    queue.button(false, when);
}

TEST(TouchQueue, FiveTapsBetweenTwoFramesAreFiveTaps) {
    TouchQueue queue;
    for (int i = 0; i < 5; ++i) tap(queue, static_cast<float>(i), 7, Millis{1});
    std::vector<float> pressed;
    int released = 0;
    while (queue.busy()) {
        const auto pointer = queue.apply();
        if (pointer.pressed) pressed.push_back(pointer.x);
        released += pointer.released ? 1 : 0;
    }
    EXPECT_EQ(pressed, (std::vector<float>{0, 1, 2, 3, 4}));
    EXPECT_EQ(released, 5);
}

TEST(TouchQueue, APressShowsBeforeItsRelease) {
    TouchQueue queue;
    tap(queue, 10, 20, Millis{1});
    auto pointer = queue.apply();
    EXPECT_TRUE(pointer.down);
    EXPECT_EQ(pointer.x, 10);
    pointer = queue.apply();
    EXPECT_FALSE(pointer.down);
    EXPECT_TRUE(pointer.on_screen);
}

TEST(TouchQueue, TheFingerIsGoneSoonAfterTheRelease) {
    TouchQueue queue;
    tap(queue, 10, 20, Millis{1});
    for (int i = 0; i < 4; ++i) queue.apply();
    EXPECT_FALSE(queue.apply().on_screen);
    EXPECT_FALSE(queue.busy());
}

TEST(TouchQueue, ASlideOffTheButtonReleasesWhereTheFingerIs) {
    TouchQueue queue;
    queue.moved(10, 20, Millis{1});
    queue.button(true, Millis{1});
    queue.moved(300, 20, Millis{2});
    queue.button(false, Millis{3});
    queue.apply();
    EXPECT_EQ(queue.apply().x, 300);
}

TEST(TouchQueue, APressDuringTheLockIsIgnoredWithItsRelease) {
    TouchQueue queue;
    queue.lock(Millis{500});
    queue.moved(1, 1, Millis{400});
    queue.button(true, Millis{400});
    queue.button(false, Millis{600});
    tap(queue, 2, 2, Millis{700});
    auto pointer = queue.apply();
    EXPECT_TRUE(pointer.pressed);
    EXPECT_EQ(pointer.x, 2);
    EXPECT_TRUE(queue.apply().released);
    EXPECT_FALSE(queue.apply().pressed);
}

TEST(TouchQueue, ALockDoesNotCutThePressThatIsGoingOn) {
    TouchQueue queue;
    queue.moved(1, 1, Millis{100});
    queue.button(true, Millis{100});
    queue.apply();
    queue.lock(Millis{500});
    queue.button(false, Millis{200});
    EXPECT_TRUE(queue.apply().released);
}

TEST(TouchQueue, MovingWithoutTouchingMeansNothing) {
    TouchQueue queue;
    queue.moved(5, 5, Millis{1});
    EXPECT_FALSE(queue.apply().on_screen);
}

}  // namespace
}  // namespace peilpunt::platform
