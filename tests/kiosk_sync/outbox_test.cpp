// SPDX-License-Identifier: EUPL-1.2
#include "kiosk/outbox/outbox.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "kiosk/outbox/device.hpp"
#include "tests/kiosk_sync/fixture.hpp"

namespace peilpunt::kiosk {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream out;
    out << file.rdbuf();
    return out.str();
}

/// Files below `folder` in which one of `words` stands.
std::vector<std::string> files_with(const std::string& folder, const std::vector<std::string>& words) {
    std::vector<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const std::string content = bytes_of(entry.path().string());
        for (const auto& word : words)
            if (content.find(word) != std::string::npos)
                found.push_back(entry.path().filename().string() + ": " + word);
    }
    return found;
}

std::string opening_error(const Kiosk& kiosk) {
    try {
        SeededRandom random(1);
        const Outbox outbox(kiosk.folder.str(), kiosk.clock, random);
        return "";
    } catch (const ResultError& error) {
        EXPECT_NE(error.error().code, ErrorCode::internal);
        return error.what();
    }
}

ErrorCode opening_code(const Kiosk& kiosk) {
    try {
        SeededRandom random(1);
        const Outbox outbox(kiosk.folder.str(), kiosk.clock, random);
        return ErrorCode::internal;
    } catch (const ResultError& error) {
        return error.error().code;
    }
}

TEST(Outbox, CapturesNothingBeforeItIsPaired) {
    Kiosk kiosk(1, false);
    EXPECT_EQ(kiosk.capture(EnvelopeId::random(kiosk.random), "x").error().code, ErrorCode::unsupported);
    EXPECT_FALSE(kiosk.outbox->status().paired);
    EXPECT_EQ(kiosk.outbox->next_batch().kiosk, KioskId());
}

TEST(Outbox, KeepsWhatWasCapturedOverARestart) {
    Kiosk kiosk;
    const auto id = kiosk.give("de bus komt niet");
    kiosk.reopen();
    const auto batch = kiosk.outbox->next_batch();
    ASSERT_EQ(batch.envelopes.size(), 1U);
    EXPECT_EQ(batch.envelopes[0].id, id);
    const auto content = sync::open_envelope(kiosk.server.box, batch.envelopes[0]).value();
    EXPECT_EQ(content.body, signal_body(id, "de bus komt niet"));
    EXPECT_EQ(content.captured_at, "2026-11-21T13:45:10Z");
    EXPECT_EQ(content.boot_ms, 3'600'000);
    EXPECT_FALSE(content.boot_id.empty());
}

TEST(Outbox, KeepsLargeAnswersByteForByte) {
    Kiosk kiosk;
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{500}, std::size_t{5000}, std::size_t{60'000}}) {
        const auto id = kiosk.give(std::string(size, 'u'));
        const auto batch = kiosk.outbox->next_batch();
        ASSERT_EQ(batch.envelopes.size(), 1U);
        EXPECT_EQ(sync::open_envelope(kiosk.server.box, batch.envelopes[0]).value().body,
                  signal_body(id, std::string(size, 'u')));
        kiosk.drain();
    }
}

TEST(Outbox, CountsPerPollAndSignalsInTheSameBatch) {
    Kiosk kiosk;
    const auto poll = PollId::random(kiosk.random);
    for (int i = 0; i < 3; ++i)
        kiosk.outbox
            ->capture(sync::Kind::response, response_body(EnvelopeId::random(kiosk.random), poll, "a"),
                      Receipt::random(kiosk.random))
            .value();
    kiosk.give();
    const auto batch = kiosk.outbox->next_batch();
    EXPECT_EQ(batch.captured, (std::map<std::string, std::int64_t>{{poll.str(), 3}, {"signalen", 1}}));
    EXPECT_EQ(batch.waiting, 4);
    const auto status = kiosk.outbox->status();
    EXPECT_EQ(status.waiting_responses, 3);
    EXPECT_EQ(status.waiting_signals, 1);
    EXPECT_EQ(status.captured, 4);
    kiosk.drain();
    EXPECT_EQ(kiosk.outbox->status().captured, 4) << "totals run on";
    EXPECT_EQ(kiosk.waiting(), 0);
}

