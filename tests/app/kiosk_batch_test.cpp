// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "shared/json/json.hpp"
#include "shared/sound/ogg_opus.hpp"
#include "tests/support/server_fixture.hpp"
#include "tests/support/tone.hpp"

using namespace peilpunt;
using namespace std::chrono_literals;

namespace {

/// A kiosk as the server sees it: a key pair and what it sends.
class KioskBatch : public testing::Test {
  protected:
    void SetUp() override {
        keys_ = seal::make_sign_keys();
        const auto code = server_.app()
                              .fleet()
                              .make_pairing_code(app::Accounts::command_line(), "De Zeemeeuw",
                                                 AreaCode::parse("GM0453").value())
                              .value();
        kiosk_ = server_.app().enrol({code, keys_.public_key}).value();
    }
    sync::Envelope envelope(const Response& response) {
        return seal(sync::Kind::response, response.id, json::response_tree(response).dump());
    }
    sync::Envelope envelope(const Signal& signal) {
        return seal(sync::Kind::signal, signal.id, json::signal_tree(signal).dump());
    }
    sync::Envelope seal(sync::Kind kind, const ResponseId& id, const std::string& body) {
        sync::Content content;
        content.kind = kind;
        content.body = body;
        content.receipt = Receipt::random(server_.random());
        content.captured_at = format_time(server_.clock().now());
        content.boot_ms = 1000;
        content.boot_id = "boot-1";
        receipts_.push_back(content.receipt);
        return sync::seal_envelope(EnvelopeId(id.uuid()), kiosk_.server_box_key, content);
    }
    std::string batch(std::vector<sync::Envelope> envelopes,
                      std::map<std::string, std::int64_t> captured = {}) {
        sync::Batch batch;
        batch.kiosk = kiosk_.kiosk;
        batch.number = ++number_;
        batch.sent_at = format_time(server_.clock().now());
        batch.boot_ms = 1000;
        batch.boot_id = "boot-1";
        batch.version = "0.1.0";
        batch.waiting = static_cast<int>(envelopes.size());
        batch.captured = std::move(captured);
        batch.envelopes = std::move(envelopes);
        return sync::write_batch(batch);
    }
    Result<sync::Acknowledgement> send(const std::string& body) {
        return server_.app().accept_batch(kiosk_.kiosk.str(), seal::sign(keys_, "batch", body), body);
    }
    std::int64_t counted() {
        std::int64_t all = 0;
        for (const auto& [key, tally] : server_.store().cells(tests::test_poll().id, 1))
            all += tally.responses;
        return all;
    }

    tests::ServerFixture server_;
    seal::SignKeys keys_;
    sync::Enrolment kiosk_;
    std::vector<Receipt> receipts_;
    std::int64_t number_ = 0;
};

}  // namespace

TEST_F(KioskBatch, ArrivesOnceWithChannelAndVenueHoweverOftenItIsSent) {
    const auto body =
        batch({envelope(server_.response()), envelope(server_.signal("Donker op het fietspad"))},
              {{tests::test_poll().id.str(), 1}, {"signalen", 1}});
    for (int i = 0; i < 3; ++i) {
        const auto answer = send(body);
        ASSERT_TRUE(answer) << answer.error().message;
        ASSERT_EQ(answer->answers.size(), 2U);
        for (const auto& one : answer->answers)
            EXPECT_EQ(one.outcome, i == 0 ? sync::Outcome::stored : sync::Outcome::duplicate);
    }
    EXPECT_EQ(counted(), 1);
    const auto regional = tests::actor("raad", "RG01");
    const auto rows = server_.app().signals().list(regional, {}, "", 10).rows;
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].origin.channel, Channel::kiosk);
    EXPECT_EQ(rows[0].origin.venue, "De Zeemeeuw");
    EXPECT_EQ(server_.store().kiosks().at(0).missing(), 0);
    for (const auto& receipt : receipts_) EXPECT_TRUE(server_.app().follow(receipt));
}

