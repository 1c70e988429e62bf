// SPDX-License-Identifier: EUPL-1.2
// What the log and the records must do; runs on SQLite in records_tests and on PostgreSQL in postgres_tests.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>

#include "server/records/anchors.hpp"
#include "server/records/check.hpp"
#include "server/records/schema.hpp"
#include "tests/records/thing.hpp"
#include "tests/support/server_fixture.hpp"
#include "tests/support/test_database.hpp"

using namespace peilpunt;
using namespace peilpunt::records;
using tests::Thing;

namespace {

class RecordsContract : public testing::Test {
  protected:
    static void SetUpTestSuite() { seal::start(); }
    sql::Database& database() { return open_->database(); }
    By by(const char* verb) const { return {ActorId::person(person_), verb, "omdat"}; }
    std::int64_t note(const char* what, const char* subject) {
        return database()
            .write([&](sql::Session& session) -> Result<std::int64_t> {
                return journal_.note(session, person_.str(), what, subject);
            })
            .value();
    }
    std::vector<std::string> faults(std::vector<Anchor> anchors = {}) {
        return database().read([&](sql::Session& session) {
            std::vector<std::string> all;
            check(session, journal_, all);
            check_anchors(session, anchors, all);
            return all;
        });
    }
    Head head() {
        return database().read([](sql::Session& session) { return head_of(session); });
    }
    /// As somebody with the database and without the key.
    void tamper(std::initializer_list<const char*> statements) {
        database()
            .write([&](sql::Session& session) -> Result<void> {
                for (const auto* statement : statements) session.run(statement);
                return {};
            })
            .value();
    }
    /// Some entries of each sort.
    void fill() {
        note("sleutel-vernieuwd", "k1");
        first_ = records_.create(by("ding-gemaakt"), Thing{"bank", "nieuw", "naam"}).value();
        second_ = records_.create(by("ding-gemaakt"), Thing{"boom", "nieuw", ""}).value();
        records_.link(by("gekoppeld"), {first_.id, "hoort-bij", second_.id}).value();
        first_.value.state = "bezig";
        first_ = records_.update(by("ding-opgepakt"), first_).value().now;
        note("sleutel-vernieuwd", "k2");
    }

    tests::TemporaryFolder folder_;
    tests::HandClock clock_{tests::test_start()};
    tests::SeededRandom random_{3};
    UserId person_ = UserId::random(random_);
    Journal journal_{seal::Secret(std::string(32, 's')), clock_};
    std::unique_ptr<tests::TestDatabase> open_ = tests::open_test_database(folder_.str(), kTables);
    Records records_{database(), journal_, random_};
    Kept<Thing> first_, second_;
};

}  // namespace

TEST_F(RecordsContract, EveryChangeIsInTheLogWithActorTimeAndReason) {  // O5
    fill();
    const auto said = records_.history(first_.id);
    ASSERT_EQ(said.size(), 2U);
    EXPECT_EQ(said[0].verb, "ding-gemaakt");
    EXPECT_EQ(said[1].verb, "ding-opgepakt");
    EXPECT_EQ(said[1].version, 2);
    EXPECT_EQ(said[1].actor, ActorId::person(person_));
    EXPECT_EQ(said[1].why, "omdat");
    EXPECT_EQ(said[1].at, "2026-11-10T13:00:00Z");
    EXPECT_EQ(head().number, 6);
    EXPECT_EQ(faults(), std::vector<std::string>());
}

