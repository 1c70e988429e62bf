// SPDX-License-Identifier: EUPL-1.2
// A recording of a text goes from the operator's file over the real server to what a kiosk reads aloud.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "fixture.hpp"
#include "kiosk/platform/outbox_services.hpp"
#include "kiosk/platform/stage.hpp"
#include "kiosk/sync/clips.hpp"
#include "kiosk/sync/exchange.hpp"
#include "kiosk/sync/stick.hpp"
#include "server/api/api.hpp"
#include "server/http/server.hpp"
#include "shared/sound/ogg_opus.hpp"
#include "shared/sync/bundle.hpp"
#include "tests/support/server_fixture.hpp"
#include "tests/support/tone.hpp"

namespace peilpunt::kiosk_tests {
namespace {

namespace fs = std::filesystem;

const std::string kWords = "Waar fiets je het meest?";

class Clips : public testing::Test {
  protected:
    void SetUp() override {
        const auto code = server_.app()
                              .fleet()
                              .make_pairing_code(app::Accounts::command_line(), "Buurthuis",
                                                 AreaCode::parse("GM0453").value())
                              .value();
        exchanges_.enrol(code);
        ASSERT_TRUE(outbox_.enrolment());
    }
    void pull() { ASSERT_TRUE(std::holds_alternative<kiosk::engine::Pulled>(exchanges_.pull())); }
    void draw() {
        do stage_.frame();
        while (stage_.wants_frame());
    }
    /// What is read aloud at the first question.
    std::vector<voice::Utterance> read() {
        app_.happen(flow::TroubleChanged{flow::Trouble::none});
        app_.happen(flow::VoiceStatusChanged{every_voice()});
        app_.happen(flow::ContentChanged{services_.content()});
        app_.happen(flow::ChooseLanguage{"nl"});
        app_.happen(flow::SetReadAloud{true});
        app_.happen(flow::ChooseTask{flow::Task::poll});
        app_.happen(flow::Next{});
        draw();
        return voice_.readings.empty() ? std::vector<voice::Utterance>() : voice_.readings.back().utterances;
    }
    static const voice::Utterance* saying(const std::vector<voice::Utterance>& all, const std::string& text) {
        for (const auto& each : all)
            if (each.text == text) return &each;
        return nullptr;
    }
    std::size_t files() const {
        std::error_code error;
        const fs::directory_iterator all(outbox_.folder() + "/geluiden", error);
        return error ? 0 : static_cast<std::size_t>(std::distance(begin(all), end(all)));
    }