TEST(Outbox, CountsTheSameSubmissionOnceAndRefusesAnotherUnderItsId) {
    Kiosk kiosk;
    const auto id = EnvelopeId::random(kiosk.random);
    const auto receipt = Receipt::random(kiosk.random);
    const auto body = signal_body(id, "eerst");
    EXPECT_TRUE(kiosk.outbox->capture(sync::Kind::signal, body, receipt));
    EXPECT_TRUE(kiosk.outbox->capture(sync::Kind::signal, body, receipt)) << "a double tap";
    EXPECT_EQ(kiosk.capture(id, "iets anders").error().code, ErrorCode::conflict);
    EXPECT_EQ(kiosk.outbox->status().captured, 1);
    EXPECT_EQ(kiosk.waiting(), 1);
}

TEST(Outbox, RefusesABodyThatTheServerWouldNotRead) {
    Kiosk kiosk;
    const auto receipt = Receipt::random(kiosk.random);
    const auto id = EnvelopeId::random(kiosk.random);
    for (const std::string body :
         {"", "tekst", "[]", "{}", R"({"id":"1"})", R"({"id":1})", "{\"id\":\"\xff\"}"})
        EXPECT_FALSE(kiosk.outbox->capture(sync::Kind::signal, body, receipt)) << body;
    EXPECT_FALSE(kiosk.outbox->capture(sync::Kind::response, signal_body(id, "geen peiling"), receipt));
    EXPECT_FALSE(
        kiosk.outbox->capture(sync::Kind::signal, signal_body(id, std::string(70'000, 'x')), receipt));
    EXPECT_EQ(kiosk.outbox->status().captured, 0);
}

TEST(Outbox, WhatWasSpokenIsKeptWithItsSignalAndTravelsInABatchOfItsOwn) {
    Kiosk kiosk;
    const std::string ogg(400'000, 'o');
    const auto id = EnvelopeId::random(kiosk.random);
    const auto receipt = Receipt::random(kiosk.random);
    const auto give = [&](const std::string& sound) {
        return kiosk.outbox->capture(sync::Kind::signal, signal_body(id, ""), receipt, {"", false, sound});
    };
    ASSERT_TRUE(give(ogg));
    EXPECT_TRUE(give(ogg)) << "a double tap";
    EXPECT_FALSE(give("something else"));
    EXPECT_EQ(give(std::string(500'000, 'o')).error().code, ErrorCode::too_large);
    kiosk.give("typed");
    EXPECT_EQ(kiosk.outbox->status().waiting(), 3);
    EXPECT_EQ(kiosk.outbox->status().waiting_signals, 2);
    std::optional<EnvelopeId> named, heard;
    while (kiosk.outbox->status().waiting() > 0) {
        const auto batch = kiosk.outbox->next_batch();
        ASSERT_FALSE(batch.envelopes.empty());
        EXPECT_EQ(batch.captured.at("opnamen"), 1);
        EXPECT_EQ(batch.captured.at("signalen"), 2);
        ASSERT_TRUE(sync::parse_batch(sync::write_batch(batch)));
        sync::Acknowledgement answer{batch.kiosk, batch.number, batch.sent_at, {}};
        for (const auto& envelope : batch.envelopes) {
            answer.answers.push_back({envelope.id, sync::Outcome::stored, ""});
            const auto content = sync::open_envelope(kiosk.server.box, envelope).value();
            if (content.recording) named = content.recording;
            if (content.kind != sync::Kind::recording) continue;
            heard = envelope.id;
            EXPECT_EQ(batch.envelopes.size(), 1U);
            EXPECT_EQ(seal::from_base64(content.body).value(), ogg);
        }
        ASSERT_TRUE(kiosk.outbox->apply(answer));
    }
    ASSERT_TRUE(heard);
    EXPECT_EQ(named, heard);
    EXPECT_NE(*heard, id);
}

TEST(Outbox, KeepsEveryBatchWithinItsBounds) {
    Kiosk kiosk;
    for (int i = 0; i < 130; ++i) kiosk.give(std::string(static_cast<std::size_t>(i) * 60, 'x'));
    for (int i = 0; i < 6; ++i) kiosk.give(std::string(32'000, '"'));
    std::set<EnvelopeId> seen;
    while (kiosk.waiting() > 0) {
        const auto batch = kiosk.outbox->next_batch();
        ASSERT_FALSE(batch.envelopes.empty());
        EXPECT_LE(batch.envelopes.size(), sync::kMaxBatchEnvelopes);
        const auto text = sync::write_batch(batch);
        ASSERT_LE(text.size(), sync::kMaxBatchBytes);
        EXPECT_TRUE(sync::parse_batch(text));
        sync::Acknowledgement answer{batch.kiosk, batch.number, batch.sent_at, {}};
        for (const auto& envelope : batch.envelopes) {
            EXPECT_TRUE(seen.insert(envelope.id).second);
            answer.answers.push_back({envelope.id, sync::Outcome::stored, ""});
        }
        kiosk.outbox->apply(answer).value();
    }
    EXPECT_EQ(seen.size(), 136U);
}

TEST(Outbox, SendsTheOldestDayFirst) {
    Kiosk kiosk;
    std::set<EnvelopeId> old;
    for (int i = 0; i < 5; ++i) old.insert(kiosk.give());
    kiosk.clock.advance(std::chrono::hours(48));
    for (int i = 0; i < 20; ++i) kiosk.give();
    const auto batch = kiosk.outbox->next_batch(5);
    for (const auto& envelope : batch.envelopes) EXPECT_TRUE(old.contains(envelope.id));
    EXPECT_EQ(batch.oldest_waiting_hours, 48);
    EXPECT_EQ(kiosk.outbox->status().oldest_waiting_hours, 48);
}

TEST(Outbox, TellsTheAgeOfTheOldestNoFinerThanADay) {
    Kiosk kiosk;
    kiosk.give();
    kiosk.clock.advance(std::chrono::minutes(59));
    EXPECT_EQ(kiosk.outbox->status().oldest_waiting_hours, 0);
    kiosk.clock.jump(-std::chrono::hours(24 * 400));
    EXPECT_EQ(kiosk.outbox->status().oldest_waiting_hours, 0) << "a clock that was set back is no age";
}

TEST(Outbox, ShufflesEachBatch) {
    Kiosk kiosk;
    for (int i = 0; i < 50; ++i) kiosk.give();
    const auto ids = [&] {
        std::vector<EnvelopeId> list;
        for (const auto& envelope : kiosk.outbox->next_batch().envelopes) list.push_back(envelope.id);
        return list;
    };
    auto first = ids();
    auto second = ids();
    EXPECT_NE(first, second);
    std::sort(first.begin(), first.end());
    std::sort(second.begin(), second.end());
    EXPECT_EQ(first, second);
}

TEST(Outbox, ForgetsOnlyWhatIsNamed) {
    Kiosk kiosk;
    const auto a = kiosk.give(), b = kiosk.give(), c = kiosk.give(), d = kiosk.give();
    const auto kiosk_id = kiosk.outbox->enrolment()->kiosk;
    kiosk.outbox
        ->apply({kiosk_id,
                 1,
                 "",
                 {{a, sync::Outcome::stored, ""},
                  {b, sync::Outcome::duplicate, ""},
                  {c, sync::Outcome::quarantined, "x"},
                  {EnvelopeId::random(kiosk.random), sync::Outcome::stored, ""}}})
        .value();
    EXPECT_EQ(kiosk.drain(), std::set<EnvelopeId>{d});
}

TEST(Outbox, IgnoresAnAnswerForAnotherKiosk) {
    Kiosk kiosk;
    const auto id = kiosk.give();
    EXPECT_FALSE(
        kiosk.outbox->apply({KioskId::random(kiosk.random), 1, "", {{id, sync::Outcome::stored, ""}}}));
    EXPECT_EQ(kiosk.waiting(), 1);
}

TEST(Outbox, SetsAsideWhatIsParkedUntilTheNextOpening) {
    Kiosk kiosk;
    const auto bad = kiosk.give(), good = kiosk.give();
    kiosk.outbox->park(bad).value();
    EXPECT_EQ(kiosk.outbox->status().parked, 1);
    const auto batch = kiosk.outbox->next_batch();
    ASSERT_EQ(batch.envelopes.size(), 1U);
    EXPECT_EQ(batch.envelopes[0].id, good);
    EXPECT_EQ(batch.parked, 1);
    kiosk.reopen();
    EXPECT_EQ(kiosk.outbox->status().parked, 0);
    EXPECT_EQ(kiosk.drain(), (std::set<EnvelopeId>{bad, good}));
}

TEST(Outbox, NumbersItsBatchesUpwardsEvenWhenTheClockIsSetBack) {
    Kiosk kiosk;
    const auto first = kiosk.outbox->next_batch().number;
    kiosk.clock.jump(-std::chrono::hours(1000));
    EXPECT_GT(kiosk.outbox->next_batch().number, first);
}

TEST(Outbox, StartsItsTotalsAnewWhenItIsPairedAnew) {
    Kiosk kiosk;
    kiosk.give();
    kiosk.drain();
    kiosk.give();
    EXPECT_EQ(kiosk.outbox->next_batch().captured.at("signalen"), 2);
    kiosk.outbox->save_enrolment(kiosk.server.enrolment("key")).value();
    EXPECT_EQ(kiosk.outbox->next_batch().captured.at("signalen"), 1)
        << "what still waits is all the server will see";
}

TEST(Outbox, KeepsContentAndEnrolmentOverARestart) {
    Kiosk kiosk;
    EXPECT_EQ(kiosk.outbox->content(), nullptr);
    kiosk.outbox->save_changes(kiosk.server.content).value();
    kiosk.outbox->note_contact("Geen verbinding met de server.");
    kiosk.reopen();
    ASSERT_NE(kiosk.outbox->content(), nullptr);
    EXPECT_EQ(kiosk.outbox->content()->areas, kiosk.server.content.areas);
    EXPECT_EQ(kiosk.outbox->cursor(), "c1");
    const auto status = kiosk.outbox->status();
    EXPECT_TRUE(status.paired);
    EXPECT_EQ(status.venue, "Buurthuis De Stut");
    EXPECT_EQ(status.last_error, "Geen verbinding met de server.");
    EXPECT_FALSE(status.last_contact);
    kiosk.outbox->note_contact("");
    EXPECT_EQ(kiosk.outbox->status().last_error, "");
    EXPECT_TRUE(kiosk.outbox->status().last_contact);
}

TEST(Outbox, KeepsItsContentWhenNothingChanged) {
    Kiosk kiosk;
    kiosk.outbox->save_changes(kiosk.server.content).value();
    sync::Changes same;
    same.cursor = "c1";
    kiosk.outbox->save_changes(same).value();
    EXPECT_EQ(kiosk.outbox->content()->areas.size(), 1U);
}

TEST(Outbox, KeepsItsDeviceKeyForItselfAndOverARestart) {
    Kiosk kiosk;
    const std::string before = kiosk.outbox->device_keys().public_key;
    kiosk.reopen();
    EXPECT_EQ(kiosk.outbox->device_keys().public_key, before);
    struct stat info{};
    ASSERT_EQ(::stat(kiosk.folder.file("apparaat.sleutel").c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 07777U, 0600U);
    EXPECT_TRUE(seal::verify(before, "batch", "x", seal::sign(kiosk.outbox->device_keys(), "batch", "x")));
}

TEST(Outbox, ThatWasPairedAndIsEmptiedIsDamagedAndNotNew) {
    Kiosk kiosk;
    for (const bool gone : {false, true}) {
        kiosk.outbox.reset();
        const std::filesystem::path file = kiosk.folder.file("kiosk.db");
        for (const char* end : {"-wal", "-shm"}) std::filesystem::remove(file.string() + end);
        if (gone)
            std::filesystem::remove(file);
        else
            std::filesystem::resize_file(file, 0);
        try {
            kiosk.open();
            FAIL() << "a new queue hides that the old one is gone";
        } catch (const ResultError& error) {
            EXPECT_EQ(error.error().code, ErrorCode::damaged);
        }
        EXPECT_EQ(std::filesystem::exists(file), !gone);
    }
}

TEST(Outbox, CountsWrongPinsOverRestarts) {
    Kiosk kiosk;
    auto enrolment = kiosk.outbox->enrolment().value();
    enrolment.staff_pin_hash = seal::hash_password(seal::Secret("13579024"));
    ASSERT_TRUE(kiosk.outbox->save_enrolment(enrolment));
    for (int wrong = 1; wrong <= 3; ++wrong) {
        EXPECT_FALSE(kiosk.outbox->is_staff_pin(seal::Secret("00000000")));
        kiosk.reopen();
        EXPECT_EQ(kiosk.outbox->wrong_pins(), wrong);
    }
    EXPECT_TRUE(kiosk.outbox->is_staff_pin(seal::Secret("13579024")));
    kiosk.reopen();
    EXPECT_EQ(kiosk.outbox->wrong_pins(), 0);
}

TEST(Outbox, KnowsTheStaffPin) {
    Kiosk kiosk(1, false);
    EXPECT_FALSE(kiosk.outbox->is_staff_pin(seal::Secret("")));
    auto enrolment = kiosk.server.enrolment("key");
    enrolment.staff_pin_hash = seal::hash_password(seal::Secret("4711"));
    kiosk.outbox->save_enrolment(enrolment).value();
    EXPECT_TRUE(kiosk.outbox->is_staff_pin(seal::Secret("4711")));
    EXPECT_FALSE(kiosk.outbox->is_staff_pin(seal::Secret("4712")));
}

TEST(Disk, HasRoomUntilTheLastTenthOrHundredMegabytes) {
    constexpr std::uint64_t kMega = 1024 * 1024;
    struct Row {
        const char* name;
        std::uint64_t free, all;
        bool room;
    };
    for (const Row& row : {Row{"large disk, plenty", 5000 * kMega, 8000 * kMega, true},
                           Row{"large disk, 101 MB", 101 * kMega, 8000 * kMega, true},
                           Row{"large disk, 100 MB", 100 * kMega, 8000 * kMega, false},
                           Row{"small disk, over a tenth", 51 * kMega, 500 * kMega, true},
                           Row{"small disk, a tenth", 50 * kMega, 500 * kMega, false},
                           Row{"full", 0, 8000 * kMega, false}, Row{"unknown", 0, 0, false}})
        EXPECT_EQ((Disk{row.free, row.all}.has_room()), row.room) << row.name;
    EXPECT_EQ((Disk{25, 100}.free_percent()), 25);
    EXPECT_EQ((Disk{0, 0}.free_percent()), 0);
}

// ---- what lies on the disk ----

TEST(OutboxFiles, HoldNothingOfWhatWasGiven) {
    Kiosk kiosk;
    const std::vector<std::string> words{"KANARIE",   "kanarie",  "eenzaam",
                                         "S0FOQVJJR", "tBTkFSSU", "LQU5BUklF"};
    const auto receipt = Receipt::random(kiosk.random);
    std::vector<std::string> secrets = words;
    secrets.push_back(receipt.digits());
    secrets.push_back(receipt.grouped());
    for (int i = 0; i < 100; ++i) {
        const auto id = EnvelopeId::random(kiosk.random);
        const auto body =
            signal_body(id, "KANARIE kanarie eenzaam " + std::string(static_cast<std::size_t>(i) * 30, '.'));
        kiosk.outbox->capture(sync::Kind::signal, body, receipt).value();
        if (i % 10 == 0) {
            EXPECT_EQ(files_with(kiosk.folder.str(), secrets), std::vector<std::string>{});
        }
    }
    EXPECT_EQ(files_with(kiosk.folder.str(), secrets), std::vector<std::string>{}) << "with the WAL in use";
    kiosk.reopen();
    EXPECT_EQ(files_with(kiosk.folder.str(), secrets), std::vector<std::string>{}) << "after a restart";
    EXPECT_FALSE(files_with(kiosk.folder.str(), {"Buurthuis De Stut"}).empty())
        << "the search does find what is there";
}

TEST(OutboxFiles, HoldNothingOfWhatWasAcknowledged) {
    Kiosk kiosk;
    std::vector<std::string> marks;
    for (int i = 0; i < 60; ++i) marks.emplace_back(kiosk.give(std::string(2000, 'x')).bytes());
    for (const auto& envelope : kiosk.outbox->next_batch().envelopes)
        marks.push_back(envelope.sealed.substr(1000, 24));
    EXPECT_GE(files_with(kiosk.folder.str(), marks).size(), marks.size()) << "before: they are there";
    kiosk.drain();
    EXPECT_EQ(files_with(kiosk.folder.str(), marks), std::vector<std::string>{}) << "while it is open";
    kiosk.reopen();
    EXPECT_EQ(files_with(kiosk.folder.str(), marks), std::vector<std::string>{});
}

double rank_correlation(const std::vector<std::size_t>& places) {
    std::vector<std::size_t> order(places.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return places[a] < places[b]; });
    double sum = 0;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        const double difference = static_cast<double>(rank) - static_cast<double>(order[rank]);
        sum += difference * difference;
    }
    const auto n = static_cast<double>(places.size());
    return 1 - 6 * sum / (n * (n * n - 1));
}

TEST(OutboxFiles, DoNotTellTheOrderOfArrival) {
    Kiosk kiosk;
    std::vector<std::string> ids;
    for (int i = 0; i < 1000; ++i)
        ids.emplace_back(kiosk.give(std::string(i % 7 == 0 ? 3000 : 40, 'x')).bytes());
    kiosk.reopen();
    const std::string file = bytes_of(kiosk.folder.file("kiosk.db"));
    const auto place = [&](bool last) {
        std::vector<std::size_t> places;
        for (const auto& id : ids) places.push_back(last ? file.rfind(id) : file.find(id));
        return places;
    };
    EXPECT_LT(std::abs(rank_correlation(place(false))), 0.1);
    EXPECT_LT(std::abs(rank_correlation(place(true))), 0.1);

    // The control: an ordinary table, keyed by rowid, does tell.
    const Folder other;
    sqlite::Connection plain(other.file("plain.db"), {.read_only = false, .create = true});
    plain.run("CREATE TABLE envelopes(id BLOB)");
    for (const auto& id : ids) plain.prepare("INSERT INTO envelopes VALUES(?)").bind_blob(1, id).run();
    plain.checkpoint(true);
    const std::string telling = bytes_of(other.file("plain.db"));
    std::vector<std::size_t> places;
    for (const auto& id : ids) places.push_back(telling.find(id));
    EXPECT_GT(std::abs(rank_correlation(places)), 0.5);
}

TEST(OutboxFiles, SpillNothingToOverflowPages) {
    Kiosk kiosk;
    for (int i = 0; i < 40; ++i) kiosk.give(std::string(static_cast<std::size_t>(i) * 1500, 'x'));
    kiosk.outbox->save_enrolment([&] {
        auto enrolment = *kiosk.outbox->enrolment();
        enrolment.venue = std::string(300, 'v');
        enrolment.staff_pin_hash = std::string(200, 'p');
        return enrolment;
    }());
    kiosk.outbox.reset();
    sqlite::Connection connection(kiosk.folder.file("kiosk.db"), {});
    const auto overflow = [&](const std::string& tables) {
        return connection.number("SELECT count(*) FROM dbstat WHERE pagetype='overflow' AND name " + tables);
    };
    EXPECT_EQ(overflow("<> 'settings'"), 0);
    connection.run("UPDATE settings SET value=hex(zeroblob(5000)) WHERE name='cursor'");
    EXPECT_GT(overflow("= 'settings'"), 0) << "the question finds overflow pages where there are some";
}

// ---- what is refused at opening ----

TEST(OutboxOpening, RefusesWhatIsNoDatabaseAndLeavesItAsItWas) {
    Kiosk kiosk(1, false);
    const auto path = kiosk.folder.file("kiosk.db");
    kiosk.outbox.reset();
    for (const std::string& content :
         {std::string("een brief aan oma"), std::string(5000, 'x'), std::string(50, '\0')}) {
        std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
        EXPECT_EQ(opening_code(kiosk), ErrorCode::damaged);
        EXPECT_EQ(bytes_of(path), content);
    }
}

TEST(OutboxOpening, RefusesTheDatabaseOfAnotherProgramAndLeavesItAsItWas) {
    for (const char* setup : {"CREATE TABLE recepten(naam TEXT)",
                              "PRAGMA application_id=123456; CREATE TABLE recepten(naam TEXT)",
                              "PRAGMA journal_mode=WAL; CREATE TABLE recepten(naam TEXT)"}) {
        Kiosk kiosk(1, false);
        kiosk.outbox.reset();
        const auto path = kiosk.folder.file("kiosk.db");
        fs::remove(path);
        sqlite3* other = nullptr;
        ASSERT_EQ(sqlite3_open(path.c_str(), &other), SQLITE_OK);
        ASSERT_EQ(sqlite3_exec(other, setup, nullptr, nullptr, nullptr), SQLITE_OK);
        ASSERT_EQ(sqlite3_close(other), SQLITE_OK);
        const std::string before = bytes_of(path);
        EXPECT_EQ(opening_code(kiosk), ErrorCode::damaged) << setup;
        EXPECT_EQ(bytes_of(path), before) << setup;
    }
}

TEST(OutboxOpening, RefusesAFileOfANewerVersionAndLeavesItAsItWas) {
    Kiosk kiosk;
    kiosk.give();
    kiosk.outbox.reset();
    const auto path = kiosk.folder.file("kiosk.db");
    {
        sqlite::Connection connection(path, {});
        connection.run("PRAGMA user_version=99");
    }
    const std::string before = bytes_of(path);
    EXPECT_EQ(opening_code(kiosk), ErrorCode::unsupported);
    EXPECT_EQ(bytes_of(path), before);
}

TEST(OutboxOpening, RefusesADamagedFileWithOneClearLine) {
    Kiosk kiosk;
    for (int i = 0; i < 200; ++i) kiosk.give(std::string(1000, 'x'));
    kiosk.outbox.reset();
    const auto path = kiosk.folder.file("kiosk.db");
    std::string content = bytes_of(path);
    ASSERT_GT(content.size(), 100'000U);
    for (std::size_t at = 40'960; at < 45'056; ++at) content[at] = 'Z';
    std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
    const std::string error = opening_error(kiosk);
    EXPECT_NE(error.find(path), std::string::npos) << error;
    EXPECT_NE(error.find("damaged"), std::string::npos) << error;
    EXPECT_EQ(error.find('\n'), std::string::npos) << error;
    EXPECT_EQ(bytes_of(path), content);
}

TEST(OutboxOpening, RefusesAKeyThatIsNotItsOwnOrThatOthersMayRead) {
    Kiosk kiosk;
    kiosk.outbox.reset();
    const auto path = kiosk.folder.file("apparaat.sleutel");
    fs::permissions(path, fs::perms::others_read, fs::perm_options::add);
    EXPECT_EQ(opening_code(kiosk), ErrorCode::forbidden);
    fs::remove(path);
    seal::write_key_file(path, seal::Secret("kort")).value();
    EXPECT_EQ(opening_code(kiosk), ErrorCode::damaged);
}

TEST(OutboxOpening, NamesTheFolderThatCannotBeMade) {
    const Folder folder;
    {
        std::ofstream(folder.file("in-de-weg")) << "x";
    }
    const ManualClock clock;
    SeededRandom random(1);
    try {
        const Outbox outbox(folder.file("in-de-weg/kiosk"), clock, random);
        FAIL() << "opened";
    } catch (const ResultError& error) {
        EXPECT_EQ(error.error().code, ErrorCode::storage_failed);
    }
}

}  // namespace
}  // namespace peilpunt::kiosk