TEST_F(RecordsContract, ARecordComesBackAndIsListedByStateAndFoundByWord) {
    fill();
    EXPECT_EQ(records_.get<Thing>(first_.id)->value, (Thing{"bank", "bezig", "naam"}));
    EXPECT_EQ(records_.list<Thing>().size(), 2U);
    EXPECT_EQ(records_.list<Thing>({.kind = "", .state = "bezig"}).at(0).id, first_.id);
    EXPECT_EQ(records_.list<Thing>({.kind = "", .scope = "GM0375"}).size(), 0U);
    EXPECT_EQ(records_.list<Thing>({.kind = "", .due_before = "2026-12-01"}).size(), 0U);
    EXPECT_EQ(records_.list<Thing>({.kind = "", .due_before = "2026-12-02"}).size(), 2U);
    const auto found =
        database().read([](sql::Session& session) { return with_word(session, "ding", "boom", 5); });
    EXPECT_EQ(found, std::vector{second_.id});
    EXPECT_FALSE(records_.get<Thing>(ObjectId::random(random_)));
}

TEST_F(RecordsContract, WhoIsLaterGetsTheRecordAsItIsNowAndWritesNothing) {
    fill();
    auto mine = second_;
    auto theirs = second_;
    theirs.value.title = "eik";
    mine.value.title = "linde";
    EXPECT_FALSE(records_.update(by("ding-veranderd"), theirs).value().conflict);
    const auto before = head();
    const auto late = records_.update(by("ding-veranderd"), mine).value();
    EXPECT_TRUE(late.conflict);
    EXPECT_EQ(late.now.value.title, "eik");
    EXPECT_EQ(head(), before);
    mine.version = late.now.version;
    EXPECT_FALSE(records_.update(by("ding-veranderd"), mine).value().conflict) << "with what is there now";
    EXPECT_EQ(records_.get<Thing>(second_.id)->value.title, "linde");
}

TEST_F(RecordsContract, AStateMovesOnlyAlongTheTable) {  // O11
    const std::vector<std::string> states = {"nieuw", "bezig", "klaar", "weg"};
    const auto may = [](const std::string& from, const std::string& to) {
        return from == to || std::ranges::any_of(Kind<Thing>::kTransitions, [&](const Transition& step) {
                   return step.from == from && step.to == to;
               });
    };
    int allowed = 0;
    for (const auto& from : states) {
        EXPECT_EQ(records_.create(by("begin"), Thing{"x", from, ""}).has_value(), from == "nieuw") << from;
        for (const auto& to : states) {
            // A record in that state, whatever the table says about how it came there.
            const auto id = ObjectId::random(random_);
            const Transition any[] = {{"", from}};
            database()
                .write([&](sql::Session& session) {
                    const Thing thing{"x", from, ""};
                    return records::create(session, journal_, by("begin"), id, "ding",
                                           Kind<Thing>::index(thing), Kind<Thing>::write(thing), any);
                })
                .value();
            const auto moved = records_.update(by("stap"), Kept<Thing>{id, 1, Thing{"x", to, ""}});
            EXPECT_EQ(moved.has_value(), may(from, to)) << from << " to " << to;
            allowed += moved.has_value() ? 1 : 0;
            EXPECT_EQ(records_.get<Thing>(id)->version, moved ? 2 : 1);
        }
    }
    EXPECT_EQ(allowed, 4 + 2);
    EXPECT_TRUE(faults().empty());
}

TEST_F(RecordsContract, LinksSayWhoAndWhyAndCanBeUndoneAndTheirEndsStayAsTheyWere) {  // O4
    fill();
    const auto signal = ObjectId::random(random_);
    const Link link{first_.id, "gaat-over", signal};
    const auto before = records_.get<Thing>(first_.id)->version;
    records_.link(by("gekoppeld"), link).value();
    EXPECT_EQ(records_.link(by("gekoppeld"), link).error().code, ErrorCode::conflict);
    const auto back = records_.links_to(signal);
    ASSERT_EQ(back.size(), 1U);
    EXPECT_EQ(back[0].link, link);
    EXPECT_EQ(back[0].actor, ActorId::person(person_));
    EXPECT_EQ(back[0].why, "omdat");
    EXPECT_EQ(records_.links_from(first_.id).size(), 2U);
    records_.unlink({ActorId::command_line(), "losgemaakt", "vergissing"}, link).value();
    EXPECT_TRUE(records_.links_to(signal).empty());
    EXPECT_EQ(records_.unlink(by("losgemaakt"), link).error().code, ErrorCode::not_found);
    records_.link(by("gekoppeld"), link).value();
    EXPECT_EQ(records_.links_to(signal).size(), 1U) << "and again";
    EXPECT_EQ(records_.get<Thing>(first_.id)->version, before);
    EXPECT_TRUE(faults().empty());
}

