// SPDX-License-Identifier: EUPL-1.2
// What is kept besides intake; runs on SQLite in store_tests and on PostgreSQL in postgres_tests.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "server/store/registry/second_factors.hpp"
#include "tests/support/server_fixture.hpp"
#include "tests/support/store_rows.hpp"

using namespace peilpunt;
using namespace peilpunt::store;
using peilpunt::tests::HandClock;
using peilpunt::tests::SeededRandom;
using peilpunt::tests::TemporaryFolder;

namespace {

class RegistryContract : public testing::Test {
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
    User user(const std::string& name) {
        return {UserId::random(random_), name, "Ria de Wit", "raad", "GM0453", "hash", false};
    }
    std::string sign_in(const User& user, std::chrono::minutes time = std::chrono::minutes(60)) {
        const auto token = bytes(32);
        store_->add_session({token, user.id, "csrf", clock_.now() + time, clock_.now(), clock_.now()})
            .value();
        return token;
    }
    std::string code_for(const std::string& venue, std::chrono::minutes time = std::chrono::minutes(15)) {
        auto code = bytes();
        store_->add_pairing(code, venue, velsen_, clock_.now() + time, "test").value();
        return code;
    }
    KioskId enrol(const std::string& venue) {
        return store_->enrol(code_for(venue), KioskId::random(random_), bytes(32), clock_.now())->id;
    }

    const AreaCode velsen_ = AreaCode::parse("GM0453").value();
    TemporaryFolder folder_;
    HandClock clock_{tests::test_start()};
    SeededRandom random_{7};
    std::unique_ptr<Store> store_;
};

}  // namespace

TEST_F(RegistryContract, ChangesSettingsTogetherWithTheirLinesInTheLog) {
    const auto version = store_->state_version();
    store_->set_setting("site", "https://oud.example").value();
    store_
        ->change_settings({{"region.name", "Duinstreek", "region.name: \"IJmond\" -> \"Duinstreek\""},
                           {"site", "", "site: \"https://oud.example\" -> \"\""}},
                          "Sam")
        .value();
    reopen();
    const auto state = store_->load_state();
    EXPECT_EQ(state.settings.at("region.name"), "Duinstreek");
    EXPECT_FALSE(state.settings.contains("site")) << "an empty value takes it away";
    EXPECT_GT(state.version, version);
    const auto log = store_->audit();
    ASSERT_GE(log.size(), 2U);
    EXPECT_EQ(log[log.size() - 2].what, kSettingChanged);
    EXPECT_EQ(log.back().subject, "site: \"https://oud.example\" -> \"\"");
    EXPECT_EQ(log.back().who, "Sam");
    EXPECT_TRUE(store_->verify().empty());
}

TEST_F(RegistryContract, SettingsInEveryLanguageComeBackAsTheyWereGiven) {
    const std::map<std::string, std::string> lines = {
        {"help.lines.nl", "Alarmnummer|112\nWijkteam 't Hart|0255 123 456"},
        {"help.lines.tr", "Acil çağrı|112\nŞiddete karşı yardım|0800 2000"},
        {"help.lines.ar", "رقم الطوارئ|112"},
        {"help.lines.uk", "Екстрена допомога|112"},
        {"region.name", "?1 \"IJmond\" -- $1; \\"}};
    std::vector<SettingChange> changes;
    for (const auto& [name, value] : lines) changes.push_back({name, value, name + ": " + value});
    store_->change_settings(changes, "Sam").value();
    reopen();
    const auto kept = store_->load_state().settings;
    for (const auto& [name, value] : lines) EXPECT_EQ(kept.at(name), value) << name;
    EXPECT_TRUE(store_->verify().empty());
}

TEST_F(RegistryContract, IsFoundedOnceAndWhole) {
    Founding founding;
    founding.areas = tests::test_areas();
    founding.settings = {{"region.name", "IJmond"}};
    founding.first_user = {UserId::random(random_), "sam", "Sam", "beheer", "RG01", "x", false};
    EXPECT_EQ(store_->found(founding, "sam").error().code, ErrorCode::conflict) << "there are areas already";
    EXPECT_TRUE(store_->users().empty()) << "nothing of it";
    store_->save_areas({}).value();
    store_->found(founding, "sam").value();
    EXPECT_EQ(store_->found(founding, "sam").error().code, ErrorCode::conflict);
    reopen();
    EXPECT_EQ(store_->load_state().areas, founding.areas);
    EXPECT_EQ(store_->users().size(), 1U);
    EXPECT_EQ(store_->audit().back().what, "ingericht");
}

