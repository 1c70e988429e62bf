// SPDX-License-Identifier: EUPL-1.2
// What every Store must do; runs on SQLite in store_tests and on PostgreSQL in postgres_tests.
#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <set>
#include <thread>

#include "tests/support/server_fixture.hpp"
#include "tests/support/store_rows.hpp"

using namespace peilpunt;
using namespace peilpunt::store;
using peilpunt::tests::HandClock;
using peilpunt::tests::SeededRandom;
using peilpunt::tests::TemporaryFolder;

namespace {

class StoreContract : public testing::Test {
  protected:
    void SetUp() override {
        seal::start();
        store_ = tests::open_test_store(folder_.str(), clock_, random_, true);
        store_->save_areas(tests::test_areas()).value();
        store_->save_poll(tests::test_poll(), "test").value();
    }
    void reopen() {
        store_.reset();
        store_ = tests::open_test_store(folder_.str(), clock_, random_, false);
    }
    std::string bytes(std::size_t size = 16) { return tests::random_bytes(random_, size); }
    NewResponse response(const std::string& choice = "dijk") {
        return tests::new_response(random_, clock_, choice);
    }
    NewSignal signal(const std::string& text, int days_ago = 0, const char* theme = "vervoer",
                     Channel channel = Channel::web, const char* area = "BU04530101") {
        NewSignal row;
        row.ledger = {bytes(), bytes()};
        row.receipt_hash = bytes();
        row.row_id = SignalId::random(random_);
        row.signal.text = text;
        row.signal.theme = theme;
        row.signal.municipality = AreaCode::parse(area).value().municipality();
        row.signal.area = AreaCode::parse(area).value();
        row.signal.perspective = Perspective::carer;
        row.origin = {channel, channel == Channel::kiosk ? "De Zeemeeuw" : "",
                      moment_of(clock_.now() - std::chrono::hours(24 * days_ago))};
        return row;
    }
    Result<Stored> add(NewResponse row) {
        std::promise<Result<Stored>> promise;
        store_->add_response(std::move(row),
                             [&](Result<Stored> result) { promise.set_value(std::move(result)); });
        return promise.get_future().get();
    }
    Result<Stored> add(NewSignal row) {
        std::promise<Result<Stored>> promise;
        store_->add_signal(std::move(row),
                           [&](Result<Stored> result) { promise.set_value(std::move(result)); });
        return promise.get_future().get();
    }
    Result<Stored> add(NewRecording row) {
        std::promise<Result<Stored>> promise;
        store_->add_recording(std::move(row),
                              [&](Result<Stored> result) { promise.set_value(std::move(result)); });
        return promise.get_future().get();
    }
    std::int64_t counted() {
        std::int64_t all = 0;
        for (const auto& [key, tally] : store_->cells(tests::test_poll().id, 1)) all += tally.responses;
        return all;
    }

    TemporaryFolder folder_;
    HandClock clock_{tests::test_start()};
    SeededRandom random_{7};
    std::unique_ptr<Store> store_;
};

}  // namespace

TEST_F(StoreContract, CountsThatAreSetApartStandBesideTheOthers) {
    for (const auto* choice : {"dijk", "dijk", "stad"}) add(response(choice)).value();
    auto doubtful = response("anders");
    doubtful.cell.set_apart = true;
    const auto cell = response().cell;
    add(std::move(doubtful)).value();
    store_->set_apart({{{tests::test_poll().id, 1, cell}, response("dijk").tally}}, "test").value();
    reopen();
    add(response("stad")).value();
    auto cells = store_->cells(tests::test_poll().id, 1);
    ASSERT_EQ(cells.size(), 2U);
    EXPECT_EQ(cells[cell].responses, 3);
    EXPECT_EQ(cells[cell].questions["v1"].counts["dijk"], 1);
    EXPECT_EQ(cells[cell].questions["v1"].counts["stad"], 2);
    auto apart = cell;
    apart.set_apart = true;
    EXPECT_EQ(cells[apart].responses, 2);
    EXPECT_EQ(cells[apart].questions["v1"].counts["anders"], 1);
    EXPECT_EQ(cells[apart].questions["v1"].counts["dijk"], 1);
    EXPECT_EQ(store_->audit().back().what, "antwoorden-apart-gezet");
    EXPECT_TRUE(store_->verify().empty());
    // All that is left of a cell may go.
    for (const auto* choice : {"dijk", "stad", "stad"})
        store_->set_apart({{{tests::test_poll().id, 1, cell}, response(choice).tally}}, "test").value();
    cells = store_->cells(tests::test_poll().id, 1);
    ASSERT_EQ(cells.size(), 1U);
    EXPECT_EQ(cells[apart].responses, 5);
    EXPECT_TRUE(store_->verify().empty());
    // What is moved without having been there is found.
    store_->set_apart({{{tests::test_poll().id, 2, cell}, response("stad").tally}}, "test").value();
    EXPECT_FALSE(store_->verify().empty()) << "the control";
}

