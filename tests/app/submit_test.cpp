// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "tests/support/server_fixture.hpp"

using namespace peilpunt;
using namespace std::chrono_literals;

namespace {

class Submit : public testing::Test {
  protected:
    std::int64_t counted() {
        std::int64_t all = 0;
        for (const auto& [key, tally] : server_.store().cells(tests::test_poll().id, 1))
            all += tally.responses;
        return all;
    }
    bool names(const Result<app::Accepted>& result, std::string_view field) {
        if (result) return false;
        for (const auto& fault : result.error().faults)
            if (fault.field == field) return true;
        return false;
    }
    tests::ServerFixture server_;
};

}  // namespace

TEST_F(Submit, StoresAndGivesAReceiptThatLeadsSomewhere) {
    const auto accepted = server_.app().submit_response(server_.response(), server_.web());
    ASSERT_TRUE(accepted) << accepted.error().message;
    EXPECT_EQ(accepted->status, store::Stored::stored);
    const auto followed = server_.app().follow(accepted->receipt);
    ASSERT_TRUE(followed);
    EXPECT_EQ(followed->poll->slug, "fietsen");
    EXPECT_EQ(followed->steps.front().when, app::Step::When::done);
    EXPECT_FALSE(server_.app().follow(Receipt::random(server_.random())));
}

TEST_F(Submit, TheSameAgainGivesTheSameReceiptAndCountsOnce) {
    const auto response = server_.response();
    const auto first = server_.app().submit_response(response, server_.web());
    server_.clock().move(24h);
    server_.reopen();
    const auto second = server_.app().submit_response(response, server_.web());
    ASSERT_TRUE(first && second);
    EXPECT_EQ(second->status, store::Stored::duplicate);
    EXPECT_EQ(first->receipt, second->receipt);
    EXPECT_EQ(counted(), 1);
}

TEST_F(Submit, ACodeOfAPollIsNotKeptAndOneThatWasKeptGoesOnWorking) {
    const auto hash = [&](const Receipt& code) {
        return seal::keyed_hash(server_.app().keys().ledger, "volgcode " + code.digits());
    };
    const auto accepted = server_.app().submit_response(server_.response(), server_.web()).value();
    EXPECT_FALSE(server_.store().receipt(hash(accepted.receipt)));
    EXPECT_EQ(server_.app().follow(accepted.receipt)->poll->slug, "fietsen");

    // As they were given before polls had numbers.
    const auto old = Receipt::random(server_.random());
    std::promise<Result<app::Accepted>> done;
    server_.app().submit_response(server_.response(), server_.web(), old,
                                  [&](auto result) { done.set_value(std::move(result)); });
    ASSERT_TRUE(done.get_future().get());
    server_.reopen();
    EXPECT_EQ(server_.app().follow(old)->poll->slug, "fietsen");
    const auto told = server_.app().give_signal(server_.signal(), server_.web()).value();
    EXPECT_TRUE(server_.store().receipt(hash(told.receipt))) << "it leads to how the signal stands";
    EXPECT_TRUE(server_.app().follow(told.receipt)->is_signal);
}

TEST_F(Submit, OtherContentUnderTheSameIdIsSetApart) {
    auto response = server_.response();
    ASSERT_TRUE(server_.app().submit_response(response, server_.web()));
    response.answers.set("v1", Choice{"stad", ""});
    EXPECT_EQ(server_.app().submit_response(response, server_.web())->status, store::Stored::quarantined);
    EXPECT_EQ(counted(), 1);
    EXPECT_EQ(server_.store().quarantined(), 1);
}

TEST_F(Submit, NamesEveryFaultAtOnceAndStoresNothing) {
    auto response = server_.response();
    response.municipality = AreaCode::parse("GM0363").value();
    response.age_group = "oud";
    response.answers.erase("v1");
    response.answers.set("v2", Choice{"misschien", ""});
    response.answers.set("v9", OpenText{"?"});
    const auto result = server_.app().submit_response(response, server_.web());
    for (const char* field :
         {"gemeente", "leeftijdsgroep", "antwoorden.v1", "antwoorden.v2", "antwoorden.v9"})
        EXPECT_TRUE(names(result, field)) << field;
    EXPECT_EQ(counted(), 0);
}

TEST_F(Submit, RefusesAnUnknownPollOrRevision) {
    auto response = server_.response();
    response.revision = 2;
    EXPECT_TRUE(names(server_.app().submit_response(response, server_.web()), "revisie"));
    response.poll = PollId::random(server_.random());
    EXPECT_EQ(server_.app().submit_response(response, server_.web()).error().code, ErrorCode::not_found);
}

