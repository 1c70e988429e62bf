// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/flow/flow.hpp"

#include <gtest/gtest.h>

#include "fixture.hpp"
#include "shared/rules/rules.hpp"
#include "shared/text/characters.hpp"

namespace peilpunt::kiosk_tests {
namespace {

using namespace flow;

/// On the start screen of a kiosk with one poll.
Walk& at_start(Walk& w, std::vector<Poll> polls = {talking_poll()}) {
    w.happen(TroubleChanged{Trouble::none});
    w.happen(ContentChanged{content_with(std::move(polls))});
    return w;
}

Walk& in_poll(Walk& w) {
    at_start(w);
    w.happen(ChooseLanguage{"nl"});
    w.happen(ChooseTask{Task::poll});
    w.happen(Next{});
    return w;
}

Walk& in_signal(Walk& w) {
    at_start(w);
    w.happen(ChooseLanguage{"en"});
    w.happen(ChooseTask{Task::signal});
    w.happen(Next{});
    return w;
}

/// Where somebody types what they want to tell.
Walk& at_story(Walk& w) {
    in_signal(w);
    for (int i = 0; i < 3; ++i) w.happen(Skip{});
    w.happen(OwnWords{});
    return w;
}

void skip_to(Walk& w, const std::string& question) {
    for (int i = 0; i < 20 && w.app.state().question != question; ++i) w.happen(Skip{});
    ASSERT_EQ(w.app.state().question, question);
}

Screen screen(const Walk& w) { return w.app.state().screen; }
const Session& session(const Walk& w) { return w.app.state().session; }

TEST(Flow, EveryKindOfQuestionIsAnsweredAndArrivesAsTheRulesWantIt) {
    Walk w;
    in_poll(w);
    w.happen(Pick{"ja"});
    w.happen(Next{});
    w.happen(Pick{"anders"});
    w.happen(Next{});
    ASSERT_EQ(screen(w), Screen::note);
    w.type("Via mijn oma");
    w.happen(Next{});
    w.happen(Pick{"o1"});
    w.happen(Pick{"o4"});
    w.happen(Next{});
    w.happen(PickLevel{4});
    w.happen(Next{});
    w.happen(PickLevel{9});
    w.happen(Next{});
    w.happen(Pick{"o3"});
    w.happen(Pick{"o1"});
    w.happen(Next{});
    for (int i = 0; i < 6; ++i) w.happen(GivePoints{"o1", 1});
    for (int i = 0; i < 4; ++i) w.happen(GivePoints{"o2", 1});
    w.happen(Next{});
    w.type("14");
    w.happen(Next{});
    w.type("Meer bankjes.");
    w.happen(Next{});
    w.happen(Pick{"o1"});
    w.happen(Next{});
    ASSERT_EQ(screen(w), Screen::age);
    w.happen(Pick{"16-17"});
    w.happen(Next{});
    ASSERT_EQ(screen(w), Screen::check);
    w.happen(Submit{});
    ASSERT_EQ(screen(w), Screen::thanks);
    ASSERT_EQ(w.services.responses.size(), 1u);
    const Response& given = w.services.responses.front();
    EXPECT_TRUE(rules::check_response(talking_poll(), given).empty());
    EXPECT_EQ(given.revision, 2);
    EXPECT_EQ(given.municipality.str(), "GM0375");
    EXPECT_EQ(given.age_group, "16-17");
    EXPECT_EQ(given.answers.all().size(), 10u);
    EXPECT_EQ(*given.answers.find("v2"), Answer(Choice{"anders", "Via mijn oma"}));
    EXPECT_EQ(*given.answers.find("v5"), Answer(Number{9}));
    EXPECT_EQ(*given.answers.find("v6"), Answer(Ranking{{"o3", "o1"}}));
    EXPECT_EQ(*given.answers.find("v8"), Answer(Number{14}));
    EXPECT_EQ(*given.answers.find("v9"), Answer(OpenText{"Meer bankjes."}));
}

TEST(Flow, AQuestionThatDependsOnAnotherIsAskedOnlyThen) {
    Walk w;
    in_poll(w);
    w.happen(Pick{"nee"});
    w.happen(Next{});
    EXPECT_EQ(w.app.state().question, "v3");
    w.happen(Back{});
    EXPECT_EQ(w.app.state().question, "v1");
    w.happen(Pick{"ja"});
    w.happen(Next{});
    EXPECT_EQ(w.app.state().question, "v2");
}

TEST(Flow, TheRowOfDotsCountsQuestionsThatMayStillCome) {
    Walk w;
    in_poll(w);
    EXPECT_EQ(progress(w.app.state()), (std::pair{1, 11}));
    w.happen(Pick{"ja"});
    w.happen(Next{});
    EXPECT_EQ(progress(w.app.state()), (std::pair{2, 11}));
    w.happen(Back{});
    w.happen(Pick{"nee"});
    w.happen(Next{});
    EXPECT_EQ(progress(w.app.state()), (std::pair{2, 10}));
}

TEST(Flow, VerderWithoutAnAnswerSaysSoAndStays) {
    Walk w;
    in_poll(w);
    w.happen(Next{});
    EXPECT_EQ(w.app.state().question, "v1");
    EXPECT_TRUE(w.app.state().hint);
    w.happen(Pick{"ja"});
    EXPECT_FALSE(w.app.state().hint);
}

TEST(Flow, ARequiredQuestionCannotBeSkipped) {
    Walk w;
    in_poll(w);
    skip_to(w, "v10");
    EXPECT_FALSE(can_skip(w.app.state()));
    w.happen(Skip{});
    EXPECT_EQ(w.app.state().question, "v10");
}

TEST(Flow, NoMoreOptionsThanAllowedCanBeChosen) {
    Walk w;
    in_poll(w);
    skip_to(w, "v3");
    for (const char* option : {"o1", "o2", "o3", "o4"}) w.happen(Pick{option});
    EXPECT_EQ(std::get<Choices>(*session(w).answers.find("v3")).chosen.size(), 3u);
    EXPECT_TRUE(w.app.state().hint);
    w.happen(Pick{"o1"});
    w.happen(Pick{"o4"});
    EXPECT_TRUE(is_chosen(*current_question(w.app.state()), session(w).answers, "o4"));
}

TEST(Flow, MoreThanSixOptionsBecomePagesThatShowEachOnce) {
    Walk w;
    in_poll(w);
    skip_to(w, "v3");
    const std::size_t count = current_question(w.app.state())->options.size();
    ASSERT_EQ(count, 8u);
    EXPECT_EQ(page_range(w.app.state(), count), (std::pair<std::size_t, std::size_t>{0, 5}));
    w.happen(TurnPage{});
    EXPECT_EQ(page_range(w.app.state(), count), (std::pair<std::size_t, std::size_t>{5, 8}));
    w.happen(TurnPage{});
    EXPECT_EQ(w.app.state().page, 0);
}

TEST(Flow, PointsNeverGoOverTheSumNorUnderZero) {
    Walk w;
    in_poll(w);
    skip_to(w, "v7");
    const Question& question = *current_question(w.app.state());
    for (int i = 0; i < 12; ++i) w.happen(GivePoints{"o1", 1});
    EXPECT_EQ(points_of(question, session(w).answers, "o1"), 10);
    w.happen(GivePoints{"o2", 1});
    EXPECT_EQ(points_of(question, session(w).answers, "o2"), 0);
    for (int i = 0; i < 12; ++i) w.happen(GivePoints{"o1", -1});
    EXPECT_EQ(points_left(question, session(w).answers), 10);
    EXPECT_EQ(session(w).answers.find("v7"), nullptr);
}

TEST(Flow, ANumberThatIsTooLargeIsNotTaken) {
    Walk w;
    in_poll(w);
    skip_to(w, "v8");
    w.type("169");
    EXPECT_EQ(text_on_screen(w.app.state()), "16");  // a week has 168 hours
    w.happen(TypeText{"8"});
    EXPECT_EQ(text_on_screen(w.app.state()), "168");
    w.happen(Backspace{});
    w.happen(Backspace{});
    w.happen(Backspace{});
    EXPECT_EQ(session(w).answers.find("v8"), nullptr);
}

TEST(Flow, BackspaceTakesAWholeLetter) {
    Walk w;
    at_story(w);
    w.type("caf");
    w.happen(TypeText{"é"});
    w.happen(Backspace{});
    EXPECT_EQ(session(w).story, "caf");
}

TEST(Flow, WhatWasClearedCanBePutBack) {
    Walk w;
    at_story(w);
    w.type("De bus");
    w.happen(ClearText{});
    EXPECT_EQ(session(w).story, "");
    w.happen(ClearText{});
    EXPECT_EQ(session(w).story, "De bus");
}

TEST(Flow, TextStopsAtItsLimit) {
    Walk w;
    at_story(w);
    for (int i = 0; i < rules::kMaxSignalText + 20; ++i) w.happen(TypeText{"é"});
    EXPECT_EQ(text::count_characters(session(w).story), text_limit(w.app.state()));
    EXPECT_LE(text_limit(w.app.state()), rules::kMaxSignalText);
}

TEST(Flow, ASignalArrivesWithAllItsParts) {
    Walk w;
    in_signal(w);
    w.happen(Pick{"vervoer"});
    w.happen(Next{});
    w.happen(Pick{"voorstel"});
    w.happen(Next{});
    w.happen(Pick{"WK037506"});
    w.happen(Next{});
    w.happen(Pick{"zinnen"});
    w.happen(Pick{"komen"});
    w.happen(OwnWords{});
    w.type("De bus stopt te vroeg ");
    w.happen(Next{});
    w.happen(Pick{"tijden"});
    w.happen(OwnWords{});
    w.type("Een late bus");
    w.happen(Next{});
    w.happen(Skip{});
    w.happen(Submit{});
    ASSERT_EQ(w.services.signals.size(), 1u);
    const Signal& given = w.services.signals.front();
    EXPECT_EQ(given.text, "Ik kan er niet komen. De bus stopt te vroeg") << "in the language of the council";
    EXPECT_EQ(given.theme, "vervoer");
    EXPECT_EQ(given.kind, SignalKind::proposal);
    EXPECT_EQ(given.area.str(), "WK037506");
    EXPECT_EQ(given.what_helps, "Andere tijden. Een late bus");
    EXPECT_EQ(given.own_part, "");
    EXPECT_EQ(given.language, "en");
    EXPECT_EQ(given.municipality.str(), "GM0375");
}

TEST(Flow, ASignalNeedsWords) {
    Walk w;
    at_story(w);
    w.type("   ");
    w.happen(Next{});
    EXPECT_EQ(screen(w), Screen::story);
    EXPECT_FALSE(can_skip(w.app.state()));
}

/// On the check screen with v1 = ja, v2 = o2, v10 = o1.
Walk& at_check(Walk& w) {
    in_poll(w);
    w.happen(Pick{"ja"});
    w.happen(Next{});
    w.happen(Pick{"o2"});
    w.happen(Next{});
    skip_to(w, "v10");
    w.happen(Pick{"o1"});
    w.happen(Next{});
    w.happen(Skip{});
    EXPECT_EQ(screen(w), Screen::check);
    return w;
}

TEST(Flow, ARemovedAnswerIsNotSentAndTakesAlongWhatHangsOnIt) {
    Walk w;
    at_check(w);
    w.happen(RemoveRow{"v1"});
    w.happen(Submit{});
    ASSERT_EQ(w.services.responses.size(), 1u);
    const Answers& answers = w.services.responses.front().answers;
    EXPECT_EQ(answers.find("v1"), nullptr);
    EXPECT_EQ(answers.find("v2"), nullptr);
    EXPECT_NE(answers.find("v10"), nullptr);
}

TEST(Flow, ARemovedAnswerCanBePutBackWithWhatHungOnIt) {
    Walk w;
    at_check(w);
    w.happen(RemoveRow{"v1"});
    EXPECT_EQ(check_rows(session(w)).size(), 2u);
    w.happen(RestoreRow{"v1"});
    w.happen(Submit{});
    EXPECT_EQ(w.services.responses.front().answers.all().size(), 3u);
}

TEST(Flow, ARequiredAnswerCannotBeRemoved) {
    Walk w;
    at_check(w);
    w.happen(RemoveRow{"v10"});
    EXPECT_FALSE(check_rows(session(w)).back().removed);
}

TEST(Flow, ChangingAnAnswerComesBackToTheCheckAndAsksOnlyWhatItOpened) {
    Walk w;
    in_poll(w);
    w.happen(Pick{"nee"});
    w.happen(Next{});
    skip_to(w, "v10");
    w.happen(Pick{"o1"});
    w.happen(Next{});
    w.happen(Skip{});
    ASSERT_EQ(screen(w), Screen::check);
    w.happen(ChangeRow{"v1"});
    w.happen(Pick{"ja"});
    w.happen(Next{});
    EXPECT_EQ(w.app.state().question, "v2");
    w.happen(Pick{"o1"});
    w.happen(Next{});
    EXPECT_EQ(screen(w), Screen::check);
}

TEST(Flow, ThanksComesOnlyAfterItIsKeptAndAFailureLosesNothing) {
    Walk w;
    at_check(w);
    w.services.refuse = ErrorCode::storage_full;
    w.happen(Submit{});
    EXPECT_EQ(screen(w), Screen::failed);
    EXPECT_EQ(w.app.state().failure, ErrorCode::storage_full);
    EXPECT_EQ(session(w).answers.all().size(), 3u);
    w.services.refuse.reset();
    w.happen(Submit{});
    EXPECT_EQ(screen(w), Screen::thanks);
    ASSERT_EQ(w.services.tries.size(), 2u);
    EXPECT_EQ(w.services.tries[0], w.services.tries[1]) << "a second try must not become a second submission";
    EXPECT_EQ(w.services.responses.size(), 1u);
}

TEST(Flow, NothingIsLeftAfterThanksButTheNumber) {
    Walk w;
    at_check(w);
    w.happen(Submit{});
    EXPECT_FALSE(has_input(session(w)));
    EXPECT_EQ(session(w).poll, nullptr);
    ASSERT_TRUE(session(w).identity.has_value());
    EXPECT_EQ(session(w).identity->receipt, w.services.tries.front().receipt);
    w.happen(Done{});
    EXPECT_EQ(screen(w), Screen::start);
    EXPECT_FALSE(session(w).identity.has_value());
}

TEST(Flow, StopAsksOnceWhenSomethingWouldBeLost) {
    Walk w;
    in_poll(w);
    w.happen(AskStop{});
    EXPECT_EQ(screen(w), Screen::start) << "nothing was given yet, so nothing to ask";
    at_check(w);
    w.happen(AskStop{});
    EXPECT_EQ(w.app.state().overlay, Overlay::stop);
    w.happen(Stay{});
    EXPECT_EQ(screen(w), Screen::check);
    w.happen(AskStop{});
    w.happen(Stop{});
    EXPECT_EQ(screen(w), Screen::start);
    EXPECT_FALSE(has_input(session(w)));
}

TEST(Flow, WhoWalksAwayIsAskedAndThenForgotten) {
    Walk w;
    at_check(w);
    w.happen(Activity{});
    w.clock.pass(kIdle - Millis{1});
    w.happen(Tick{});
    EXPECT_EQ(w.app.state().overlay, Overlay::none);
    w.clock.pass(Millis{1});
    w.happen(Tick{});
    EXPECT_EQ(w.app.state().overlay, Overlay::idle);
    EXPECT_EQ(stay_seconds(w.app.state(), w.clock.steady()), 30);
    w.clock.pass(kStay - Millis{1});
    w.happen(Tick{});
    EXPECT_TRUE(has_input(session(w)));
    w.clock.pass(Millis{1});
    w.happen(Tick{});
    EXPECT_EQ(screen(w), Screen::start);
    EXPECT_FALSE(has_input(session(w)));
    EXPECT_EQ(session(w).language, "nl");
}

TEST(Flow, OneTapAnywhereIsEnoughToStayAsOftenAsNeeded) {
    Walk w;
    at_check(w);
    for (int i = 0; i < 3; ++i) {
        w.happen(Activity{});
        w.clock.pass(kIdle);
        w.happen(Tick{});
        ASSERT_EQ(w.app.state().overlay, Overlay::idle);
        w.happen(Elsewhere{});
        ASSERT_EQ(w.app.state().overlay, Overlay::none);
        ASSERT_EQ(screen(w), Screen::check);
    }
}

TEST(Flow, TypingGetsMoreTime) {
    Walk w;
    at_story(w);
    w.happen(Activity{});
    w.clock.pass(kIdle + Millis{1});
    w.happen(Tick{});
    EXPECT_EQ(w.app.state().overlay, Overlay::none);
    w.clock.pass(kIdleText - kIdle);
    w.happen(Tick{});
    EXPECT_EQ(w.app.state().overlay, Overlay::idle);
}

TEST(Flow, TheStartScreenRestsForEverWhenThereIsNothingToTell) {
    Walk w;
    w.happen(TroubleChanged{Trouble::none});
    auto content = std::make_shared<Content>(*content_with({talking_poll()}));
    content->posters.clear();
    w.happen(ContentChanged{content});
    EXPECT_EQ(next_deadline(w.app.state(), w.clock.steady()), std::nullopt);
}

TEST(Flow, LargerLettersAndContrastEndWithTheVisit) {
    Walk w;
    in_poll(w);
    w.happen(AskHelp{});
    w.happen(SetLarger{true});
    w.happen(SetContrast{true});
    w.happen(CloseHelp{});
    EXPECT_EQ(w.app.state().question, "v1");
    EXPECT_TRUE(session(w).larger);
    w.happen(AskStop{});
    EXPECT_FALSE(session(w).larger);
    EXPECT_FALSE(session(w).contrast);
}

TEST(Flow, ContentThatArrivesDuringAVisitDoesNotDisturbIt) {
    Walk w;
    at_check(w);
    w.happen(ContentChanged{content_with({})});
    w.happen(TroubleChanged{Trouble::storage_full});
    EXPECT_EQ(screen(w), Screen::check);
    w.happen(Submit{});
    EXPECT_EQ(screen(w), Screen::thanks);
    w.happen(Done{});
    EXPECT_EQ(screen(w), Screen::out_of_order);
}

TEST(Flow, SeveralPollsAreOfferedByName) {
    Walk w;
    Poll other = talking_poll();
    other.slug = "ander";
    other.revision = 5;
    at_start(w, {talking_poll(), other});
    w.happen(ChooseLanguage{"nl"});
    w.happen(ChooseTask{Task::poll});
    ASSERT_EQ(screen(w), Screen::polls);
    w.happen(ChoosePoll{1});
    EXPECT_EQ(session(w).poll->revision, 5);
    w.happen(Back{});
    EXPECT_EQ(screen(w), Screen::polls);
}

TEST(Flow, StaffComeInByFiveTapsAndTheCode) {
    Walk w;
    at_start(w);
    for (int i = 0; i < kCornerTaps; ++i) w.happen(CornerTap{});
    ASSERT_EQ(screen(w), Screen::staff_pin);
    for (const char digit : {'2', '4', '6', '8'}) w.happen(PinDigit{digit});
    w.happen(PinEnter{});
    EXPECT_EQ(screen(w), Screen::staff);
    EXPECT_EQ(w.app.state().staff.waiting_signals, 12);
    EXPECT_TRUE(w.app.state().pin.empty());
    w.clock.pass(kStaffClose);
    w.happen(Tick{});
    EXPECT_EQ(screen(w), Screen::start);
}

TEST(Flow, SlowTapsInTheCornerOpenNothing) {
    Walk w;
    at_start(w);
    for (int i = 0; i < 8; ++i) {
        w.happen(CornerTap{});
        w.clock.pass(Millis{1500});
    }
    EXPECT_EQ(screen(w), Screen::start);
}

TEST(Flow, EachWrongCodeMakesTheNextOneWaitTwiceAsLong) {
    Walk w;
    at_start(w);
    for (int i = 0; i < kCornerTaps; ++i) w.happen(CornerTap{});
    const auto guess = [&](const std::string& code) {
        for (const char digit : code) w.happen(PinDigit{digit});
        w.happen(PinEnter{});
    };
    Millis last{0};
    for (int wrong = 1; wrong <= 12; ++wrong) {
        guess("1111");
        const Millis wait = w.app.state().pin_locked_until - w.clock.steady();
        if (wrong > 2 && wrong < 10) {
            EXPECT_EQ(wait, last * 2) << wrong;
        }
        EXPECT_LE(wait, kLongestPinWait);
        last = std::max(wait, Millis{0});
        w.happen(PinDigit{'2'});
        if (wait > Millis{0}) {
            EXPECT_TRUE(w.app.state().pin.empty()) << "typed while waiting";
        }
        w.happen(PinBackspace{});
        w.clock.pass(last);
    }
    w.happen(CloseStaff{});
    for (int i = 0; i < kCornerTaps; ++i) w.happen(CornerTap{});
    guess("1111");
    guess("2468");
    EXPECT_EQ(screen(w), Screen::staff_pin) << "closing the screen must not make it forget";
    w.clock.pass(kLongestPinWait);
    w.app.tick();
    for (int i = 0; i < kCornerTaps; ++i) w.happen(CornerTap{});
    guess("2468");
    EXPECT_EQ(screen(w), Screen::staff);
    EXPECT_EQ(w.app.state().wrong_pins, 0);
}

TEST(Flow, WrongPinsOfBeforeARestartStillMakeWait) {
    HandClock clock;
    MemoryServices services;
    services.wrong_before = 7;
    platform::App app(clock, services);
    for (int i = 0; i < kCornerTaps; ++i) app.happen(CornerTap{});
    for (const char digit : {'2', '4', '6', '8'}) app.happen(PinDigit{digit});
    app.happen(PinEnter{});
    EXPECT_EQ(app.state().screen, Screen::staff_pin) << "starting anew gives no new tries";
    clock.pass(pin_wait(7));
    for (const char digit : {'2', '4', '6', '8'}) app.happen(PinDigit{digit});
    app.happen(PinEnter{});
    EXPECT_EQ(app.state().screen, Screen::staff);
}

TEST(Flow, AScreenThatFailsEndsTheVisitAtTheStart) {
    Walk w;
    at_check(w);
    w.happen(ScreenFailed{});
    EXPECT_EQ(screen(w), Screen::start);
    EXPECT_FALSE(has_input(session(w)));
}

TEST(Flow, EventsThatMakeNoSenseChangeNothing) {
    Walk w;
    at_start(w);
    for (const Event& event : std::vector<Event>{
             Next{}, Skip{}, Submit{}, Done{}, Pick{"ja"}, PickLevel{3}, TypeText{"a"}, Backspace{},
             ChangeRow{"v1"}, GivePoints{"o1", 1}, ChoosePoll{3}, PinEnter{}, CloseStaff{}, TurnPage{},
             Captured{}, CaptureFailed{}, PinChecked{true}, Stay{}}) {
        w.happen(event);
        ASSERT_EQ(screen(w), Screen::start) << event.index();
        ASSERT_FALSE(has_input(session(w))) << event.index();
    }
}

TEST(Flow, OnlyAgesThatThePollIsForAreOffered) {
    Walk w;
    in_poll(w);
    EXPECT_EQ(offered_ages(session(w)), (std::vector<std::string_view>{"13-15", "16-17", "18-21"}));
}

TEST(Flow, ASentenceBeginsWithACapital) {
    EXPECT_TRUE(wants_capital(""));
    EXPECT_TRUE(wants_capital("Hallo. "));
    EXPECT_FALSE(wants_capital("Hallo."));
    EXPECT_FALSE(wants_capital("Hallo "));
}

}  // namespace
}  // namespace peilpunt::kiosk_tests
