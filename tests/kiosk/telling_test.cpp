// SPDX-License-Identifier: EUPL-1.2
// Telling something step by step, following it by number, the poster, and what staff start.
#include <gtest/gtest.h>

#include "fixture.hpp"
#include "shared/sound/ogg_opus.hpp"

namespace peilpunt::kiosk_tests {
namespace {

using namespace flow;

Walk& at_choice(Walk& w) {
    w.happen(TroubleChanged{Trouble::none});
    w.happen(ContentChanged{content_with({talking_poll()})});
    w.happen(ChooseLanguage{"nl"});
    return w;
}

Walk& at_theme(Walk& w) {
    at_choice(w);
    w.happen(ChooseTask{Task::signal});
    w.happen(Next{});
    return w;
}

void pin(Walk& w) {
    for (int i = 0; i < kCornerTaps; ++i) w.happen(CornerTap{});
    for (const char digit : {'2', '4', '6', '8'}) w.happen(PinDigit{digit});
    w.happen(PinEnter{});
}

Screen screen(const Walk& w) { return w.app.state().screen; }

TEST(Telling, GoesOneStepAtATimeAndBackTheSameWay) {
    Walk w;
    at_theme(w);
    const std::vector<Screen> road{Screen::kind, Screen::where, Screen::how};
    for (const Screen next : road) {
        w.happen(Skip{});
        EXPECT_EQ(screen(w), next);
    }
    w.happen(Skip{});
    EXPECT_EQ(screen(w), Screen::how) << "something must be told";
    w.happen(OwnWords{});
    w.type("De bus");
    for (const Screen next : {Screen::helps, Screen::own_part, Screen::check}) {
        w.happen(next == Screen::helps ? Event(Next{}) : Event(Skip{}));
        EXPECT_EQ(screen(w), next);
    }
    for (const Screen before : {Screen::own_part, Screen::helps, Screen::how, Screen::where, Screen::kind,
                                Screen::theme, Screen::privacy}) {
        w.happen(Back{});
        EXPECT_EQ(screen(w), before);
    }
    EXPECT_EQ(w.app.state().session.story, "De bus") << "going back loses nothing";
}

TEST(Telling, ReadySentencesAloneAreEnough) {
    Walk w;
    at_theme(w);
    for (int i = 0; i < 3; ++i) w.happen(Skip{});
    w.happen(Pick{"zinnen"});
    w.happen(Next{});
    EXPECT_EQ(screen(w), Screen::sentences) << "none is picked yet";
    w.happen(Pick{"kapot"});
    w.happen(Pick{"duur"});
    w.happen(Pick{"kapot"});
    w.happen(Pick{"bestaat-niet"});
    w.happen(Next{});
    w.happen(Skip{});
    w.happen(Skip{});
    w.happen(Submit{});
    ASSERT_EQ(w.services.signals.size(), 1u);
    EXPECT_EQ(w.services.signals.front().text, "Het is te duur.");
}

TEST(Telling, WhatIsRemovedOnTheCheckScreenIsNotSent) {
    Walk w;
    at_theme(w);
    w.happen(Pick{"wonen"});
    w.happen(Next{});
    w.happen(Pick{"merk"});
    w.happen(Next{});
    w.happen(Pick{"WK037503"});
    w.happen(Next{});
    w.happen(Pick{"zinnen"});
    w.happen(Pick{"snap"});
    w.happen(OwnWords{});
    w.type("De brief");
    w.happen(Next{});
    w.happen(Pick{"uitleg"});
    w.happen(Next{});
    w.happen(Skip{});
    for (const char* row : {"kind", "where", "sentences", "helps"}) w.happen(RemoveRow{row});
    w.happen(Submit{});
    ASSERT_EQ(w.services.signals.size(), 1u);
    const Signal& given = w.services.signals.front();
    EXPECT_EQ(given.text, "De brief");
    EXPECT_EQ(given.theme, "wonen");
    EXPECT_EQ(given.kind, SignalKind::unsaid);
    EXPECT_TRUE(given.area.empty());
    EXPECT_EQ(given.what_helps, "");
}

TEST(Telling, WithoutPartsOfTheMunicipalityWhereIsNotAsked) {
    Walk w;
    w.happen(TroubleChanged{Trouble::none});
    auto content = std::make_shared<Content>(*content_with({}));
    content->places.clear();
    w.happen(ContentChanged{content});
    w.happen(ChooseLanguage{"nl"});
    w.happen(ChooseTask{Task::signal});
    w.happen(Next{});
    w.happen(Skip{});
    w.happen(Skip{});
    EXPECT_EQ(screen(w), Screen::how);
    w.happen(Back{});
    EXPECT_EQ(screen(w), Screen::kind);
}

TEST(Following, ANumberOfThisPlaceShowsItsStepsAndIsForgotten) {
    Walk w;
    at_choice(w);
    w.services.followed = Receipt::from_number(123456789).digits();
    w.happen(ChooseTask{Task::follow});
    ASSERT_EQ(screen(w), Screen::follow_number);
    w.type(w.services.followed + "7");
    EXPECT_EQ(w.app.state().session.number, w.services.followed) << "sixteen digits, no more";
    w.happen(Next{});
    ASSERT_EQ(screen(w), Screen::follow_steps);
    EXPECT_EQ(w.app.state().session.number, "");
    EXPECT_EQ(w.app.state().session.followed->steps.size(), 3u);
    w.happen(Next{});
    EXPECT_EQ(screen(w), Screen::privacy) << "tell more";
    EXPECT_FALSE(w.app.state().session.followed);
}

TEST(Following, EveryNumberThatLeadsNowhereSaysWhy) {
    Walk w;
    at_choice(w);
    w.happen(ChooseTask{Task::follow});
    w.type("4810");
    w.happen(Next{});
    EXPECT_EQ(w.app.state().follow_trouble, FollowTrouble::short_number);
    w.happen(ClearText{});
    std::string wrong = Receipt::from_number(5).digits();
    wrong.back() = wrong.back() == '9' ? '0' : static_cast<char>(wrong.back() + 1);
    w.type(wrong);
    w.happen(Next{});
    EXPECT_EQ(w.app.state().follow_trouble, FollowTrouble::wrong_number);
    w.happen(ClearText{});
    w.happen(ClearText{});
    w.happen(ClearText{});
    w.type(Receipt::from_number(99).digits());
    w.happen(Next{});
    EXPECT_EQ(w.app.state().follow_trouble, FollowTrouble::unknown);
    w.happen(NumberLost{});
    EXPECT_EQ(w.app.state().follow_trouble, FollowTrouble::lost);
    w.happen(Back{});
    EXPECT_EQ(screen(w), Screen::choose);
    EXPECT_EQ(w.app.state().session.number, "");
}

TEST(Poster, ComesAfterALongRestTurnsItsPagesAndGoesAtATouch) {
    Walk w;
    w.happen(TroubleChanged{Trouble::none});
    w.happen(ContentChanged{content_with({talking_poll()})});
    w.happen(Activity{});
    w.clock.pass(kPosterAfter - Millis{1});
    EXPECT_FALSE(w.app.tick());
    w.clock.pass(Millis{1});
    ASSERT_TRUE(w.app.tick());
    ASSERT_EQ(screen(w), Screen::poster);
    for (const int page : {1, 0, 1}) {
        w.clock.pass(kPosterPage);
        w.app.tick();
        EXPECT_EQ(w.app.state().page, page);
    }
    w.happen(ContentChanged{content_with({talking_poll()})});
    EXPECT_EQ(screen(w), Screen::poster) << "news does not end it";
    w.happen(Elsewhere{});
    EXPECT_EQ(screen(w), Screen::start);
    w.happen(TroubleChanged{Trouble::storage_full});
    EXPECT_EQ(screen(w), Screen::out_of_order);
}

TEST(Helping, MarksWhatIsGivenOnceAndOnlyAfterThePin) {
    Walk w;
    at_choice(w);
    w.happen(StartHelping{});
    EXPECT_FALSE(w.app.state().session.helped);
    w.happen(Back{});
    pin(w);
    w.happen(StartHelping{});
    ASSERT_EQ(screen(w), Screen::start);
    EXPECT_TRUE(w.app.state().session.helped);
    for (int visit = 0; visit < 2; ++visit) {
        w.happen(ChooseLanguage{"nl"});
        w.happen(ChooseTask{Task::signal});
        w.happen(Next{});
        for (int i = 0; i < 3; ++i) w.happen(Skip{});
        w.happen(OwnWords{});
        w.type("De bus");
        w.happen(Next{});
        w.happen(Skip{});
        w.happen(Skip{});
        w.happen(Submit{});
        ASSERT_EQ(screen(w), Screen::thanks);
        w.happen(Done{});
    }
    EXPECT_EQ(w.services.helped, (std::vector<bool>{true, false}));
}

TEST(Helping, EndsWhenTheHelperWalksAway) {
    Walk w;
    at_choice(w);
    w.happen(Back{});
    pin(w);
    w.happen(StartHelping{});
    w.clock.pass(kIdle);
    w.app.tick();
    EXPECT_FALSE(w.app.state().session.helped);
    EXPECT_EQ(screen(w), Screen::start);
}

TEST(SelfTest, CountsEverySpotAndAsksTheMachine) {
    Walk w;
    at_choice(w);
    w.happen(StartSelfTest{});
    EXPECT_NE(screen(w), Screen::self_test);
    w.happen(Back{});
    pin(w);
    w.happen(StartSelfTest{});
    ASSERT_EQ(screen(w), Screen::self_test);
    ASSERT_TRUE(w.app.state().self_test);
    EXPECT_TRUE(w.app.state().self_test->disk);
    for (int spot = -1; spot < kTouchSpots; ++spot) {
        EXPECT_FALSE(all_touched(w.app.state()));
        w.happen(TouchSpot{spot});
    }
    EXPECT_TRUE(all_touched(w.app.state()));
    w.happen(Back{});
    EXPECT_EQ(screen(w), Screen::staff);
}

TEST(SelfTest, LetsAToneBeHeardAndTakesStaffsWordForIt) {
    Walk w;
    at_choice(w);
    w.happen(Back{});
    pin(w);
    w.happen(VoiceStatusChanged{every_voice()});
    w.happen(StartSelfTest{});
    w.happen(Next{});
    ASSERT_EQ(test_step(w.app.state()), TestStep::sound);
    ASSERT_EQ(w.voice.readings.size(), 1u);
    ASSERT_TRUE(w.voice.readings[0].utterances[0].clip);
    EXPECT_LT(sound::inspect(*w.voice.readings[0].utterances[0].clip).value(), 1'500);
    w.happen(PlayTone{});
    EXPECT_EQ(w.voice.readings.size(), 2u);
    w.happen(ToneHeard{false});
    EXPECT_EQ(test_step(w.app.state()), TestStep::microphone);
    EXPECT_EQ(w.app.state().sound_test.heard, false);
    w.happen(Back{});
    EXPECT_EQ(test_step(w.app.state()), TestStep::sound);
    w.happen(VoiceStatusChanged{});
    w.happen(PlayTone{});
    EXPECT_EQ(w.voice.readings.size(), 2u) << "no sound device";
}

TEST(SelfTest, MeasuresTheMicrophoneAndKeepsNothingOfIt) {
    Walk w;
    at_choice(w);
    w.happen(Back{});
    pin(w);
    w.happen(VoiceStatusChanged{every_voice()});
    w.happen(StartSelfTest{});
    w.happen(Listen{});
    EXPECT_TRUE(w.recorder.asked.empty() || w.recorder.asked.back() == "forget") << "not at this step";
    w.happen(Next{});
    w.happen(Next{});
    const auto listen = [&](int level, int ms) {
        w.happen(Listen{});
        ASSERT_EQ(w.recorder.asked.back().substr(0, 6), "record");
        w.happen(RecordingMoved{w.app.state().session.recording.take, ms, level});
    };
    listen(60, 1'000);
    EXPECT_EQ(w.app.state().session.recording.level, 60);
    EXPECT_FALSE(w.app.state().sound_test.listened);
    w.happen(RecordingMoved{w.app.state().session.recording.take, kListenMs, 5});
    EXPECT_TRUE(w.app.state().sound_test.listened);
    EXPECT_EQ(w.app.state().sound_test.loudest, 60);
    EXPECT_EQ(w.recorder.asked.back(), "forget");
    EXPECT_EQ(w.app.state().session.recording.phase, Recording::Phase::none);
    // It hears nothing; it fails; staff walk on while it listens.
    listen(3, kListenMs);
    EXPECT_LT(w.app.state().sound_test.loudest, kHeardLevel);
    listen(50, 900);
    w.happen(RecordingEnded{w.app.state().session.recording.take, 950, true});
    EXPECT_EQ(w.recorder.asked.back(), "forget");
    listen(50, 900);
    w.happen(Next{});
    EXPECT_EQ(w.recorder.asked.back(), "forget");
    EXPECT_EQ(test_step(w.app.state()), TestStep::result);
    w.happen(Back{});
    listen(50, 900);
    w.happen(CloseStaff{});
    EXPECT_EQ(w.recorder.asked.back(), "forget");
    EXPECT_EQ(w.app.state().session.recording.phase, Recording::Phase::none);
}

}  // namespace
}  // namespace peilpunt::kiosk_tests