TEST_F(RecordsContract, RecordsAndLinksCanBeMadeAgainFromTheLog) {
    fill();
    tamper({"DELETE FROM objects", "DELETE FROM links", "DELETE FROM object_words"});
    EXPECT_FALSE(faults().empty());
    database()
        .write([](sql::Session& session) -> Result<void> {
            rebuild(session);
            return {};
        })
        .value();
    EXPECT_EQ(faults(), std::vector<std::string>());
    EXPECT_EQ(records_.get<Thing>(first_.id)->value, (Thing{"bank", "bezig", "naam"}));
    EXPECT_EQ(records_.links_from(first_.id).size(), 1U);
}

TEST_F(RecordsContract, WhatIsErasedIsGoneFromRecordAndLogAndTheChainStaysWhole) {
    fill();
    records_.erase(by("gewist-op-verzoek"), first_.id).value();
    EXPECT_EQ(faults(), std::vector<std::string>());
    const auto left = database().read([](sql::Session& session) {
        std::string all;
        for (const auto row : session.run("SELECT coalesce(body, '') FROM changes")) all += row.text(0);
        for (const auto row : session.run("SELECT title, body FROM objects"))
            all += row.text(0) + row.text(1);
        for (const auto row : session.run("SELECT word FROM object_words")) all += row.text(0);
        return all;
    });
    EXPECT_EQ(left.find("bank"), std::string::npos);
    EXPECT_EQ(left.find("naam"), std::string::npos);
    EXPECT_NE(left.find("boom"), std::string::npos) << "the other one is there";
    EXPECT_EQ(records_.history(first_.id).back().why, "omdat");
    auto now = records_.get<Thing>(first_.id).value();
    now.value.state = "bezig";
    EXPECT_FALSE(records_.update(by("ding-veranderd"), now).value().conflict) << "it lives on";
    EXPECT_TRUE(faults().empty());
}

TEST_F(RecordsContract, AnActorIsAnIdAndANameStandsOnlyWhereItCanBeErased) {
    const auto kiosk = KioskId::random(random_);
    const ActorId all[] = {ActorId::person(person_), ActorId::kiosk(kiosk), ActorId::command_line(),
                           ActorId::system()};
    for (const auto& actor : all) {
        EXPECT_EQ(ActorId::parse(actor.str()), actor);
        EXPECT_EQ(ActorId::from_bytes(actor.bytes()), actor);
    }
    EXPECT_EQ(ActorId::parse("Anna de Vries"), ActorId::named());
    EXPECT_EQ(ActorId::parse("kiosk:x"), ActorId::named());
    database()
        .write([&](sql::Session& session) -> Result<void> {
            journal_.note(session, "Anna de Vries", "gebruiker-toegevoegd", "jan");
            return {};
        })
        .value();
    const auto rows = database().ask("SELECT actor, why, verb, kind, body FROM changes");
    EXPECT_EQ(rows[0].text(0) + rows[0].text(1) + rows[0].text(2) + rows[0].text(3),
              "ngebruiker-toegevoegdgebruiker");
    EXPECT_NE(rows[0].text(4).find("Anna"), std::string::npos);
}

TEST_F(RecordsContract, ALogWithoutItsKeyIsNotWritten) {
    const Journal without{seal::Secret(), clock_};
    EXPECT_THROW((void)database().write([&](sql::Session& session) -> Result<void> {
        without.note(session, "systeem", "a-b", "c");
        return {};
    }),
                 std::logic_error);
}