TEST_F(RegistryContract, NotesWhatHappenedOutsideOfIt) {
    store_->note("sleutel-vernieuwd", "k1", "opdrachtregel").value();
    const auto entry = store_->audit().back();
    EXPECT_EQ(entry.what + " " + entry.subject + " " + entry.who, "sleutel-vernieuwd k1 opdrachtregel");
    EXPECT_TRUE(store_->verify().empty());
}

TEST_F(RegistryContract, ARevisionIsImmutable) {
    Poll poll = tests::test_poll();
    EXPECT_TRUE(store_->save_poll(poll, "test"));
    poll.expectation.owner = "Iemand anders";
    const auto changed = store_->save_poll(poll, "test");
    ASSERT_FALSE(changed);
    EXPECT_EQ(changed.error().code, ErrorCode::conflict);
    poll.revision = 2;
    EXPECT_TRUE(store_->save_poll(poll, "test"));
    EXPECT_EQ(store_->load_state().polls.size(), 2U);
    poll.id = PollId::random(random_);
    EXPECT_EQ(store_->save_poll(poll, "test").error().code, ErrorCode::conflict) << "the short name is taken";
}

TEST_F(RegistryContract, APollOpensOnceAndClosesOnItsDay) {
    const auto id = tests::test_poll().id;
    const auto today = dutch_date(clock_.now());
    const auto polls = [&] { return store_->load_state().polls; };
    EXPECT_EQ(store_->open_poll(id, 2, "test").error().code, ErrorCode::not_found);
    EXPECT_EQ(store_->close_poll(id, 1, today, "test").error().code, ErrorCode::conflict) << "a draft";
    ASSERT_TRUE(store_->open_poll(id, 1, "test"));
    EXPECT_EQ(store_->open_poll(id, 1, "test").error().code, ErrorCode::not_found);
    Poll next = tests::test_poll();
    next.revision = 3;
    ASSERT_TRUE(store_->save_poll(next, "test"));
    next.revision = 2;
    EXPECT_EQ(store_->save_poll(next, "test").error().code, ErrorCode::conflict) << "revision 3 is there";
    ASSERT_TRUE(store_->open_poll(id, 3, "test"));
    EXPECT_EQ(store_->close_poll(id, 1, today, "test").error().code, ErrorCode::conflict)
        << "not what people see";
    next.revision = 4;
    ASSERT_TRUE(store_->save_poll(next, "test"));
    ASSERT_TRUE(store_->close_poll(id, 3, today, "test"));
    EXPECT_EQ(store_->close_poll(id, 3, today, "test").error().code, ErrorCode::conflict);
    reopen();
    ASSERT_EQ(polls().size(), 3U);
    for (const auto& poll : polls()) {
        const bool published = poll.revision != 4;
        EXPECT_EQ(poll.status, published ? PollStatus::closed : PollStatus::draft) << poll.revision;
        EXPECT_EQ(poll.closed_on, published ? std::optional(today) : std::nullopt) << poll.revision;
        EXPECT_EQ(poll.number, 1) << poll.revision;
    }
    Poll other = tests::test_poll();
    other.id = PollId::random(random_);
    other.slug = "lopen";
    ASSERT_TRUE(store_->save_poll(other, "test"));
    const auto number_of_other = [&] {
        int number = -1;
        for (const auto& poll : polls())
            if (poll.id == other.id) number = poll.number;
        return number;
    };
    EXPECT_EQ(number_of_other(), 0) << "a draft has none";
    ASSERT_TRUE(store_->open_poll(other.id, 1, "test"));
    EXPECT_EQ(number_of_other(), 2);
    EXPECT_TRUE(store_->verify().empty());
}

