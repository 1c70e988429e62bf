// SPDX-License-Identifier: EUPL-1.2
// Saying it aloud: what happens on the way, without a sound device.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fixture.hpp"

namespace peilpunt::kiosk_tests {
namespace {

using namespace flow;
using testing::ElementsAre;
using Phase = flow::Recording::Phase;

class SpeakingASignal : public testing::Test {
  protected:
    void SetUp() override {
        w.happen(VoiceStatusChanged{every_voice()});
        w.happen(TroubleChanged{Trouble::none});
        w.happen(ContentChanged{content_with({talking_poll()})});
        w.happen(ChooseLanguage{"nl"});
        w.happen(ChooseTask{Task::signal});
        w.happen(Next{});
        for (int i = 0; i < 3; ++i) w.happen(Skip{});
        ASSERT_EQ(state().screen, Screen::how);
    }
    const State& state() const { return w.app.state(); }
    Phase phase() const { return state().session.recording.phase; }
    void speak(int ms = 4'000, bool broken = false) {
        w.happen(Speak{});
        w.happen(Record{});
        w.happen(RecordingMoved{state().takes, ms, 60});
        w.happen(StopRecording{});
        w.happen(RecordingEnded{state().takes, ms, broken});
    }
    void to_check() {
        w.happen(Next{});
        w.happen(Skip{});
        w.happen(Skip{});
        ASSERT_EQ(state().screen, Screen::check);
    }
    Walk w;
};

TEST_F(SpeakingASignal, IsKeptWithTheSignalAndForgottenOnceItIsOnDisk) {
    speak();
    EXPECT_EQ(phase(), Phase::kept);
    to_check();
    w.happen(Submit{});
    EXPECT_EQ(state().screen, Screen::thanks);
    ASSERT_EQ(w.services.signals.size(), 1u);
    EXPECT_EQ(w.services.signals[0].text, "");
    EXPECT_THAT(w.services.recordings, ElementsAre(w.recorder.ogg));
    EXPECT_THAT(w.recorder.asked, ElementsAre("record 1", "stop", "forget"));
    EXPECT_EQ(phase(), Phase::none);
}

TEST_F(SpeakingASignal, IsOfferedOnlyWhereThereIsAMicrophone) {
    auto deaf = every_voice();
    deaf.microphone = false;
    w.happen(VoiceStatusChanged{deaf});
    w.happen(Speak{});
    EXPECT_EQ(state().screen, Screen::how);
    w.happen(VoiceStatusChanged{every_voice()});
    w.happen(Speak{});
    EXPECT_EQ(state().screen, Screen::speaking);
}

TEST_F(SpeakingASignal, CanBeDoneAgainHeardBackAndThrownAway) {
    speak();
    w.happen(HearBack{});
    EXPECT_EQ(phase(), Phase::playing);
    w.happen(PlaybackMoved{1, 1'000, false});
    EXPECT_EQ(state().session.recording.heard_ms, 1'000);
    w.happen(HearBack{});  // once more: quiet
    EXPECT_EQ(phase(), Phase::kept);
    w.happen(Record{});
    EXPECT_EQ(phase(), Phase::running);
    w.happen(RecordingEnded{1, 9'000, false});  // a late report of the first
    EXPECT_EQ(phase(), Phase::running);
    w.happen(RecordingEnded{2, 3'000, false});
    EXPECT_EQ(state().session.recording.ms, 3'000);
    w.happen(DropRecording{});
    EXPECT_EQ(phase(), Phase::none);
    EXPECT_EQ(state().screen, Screen::speaking);
    w.happen(Next{});
    EXPECT_EQ(state().screen, Screen::speaking) << "there is nothing to go on with";
    EXPECT_THAT(w.recorder.asked, ElementsAre("record 1", "stop", "play 1", "stop", "record 2", "forget"));
}

TEST_F(SpeakingASignal, NobodyIsAskedWhetherTheyAreThereWhileTheySpeakButAfterwardsTheyAre) {
    w.happen(Speak{});
    w.happen(Record{});
    for (int second = 1; second <= 119; ++second) {
        w.clock.pass(Millis{1'000});
        w.happen(RecordingMoved{1, second * 1'000, 50});
        w.app.tick();
        ASSERT_EQ(state().overlay, Overlay::none) << second;
    }
    w.happen(RecordingEnded{1, 120'000, false});
    w.clock.pass(kIdle);
    w.app.tick();
    EXPECT_EQ(state().overlay, Overlay::idle);
    w.clock.pass(kStay);
    w.app.tick();
    EXPECT_EQ(state().screen, Screen::start);
    EXPECT_EQ(w.recorder.asked.back(), "forget");
}

TEST_F(SpeakingASignal, AMicrophoneThatFailsLosesNothingAndLeavesTheOtherWays) {
    speak(7'000, true);
    EXPECT_EQ(phase(), Phase::kept) << "what was said until then";
    w.happen(Record{});
    w.happen(RecordingEnded{2, 0, true});
    EXPECT_EQ(phase(), Phase::none);
    EXPECT_TRUE(state().session.recording.broken);
    w.happen(OwnWords{});
    EXPECT_EQ(state().screen, Screen::story);
}

TEST_F(SpeakingASignal, StopsWhereItCannotBeSeen) {
    w.happen(Speak{});
    w.happen(Record{});
    w.happen(AskHelp{});
    EXPECT_EQ(w.recorder.asked.back(), "stop");
    w.happen(RecordingEnded{1, 5'000, false});
    w.happen(CloseHelp{});
    EXPECT_EQ(phase(), Phase::kept);
    w.happen(HearBack{});
    w.happen(AskStop{});
    EXPECT_EQ(w.recorder.asked.back(), "stop");
    w.happen(Stop{});
    EXPECT_EQ(w.recorder.asked.back(), "forget");
    EXPECT_EQ(state().screen, Screen::start);
}

TEST_F(SpeakingASignal, WhoGoesBackWhileSpeakingDoesNotWantItButWhatWasFinishedStays) {
    w.happen(Speak{});
    w.happen(Record{});
    w.happen(Back{});
    EXPECT_EQ(state().screen, Screen::how);
    EXPECT_EQ(phase(), Phase::none);
    EXPECT_EQ(w.recorder.asked.back(), "forget");
    w.happen(RecordingEnded{1, 5'000, false});
    EXPECT_EQ(phase(), Phase::none);
    speak();
    w.happen(Back{});
    w.happen(Speak{});
    EXPECT_EQ(phase(), Phase::kept);
}

TEST_F(SpeakingASignal, ARemovedRecordingIsNotSentAndNothingAtAllCannotBeSent) {
    speak();
    w.happen(Back{});
    w.happen(OwnWords{});
    w.type("bankje weg");
    to_check();
    w.happen(RemoveRow{"recording"});
    w.happen(RemoveRow{"story"});
    w.happen(Submit{});
    EXPECT_EQ(state().screen, Screen::check);
    w.happen(RestoreRow{"story"});
    w.happen(Submit{});
    EXPECT_EQ(state().screen, Screen::thanks);
    EXPECT_THAT(w.services.recordings, ElementsAre(""));
    EXPECT_EQ(w.recorder.asked.back(), "forget");
}

TEST_F(SpeakingASignal, WhatTheRecorderDoesNotHaveIsNotThankedFor) {
    speak();
    to_check();
    const std::string ogg = std::exchange(w.recorder.ogg, "");
    w.happen(Submit{});
    EXPECT_EQ(state().screen, Screen::failed);
    EXPECT_TRUE(w.services.signals.empty());
    w.recorder.ogg = ogg;
    w.happen(Submit{});
    EXPECT_EQ(state().screen, Screen::thanks);
    EXPECT_EQ(w.services.recordings.size(), 1u);
}

TEST_F(SpeakingASignal, TheVoiceIsQuietWhileSomebodySpeaks) {
    w.happen(SetReadAloud{true});
    w.happen(Speak{});
    EXPECT_TRUE(state().speech.on);
    w.happen(Record{});
    EXPECT_FALSE(state().speech.on);
    w.happen(ReadAloud{});
    w.happen(FocusMoved{});
    EXPECT_FALSE(state().speech.on);
    w.happen(RecordingEnded{1, 5'000, false});
    EXPECT_TRUE(state().speech.on) << "and reads what to do next";
}

}  // namespace
}  // namespace peilpunt::kiosk_tests