// ---- attacks, by somebody who has the database and not the key ----

namespace {

/// What is done to the database, and words of the fault that it gives.
struct Attack {
    const char* name;
    std::vector<const char*> statements;
    const char* fault;
};

const Attack kAttacks[] = {
    {"TheLastEntryCutOff", {"DELETE FROM changes WHERE number=6"}, "cut off"},
    {"TheLastTwoEntriesAndTheHeadCutOff",
     {"DELETE FROM changes WHERE number>4",
      "UPDATE changes_head SET number=4, mac=(SELECT mac FROM changes WHERE number=4)"},
     "cut off"},
    {"AllCutOff", {"DELETE FROM changes"}, "cut off"},
    {"AnActorChanged",
     {"UPDATE changes SET actor=(SELECT object FROM changes WHERE number=1) WHERE number=3"},
     "entry 3 was changed"},
    {"AVerbChanged", {"UPDATE changes SET verb='niets' WHERE number=2"}, "entry 2 was changed"},
    {"ATimeChanged", {"UPDATE changes SET at='2026-11-09T13:00:00Z' WHERE number=6"}, "entry 6 was changed"},
    {"AReasonChanged", {"UPDATE changes SET why='anders' WHERE number=4"}, "entry 4 was changed"},
    {"ABodyChanged", {"UPDATE changes SET body='{}' WHERE number=1"}, "entry 1: what it says was changed"},
    {"ABodyErasedWithoutAWord",
     {"UPDATE changes SET body=NULL WHERE number=1"},
     "nothing says that it was erased"},
    {"TheMiddleRemoved", {"DELETE FROM changes WHERE number=3"}, "entry 4 was changed"},
    {"TheMiddleRemovedAndNumberedAnew",
     {"DELETE FROM changes WHERE number=3", "UPDATE changes SET number=3 WHERE number=4",
      "UPDATE changes SET number=4 WHERE number=5", "UPDATE changes SET number=5 WHERE number=6"},
     "entry 3 was changed"},
    {"AnEntryAdded",
     {"INSERT INTO changes SELECT 7, at, actor, verb, kind, object, version+100, why, body, body_hash, mac "
      "FROM changes WHERE number=6"},
     "entry 7 was changed"},
    {"ARecordChanged",
     {"UPDATE objects SET title='iets anders' WHERE title='boom'"},
     "is not what the log says"},
    {"ARecordRemoved", {"DELETE FROM objects WHERE title='boom'"}, "is not what the log says"},
    {"ALinkRemoved", {"DELETE FROM links"}, "links: 1"},
    {"ALinkAdded",
     {"INSERT INTO links SELECT target, relation, source FROM links"},
     "knows nothing of 'hoort-bij'"},
    {"AWordAdded",
     {"INSERT INTO object_words SELECT 'vals', id, 1 FROM objects"},
     "is not what the log says"},
};

class RecordsAttack : public RecordsContract, public testing::WithParamInterface<Attack> {};

}  // namespace

TEST_P(RecordsAttack, IsFound) {
    fill();
    ASSERT_EQ(faults(), std::vector<std::string>()) << "the control";
    database()
        .write([&](sql::Session& session) -> Result<void> {
            for (const auto* statement : GetParam().statements) session.run(statement);
            return {};
        })
        .value();
    const auto found = faults();
    ASSERT_FALSE(found.empty());
    EXPECT_NE(found[0].find(GetParam().fault), std::string::npos) << found[0];
}

INSTANTIATE_TEST_SUITE_P(All, RecordsAttack, testing::ValuesIn(kAttacks),
                         [](const auto& information) { return std::string(information.param.name); });