TEST_F(RegistryContract, KeepsWhatIsReadAloudUntilItIsTakenAway) {
    const auto version = store_->state_version();
    store_->save_clip({"nl", "Dag", "aa"}, "eerste", "test").value();
    store_->save_clip({"en", "Hello", "bb"}, std::string("\0OggS", 5), "test").value();
    store_->save_clip({"nl", "Dag", "cc"}, "tweede", "test").value();
    EXPECT_GT(store_->state_version(), version);
    reopen();
    EXPECT_EQ(store_->load_state().clips,
              (std::vector<ClipName>{{"en", "Hello", "bb"}, {"nl", "Dag", "cc"}}));
    EXPECT_EQ(store_->clip("cc"), "tweede");
    EXPECT_EQ(store_->clip("bb"), std::string("\0OggS", 5));
    EXPECT_EQ(store_->clip("aa"), std::nullopt) << "replaced";
    store_->remove_clip("nl", "Dag", "test").value();
    EXPECT_EQ(store_->remove_clip("nl", "Dag", "test").error().code, ErrorCode::not_found);
    EXPECT_EQ(store_->clip("cc"), std::nullopt);
    EXPECT_EQ(store_->audit().back().what, "geluid-weggehaald");
}

TEST_F(RegistryContract, SessionsEndWithTheirTimeTheirUserAndOnDemand) {
    const User user{UserId::random(random_), "ria", "Ria de Wit", "raad", "GM0453", "hash", false};
    ASSERT_TRUE(store_->add_user(user, "test"));
    EXPECT_EQ(store_->add_user(user, "test").error().code, ErrorCode::conflict);
    const auto now = clock_.now();
    const auto token = bytes(32);
    const auto open = [&] {
        return store_->add_session({token, user.id, "csrf", now + std::chrono::hours(1), now, now});
    };
    ASSERT_TRUE(open());
    EXPECT_EQ(store_->session(token)->second.full_name, "Ria de Wit");
    EXPECT_FALSE(store_->session(token)->first.is_open(now + std::chrono::hours(1), std::chrono::hours(9)));
    EXPECT_FALSE(store_->session(bytes(32)));
    store_->drop_session(token);
    EXPECT_FALSE(store_->session(token));
    ASSERT_TRUE(open());
    ASSERT_TRUE(store_->disable_user("ria", "test"));
    EXPECT_FALSE(store_->session(token));
    EXPECT_EQ(store_->disable_user("niemand", "test").error().code, ErrorCode::not_found);
}

TEST_F(RegistryContract, ASignInIsListedUsedAndEndedByItsOwnerAlone) {
    using namespace std::chrono_literals;
    const auto ria = user("ria");
    const auto sam = user("sam");
    ASSERT_TRUE(store_->add_user(ria, "test"));
    ASSERT_TRUE(store_->add_user(sam, "test"));
    const auto now = clock_.now();
    const auto here = bytes(32), there = bytes(32);
    ASSERT_TRUE(store_->add_session({here, ria.id, "csrf", now + 8h, now, now, "Firefox/Windows"}));
    ASSERT_TRUE(store_->add_session({there, ria.id, "csrf", now + 8h, now, now, ""}));
    const auto of_sam = sign_in(sam);
    ASSERT_TRUE(store_->sign_ins().use(here, now + 20min));
    ASSERT_TRUE(store_->sign_ins().use(here, now + 10min)) << "another server is late";
    reopen();
    const auto listed = store_->sign_ins().of(ria.id);
    ASSERT_EQ(listed.size(), 2U);
    EXPECT_EQ(listed[0].token_hash, here);
    EXPECT_EQ(listed[0].browser, "Firefox/Windows");
    EXPECT_EQ(listed[0].used, std::chrono::floor<std::chrono::minutes>(now + 20min));
    EXPECT_EQ(listed[0].since, std::chrono::floor<std::chrono::hours>(now));
    EXPECT_TRUE(listed[0].is_open(now + 49min, 30min));
    EXPECT_FALSE(listed[0].is_open(now + 51min, 30min));
    EXPECT_FALSE(listed[1].is_open(now + 31min, 30min));
    EXPECT_TRUE(store_->session(there)) << "it has ended and is still known, until the night";
    ASSERT_TRUE(store_->sign_ins().drop_others(ria.id, here));
    EXPECT_FALSE(store_->session(there));
    EXPECT_TRUE(store_->session(here));
    EXPECT_TRUE(store_->session(of_sam)) << "somebody else's";
}

