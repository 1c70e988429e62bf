// SPDX-License-Identifier: EUPL-1.2
// Reading aloud: what is spoken is what is shown, and any touch makes it quiet.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <sstream>

#include "fixture.hpp"
#include "kiosk/platform/stage.hpp"
#include "shared/model/languages.hpp"

namespace peilpunt::kiosk_tests {
namespace {

using namespace flow;

std::set<std::string> words_of(const std::string& text) {
    std::set<std::string> words;
    std::string word;
    for (const char letter : text + " ") {
        const auto byte = static_cast<unsigned char>(letter);
        if (std::isalnum(byte) || byte >= 0x80)
            word += static_cast<char>(std::tolower(byte));
        else if (!word.empty())
            words.insert(std::exchange(word, ""));
    }
    for (const char* sign : {"“", "”", "…", "€"}) words.erase(sign);
    std::set<std::string> bare;
    for (std::string each : words) {
        for (const char* sign : {"“", "”", "…"})
            for (std::size_t at = each.find(sign); at != std::string::npos; at = each.find(sign))
                each.erase(at, std::string(sign).size());
        if (!each.empty()) bare.insert(each);
    }
    return bare;
}

std::set<std::string> without(std::set<std::string> words, const std::set<std::string>& others) {
    for (const std::string& other : others) words.erase(other);
    return words;
}

std::string joined(const std::set<std::string>& words) {
    std::string all;
    for (const std::string& word : words) all += word + " ";
    return all;
}

/// What is said where the screen shows a shape: a tick, a switch, the place in a row.
std::set<std::string> words_for_shapes(const std::string& language) {
    const text::Catalogue& texts = text::Catalogue::builtin();
    std::set<std::string> words;
    for (char digit = '1'; digit <= '9'; ++digit) words.insert(std::string(1, digit));  // its place in a row
    for (const std::string& key : texts.keys())
        if (key.starts_with("kiosk.spoken.") || key.starts_with("kiosk.aids.is-"))
            for (const std::string& each :
                 {language, std::string("nl")})  // a poll without translation is Dutch
                for (const std::string& word : words_of(texts.get_named(key, each))) words.insert(word);
    return words;
}

void draw(platform::Stage& stage) {
    do stage.frame();
    while (stage.wants_frame());
}

class InEachLanguage : public testing::TestWithParam<std::string> {};

TEST_P(InEachLanguage, WhatIsSpokenIsWhatIsShownOnEveryScreenOfAVisit) {
    const std::string language = GetParam();
    const std::set<std::string> shapes = words_for_shapes(language);
    for (const NamedScreen& screen : all_screens()) {
        Walk walk;
        screen.reach(walk);
        if (flow::is_staff(walk.app.state().screen) || screen.name == "19e-opname") continue;  // it listens
        if (walk.app.state().screen != Screen::start) walk.happen(ChooseLanguage{language});
        platform::Stage stage(walk.app, text::Catalogue::builtin(), look::installed_fonts(), 540, 960);
        draw(stage);
        walk.voice.readings.clear();
        for (int touch = 0; touch < 2; ++touch)
            walk.happen(Activity{});  // the first makes it quiet, if it talks
        walk.happen(ReadAloud{});
        draw(stage);
        ASSERT_EQ(walk.voice.readings.size(), 1u) << screen.name;

        int top = 0;
        for (const look::Item& item : stage.items()) top = std::max(top, item.layer);
        std::string shown;
        std::set<std::string> spoken;
        std::set<std::string> can_be_spoken = words_of("Peilpunt");  // the name beside the mark
        for (const auto& text : stage.shown())
            if (text.layer == top) shown += text.words + "\n";
        for (const voice::Utterance& utterance : walk.voice.readings.front().utterances)
            for (const std::string& word : words_of(utterance.text)) spoken.insert(word);
        for (const look::Item& item : stage.items())
            if (item.layer == top)
                for (const std::string& word : words_of(item.spoken)) can_be_spoken.insert(word);
        // A story is cut off on the check screen, and told whole.
        std::set<std::string> on_screen = words_of(shown);
        for (const std::string* told : {&walk.app.state().session.story, &walk.app.state().session.helps,
                                        &walk.app.state().session.own_part})
            for (const std::string& word : words_of(*told)) on_screen.insert(word);
        const auto silent = without(words_of(shown), can_be_spoken);
        // Digits of the number are drawn one by one, and so they are said.
        EXPECT_EQ(joined(silent), "") << screen.name << " shows this, and nothing says it";
        EXPECT_EQ(joined(without(without(spoken, on_screen), shapes)), "")
            << screen.name << " says this, and does not show it";
        EXPECT_FALSE(spoken.empty()) << screen.name;
    }
}

INSTANTIATE_TEST_SUITE_P(Languages, InEachLanguage,
                         testing::ValuesIn(std::vector<std::string>(kLanguages.begin(), kLanguages.end())),
                         [](const auto& language) {
                             std::string name = language.param;
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

/// A visit with the real frames in between, and what was said.
struct Listening {
    Walk walk;
    platform::Stage stage{walk.app, text::Catalogue::builtin(), look::installed_fonts(), 540, 960};
    Listening() {
        happen(VoiceStatusChanged{every_voice()});
        happen(TroubleChanged{Trouble::none});
        happen(ContentChanged{content_with({talking_poll()})});
    }
    void happen(const Event& event) {
        walk.happen(event);
        draw(stage);
    }
    std::string last() const {
        std::string all;
        if (!walk.voice.readings.empty())
            for (const voice::Utterance& each : walk.voice.readings.back().utterances) all += each.text + "|";
        return all;
    }
    const State& state() const { return walk.app.state(); }
    bool has(const std::string& item) const { return stage.middle_of(item).first >= 0; }
};

TEST(Speaking, EveryScreenIsReadAsItComesOnceThatIsOn) {
    Listening visit;
    visit.happen(ChooseLanguage{"nl"});
    EXPECT_TRUE(visit.walk.voice.readings.empty()) << "nobody asked for it";
    visit.happen(AskHelp{});
    visit.happen(SetReadAloud{true});
    EXPECT_EQ(visit.last(), "Alles voorlezen. Staat aan.|") << "only what changed";
    visit.happen(CloseHelp{});
    EXPECT_TRUE(visit.last().starts_with("Wat wilt u doen?|Tik op een vak.")) << visit.last();
    visit.happen(ChooseTask{Task::poll});
    visit.happen(Next{});
    EXPECT_TRUE(visit.last().starts_with("1 van 11|Vind je het belangrijk")) << visit.last();
    visit.happen(Pick{"ja"});
    EXPECT_EQ(visit.last(), "Gekozen: Ja.|");
    visit.happen(Next{});
    EXPECT_NE(visit.last().find("Met een app"), std::string::npos) << visit.last();
    EXPECT_EQ(visit.last().find("Terug"), std::string::npos) << "the bar is always there, and not read";
}

TEST(Speaking, AnyTouchMakesItQuietAndTheButtonSaysSo) {
    Listening visit;
    visit.happen(ChooseLanguage{"nl"});
    visit.happen(ReadAloud{});
    ASSERT_TRUE(visit.state().speech.on);
    const int hushes = visit.walk.voice.hushes;
    visit.happen(Activity{});
    EXPECT_FALSE(visit.state().speech.on);
    EXPECT_EQ(visit.walk.voice.hushes, hushes + 1);
    // The touch was on the button itself, which says "Even stil" while it talks: it stays quiet.
    visit.happen(ReadAloud{});
    EXPECT_FALSE(visit.state().speech.on);
    // Once more: repeat.
    visit.happen(Activity{});
    visit.happen(ReadAloud{});
    EXPECT_TRUE(visit.state().speech.on);
}

TEST(Speaking, ANewScreenEndsWhatWasSaidOfTheOldOne) {
    Listening visit;
    visit.happen(ChooseLanguage{"nl"});
    visit.happen(ReadAloud{});
    const int reading = visit.state().speech.reading;
    visit.happen(ChooseTask{Task::signal});
    EXPECT_FALSE(visit.state().speech.on);
    visit.happen(ReadAloud{});
    visit.happen(SpeechEnded{reading});
    EXPECT_TRUE(visit.state().speech.on) << "a late report of an earlier reading counts for nothing";
    visit.happen(SpeechEnded{visit.state().speech.reading});
    EXPECT_FALSE(visit.state().speech.on);
}

TEST(Speaking, TheNextPersonHearsItAtTheNormalVolumeAndNothingOfTheLast) {
    Listening visit;
    visit.happen(ChooseLanguage{"en"});
    visit.happen(SetReadAloud{true});
    for (int i = 0; i < 9; ++i) visit.happen(ChangeVolume{1});
    EXPECT_EQ(visit.state().session.volume, kHighestVolume);
    visit.happen(ReadAloud{});
    const double loud = visit.walk.voice.readings.back().gain;
    visit.happen(AskStop{});
    EXPECT_EQ(visit.state().screen, Screen::start);
    EXPECT_EQ(visit.state().session.volume, kNormalVolume);
    EXPECT_FALSE(visit.state().session.read_aloud);
    EXPECT_GE(visit.walk.voice.forgets, 1);
    visit.happen(Activity{});
    visit.happen(ReadAloud{});
    EXPECT_LT(visit.walk.voice.readings.back().gain, loud);
}

TEST(Speaking, WithoutSoundOrAVoiceThereIsNoButton) {
    Listening visit;
    visit.happen(ChooseLanguage{"en"});
    EXPECT_TRUE(visit.has("lees"));
    visit.happen(VoiceStatusChanged{{true, {"nl", "nl-simple"}}});
    EXPECT_FALSE(visit.has("lees")) << "no voice for English";
    visit.happen(ReadAloud{});
    EXPECT_FALSE(visit.state().speech.on);
    visit.happen(ChooseLanguage{"nl-simple"});
    EXPECT_TRUE(visit.has("lees"));
    visit.happen(VoiceStatusChanged{{false, {"nl", "nl-simple", "en"}}});
    EXPECT_FALSE(visit.has("lees")) << "no sound";
    visit.happen(AskHelp{});
    EXPECT_FALSE(visit.has("voorlezen"));
    EXPECT_FALSE(visit.has("geluid-harder"));
}

TEST(Speaking, TheNumberIsSaidOnlyWhenAskedForDigitByDigit) {
    Listening visit;
    visit.happen(ChooseLanguage{"nl"});
    visit.happen(SetReadAloud{true});
    visit.happen(ChooseTask{Task::signal});
    visit.happen(Next{});
    for (int i = 0; i < 3; ++i) visit.happen(Skip{});
    visit.happen(OwnWords{});
    visit.happen(TypeText{"x"});
    visit.happen(Next{});
    visit.happen(Skip{});
    visit.happen(Skip{});
    visit.happen(Submit{});
    ASSERT_EQ(visit.state().screen, Screen::thanks);
    const std::string digits = visit.state().session.identity->receipt.digits();
    const std::string spaced = {digits[0], ' ', digits[1], ' ', digits[2], ' ', digits[3], '.'};
    EXPECT_EQ(visit.last().find(spaced), std::string::npos) << "others may hear it";
    visit.happen(SayNumber{});
    EXPECT_TRUE(visit.last().starts_with(spaced)) << visit.last();
}

TEST(Speaking, APollWithoutATranslationIsReadInItsOwnLanguage) {
    Listening visit;
    visit.happen(ChooseLanguage{"en"});
    visit.happen(ChooseTask{Task::poll});
    visit.happen(Next{});
    visit.happen(ReadAloud{});
    for (const voice::Utterance& each : visit.walk.voice.readings.back().utterances) {
        if (each.item == "titel") {
            EXPECT_EQ(each.language, "nl") << each.text;
        }
        if (each.item == "uitleg") {
            EXPECT_EQ(each.language, "en") << each.text;
        }
    }
}

TEST(Speaking, TheWordThatIsHeardLightsUp) {
    Listening visit;
    visit.happen(ChooseLanguage{"nl"});
    const auto drawn = [&] { return visit.stage.shown().size(); };
    const std::size_t without = drawn();
    visit.happen(ReadAloud{});
    const voice::Utterance title = visit.walk.voice.readings.back().utterances.front();
    visit.happen(SpeechMoved{visit.state().speech.reading, title.item, 4, 8});
    EXPECT_EQ(title.text.substr(4, 4), "wilt");
    EXPECT_EQ(drawn(), without);
    EXPECT_EQ(visit.stage.marked(), "wilt");
    visit.happen(Activity{});
    EXPECT_EQ(visit.stage.marked(), "");
}

TEST(Speaking, NobodyIsSentAwayWhileItTalks) {
    Listening visit;
    visit.happen(ChooseLanguage{"nl"});
    visit.happen(Activity{});
    visit.happen(ReadAloud{});
    for (int i = 0; i < 9; ++i) {
        visit.walk.clock.pass(kIdle / 3);
        visit.happen(SpeechMoved{visit.state().speech.reading, "titel", 0, 3});
        visit.walk.app.tick();
    }
    EXPECT_EQ(visit.state().overlay, Overlay::none);
    visit.happen(SpeechEnded{visit.state().speech.reading});
    visit.walk.clock.pass(kIdle);
    visit.walk.app.tick();
    draw(visit.stage);
    EXPECT_EQ(visit.state().overlay, Overlay::idle);
    EXPECT_TRUE(visit.last().starts_with("Bent u er nog?"))
        << "said aloud, for who looks away: " << visit.last();
    const std::size_t said = visit.walk.voice.readings.size();
    for (int second = 0; second < 15; ++second) {
        visit.walk.clock.pass(Millis{1000});
        visit.walk.app.tick();
        draw(visit.stage);
    }
    EXPECT_EQ(visit.walk.voice.readings.size(), said + 1) << "and once more, halfway";
}

}  // namespace
}  // namespace peilpunt::kiosk_tests