TEST_F(Submit, AClosedPollTakesWhatAKioskCapturedInTimeAndNothingElse) {
    const auto before = server_.kiosk();
    server_.clock().move(24h);
    ASSERT_TRUE(server_.app().close_poll("fietsen", "test"));
    EXPECT_EQ(server_.app().submit_response(server_.response(), server_.web()).error().code,
              ErrorCode::closed);
    EXPECT_TRUE(server_.app().submit_response(server_.response(), before));
    EXPECT_FALSE(server_.app().submit_response(server_.response(), server_.kiosk()))
        << "captured after closing";
    server_.clock().move(24h * 15);
    EXPECT_FALSE(server_.app().submit_response(server_.response(), before)) << "after the grace time";
}

TEST_F(Submit, AnAnswerIsJudgedByTheRevisionItWasGivenOn) {
    Poll next = tests::test_poll();
    next.revision = 2;
    next.questions.erase(next.questions.begin() + 1);
    ASSERT_TRUE(server_.app().import_poll(next, "test"));
    ASSERT_TRUE(server_.app().publish_poll("fietsen", "test"));
    EXPECT_TRUE(server_.app().submit_response(server_.response(), server_.web()));
}

TEST_F(Submit, SignalsAreReadByTheirOwnCouncilOnly) {
    ASSERT_TRUE(server_.app().give_signal(server_.signal("Velsen"), server_.kiosk()));
    auto beverwijk = server_.signal("Beverwijk");
    beverwijk.municipality = AreaCode::parse("GM0375").value();
    beverwijk.area = {};
    const auto given = server_.app().give_signal(beverwijk, server_.web());
    ASSERT_TRUE(given);
    const auto local = tests::actor("raad", "GM0453");
    const auto regional = tests::actor("raad", "RG01");
    const auto seen = server_.app().signals().list(local, {}, "", 10).rows;
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_EQ(seen[0].origin.channel, Channel::kiosk);
    EXPECT_EQ(seen[0].origin.venue, "Buurthuis De Zeemeeuw");
    const auto all = server_.app().signals().list(regional, {}, "", 10).rows;
    ASSERT_EQ(all.size(), 2U);
    for (const auto& row : all) {
        const bool own = row.signal.municipality.str() == "GM0453";
        EXPECT_EQ(server_.app().signals().find(local, row.id).has_value(), own);
    }
    EXPECT_EQ(server_.app().follow(given->receipt)->steps[1].when, app::Step::When::now)
        << "nobody read it yet";
    for (const auto& row : all) ASSERT_TRUE(server_.app().signals().find(regional, row.id));
    EXPECT_EQ(server_.app().follow(given->receipt)->steps[1].when, app::Step::When::now)
        << "looking at it says nothing to its giver";
    for (const auto& row : all)
        EXPECT_EQ(server_.app().signals().mark_read(local, row.id).has_value(),
                  row.signal.municipality.str() == "GM0453");
    for (const auto& row : all) ASSERT_TRUE(server_.app().signals().mark_read(regional, row.id));
    EXPECT_EQ(server_.app().follow(given->receipt)->steps[1].when, app::Step::When::done);
}

TEST_F(Submit, WordsAreForTheCouncilOnly) {
    ASSERT_TRUE(server_.app().give_signal(server_.signal("Velsen"), server_.kiosk()));
    const auto member = tests::actor("raad", "RG01");
    const auto id = server_.app().signals().list(member, {}, "", 10).rows.at(0).id;
    for (const auto* role : {"beheer", "toezicht", "beleid"}) {
        const auto other = tests::actor(role, "RG01");
        EXPECT_TRUE(server_.app().signals().list(other, {}, "", 10).rows.empty()) << role;
        EXPECT_FALSE(server_.app().signals().find(other, id)) << role;
        EXPECT_FALSE(server_.app().signals().mark_read(other, id)) << role;
        EXPECT_FALSE(server_.app().signals().recording(other, id)) << role;
    }
    EXPECT_FALSE(server_.app().signals().find(member, id)->read);
}

TEST_F(Submit, SignalsCanBeReadAndCountedByKind) {
    for (int i = 0; i < 30; ++i) {
        auto signal = server_.signal();
        signal.kind = i % 10 == 0 ? SignalKind::need : i % 2 == 0 ? SignalKind::notice : SignalKind::unsaid;
        ASSERT_TRUE(server_.app().give_signal(signal, server_.web()));
    }
    const auto member = tests::actor("raad", "RG01");
    store::SignalFilter filter;
    filter.kind = "nodig";
    std::size_t read = 0;
    for (std::string cursor;;) {
        const auto page = server_.app().signals().list(member, filter, cursor, 2);
        for (const auto& row : page.rows) EXPECT_EQ(row.signal.kind, SignalKind::need);
        read += page.rows.size();
        if (page.next.empty()) break;
        cursor = page.next;
    }
    EXPECT_EQ(read, 3U);
    EXPECT_EQ(server_.app().signals().count(member, filter).total, 3);
}