TEST_F(RegistryContract, ASecondFactorIsProvenOnceAndEachOfItsCodesIsUsedOnce) {
    const auto ria = user("ria");
    const auto sam = user("sam");
    ASSERT_TRUE(store_->add_user(ria, "test"));
    ASSERT_TRUE(store_->add_user(sam, "test"));
    const auto salt = bytes(), code = bytes(32);
    const Date due{std::chrono::days(20'000)};
    const auto factors = [this] { return SecondFactors(store_->database(), store_->journal()); };
    EXPECT_FALSE(factors().find(ria.id));
    ASSERT_TRUE(factors().begin(ria.id, salt, due));
    ASSERT_TRUE(factors().begin(ria.id, bytes(), due + std::chrono::days(9))) << "another server, as late";
    EXPECT_EQ(factors().find(ria.id)->salt, salt);
    EXPECT_EQ(factors().find(ria.id)->due, due);
    EXPECT_FALSE(factors().use_step(ria.id, 5)) << "not proven yet";
    ASSERT_TRUE(factors().prove(ria.id, 5, {code, bytes(32)}));
    EXPECT_EQ(factors().prove(ria.id, 6, {}).error().code, ErrorCode::conflict);
    EXPECT_EQ(store_->audit().back().what, "tweede-stap-ingesteld");
    reopen();
    EXPECT_TRUE(factors().find(ria.id)->proven);
    EXPECT_EQ(factors().use_step(ria.id, 5).error().code, ErrorCode::unauthorized);
    EXPECT_TRUE(factors().use_step(ria.id, 6));
    EXPECT_FALSE(factors().use_step(ria.id, 6));
    EXPECT_FALSE(factors().use_recovery(sam.id, code)) << "somebody else's";
    EXPECT_TRUE(factors().use_recovery(ria.id, code));
    EXPECT_FALSE(factors().use_recovery(ria.id, code));
    ASSERT_TRUE(factors().clear(ria.id, "sam"));
    EXPECT_FALSE(factors().find(ria.id));
    EXPECT_EQ(store_->audit().back().what + ' ' + store_->audit().back().who, "tweede-stap-gewist sam");
    const auto logged = store_->audit().size();
    ASSERT_TRUE(factors().clear(ria.id, "sam"));
    EXPECT_EQ(store_->audit().size(), logged) << "there was nothing";
}

TEST_F(RegistryContract, ANewPasswordLetsInAgainAndEndsWhatWasOpenWithTheOldOne) {
    const auto ria = user("ria");
    const auto sam = user("sam");
    ASSERT_TRUE(store_->add_user(ria, "test"));
    ASSERT_TRUE(store_->add_user(sam, "test"));
    const auto of_ria = sign_in(ria);
    const auto of_sam = sign_in(sam);
    ASSERT_TRUE(store_->set_password("ria", "nieuw", "sam"));
    EXPECT_FALSE(store_->session(of_ria));
    EXPECT_TRUE(store_->session(of_sam)) << "somebody else's";
    EXPECT_EQ(store_->audit().back().what + " " + store_->audit().back().subject, "wachtwoord-gezet ria");
    EXPECT_EQ(store_->audit().back().who, "sam");
    ASSERT_TRUE(store_->disable_user("ria", "test"));
    ASSERT_TRUE(store_->set_password("ria", "weer nieuw", "test"));
    reopen();
    EXPECT_EQ(store_->user_by_name("ria")->password, "weer nieuw");
    EXPECT_FALSE(store_->user_by_name("ria")->disabled);
    EXPECT_EQ(store_->user_by_name("sam")->password, "hash");
    const auto logged = store_->audit().size();
    EXPECT_EQ(store_->set_password("niemand", "nieuw", "test").error().code, ErrorCode::not_found);
    EXPECT_EQ(store_->audit().size(), logged) << "what was refused is not logged";
}

TEST_F(RegistryContract, PeopleStandInTheSameOrderOnBothDatabases) {
    for (const auto* name : {"zus", "a_b", "a-b", "ab", "élise", "a b"})
        ASSERT_TRUE(store_->add_user(user(name), "test"));
    std::vector<std::string> names;
    for (const auto& one : store_->users()) names.push_back(one.name);
    EXPECT_EQ(names, (std::vector<std::string>{"a b", "a-b", "a_b", "ab", "zus", "élise"}));
    EXPECT_FALSE(store_->user_by_name(std::string("ab\0", 3)));
    EXPECT_FALSE(store_->user_by_name("AB"));
    const auto logged = store_->audit().size();
    EXPECT_EQ(store_->add_user(user("zus"), "test").error().code, ErrorCode::conflict);
    EXPECT_EQ(store_->audit().size(), logged) << "what was refused is not logged";
}

TEST_F(RegistryContract, APairingCodeWorksOnceAndNotAfterItsTime) {
    const auto code = bytes();
    const auto late = bytes();
    const auto velsen = AreaCode::parse("GM0453").value();
    const auto now = clock_.now();
    ASSERT_TRUE(store_->add_pairing(code, "De Zeemeeuw", velsen, now + std::chrono::minutes(15), "test"));
    ASSERT_TRUE(store_->add_pairing(late, "De Zeemeeuw", velsen, now, "test"));
    const auto id = KioskId::random(random_);
    const auto key = bytes(32);
    ASSERT_TRUE(store_->enrol(code, id, key, now));
    EXPECT_EQ(store_->enrol(code, KioskId::random(random_), bytes(32), now).error().code,
              ErrorCode::unauthorized);
    EXPECT_EQ(store_->enrol(code, KioskId::random(random_), key, now)->id, id) << "the answer got lost";
    EXPECT_EQ(store_->enrol(code, KioskId::random(random_), key, now + std::chrono::minutes(15)).error().code,
              ErrorCode::unauthorized);
    EXPECT_EQ(store_->enrol(late, KioskId::random(random_), bytes(32), now).error().code,
              ErrorCode::unauthorized);
    ASSERT_TRUE(store_->kiosk(id));
    EXPECT_EQ(store_->kiosk(id)->venue, "De Zeemeeuw");
    EXPECT_EQ(store_->kiosks().size(), 1U);
    ASSERT_TRUE(store_->revoke_kiosk(id, "test"));
    EXPECT_EQ(store_->enrol(code, KioskId::random(random_), key, now).error().code, ErrorCode::unauthorized);
}

TEST_F(RegistryContract, AKioskMovesToAnotherPlaceWithWhatItCounted) {
    const auto id = enrol("De Zeemeeuw");
    const auto other = enrol("De Vuurtoren");
    KioskReport report{.id = id, .last_contact = "2026-11-10T13:00:00Z", .version = "0.1.0", .captured = {}};
    report.captured = {{"signalen", 5}};
    ASSERT_TRUE(store_->report_kiosk(report));
    ASSERT_TRUE(store_->revoke_kiosk(id, "test"));
    EXPECT_TRUE(store_->kiosk(id)->revoked);
    const auto key = store_->kiosk(id)->sign_key;
    ASSERT_TRUE(store_->enrol(code_for("Buurthuis"), id, key, clock_.now()));
    reopen();
    const auto moved = store_->kiosk(id);
    EXPECT_EQ(moved->venue, "Buurthuis");
    EXPECT_FALSE(moved->revoked);
    EXPECT_EQ(moved->totals.at("signalen").first, 5);
    EXPECT_EQ(moved->version, "0.1.0");
    EXPECT_TRUE(store_->kiosk(other)->totals.empty()) << "what another one counted";
    std::vector<std::string> venues;
    for (const auto& kiosk : store_->kiosks()) venues.push_back(kiosk.venue);
    EXPECT_EQ(venues, (std::vector<std::string>{"Buurthuis", "De Vuurtoren"}));
    EXPECT_FALSE(store_->kiosk(KioskId::random(random_)));
    EXPECT_EQ(store_->revoke_kiosk(KioskId::random(random_), "test").error().code, ErrorCode::not_found);
    EXPECT_TRUE(store_->verify().empty());
}

TEST_F(RegistryContract, AnOldReportTakesNothingBack) {
    const auto id = enrol("De Zeemeeuw");
    KioskReport report{.id = id, .last_contact = "2026-11-10T13:00:00Z", .version = "0.2.0", .captured = {}};
    report.batch = 9;
    report.captured = {{"signalen", 5}};
    ASSERT_TRUE(store_->report_kiosk(report));
    report.batch = 8;
    report.captured = {{"signalen", 4}, {"opnamen", 1}};
    ASSERT_TRUE(store_->report_kiosk(report));
    const auto kiosk = store_->kiosk(id);
    EXPECT_EQ(kiosk->last_batch, 9);
    EXPECT_EQ(kiosk->totals.at("signalen").first, 5);
    EXPECT_EQ(kiosk->totals.at("opnamen").first, 1);
}

TEST_F(RegistryContract, CountsRefusalsAndReplacesWhatAKioskReports) {
    const auto code = bytes();
    ASSERT_TRUE(store_->add_pairing(code, "De Zeemeeuw", AreaCode::parse("GM0453").value(),
                                    clock_.now() + std::chrono::minutes(1), "test"));
    const auto id = KioskId::random(random_);
    ASSERT_TRUE(store_->enrol(code, id, bytes(32), clock_.now()));
    const store::Refusals some{{{id, "handtekening"}, 2}, {{KioskId(), "onbekende-kiosk"}, 5}};
    ASSERT_TRUE(store_->count_refusals(some));
    ASSERT_TRUE(store_->count_refusals({{{id, "handtekening"}, 1}}));
    KioskReport report{.id = id,
                       .last_contact = "2026-11-10T13:00:00Z",
                       .version = "0.1.0",
                       .captured = {},
                       .left_out = {"peilingen.0.vragen: Dit veld ontbreekt."},
                       .keys = {"0011223344556677"}};
    ASSERT_TRUE(store_->report_kiosk(report));
    EXPECT_EQ(store_->kiosk(id)->left_out, report.left_out);
    EXPECT_EQ(store_->kiosk(id)->keys, report.keys);
    report.left_out.clear();
    report.keys = {"8899aabbccddeeff"};
    ASSERT_TRUE(store_->report_kiosk(report));
    EXPECT_TRUE(store_->kiosk(id)->left_out.empty());
    EXPECT_EQ(store_->kiosk(id)->keys, report.keys);
    using Counts = std::map<std::string, std::int64_t>;
    EXPECT_EQ(store_->kiosk(id)->refusals, (Counts{{"handtekening", 3}}));
    EXPECT_EQ(store_->refused_strangers(), (Counts{{"onbekende-kiosk", 5}}));
}

TEST_F(RegistryContract, PurgeTakesExpiredSignInsAndPairingCodesAndSaysSo) {
    const auto ria = user("ria");
    ASSERT_TRUE(store_->add_user(ria, "test"));
    const auto gone = sign_in(ria, std::chrono::minutes(1));
    const auto stays = sign_in(ria);
    (void)code_for("De Zeemeeuw", std::chrono::minutes(1));
    const auto code = code_for("De Vuurtoren");
    const auto day = dutch_date(clock_.now());
    const auto later = clock_.now() + std::chrono::minutes(1);
    const auto logged = store_->audit().size();
    EXPECT_EQ(store_->purge(day, later, true).value(), 2);
    EXPECT_EQ(store_->audit().size(), logged) << "a dry run";
    EXPECT_EQ(store_->purge(day, later, false).value(), 2);
    EXPECT_EQ(store_->audit().back().what + " " + store_->audit().back().subject,
              "bewaartermijn-opgeschoond 2");
    EXPECT_EQ(store_->purge(day, later, false).value(), 0);
    EXPECT_EQ(store_->audit().size(), logged + 1) << "nothing went, nothing is said";
    EXPECT_FALSE(store_->session(gone));
    EXPECT_TRUE(store_->session(stays));
    EXPECT_TRUE(store_->enrol(code, KioskId::random(random_), bytes(32), clock_.now()));
}
