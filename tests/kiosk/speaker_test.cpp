// SPDX-License-Identifier: EUPL-1.2
// The voice for real: the helper, and a sound server of the test's own.
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "kiosk/voice/speaker.hpp"
#include "kiosk/voice/tone.hpp"
#include "shared/model/languages.hpp"
#include "shared/model/words.hpp"
#include "shared/sound/ogg_opus.hpp"
#include "sound_room.hpp"

namespace peilpunt::kiosk_tests {
namespace {

bool wanted() { return true; }

class TheHelper : public testing::Test {
  protected:
    voice::SpeakHelper helper_{SPEAK_PROGRAM};
};

TEST_F(TheHelper, SpeaksEveryLanguageOfTheCatalogue) {
    ASSERT_FALSE(helper_.languages().empty());
    for (const std::string_view language : kLanguages) {
        const auto speech = helper_.say(language, "Wat merkt u? What? Co? Що? ماذا؟", wanted);
        ASSERT_TRUE(speech) << language << ": " << speech.error().message;
        EXPECT_GT(speech->samples.size(), static_cast<std::size_t>(speech->rate) / 2) << language;
        EXPECT_GT(root_mean_square(speech->samples), 500) << language;
    }
}

TEST_F(TheHelper, TellsWhenEachWordIsHeardAndWhereItStandsInTheText) {
    const std::string text = "Eén café, “twee” woorden.";
    const auto speech = helper_.say("nl", text, wanted);
    ASSERT_TRUE(speech);
    std::vector<std::string> words;
    std::uint32_t before = 0;
    for (const speak::Word& word : speech->words) {
        ASSERT_LE(word.to, text.size());
        words.push_back(text.substr(word.from, word.to - word.from));
        EXPECT_GE(word.at_ms, before);
        before = word.at_ms;
    }
    ASSERT_EQ(words.size(), 4u);
    EXPECT_EQ(words[0], "Eén");
    EXPECT_NE(words[1].find("café"), std::string::npos) << words[1];
    EXPECT_NE(words[2].find("twee"), std::string::npos) << words[2];
    EXPECT_NE(words[3].find("woorden"), std::string::npos) << words[3];
    EXPECT_LT(before, speech->samples.size() * 1000 / static_cast<std::size_t>(speech->rate));
}

TEST_F(TheHelper, StartsAnewAfterItWasEnded) {
    ASSERT_TRUE(helper_.say("nl", "een", wanted));
    helper_.end();
    EXPECT_TRUE(helper_.say("nl", "twee", wanted));
    EXPECT_FALSE(helper_.say("nl", "drie", [] { return false; })) << "nobody wants to hear it";
    EXPECT_TRUE(helper_.say("nl", "vier", wanted));
}

TEST(NoHelper, LeavesTheKioskSilent) {
    voice::SpeakHelper none("/nonexistent/peilpunt-speak");
    EXPECT_TRUE(none.languages().empty());
    EXPECT_FALSE(none.say("nl", "een", wanted));
    voice::SpeakHelper other("/bin/cat");  // no helper, and no greeting either
    EXPECT_FALSE(other.say("nl", "een", wanted));
}

/// What the voice told, for a test to wait for.
struct Told {
    std::mutex mutex;
    std::condition_variable changed;
    std::optional<voice::Abilities> abilities;
    std::vector<std::pair<std::string, std::size_t>> moves;
    int ended = 0;

    voice::Listener listener() {
        const auto note = [this](auto change) {
            const std::lock_guard lock(mutex);
            change();
            changed.notify_all();
        };
        return {.abilities = [=, this](const voice::Abilities& can) { note([&] { abilities = can; }); },
                .moved = [=, this](int, const std::string& item, std::size_t from,
                                   std::size_t) { note([&] { moves.emplace_back(item, from); }); },
                .ended = [=, this](int reading) { note([&] { ended = reading; }); }};
    }
    bool until(const std::function<bool()>& done) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, std::chrono::seconds(60), done);
    }
};

std::vector<std::string> all_languages() { return {kLanguages.begin(), kLanguages.end()}; }

class TheSpeaker : public testing::Test {
  protected:
    void SetUp() override {
        if (!have("pulseaudio")) GTEST_SKIP() << "pulseaudio is not installed";
        room_.emplace();
        if (!room_->up()) GTEST_SKIP() << "pulseaudio does not start here";
    }
    /// How loud the room is while this is said, from its first word on.
    double loudness(voice::Speaker& speaker, Told& told, double gain) {
        const auto ear = SoundRoom::listen("zaal.monitor");
        const std::size_t before = told.moves.size();
        speaker.say(
            {1, gain, {{"titel", "Wat wilt u vandaag aan de gemeente vertellen over uw buurt?", "nl"}}});
        EXPECT_TRUE(told.until([&] { return told.moves.size() > before + 1; }));
        return root_mean_square(SoundRoom::hear(ear, 1500));
    }
    std::optional<SoundRoom> room_;
};