TEST_F(StoreContract, KeepsAResponseOverARestartAndCountsIt) {
    EXPECT_EQ(add(response()).value(), Stored::stored);
    reopen();
    EXPECT_EQ(counted(), 1);
    EXPECT_TRUE(store_->verify().empty());
}

TEST_F(StoreContract, TheSameAgainIsADuplicateAndOtherContentIsSetApartOnce) {
    const auto first = response();
    EXPECT_EQ(add(first).value(), Stored::stored);
    EXPECT_EQ(add(first).value(), Stored::duplicate);
    auto other = response("stad");
    other.ledger.key = first.ledger.key;
    EXPECT_EQ(add(other).value(), Stored::quarantined);
    other.row_id = bytes();
    EXPECT_EQ(add(other).value(), Stored::quarantined);
    EXPECT_EQ(store_->quarantined(), 1);
    EXPECT_EQ(counted(), 1);
}

TEST_F(StoreContract, TheSameEnvelopeFiftyTimesAtOnceIsOneRow) {
    const auto row = response();
    std::vector<std::future<Result<Stored>>> answers;
    std::vector<std::thread> threads;
    std::vector<std::promise<Result<Stored>>> promises(50);
    for (auto& promise : promises) {
        answers.push_back(promise.get_future());
        threads.emplace_back([&, row]() mutable {
            store_->add_response(std::move(row),
                                 [&promise](Result<Stored> result) { promise.set_value(std::move(result)); });
        });
    }
    for (auto& thread : threads) thread.join();
    int stored = 0;
    for (auto& answer : answers) stored += answer.get().value() == Stored::stored ? 1 : 0;
    EXPECT_EQ(stored, 1);
    EXPECT_EQ(counted(), 1);
}