TEST_F(KioskBatch, WhatWasStoredBeforeTheClosingIsADoubleAfterIt) {
    const auto body = batch({envelope(server_.response())});
    ASSERT_EQ(send(body).value().answers[0].outcome, sync::Outcome::stored);
    server_.app().close_poll("fietsen", "test").value();
    server_.clock().move(24h * 30);
    EXPECT_EQ(send(body).value().answers[0].outcome, sync::Outcome::duplicate);
    EXPECT_EQ(counted(), 1);
    EXPECT_EQ(server_.store().quarantined(), 0);
}

TEST_F(KioskBatch, OnePoisonousEnvelopeDoesNotHoldUpItsNeighbours) {
    auto broken = envelope(server_.response());
    broken.sealed[40] = static_cast<char>(broken.sealed[40] ^ 1);
    auto unknown = server_.response();
    unknown.poll = PollId::random(server_.random());
    auto wrong = server_.response();
    wrong.answers.erase("v1");
    const auto answer =
        send(batch({broken, envelope(unknown), envelope(server_.response()), envelope(wrong)}));
    ASSERT_TRUE(answer);
    std::vector<sync::Outcome> outcomes;
    for (const auto& one : answer->answers) outcomes.push_back(one.outcome);
    using sync::Outcome;
    EXPECT_EQ(outcomes, (std::vector{Outcome::quarantined, Outcome::quarantined, Outcome::stored,
                                     Outcome::quarantined}));
    EXPECT_EQ(counted(), 1);
    EXPECT_EQ(server_.store().quarantined(), 3);
}