TEST_F(TheSpeaker, IsHeardInTheRoomAndQuietAtOnce) {
    Told told;
    voice::Speaker speaker(SPEAK_PROGRAM, all_languages(), told.listener());
    ASSERT_TRUE(told.until([&] { return told.abilities.has_value(); }));
    EXPECT_TRUE(told.abilities->sound);
    EXPECT_EQ(told.abilities->languages, all_languages());
    const double loud = loudness(speaker, told, 1.0);
    EXPECT_GT(loud, 300);
    speaker.hush();
    // What the device has taken already is heard to its end; that is a tenth of a second.
    const auto ear = SoundRoom::listen("zaal.monitor");
    EXPECT_TRUE(SoundRoom::within([&] { return root_mean_square(SoundRoom::hear(ear, 200)) < 1; }));
    EXPECT_EQ(told.ended, 0) << "who was made quiet did not finish";
    const double soft = loudness(speaker, told, 0.13);
    EXPECT_LT(soft, loud / 3);
    EXPECT_GT(soft, 20);
    speaker.forget();
}

TEST_F(TheSpeaker, SaysItemAfterItemAndThenThatItIsDone) {
    Told told;
    voice::Speaker speaker(SPEAK_PROGRAM, all_languages(), told.listener());
    speaker.say(
        {7, 0.4, {{"titel", "Kies maar.", "nl"}, {"optie-a", "Groen", "nl"}, {"optie-b", "Blue", "en"}}});
    ASSERT_TRUE(told.until([&] { return told.ended == 7; }));
    std::vector<std::string> items;
    for (const auto& [item, from] : told.moves)
        if (items.empty() || items.back() != item) items.push_back(item);
    EXPECT_EQ(items, (std::vector<std::string>{"titel", "optie-a", "optie-b"}));
    EXPECT_EQ(told.moves[1], (std::pair<std::string, std::size_t>{"titel", 5}));
}

TEST_F(TheSpeaker, PlaysAClipInsteadOfSpeakingAndItsWholeTextLightsUp) {
    Told told;
    voice::Speaker speaker(SPEAK_PROGRAM, all_languages(), told.listener());
    ASSERT_TRUE(told.until([&] { return told.abilities.has_value(); }));
    const auto ogg = sound::encode(test::tone(440, 1'500, sound::kSpeechRate)).value();
    const auto ear = SoundRoom::listen("zaal.monitor");
    voice::Utterance clip{"titel", "Wat merkt u?", "nl", std::make_shared<const std::string>(ogg)};
    speaker.say({4, 1.0, {clip, {"optie-a", "Groen", "nl"}}});
    ASSERT_TRUE(told.until([&] { return !told.moves.empty(); }));
    EXPECT_GT(share_of_tone(SoundRoom::hear(ear, 1'000), 440, kRoomRate), 0.9);
    ASSERT_TRUE(told.until([&] { return told.ended == 4; }));
    EXPECT_EQ(told.moves.front(), (std::pair<std::string, std::size_t>{"titel", 0}));
    EXPECT_EQ(told.moves.back().first, "optie-a");
    // What cannot be played is spoken.
    clip.clip = std::make_shared<const std::string>(ogg.substr(0, 100));
    speaker.say({5, 1.0, {clip}});
    ASSERT_TRUE(told.until([&] { return told.ended == 5; }));
    EXPECT_EQ(told.moves.back(), (std::pair<std::string, std::size_t>{"titel", 10}));
}

TEST_F(TheSpeaker, LetsTheToneOfTheSelfTestBeHeard) {
    Told told;
    voice::Speaker speaker(SPEAK_PROGRAM, all_languages(), told.listener());
    const auto ear = SoundRoom::listen("zaal.monitor");
    speaker.say({0, 1.0, {voice::test_tone()}});
    ASSERT_TRUE(
        SoundRoom::within([&] { return share_of_tone(SoundRoom::hear(ear, 100), 440, kRoomRate) > 0.9; }));
}

TEST(NoSound, IsSaidOnceAndNothingElseHappens) {
    setenv("PULSE_SERVER", "unix:/nonexistent", 1);
    Told told;
    voice::Speaker speaker(SPEAK_PROGRAM, all_languages(), told.listener());
    ASSERT_TRUE(told.until([&] { return told.abilities.has_value(); }));
    EXPECT_FALSE(told.abilities->sound);
    speaker.say({3, 1, {{"titel", "Dag", "nl"}}});
    EXPECT_TRUE(told.until([&] { return told.ended == 3; }));
}

}  // namespace
}  // namespace peilpunt::kiosk_tests