TEST_F(RecordsContract, AChainMadeAnewWithoutTheKeyIsFound) {
    fill();
    // All that an attacker can compute: everything, with a key of their own.
    const Journal theirs{seal::Secret(std::string(32, 'x')), clock_};
    database()
        .write([&](sql::Session& session) -> Result<void> {
            session.run("UPDATE changes SET verb='niets' WHERE number=1");
            Head end;
            for (auto& change : changes_after(session, 0, 100)) {
                change.body_hash = theirs.body_hash_of(change.number, change.body.value());
                end = {change.number, theirs.mac_of(end.mac, change)};
                session.run("UPDATE changes SET mac=?1, body_hash=?2 WHERE number=?3",
                            {sql::Bytes{end.mac}, sql::Bytes{change.body_hash}, end.number});
            }
            session.run("UPDATE changes_head SET mac=?1, seal=?2",
                        {sql::Bytes{end.mac}, sql::Bytes{theirs.seal_of(end)}});
            return {};
        })
        .value();
    const auto found = faults();
    ASSERT_FALSE(found.empty());
    EXPECT_NE(found[0].find("entry 1 was changed"), std::string::npos) << found[0];
    const auto by_them = database().read([&](sql::Session& session) {
        std::vector<std::string> all;
        check(session, theirs, all);
        return all;
    });
    EXPECT_TRUE(by_them.empty()) << "the control: with that key it is whole";
}

TEST_F(RecordsContract, AnOlderLogPutBackWithItsHeadIsFoundByItsAnchor) {
    note("sleutel-vernieuwd", "k1");
    const auto older = database().ask("SELECT number, mac, seal FROM changes_head");
    note("sleutel-vernieuwd", "k2");
    const Anchor anchor{"2026-11-10", head()};
    database()
        .write([&](sql::Session& session) -> Result<void> {
            session.run("DELETE FROM changes WHERE number=2");
            session.run("UPDATE changes_head SET number=?1, mac=?2, seal=?3",
                        {older[0].number(0), sql::Bytes{older[0].text(1)}, sql::Bytes{older[0].text(2)}});
            return {};
        })
        .value();
    EXPECT_TRUE(faults().empty()) << "the control: in itself it is whole";
    const auto found = faults({anchor});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_NE(found[0].find("2026-11-10"), std::string::npos) << found[0];
    // Grown on from there, it is another log.
    note("sleutel-vernieuwd", "k3");
    EXPECT_EQ(faults({anchor}).size(), 1U);
}

TEST_F(RecordsContract, AnchorsAreALineADaySignedAndReadBack) {
    const auto keys = seal::make_sign_keys();
    const auto path = (folder_.path() / "logboek.ankers").string();
    AnchorFile file(path);
    EXPECT_TRUE(file.read(keys.public_key).value().empty());
    const auto day = dutch_date(clock_.now());
    file.put(keys, day, head()).value();
    EXPECT_TRUE(file.read(keys.public_key).value().empty()) << "there is nothing to anchor yet";
    note("a-b", "1");
    file.put(keys, day, head()).value();
    note("a-b", "2");
    const auto second = head();
    file.put(keys, day, second).value();
    note("a-b", "3");
    const auto third = head();
    file.put(keys, day + std::chrono::days(1), third).value();
    file.put(keys, day + std::chrono::days(2), third).value();
    EXPECT_EQ(file.read(keys.public_key).value(),
              (std::vector<Anchor>{{"2026-11-10", second}, {"2026-11-11", third}}));
    EXPECT_TRUE(faults(file.read(keys.public_key).value()).empty());
    EXPECT_EQ(file.read(seal::make_sign_keys().public_key).error().code, ErrorCode::damaged);
    std::ofstream(path, std::ios::app) << "2026-11-12 1 AAAA AAAA\n";
    EXPECT_EQ(file.read(keys.public_key).error().code, ErrorCode::damaged);
    EXPECT_EQ(file.put(keys, day, head()).error().code, ErrorCode::damaged) << "and it is not written over";
}
