// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/sync/engine.hpp"

#include <gtest/gtest.h>

#include "tests/kiosk_sync/fixture.hpp"

namespace peilpunt::kiosk::engine {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Feeds events to the engine and keeps its clock.
struct Driver {
    SeededRandom random;
    State state;
    Time now{1'000'000};

    explicit Driver(std::uint64_t seed = 1) : random(seed) {}
    std::vector<Effect> on(const Event& event) {
        Step taken = step(state, event, now, random);
        state = std::move(taken.state);
        return taken.effects;
    }
    /// To the next time that the engine wants to be woken at.
    std::vector<Effect> wake() {
        now = std::max(now, state.wake_at().value());
        return on(Tick{});
    }
    Time until_wake() const { return state.wake_at().value() - now; }
    /// Paired, content pulled, nothing waiting, the first report sent.
    void settle() {
        on(Started{true, false, false, 0});
        on(Pulled{});
        while (state.under_way != Exchange::push) {
            if (state.under_way == Exchange::pull) on(Pulled{});
            if (state.under_way == Exchange::none) wake();
        }
        on(Pushed{0, 0, 0});
    }
    /// Answers pulls until the engine pushes.
    Push next_push() {
        while (true) {
            for (const Effect& effect : wake()) {
                if (const auto* push = std::get_if<Push>(&effect)) return *push;
                if (std::holds_alternative<Pull>(effect)) on(Pulled{});
            }
        }
    }
};

using Effects = std::vector<Effect>;

TEST(Engine, PullsAtOnceWhenItHasNothingToShow) {
    Driver driver;
    EXPECT_EQ(driver.on(Started{true, false, false, 0}), Effects{Pull{}});
}

TEST(Engine, DoesNothingWithoutPairingAndWithoutACode) {
    Driver driver;
    EXPECT_EQ(driver.on(Started{false, false, false, 3}), Effects{});
    EXPECT_EQ(driver.state.wake_at(), std::nullopt);
    EXPECT_EQ(driver.on(Captured{10}), Effects{});
}

TEST(Engine, PairsFirstThenPulls) {
    Driver driver;
    EXPECT_EQ(driver.on(Started{false, true, false, 0}), Effects{Enrol{}});
    EXPECT_EQ(driver.on(Enrolled{}), Effects{Pull{}});
    EXPECT_TRUE(driver.state.paired);
}

TEST(Engine, TriesACodeAgainAfterNoAnswerButNotAfterARefusal) {
    Driver driver;
    driver.on(Started{false, true, false, 0});
    EXPECT_EQ(driver.on(Failed{}), Effects{});
    EXPECT_EQ(driver.wake(), Effects{Enrol{}});
    EXPECT_EQ(driver.on(CodeRefused{}), Effects{});
    EXPECT_EQ(driver.state.wake_at(), std::nullopt);
}

TEST(Engine, UsesTheCodeAtHandWhenTheServerKnowsItNoMore) {
    Driver driver;
    driver.on(Started{true, true, false, 0});
    Failed no_access;
    no_access.no_access = true;
    EXPECT_EQ(driver.on(no_access), Effects{Enrol{}});
    EXPECT_EQ(driver.on(CodeRefused{}), Effects{}) << "goes on with what it had";
    EXPECT_TRUE(driver.state.paired);
    EXPECT_NE(driver.state.wake_at(), std::nullopt);
}

TEST(Engine, SendsWhatWasGivenOneToFourMinutesLater) {
    Time least = Time::max(), most{};
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        Driver driver(seed);
        driver.settle();
        EXPECT_EQ(driver.on(Captured{1}), Effects{});
        const Time given = driver.now;
        EXPECT_EQ(driver.next_push(), Push{});
        least = std::min(least, driver.now - given);
        most = std::max(most, driver.now - given);
    }
    EXPECT_GE(least, minutes(1));
    EXPECT_LE(least, seconds(70)) << "the whole span is used";
    EXPECT_LT(most, minutes(4));
    EXPECT_GE(most, seconds(230));
}