TEST_F(StoreContract, ARecordingComesBackWholeOnceAndOverARestart) {
    const NewRecording row{{bytes(), bytes()}, bytes(), bytes(300'001), "", moment_of(clock_.now())};
    EXPECT_FALSE(store_->recording(row.id));
    auto told = signal("");
    told.signal.recording = row.id;  // the signal may come first
    ASSERT_EQ(add(told).value(), Stored::stored);
    EXPECT_EQ(store_->signal(told.row_id)->signal.recording, row.id);
    EXPECT_EQ(add(row).value(), Stored::stored);
    EXPECT_EQ(add(row).value(), Stored::duplicate);
    auto other = row;
    other.ledger.check = bytes();
    other.ogg = bytes(500);
    EXPECT_EQ(add(other).value(), Stored::quarantined);
    EXPECT_EQ(store_->quarantined(), 1);
    EXPECT_EQ(store_->recording(row.id), row.ogg);
    ASSERT_TRUE(store_->tidy());
    reopen();
    EXPECT_EQ(store_->recording(row.id), row.ogg);
    EXPECT_EQ(store_->signal(told.row_id)->signal.recording, row.id);
    EXPECT_FALSE(store_->recording(bytes()));
    EXPECT_TRUE(store_->signal(told.row_id)->signal.text.empty());
    EXPECT_TRUE(store_->verify().empty());
}

TEST_F(StoreContract, LongTextsComeBackWhole) {
    std::string text;
    for (int i = 0; i < 400; ++i) text += "Zeewind ";
    const auto row = signal(text);
    ASSERT_EQ(add(row).value(), Stored::stored);
    const auto found = store_->signal(row.row_id);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->signal.text, text);
    EXPECT_EQ(found->signal.area.str(), "BU04530101");
    EXPECT_EQ(found->signal.perspective, Perspective::carer);
    EXPECT_FALSE(found->read);
    EXPECT_TRUE(store_->mark_read(row.row_id));
    EXPECT_TRUE(store_->signal(row.row_id)->read);
}

TEST_F(StoreContract, PagesThroughAllSignalsOnceNewestDayFirst) {
    std::set<std::string> given;
    for (int i = 0; i < 25; ++i) {
        const auto text = "signaal " + std::to_string(i);
        given.insert(text);
        ASSERT_TRUE(add(signal(text, i % 5)));
    }
    std::set<std::string> seen;
    std::string cursor;
    Moment last{Date::max(), DayPart::evening};
    do {
        const auto page = store_->signals({}, cursor, 4);
        ASSERT_LE(page.rows.size(), 4U);
        for (const auto& row : page.rows) {
            EXPECT_LE(row.origin.moment, last);
            last = row.origin.moment;
            EXPECT_TRUE(seen.insert(row.signal.text).second) << row.signal.text;
        }
        cursor = page.next;
    } while (!cursor.empty());
    EXPECT_EQ(seen, given);
}

TEST_F(StoreContract, FiltersSignalsByEachField) {
    ASSERT_TRUE(add(signal("bus", 0, "vervoer", Channel::web, "BU04530101")));
    ASSERT_TRUE(add(signal("bank", 0, "voorzieningen", Channel::kiosk, "WK045301")));
    ASSERT_TRUE(add(signal("hulp", 40, "zorg-en-hulp", Channel::phone, "BU03750001")));
    const auto texts = [&](const SignalFilter& filter) {
        std::set<std::string> all;
        for (const auto& row : store_->signals(filter, "", 10).rows) all.insert(row.signal.text);
        return all;
    };
    using Texts = std::set<std::string>;
    EXPECT_EQ(texts({.municipality = "GM0375"}), Texts({"hulp"}));
    EXPECT_EQ(texts({.scope = "GM0453"}), Texts({"bus", "bank"}));
    EXPECT_EQ(texts({.scope = "GM0453", .municipality = "GM0375"}), Texts());
    EXPECT_EQ(texts({.area = "WK045301"}), Texts({"bus", "bank"}));
    EXPECT_EQ(texts({.area = "BU04530101"}), Texts({"bus"}));
    EXPECT_EQ(texts({.theme = "voorzieningen"}), Texts({"bank"}));
    EXPECT_EQ(texts({.channel = "kiosk"}), Texts({"bank"}));
    EXPECT_EQ(texts({.perspective = "mantelzorger"}), Texts({"bus", "bank", "hulp"}));
    EXPECT_EQ(texts({.perspective = "jongere"}), Texts());
    EXPECT_EQ(texts({.month = "2026-11"}), Texts({"bus", "bank"}));
    EXPECT_EQ(texts({.month = "2026-10"}), Texts({"hulp"}));
    EXPECT_EQ(texts({.month = "2026-09"}), Texts());
    EXPECT_EQ(texts({.month = "2026-10-x"}), Texts());
}

TEST_F(StoreContract, CountsSignalsAsTheyAre) {
    for (int i = 0; i < 7; ++i) ASSERT_TRUE(add(signal("bus", 0, "vervoer")));
    ASSERT_TRUE(add(signal("bank", 0, "voorzieningen", Channel::kiosk)));
    std::int64_t bus = 0;
    std::int64_t all = 0;
    for (const auto& cell : store_->signal_cells({})) {
        all += cell.count;
        if (cell.theme == "vervoer") bus += cell.count;
        EXPECT_EQ(cell.month, "2026-11");
    }
    EXPECT_EQ(bus, 7);
    EXPECT_EQ(all, 8);
    EXPECT_TRUE(store_->verify().empty());
}

TEST_F(StoreContract, AReceiptLeadsToWhatItIsAboutAndNothingElse) {
    const auto one = response();
    const auto two = signal("bus");
    ASSERT_TRUE(add(one));
    ASSERT_TRUE(add(two));
    EXPECT_EQ(store_->receipt(one.receipt_hash)->poll, tests::test_poll().id);
    EXPECT_EQ(store_->receipt(two.receipt_hash)->kind, ReceiptKind::signal);
    EXPECT_FALSE(store_->receipt(bytes()));
}

TEST_F(StoreContract, WhatWasGivenAtAPlaceIsFoundThereByItsFollowKey) {
    auto told = signal("bus", 0, "vervoer", Channel::kiosk);
    told.follow_key = bytes();
    told.signal.kind = SignalKind::proposal;
    auto other_place = signal("bank", 0, "wonen", Channel::kiosk);
    other_place.origin.venue = "De Vuurtoren";
    other_place.follow_key = bytes();
    auto answered = response();
    answered.origin = {Channel::helped, "De Zeemeeuw", moment_of(clock_.now())};
    answered.follow_key = bytes();
    ASSERT_TRUE(add(told));
    ASSERT_TRUE(add(other_place));
    ASSERT_TRUE(add(answered));
    ASSERT_TRUE(add(signal("op internet")));
    const auto place = AreaCode::parse("GM0453").value();
    auto given = store_->given_at(place, "De Zeemeeuw", 100);
    ASSERT_EQ(given.size(), 2U);
    EXPECT_TRUE(std::is_sorted(given.begin(), given.end(),
                               [](const auto& a, const auto& b) { return a.first < b.first; }));
    ASSERT_TRUE(store_->mark_read(told.row_id));
    for (const auto& [key, subject] : store_->given_at(place, "De Zeemeeuw", 100)) {
        if (key == told.follow_key) {
            EXPECT_EQ(subject.kind, ReceiptKind::signal);
            EXPECT_TRUE(subject.read);
        } else {
            EXPECT_EQ(key, answered.follow_key);
            EXPECT_EQ(subject.poll, tests::test_poll().id);
        }
    }
    EXPECT_EQ(store_->given_at(place, "De Zeemeeuw", 1).size(), 1U);
    EXPECT_EQ(store_->signal(told.row_id)->signal.kind, SignalKind::proposal);
}

TEST_F(StoreContract, TheVersionGoesUpWithWhatIsPublic) {
    const auto before = store_->state_version();
    ASSERT_TRUE(add(response()));
    EXPECT_EQ(store_->state_version(), before) << "a single answer shows nowhere";
    ASSERT_TRUE(store_->open_poll(tests::test_poll().id, 1, "test"));
    EXPECT_GT(store_->state_version(), before);
}

TEST_F(StoreContract, KnowsWhatAKioskStillOwes) {
    const auto code = bytes();
    ASSERT_TRUE(store_->add_pairing(code, "De Zeemeeuw", AreaCode::parse("GM0453").value(),
                                    clock_.now() + std::chrono::minutes(1), "test"));
    const auto id = KioskId::random(random_);
    ASSERT_TRUE(store_->enrol(code, id, bytes(32), clock_.now()));
    const auto poll = tests::test_poll().id.str();
    KioskReport report{.id = id,
                       .last_contact = "2026-11-10T13:00:00Z",
                       .version = "0.1.0",
                       .waiting = 1,
                       .parked = 0,
                       .oldest_waiting_hours = 2,
                       .disk_free_percent = 60,
                       .clock_offset_s = -3,
                       .batch = 4,
                       .captured = {{poll, 3}}};
    ASSERT_TRUE(store_->report_kiosk(report));
    EXPECT_EQ(store_->kiosk(id)->missing(), 2);
    for (int i = 0; i < 2; ++i) {
        auto row = response();
        row.kiosk = id.str();
        ASSERT_TRUE(add(row));
        ASSERT_TRUE(add(row));
    }
    EXPECT_EQ(store_->kiosk(id)->missing(), 0) << "what came twice counts once";
    EXPECT_EQ(store_->kiosk(id)->totals.at(poll), (std::pair<std::int64_t, std::int64_t>(3, 2)));
}

TEST_F(StoreContract, HasTheSchemaThatThisVersionMakes) {
    EXPECT_EQ(store_->check_schema(), std::vector<std::string>{});
    EXPECT_TRUE(store_->can_store());
}

TEST_F(StoreContract, ABackupIsACopyThatChecksOut) {
    ASSERT_TRUE(add(response()));
    const TemporaryFolder copy;
    ASSERT_TRUE(store_->backup(copy.str()));
    EXPECT_EQ(store_->backup(copy.str()).error().code, ErrorCode::conflict);
    auto other = tests::open_test_backup(copy.str(), clock_, random_);
    EXPECT_TRUE(other->verify().empty());
    EXPECT_EQ(other->cells(tests::test_poll().id, 1).size(), 1U);
}

TEST_F(StoreContract, PurgeForgetsOldIdsAndDryRunOnlyCounts) {
    ASSERT_TRUE(add(response()));
    const auto tomorrow = dutch_date(clock_.now()) + std::chrono::days(1);
    EXPECT_EQ(store_->purge(tomorrow, clock_.now(), true).value(), 1);
    EXPECT_EQ(store_->purge(tomorrow, clock_.now(), false).value(), 1);
    EXPECT_EQ(store_->purge(tomorrow, clock_.now(), false).value(), 0);
    EXPECT_EQ(counted(), 1) << "the answers stay";
}
