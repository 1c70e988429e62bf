// SPDX-License-Identifier: EUPL-1.2
// What the audit log says about people: who signed in and out, who failed to, who listened to whom.
#include <gtest/gtest.h>

#include <future>

#include "tests/support/server_fixture.hpp"

using namespace peilpunt;

namespace {

class Audit : public testing::Test {
  protected:
    static constexpr const char* kPassword = "een lang wachtwoord van iemand";
    void SetUp() override {
        server_.app()
            .accounts()
            .add({"anna", "Anna de Vries", "raad", "GM0453"}, seal::Secret(kPassword), "opdrachtregel")
            .value();
        id_ = server_.store().user_by_name("anna")->id.str();
        before_ = server_.store().audit().size();
    }
    /// "what subject who" of each entry since the start.
    std::vector<std::string> said() {
        std::vector<std::string> all;
        const auto entries = server_.store().audit();
        for (auto i = before_; i < entries.size(); ++i)
            all.push_back(entries[i].what + ' ' + entries[i].subject + ' ' + entries[i].who);
        return all;
    }
    tests::ServerFixture server_;
    std::string id_;
    std::size_t before_ = 0;
};

}  // namespace

TEST_F(Audit, SigningInAndOutAndFailingToAreEntriesWithoutSecrets) {
    const auto in = server_.app().accounts().sign_in("anna", seal::Secret(kPassword)).value();
    EXPECT_FALSE(server_.app().accounts().sign_in("anna", seal::Secret("verkeerd geheim")));
    EXPECT_FALSE(server_.app().accounts().sign_in("mijn geheime wachtwoord", seal::Secret("x")));
    server_.app().accounts().sign_out(in.token.reveal());
    server_.app().accounts().sign_out("een token van niemand");
    EXPECT_EQ(said(),
              (std::vector<std::string>{
                  "aanmelding-gelukt " + id_ + ' ' + id_, "aanmelding-mislukt " + id_ + " systeem",
                  "aanmelding-mislukt onbekende naam systeem", "afmelding-gedaan " + id_ + ' ' + id_}));
    EXPECT_TRUE(server_.store().verify().empty());
}

TEST_F(Audit, ListeningToARecordingIsAnEntryAndReadingWordsIsNot) {
    const auto key = seal::hash("opname").substr(0, 16);
    std::promise<void> done;
    server_.store().add_recording({{seal::hash("a").substr(0, 16), seal::hash("b").substr(0, 16)},
                                   key,
                                   "OggS",
                                   "",
                                   moment_of(server_.clock().now())},
                                  [&](Result<store::Stored>) { done.set_value(); });
    done.get_future().wait();
    store::NewSignal row;
    row.ledger = {seal::hash("c").substr(0, 16), seal::hash("d").substr(0, 16)};
    row.receipt_hash = seal::hash("e").substr(0, 16);
    row.row_id = SignalId::random(server_.random());
    row.signal = server_.signal();
    row.signal.recording = key;
    row.origin = server_.web();
    std::promise<void> stored;
    server_.store().add_signal(row, [&](Result<store::Stored>) { stored.set_value(); });
    stored.get_future().wait();
    const auto row_of_user = server_.store().user_by_name("anna").value();
    const auto user = app::Accounts::actor_of(row_of_user);
    ASSERT_TRUE(server_.app().signals().find(user, row.row_id));
    EXPECT_EQ(said(), std::vector<std::string>());
    EXPECT_EQ(server_.app().signals().recording(user, row.row_id), "OggS");
    EXPECT_EQ(said(), std::vector<std::string>{"opname-beluisterd " + row.row_id.str() + ' ' + id_});
    EXPECT_FALSE(server_.app().signals().recording(tests::actor("raad", "GM0375"), row.row_id));
    EXPECT_EQ(said().size(), 1U);
}

TEST_F(Audit, AreasSettingsAndReleasesAreEntries) {
    server_.app().import_areas(tests::test_areas()).value();
    server_.store().set_setting("site", "https://voorbeeld.nl").value();
    results::Edition published;
    published.release.poll = tests::test_poll().id;
    published.release.number = 7;
    published.release.released_at = "2026-11-10T13:00:00Z";
    store::Outcomes(server_.store().database(), server_.store().journal())
        .add_edition({tests::test_poll()}, published)
        .value();
    EXPECT_EQ(said(),
              (std::vector<std::string>{"gebieden-ingelezen 9 systeem", "instelling-gezet site systeem",
                                        "uitslag-vrijgegeven fietsen uitgave 7 systeem"}));
}