TEST(Engine, IsNotHurriedByTheNextGiver) {
    Driver driver;
    driver.settle();
    driver.on(Captured{1});
    const auto due = driver.state.push.due;
    for (int waiting = 2; waiting < 10; ++waiting) {
        driver.now += seconds(3);
        driver.on(Captured{waiting});
        EXPECT_EQ(driver.state.push.due, due) << waiting;
    }
}

TEST(Engine, SendsTenAtOnce) {
    Driver driver;
    driver.settle();
    driver.on(Captured{9});
    EXPECT_EQ(driver.on(Captured{10}), Effects{Push{}});
}

TEST(Engine, SendsNothingTwiceAtATime) {
    Driver driver;
    driver.settle();
    driver.on(Captured{10});
    EXPECT_EQ(driver.on(Captured{11}), Effects{});
    driver.now += hours(5);
    EXPECT_EQ(driver.on(Tick{}), Effects{});
    EXPECT_EQ(driver.state.wake_at(), std::nullopt);
}

TEST(Engine, DrainsABacklogWithoutPausesAndGivesTheTailItsDelay) {
    Driver driver;
    driver.on(Started{true, false, true, 250});
    EXPECT_EQ(driver.next_push(), Push{});
    EXPECT_EQ(driver.on(Pushed{100, 100, 150}), Effects{Push{}});
    EXPECT_EQ(driver.on(Pushed{100, 100, 53}), Effects{Push{}});
    const auto effects = driver.on(Pushed{50, 50, 3});  // three came in meanwhile
    EXPECT_EQ(std::count(effects.begin(), effects.end(), Effect(Push{})), 0);
    EXPECT_GE(*driver.state.push.due - driver.now, minutes(1));
}

TEST(Engine, ReportsAboutOnceAnHourWhenNothingIsGiven) {
    Driver driver;
    driver.settle();
    const Time before = driver.now;
    EXPECT_EQ(driver.next_push(), Push{}) << "the outbox has nothing, so the batch is empty";
    EXPECT_GE(driver.now - before, minutes(55));
    EXPECT_LT(driver.now - before, minutes(65));
}

TEST(Engine, PullsEveryFewMinutes) {
    Driver driver;
    driver.on(Started{true, false, false, 0});
    driver.on(Pulled{});
    const Time due = *driver.state.pull.due - driver.now;
    EXPECT_GE(due, minutes(4));
    EXPECT_LT(due, minutes(6));
}

TEST(Engine, WaitsLongerAfterEachFailureAndNeverOverAQuarterOfAnHour) {
    Time longest{};
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        Driver driver(seed);
        driver.settle();
        driver.on(Captured{10});
        Time most = seconds(5);
        for (int failure = 1; failure <= 12; ++failure) {
            ASSERT_EQ(driver.state.under_way, Exchange::push);
            driver.on(Failed{});
            most = std::min<Time>(most * 2, minutes(15));
            const Time wait = *driver.state.push.due - driver.now;
            EXPECT_GE(wait, seconds(5));
            EXPECT_LE(wait, most) << "failure " << failure;
            longest = std::max(longest, wait);
            driver.next_push();
        }
    }
    EXPECT_GT(longest, minutes(14)) << "the whole span is used";
}

TEST(Engine, IsNotHurriedByGiversWhileTheNetworkIsDown) {
    Driver driver;
    driver.settle();
    driver.on(Captured{10});
    driver.on(Failed{});
    const auto due = driver.state.push.due;
    EXPECT_EQ(driver.on(Captured{11}), Effects{});
    EXPECT_EQ(driver.state.push.due, due);
}

TEST(Engine, ObeysRetryAfterOnEveryLane) {
    Driver driver;
    driver.settle();
    driver.on(Captured{10});
    Failed busy;
    busy.retry_after = minutes(20);
    EXPECT_EQ(driver.on(busy), Effects{});
    EXPECT_GE(driver.until_wake(), minutes(20));
    EXPECT_LT(driver.until_wake(), minutes(31));
}

TEST(Engine, DoesNotObeyARetryAfterOfYearsOrOfThePast) {
    for (const Time asked : {Time(hours(24 * 365)), Time(-5)}) {
        Driver driver;
        driver.settle();
        driver.on(Captured{10});
        Failed busy;
        busy.retry_after = asked;
        driver.on(busy);
        EXPECT_LT(driver.until_wake(), hours(2));
        EXPECT_GE(driver.until_wake(), Time(0));
    }
}