TEST_F(Submit, SmallCountsOfSignalsStayHidden) {
    const auto regional = tests::actor("toezicht", "RG01");
    const auto member = tests::actor("raad", "RG01");
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(server_.app().give_signal(server_.signal(), server_.web()));
    EXPECT_FALSE(server_.app().signals().count(regional, {}).total);
    EXPECT_EQ(server_.app().signals().count(member, {}).total, 3) << "who may read them may count them";
    for (int i = 0; i < 30; ++i) {
        auto signal = server_.signal();
        signal.theme = "wonen";
        ASSERT_TRUE(server_.app().give_signal(signal, server_.web()));
    }
    const auto counts = server_.app().signals().count(regional, {});
    const auto& table = counts.by_theme_and_municipality;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        if (table.rows[row] != "voorzieningen") continue;
        for (const auto& cell : table.cells[row]) EXPECT_FALSE(cell) << "a cell of 3";
    }
}

TEST_F(Submit, ContactNeedsSixteenYearsOrAParent) {
    app::ContactDetails details;
    details.phone = seal::Secret("06 12345678");
    details.municipality = AreaCode::parse("GM0453").value();
    const auto young = server_.app().leave_contact(details);
    ASSERT_FALSE(young);
    EXPECT_EQ(young.error().faults.at(0).field, "toestemming");
    details.parent_agrees = true;
    EXPECT_TRUE(server_.app().leave_contact(details));
    details.phone = seal::Secret("bel me maar");
    EXPECT_FALSE(server_.app().leave_contact(details));
    details.phone = seal::Secret();
    EXPECT_FALSE(server_.app().leave_contact(details)) << "neither phone nor email";
    EXPECT_EQ(server_.store().contacts().size(), 1U);
}

TEST_F(Submit, TheSameContactWishTwiceIsOneWish) {
    app::ContactDetails details;
    details.is_16 = true;
    details.phone = seal::Secret("0612345678");
    details.municipality = AreaCode::parse("GM0453").value();
    const auto id = ResponseId::random(server_.random());
    const auto leave = [&](const ResponseId& with) {
        std::promise<Result<void>> promise;
        server_.app().leave_contact(details, with, [&](Result<void> result) { promise.set_value(result); });
        return promise.get_future().get().has_value();
    };
    EXPECT_TRUE(leave(id));
    EXPECT_TRUE(leave(id)) << "pressed twice: the same thanks";
    EXPECT_EQ(server_.store().contacts().size(), 1U);
    EXPECT_NE(server_.store().contacts().front().row_id, id.bytes()) << "the id is not kept";
    details.phone = seal::Secret("0687654321");
    EXPECT_TRUE(leave(id));
    EXPECT_EQ(server_.store().contacts().size(), 2U) << "somebody else, later on the same screen";
    EXPECT_TRUE(leave(ResponseId::random(server_.random())));
    EXPECT_EQ(server_.store().contacts().size(), 3U);
}

TEST_F(Submit, ContactWishesThatComeTogetherAreEachOne) {
    constexpr int kPeople = 200;
    app::ContactDetails details;
    details.is_16 = true;
    details.phone = seal::Secret("0612345678");
    details.municipality = AreaCode::parse("GM0453").value();
    std::atomic<int> stored = 0;
    std::promise<void> all;
    for (int i = 0; i < kPeople; ++i)
        server_.app().leave_contact(details, ResponseId::random(server_.random()), [&](Result<void> result) {
            if (result && ++stored == kPeople) all.set_value();
        });
    ASSERT_EQ(all.get_future().wait_for(std::chrono::seconds(30)), std::future_status::ready);
    EXPECT_EQ(server_.store().contacts().size(), static_cast<std::size_t>(kPeople));
}

TEST_F(Submit, SigningInTellsNothingAboutNames) {
    auto& app = server_.app();
    ASSERT_TRUE(
        app.accounts().add({"ria", "Ria de Wit", "raad", "RG01"}, seal::Secret("duin-en-dijk-2026"), "test"));
    EXPECT_FALSE(app.accounts().add({"kort", "Kort", "raad", "RG01"}, seal::Secret("kort"), "test"));
    const auto wrong = app.accounts().sign_in("ria", seal::Secret("duin-en-dijk-2025"));
    const auto nobody = app.accounts().sign_in("niemand", seal::Secret("duin-en-dijk-2026"));
    ASSERT_TRUE(!wrong && !nobody);
    EXPECT_EQ(wrong.error(), nobody.error());
    const auto in = app.accounts().sign_in("Ria", seal::Secret("duin-en-dijk-2026"));
    ASSERT_TRUE(in);
    EXPECT_EQ(app.accounts().find(in->token.reveal())->actor->name(), "Ria de Wit");
    app.accounts().sign_out(in->token.reveal());
    EXPECT_FALSE(app.accounts().find(in->token.reveal()));
}