    const std::string ogg_ = sound::encode(test::tone(440, 300, sound::kSpeechRate)).value();
    tests::ServerFixture server_;
    http::Server http_{{}, std::make_shared<http::Router>(api::routes(server_.app())), {}, server_.clock()};
    tests::TemporaryFolder folder_;
    kiosk::Outbox outbox_{folder_.str() + "/k", server_.clock(), server_.random()};
    std::unique_ptr<kiosk::Transport> line_ =
        kiosk::connect_to("http://127.0.0.1:" + std::to_string(http_.port())).value();
    kiosk::Exchanges exchanges_{outbox_, *line_};
    HandClock clock_;
    WrittenVoice voice_;
    platform::OutboxServices services_{outbox_, server_.clock(), server_.random(), [] {}};
    platform::App app_{clock_, services_, &voice_};
    platform::Stage stage_{app_, text::Catalogue::builtin(), look::installed_fonts(), 540, 960};
};

TEST_F(Clips, AreHeardInsteadOfTheMadeVoice) {
    server_.app().add_clip("nl", kWords, ogg_, "test").value();
    pull();
    const auto read_aloud = read();
    const auto* question = saying(read_aloud, kWords);
    ASSERT_TRUE(question) << "the question is read";
    ASSERT_TRUE(question->clip);
    EXPECT_EQ(*question->clip, ogg_);
    const auto* option = saying(read_aloud, "Op de dijk");
    ASSERT_TRUE(option);
    EXPECT_FALSE(option->clip) << "nobody read this one";
}

TEST_F(Clips, StayUntilTheyAreTakenAway) {
    server_.app().add_clip("nl", kWords, ogg_, "test").value();
    server_.app().add_clip("nl", "In de stad", ogg_, "test").value();
    pull();
    EXPECT_EQ(files(), 1U) << "the same sound is kept once";
    http_.stop(std::chrono::seconds(5));
    EXPECT_TRUE(kiosk::clip_of(outbox_, "nl", kWords)) << "without a network";
    EXPECT_FALSE(kiosk::clip_of(outbox_, "en", kWords));
}

TEST_F(Clips, AreForgottenWhenTheServerHasThemNoMore) {
    server_.app().add_clip("nl", kWords, ogg_, "test").value();
    pull();
    ASSERT_EQ(files(), 1U);
    server_.app().remove_clip("nl", kWords, "test").value();
    pull();
    EXPECT_EQ(files(), 0U);
    EXPECT_FALSE(kiosk::clip_of(outbox_, "nl", kWords));
}

TEST_F(Clips, ABrokenOneIsLeftOutAndReported) {
    const std::string other(2'000, 'x');
    server_.store().save_clip({"nl", "Op de dijk", sync::clip_hash(other)}, other, "test").value();
    server_.app().add_clip("nl", kWords, ogg_, "test").value();
    pull();
    const auto read_aloud = read();
    ASSERT_TRUE(saying(read_aloud, "Op de dijk"));
    EXPECT_FALSE(saying(read_aloud, "Op de dijk")->clip) << "it is spoken";
    EXPECT_TRUE(saying(read_aloud, kWords)->clip) << "the other one works";
    exchanges_.push(10);
    EXPECT_THAT(server_.store().kiosks().front().left_out,
                testing::ElementsAre("geluiden: nl \"Op de dijk\""));

    server_.app().remove_clip("nl", "Op de dijk", "test").value();
    pull();
    exchanges_.push(10);
    EXPECT_THAT(server_.store().kiosks().front().left_out, testing::IsEmpty());
}

TEST_F(Clips, AFileThatWasDamagedIsFetchedAnew) {
    server_.app().add_clip("nl", kWords, ogg_, "test").value();
    pull();
    const auto path = outbox_.folder() + "/geluiden/" + sync::clip_hash(ogg_);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << ogg_.substr(0, 50);
    EXPECT_FALSE(kiosk::clip_of(outbox_, "nl", kWords)) << "better spoken than damaged";
    pull();
    EXPECT_TRUE(kiosk::clip_of(outbox_, "nl", kWords));
}

TEST_F(Clips, ComeOnAStickAsWell) {
    server_.app().add_clip("nl", kWords, ogg_, "test").value();
    const std::string noise(2'000, 'x');
    server_.store().save_clip({"nl", "Op de dijk", sync::clip_hash(noise)}, noise, "test").value();
    http_.stop(std::chrono::seconds(5));
    const auto kiosk = outbox_.enrolment()->kiosk;
    const fs::path stick = folder_.path() / "stick";
    fs::create_directories(stick / sync::kClipsFolder);
    const auto there = kiosk::export_to_stick(outbox_, stick).value().file;
    const auto outcome = server_.app().answer_bundle(sync::read_bundle_file(there).value()).value();
    sync::write_bundle_file(stick / sync::bundle_name(sync::BundleFrom::server, kiosk), outcome.answer)
        .value();
    const fs::path clip = stick / sync::kClipsFolder / sync::clip_hash(ogg_);
    std::ofstream(stick / sync::kClipsFolder / sync::clip_hash(noise), std::ios::binary) << noise;
    std::ofstream(clip, std::ios::binary) << ogg_.substr(0, 50);
    ASSERT_TRUE(kiosk::import_from_stick(outbox_, stick));
    EXPECT_FALSE(kiosk::clip_of(outbox_, "nl", kWords)) << "it is damaged";
    std::ofstream(clip, std::ios::binary) << ogg_;
    ASSERT_TRUE(kiosk::import_from_stick(outbox_, stick));
    EXPECT_TRUE(kiosk::clip_of(outbox_, "nl", kWords));
    EXPECT_FALSE(kiosk::clip_of(outbox_, "nl", "Op de dijk")) << "no sound, whatever its name";
}

TEST_F(Clips, ABrokenOneIsNotFetchedAgainAndHoldsUpNoOther) {
    // Broken ones that are larger together than what is fetched at once.
    const std::vector<std::string> words{kWords,          "Op de dijk",     "In de stad",
                                         "Ergens anders", "Wat kan beter?", "Voel je je veilig?",
                                         "Hoe fiets jij?"};
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        const std::string noise(sound::kMaxSpeechBytes, static_cast<char>('a' + i));
        server_.store().save_clip({"nl", words[i], sync::clip_hash(noise)}, noise, "test").value();
    }
    server_.app().add_clip("nl", words.back(), ogg_, "test").value();
    pull();
    pull();
    EXPECT_TRUE(kiosk::clip_of(outbox_, "nl", words.back()));
    exchanges_.push(10);
    EXPECT_EQ(server_.store().kiosks().front().left_out.size(), words.size() - 1);
}

TEST_F(Clips, TheDiskDoesNotTellWhenOneWasHeard) {
    server_.app().add_clip("nl", kWords, ogg_, "test").value();
    pull();
    const std::string path = outbox_.folder() + "/geluiden/" + sync::clip_hash(ogg_);
    const timespec long_ago{1'000'000'000, 0};
    const auto read_at = [&] {
        struct stat file{};
        EXPECT_EQ(::stat(path.c_str(), &file), 0);
        return file.st_atim.tv_sec;
    };
    const auto set_back = [&] {
        const std::array times{long_ago, timespec{0, UTIME_OMIT}};
        ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), times.data(), 0), 0);
    };
    set_back();
    static_cast<void>(std::ifstream(path).get());
    if (read_at() == long_ago.tv_sec) GTEST_SKIP() << "this disk never keeps when a file was read";
    set_back();
    EXPECT_TRUE(kiosk::clip_of(outbox_, "nl", kWords));
    EXPECT_EQ(read_at(), long_ago.tv_sec);
}

TEST_F(Clips, AreRefusedWhenNoKioskSaysThemOrTheyCannotBePlayed) {
    auto& app = server_.app();
    EXPECT_EQ(app.add_clip("nl", "Waar fiets je het meest", ogg_, "test").error().code, ErrorCode::invalid);
    EXPECT_EQ(app.add_clip("en", kWords, ogg_, "test").error().code, ErrorCode::invalid);
    EXPECT_EQ(app.add_clip("xx", kWords, ogg_, "test").error().code, ErrorCode::invalid);
    EXPECT_EQ(app.add_clip("nl", kWords, ogg_.substr(0, 100), "test").error().code, ErrorCode::damaged);
    EXPECT_TRUE(app.add_clip("nl", text::Catalogue::builtin().get_named("kiosk.stop", "nl"), ogg_, "test"))
        << "the kiosk's own texts have recordings too";
    EXPECT_EQ(app.state()->clips.size(), 1U);
}

}  // namespace
}  // namespace peilpunt::kiosk_tests