TEST_F(KioskBatch, WhatWasSpokenIsHeardWhicheverComesFirst) {
    const std::string ogg = sound::encode(test::tone(440, 2'000, sound::kSpeechRate)).value();
    const auto regional = tests::actor("raad", "RG01");
    const auto elsewhere = tests::actor("raad", "GM0375");
    for (const bool signal_first : {true, false}) {
        const ResponseId sound_id = ResponseId::random(server_.random());
        const auto sound = seal(sync::Kind::recording, sound_id, seal::to_base64(ogg));
        auto told = server_.signal("");
        sync::Content content;
        content.kind = sync::Kind::signal;
        content.body = json::signal_tree(told).dump();
        content.receipt = Receipt::random(server_.random());
        content.captured_at = format_time(server_.clock().now());
        content.boot_id = "boot-1";
        content.recording = EnvelopeId(sound_id.uuid());
        const auto words = sync::seal_envelope(EnvelopeId(told.id.uuid()), kiosk_.server_box_key, content);
        const auto before = server_.app().signals().list(regional, {}, "", 10).rows.size();
        const std::map<std::string, std::int64_t> totals{{"signalen", signal_first ? 1 : 2},
                                                         {"opnamen", signal_first ? 1 : 2}};
        const auto first = send(batch({signal_first ? words : sound}, totals));
        ASSERT_TRUE(first);
        EXPECT_EQ(first->answers.at(0).outcome, sync::Outcome::stored);
        EXPECT_EQ(server_.store().kiosks().at(0).missing(), 1) << "the gap is seen";
        for (const auto expected : {sync::Outcome::stored, sync::Outcome::duplicate})
            EXPECT_EQ(send(batch({signal_first ? sound : words}, totals))->answers.at(0).outcome, expected);
        const auto rows = server_.app().signals().list(regional, {}, "", 10).rows;
        ASSERT_EQ(rows.size(), before + 1);
        EXPECT_EQ(server_.store().kiosks().at(0).missing(), 0);
        int heard = 0;
        for (const auto& row : rows)
            if (const auto found = server_.app().signals().recording(regional, row.id)) {
                ++heard;
                EXPECT_EQ(*found, ogg);
                EXPECT_FALSE(server_.app().signals().recording(elsewhere, row.id));
            }
        EXPECT_EQ(heard, signal_first ? 1 : 2);
    }
}

TEST_F(KioskBatch, BrokenSoundIsSetApartAndAnEmptySignalWithoutSoundTooAndBothCount) {
    std::string ogg = sound::encode(test::tone(440, 2'000, sound::kSpeechRate)).value();
    const auto whole = ogg;
    ogg[ogg.size() / 2] = static_cast<char>(ogg[ogg.size() / 2] ^ 1);
    const auto id = [&] { return ResponseId::random(server_.random()); };
    const auto answer =
        send(batch({seal(sync::Kind::recording, id(), seal::to_base64(ogg)),
                    seal(sync::Kind::recording, id(), "geen base64!"),
                    seal(sync::Kind::recording, id(), seal::to_base64(whole + whole)),
                    envelope(server_.signal("")), seal(sync::Kind::recording, id(), seal::to_base64(whole))},
                   {{"opnamen", 4}, {"signalen", 1}}));
    ASSERT_TRUE(answer);
    std::vector<sync::Outcome> outcomes;
    for (const auto& one : answer->answers) outcomes.push_back(one.outcome);
    using sync::Outcome;
    EXPECT_EQ(outcomes, (std::vector{Outcome::quarantined, Outcome::quarantined, Outcome::quarantined,
                                     Outcome::quarantined, Outcome::stored}));
    EXPECT_EQ(server_.store().quarantined(), 4);
    EXPECT_EQ(server_.store().kiosks().at(0).missing(), 0);
}

TEST_F(KioskBatch, RefusesWrongSignaturesStrangersAndRevokedKiosks) {
    const auto body = batch({envelope(server_.response())});
    const auto refused = [&](std::string_view kiosk, const std::string& signature, const std::string& text) {
        const auto answer = server_.app().accept_batch(kiosk, signature, text);
        return !answer && answer.error().code == ErrorCode::unauthorized;
    };
    const auto signature = seal::sign(keys_, "batch", body);
    EXPECT_TRUE(refused(kiosk_.kiosk.str(), seal::sign(seal::make_sign_keys(), "batch", body), body));
    EXPECT_TRUE(refused(kiosk_.kiosk.str(), seal::sign(keys_, "antwoord", body), body));
    EXPECT_TRUE(refused(kiosk_.kiosk.str(), signature, body + " "));
    EXPECT_TRUE(refused(kiosk_.kiosk.str(), "", body));
    EXPECT_TRUE(refused(KioskId::random(server_.random()).str(), signature, body));
    EXPECT_TRUE(refused("geen kiosk", signature, body));
    EXPECT_EQ(counted(), 0);
    ASSERT_TRUE(server_.store().revoke_kiosk(kiosk_.kiosk, "test"));
    EXPECT_TRUE(refused(kiosk_.kiosk.str(), signature, body));
}

TEST_F(KioskBatch, TheKiosksWrongClockDoesNotMoveTheDate) {
    const auto response = server_.response();
    sync::Content content;
    content.kind = sync::Kind::response;
    content.body = json::response_tree(response).dump();
    content.receipt = Receipt::random(server_.random());
    content.captured_at = "1970-01-01T00:10:00Z";
    content.boot_ms = 600'000;
    content.boot_id = "boot-1";
    sync::Batch sent;
    sent.kiosk = kiosk_.kiosk;
    sent.number = 1;
    sent.sent_at = "1970-01-03T00:10:00Z";
    sent.boot_ms = 600'000 + 48LL * 3'600'000;
    sent.boot_id = "boot-1";
    sent.envelopes = {sync::seal_envelope(EnvelopeId(response.id.uuid()), kiosk_.server_box_key, content)};
    server_.clock().move(48h);
    ASSERT_TRUE(server_.app().close_poll("fietsen", "test"));
    // Captured two days ago, the day before closing: it still counts, which it would not with today's date.
    const auto answer = send(sync::write_batch(sent));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->answers.at(0).outcome, sync::Outcome::stored);
}

TEST_F(KioskBatch, AHelpersMarkReachesTheCouncilAndTheStepsComeBackToThePlace) {
    const Signal told = server_.signal("Donker op het fietspad");
    sync::Content content;
    content.kind = sync::Kind::signal;
    content.body = json::signal_tree(told).dump();
    content.receipt = Receipt::random(server_.random());
    content.captured_at = format_time(server_.clock().now());
    content.boot_id = "boot-1";
    content.helped = true;
    content.follow_key = sync::follow_key(content.receipt, kiosk_.municipality, kiosk_.venue);
    const auto sent =
        batch({sync::seal_envelope(EnvelopeId(told.id.uuid()), kiosk_.server_box_key, content)});
    ASSERT_EQ(send(sent)->answers.at(0).outcome, sync::Outcome::stored);

    const auto regional = tests::actor("raad", "RG01");
    const auto rows = server_.app().signals().list(regional, {}, "", 10).rows;
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].origin.channel, Channel::helped);
    store::SignalFilter helped;
    helped.channel = "kiosk-met-hulp";
    EXPECT_EQ(server_.app().signals().list(regional, helped, "", 10).rows.size(), 1U);

    const auto pull = [&] {
        return server_.app()
            .changes_for(kiosk_.kiosk.str(),
                         seal::sign(keys_, "wijzigingen-vraag", kiosk_.kiosk.str() + "\n"), "")
            .value();
    };
    const auto before = pull();
    ASSERT_EQ(before.followed.size(), 2U) << "the open poll, and what was told";
    EXPECT_EQ(before.followed[1].keys, std::vector{content.follow_key});
    EXPECT_FALSE(before.followed[1].poll);
    ASSERT_EQ(before.followed[1].steps.size(), 2U);
    EXPECT_EQ(before.followed[1].steps[1].state, sync::StepState::now);
    EXPECT_EQ(sync::write_changes(before).find(content.receipt.digits()), std::string::npos);
    ASSERT_TRUE(server_.app().signals().mark_read(regional, rows[0].id));
    const auto after = pull();
    EXPECT_EQ(after.followed[1].steps[1].state, sync::StepState::done);
    EXPECT_NE(after.cursor, before.cursor);
}

TEST_F(KioskBatch, KeepsNothingOfACodeThatProvesItselfAndAllOfOneDrawnByChance) {
    const auto changes =
        server_.app()
            .changes_for(kiosk_.kiosk.str(),
                         seal::sign(keys_, "wijzigingen-vraag", kiosk_.kiosk.str() + "\n"), "")
            .value();
    ASSERT_TRUE(changes.code_key);
    ASSERT_EQ(changes.followed.size(), 1U);
    ASSERT_TRUE(changes.followed[0].poll);
    const auto given_here = [&] {
        return server_.store().given_at(kiosk_.municipality, kiosk_.venue, 10).size();
    };
    const auto hash = [&](const Receipt& code) {
        return seal::keyed_hash(server_.app().keys().ledger, "volgcode " + code.digits());
    };
    const auto give = [&](const Receipt& code) {
        const auto response = server_.response();
        sync::Content content;
        content.body = json::response_tree(response).dump();
        content.receipt = code;
        content.captured_at = format_time(server_.clock().now());
        content.boot_id = "boot-1";
        content.follow_key = sync::follow_key(code, kiosk_.municipality, kiosk_.venue);
        const auto sent =
            batch({sync::seal_envelope(EnvelopeId(response.id.uuid()), kiosk_.server_box_key, content)});
        EXPECT_EQ(send(sent)->answers.at(0).outcome, sync::Outcome::stored);
        EXPECT_EQ(server_.app().follow(code)->poll->slug, "fietsen");
        return code;
    };
    const auto proved =
        give(seal::make_poll_code(*changes.code_key, *changes.followed[0].poll, server_.random()));
    EXPECT_FALSE(server_.store().receipt(hash(proved)));
    EXPECT_EQ(given_here(), 0U);

    // A kiosk of 0.1.0 has no such key.
    const auto drawn = give(Receipt::random(server_.random()));
    EXPECT_TRUE(server_.store().receipt(hash(drawn)));
    EXPECT_EQ(given_here(), 1U);

    // Another kiosk's key proves nothing here, and what it made is kept like any other number.
    const auto stranger = seal::CodeKey::of_kiosk(seal::random_secret(32));
    const auto forged = give(seal::make_poll_code(stranger, *changes.followed[0].poll, server_.random()));
    EXPECT_TRUE(server_.store().receipt(hash(forged)));
    ASSERT_TRUE(server_.store().revoke_kiosk(kiosk_.kiosk, "test"));
    EXPECT_TRUE(server_.app().follow(proved)) << "what was given before stays given";
    EXPECT_FALSE(
        server_.app().follow(seal::make_poll_code(stranger, *changes.followed[0].poll, server_.random())));
}

TEST_F(KioskBatch, TakesHomeOpenPollsOnlyWhenSomethingChanged) {
    const auto ask = [&](const std::string& cursor) {
        return server_.app().changes_for(
            kiosk_.kiosk.str(), seal::sign(keys_, "wijzigingen-vraag", kiosk_.kiosk.str() + "\n" + cursor),
            cursor);
    };
    const auto first = ask("");
    ASSERT_TRUE(first);
    ASSERT_TRUE(first->changed);
    ASSERT_EQ(first->polls.size(), 1U);
    EXPECT_EQ(first->polls[0], *server_.app().state()->poll("fietsen"));
    EXPECT_FALSE(ask(first->cursor)->changed);
    ASSERT_TRUE(server_.app().close_poll("fietsen", "test"));
    const auto second = ask(first->cursor);
    EXPECT_TRUE(second->changed);
    EXPECT_TRUE(second->polls.empty());
    EXPECT_FALSE(server_.app().changes_for(kiosk_.kiosk.str(), "geen handtekening", ""));
}

TEST_F(KioskBatch, APollThatNoKioskCouldTakeHomeIsNotPublished) {
    auto poll = tests::test_poll();
    const std::string long_text(100'000, 'a');
    std::size_t published = 0;
    Result<void> last;
    for (; published < 1000; ++published) {
        poll.id = PollId::random(server_.random());
        poll.slug = "peiling-" + std::to_string(published);
        // Longer than the checks at import allow, so that fewer are needed.
        poll.introduction = LocalText(std::map<std::string, std::string>{{"nl", long_text}});
        ASSERT_TRUE(server_.store().save_poll(poll, "test"));
        server_.app().housekeep();
        last = server_.app().publish_poll(poll.slug, "test");
        if (!last) break;
    }
    ASSERT_FALSE(last);
    EXPECT_EQ(last.error().code, ErrorCode::too_large);
    EXPECT_GT(published, 10U);
    const auto content = server_.app().changes_for(
        kiosk_.kiosk.str(), seal::sign(keys_, "wijzigingen-vraag", kiosk_.kiosk.str() + "\n"), "");
    EXPECT_TRUE(sync::parse_changes(sync::write_changes(*content))) << "what was published fits";
}

namespace {

/// What a key in other hands can do, and what it cannot.
class KioskPaceTest : public KioskBatch {
  protected:
    /// An answer that a kiosk took before it was started anew, by its own clock.
    sync::Envelope taken_at(TimePoint by_its_clock) {
        const auto response = server_.response();
        sync::Content content;
        content.kind = sync::Kind::response;
        content.body = json::response_tree(response).dump();
        content.receipt = Receipt::random(server_.random());
        content.captured_at = format_time(by_its_clock);
        content.boot_ms = 1000;
        content.boot_id = "boot-0";
        return sync::seal_envelope(EnvelopeId(response.id.uuid()), kiosk_.server_box_key, content);
    }
    /// As many as fit, all of them taken just now.
    std::vector<sync::Envelope> many(int count) {
        std::vector<sync::Envelope> all;
        for (int i = 0; i < count; ++i) all.push_back(envelope(server_.response()));
        return all;
    }
    std::int64_t counted(bool apart) {
        std::int64_t all = 0;
        for (const auto& [cell, tally] : server_.store().cells(tests::test_poll().id, 1))
            if (cell.set_apart == apart) all += tally.responses;
        return all;
    }
};

}  // namespace

TEST_F(KioskPaceTest, WhatNoKioskCanTakeInTimeIsAcknowledgedAndSetApart) {
    for (int i = 0; i < 20; ++i) {
        const auto answer = send(batch(many(100))).value();
        for (const auto& one : answer.answers) ASSERT_EQ(one.outcome, sync::Outcome::stored);
    }
    EXPECT_EQ(counted(false), 60) << "two thousand in a moment, right after pairing";
    EXPECT_EQ(counted(true), 1940);
    server_.clock().move(1h);
    send(batch(many(100))).value();
    EXPECT_EQ(counted(false), 120) << "an hour later, an hour's worth";
    EXPECT_TRUE(server_.store().verify().empty());
}

TEST_F(KioskPaceTest, WhatIsSentTwiceIsCountedInItsPaceOnce) {
    const auto body = batch(many(40));
    for (int i = 0; i < 5; ++i) send(body).value();
    EXPECT_EQ(counted(false), 40);
    send(batch(many(20))).value();
    EXPECT_EQ(counted(true), 0);
}

TEST_F(KioskPaceTest, AKioskThatWasAloneForDaysBringsAllOfIt) {
    send(batch(many(1))).value();
    server_.clock().move(24h * 5);
    int sent = 0;
    for (int i = 0; i < 5; ++i) {
        std::vector<sync::Envelope> all;
        for (int n = 0; n < 100; ++n, ++sent)
            all.push_back(taken_at(server_.clock().now() - 24h * (sent % 5) - 1h * (sent % 7)));
        auto one = sync::parse_batch(batch(std::move(all))).value();
        one.waiting = 500 - 100 * i;
        send(sync::write_batch(one)).value();
        if (i == 2) server_.reopen();  // the server too
    }
    EXPECT_EQ(counted(false), 501);
    EXPECT_EQ(counted(true), 0);
}

TEST_F(KioskPaceTest, NothingComesFromBeforeItsQueueWasEmpty) {
    send(batch(many(1))).value();
    server_.clock().move(24h * 2);
    send(batch({taken_at(server_.clock().now() - 24h * 4), taken_at(server_.clock().now() - 24h)})).value();
    EXPECT_EQ(counted(false), 2);
    EXPECT_EQ(counted(true), 1);
}

TEST_F(KioskPaceTest, NoAnswerCountsThatWasGivenBeforeItsPollOpened) {
    server_.reopen();
    const auto before = parse_time("2026-10-31T22:59:00Z").value();  // 23:59 on the last day of October
    const auto answer = send(batch({taken_at(before), taken_at(before + 1min)})).value();
    EXPECT_EQ(answer.answers[0].outcome, sync::Outcome::quarantined);
    EXPECT_EQ(answer.answers[1].outcome, sync::Outcome::stored);
    EXPECT_EQ(counted(false) + counted(true), 1);
    EXPECT_EQ(server_.store().quarantined(), 1);
}

TEST_F(KioskPaceTest, ButAClockThatIsBehindIsPutRightFirst) {
    server_.reopen();
    auto one = sync::parse_batch(batch({taken_at(server_.clock().now() - 24h * 31)})).value();
    one.sent_at = format_time(server_.clock().now() - 24h * 30);
    const auto answer = send(sync::write_batch(one)).value();
    EXPECT_EQ(answer.answers[0].outcome, sync::Outcome::stored);
}

TEST_F(KioskPaceTest, RevokingSetsApartWhatItsVenueTookSince) {
    send(batch(many(5))).value();
    server_.clock().move(24h * 2);
    send(batch(many(3))).value();
    server_.app().submit_response(server_.response(), server_.kiosk()).value();  // of another venue
    server_.app().submit_response(server_.response(), server_.web()).value();
    ASSERT_EQ(counted(false), 10);
    const auto since = dutch_date(server_.clock().now() - 24h);
    EXPECT_EQ(server_.app().fleet().revoke(app::Accounts::command_line(), kiosk_.kiosk, std::nullopt).value(),
              0);
    EXPECT_EQ(counted(true), 0) << "only when it is asked";
    EXPECT_EQ(server_.app().fleet().revoke(app::Accounts::command_line(), kiosk_.kiosk, since).value(), 3);
    EXPECT_EQ(counted(false), 7);
    EXPECT_EQ(counted(true), 3);
    EXPECT_EQ(server_.app().fleet().revoke(app::Accounts::command_line(), kiosk_.kiosk, since).value(), 0)
        << "once";
    EXPECT_FALSE(send(batch(many(1))));
    EXPECT_TRUE(server_.store().verify().empty());
    server_.store().tidy().value();
    EXPECT_TRUE(server_.store().verify().empty());
}