TEST(Engine, KeepsPullingWhileEveryPushFails) {
    Driver driver;
    driver.settle();
    driver.on(Captured{10});
    int pulls = 0;
    for (int turn = 0; turn < 60; ++turn) {
        if (driver.state.under_way == Exchange::push) {
            driver.on(Failed{});
        } else if (driver.state.under_way == Exchange::pull) {
            ++pulls;
            driver.on(Pulled{});
        } else {
            driver.wake();
        }
    }
    EXPECT_GE(pulls, 10);
    EXPECT_GE(driver.state.push.failures, 10);
}

TEST(Engine, WaitsWhenTheServerAnswersInWordsThatAreNotKnown) {
    Driver driver;
    driver.settle();
    driver.on(Captured{10});
    EXPECT_EQ(driver.on(Pushed{10, 0, 10}), Effects{});
    EXPECT_GE(*driver.state.push.due - driver.now, seconds(5));
    EXPECT_EQ(driver.state.waiting, 10);
}

TEST(Engine, HalvesARefusedBatchDownToTheEnvelopeAtFaultAndParksIt) {
    Driver driver;
    driver.settle();
    const auto id = EnvelopeId::random(driver.random);
    driver.on(Captured{100});
    EXPECT_EQ(driver.on(Refused{100, {}}), Effects{Push{50}});
    EXPECT_EQ(driver.on(Refused{50, {}}), Effects{Push{25}});
    EXPECT_EQ(driver.on(Refused{25, {}}), Effects{Push{12}});
    EXPECT_EQ(driver.on(Pushed{12, 12, 88}), Effects{Push{24}}) << "grows again after a success";
    EXPECT_EQ(driver.on(Refused{3, {}}), Effects{Push{1}});
    EXPECT_EQ(driver.on(Refused{1, id}), Effects{Push{0}}) << "is it the envelope?";
    EXPECT_EQ(driver.on(Pushed{0, 0, 88}), Effects{Park{id}});
    EXPECT_EQ(driver.state.waiting, 87);
    EXPECT_EQ(driver.next_push(), Push{1});
}

TEST(Engine, ParksNothingWhenAnEmptyBatchIsRefusedToo) {
    Driver driver;
    driver.settle();
    driver.on(Captured{10});
    const auto id = EnvelopeId::random(driver.random);
    driver.on(Refused{1, id});
    EXPECT_EQ(driver.on(Refused{0, {}}), Effects{});
    EXPECT_FALSE(driver.state.suspect);
    EXPECT_GE(*driver.state.push.due - driver.now, seconds(5));
}

TEST(Engine, ParksNothingWhenTheEmptyBatchGetsNoAnswer) {
    Driver driver;
    driver.settle();
    driver.on(Captured{10});
    driver.on(Refused{1, EnvelopeId::random(driver.random)});
    driver.on(Failed{});
    EXPECT_EQ(driver.next_push(), Push{1}) << "that one again";
    EXPECT_EQ(driver.on(Pushed{1, 1, 9}), Effects{});
}

TEST(Engine, TakesTheSameStepsFromTheSameSeed) {
    const auto trace = [](std::uint64_t seed) {
        Driver driver(seed);
        std::vector<std::int64_t> times;
        driver.on(Started{true, false, false, 40});
        for (int turn = 0; turn < 200; ++turn) {
            if (driver.state.under_way == Exchange::none)
                driver.wake();
            else if (driver.random.chance(50))
                driver.on(Failed{});
            else if (driver.state.under_way == Exchange::pull)
                driver.on(Pulled{});
            else
                driver.on(Pushed{1, 1, 40});
            times.push_back(driver.now.count());
        }
        return times;
    };
    EXPECT_EQ(trace(7), trace(7));
    EXPECT_NE(trace(7), trace(8));
}

TEST(Engine, IsQuickWhenAskedToBe) {
    Driver driver;
    driver.state.pace = Pace::soon();
    driver.settle();
    driver.on(Captured{1});
    driver.next_push();
    driver.on(Failed{});
    EXPECT_LE(driver.until_wake(), seconds(5));
}

}  // namespace
}  // namespace peilpunt::kiosk::engine
