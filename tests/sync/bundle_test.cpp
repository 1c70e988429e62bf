// SPDX-License-Identifier: EUPL-1.2
// A kiosk that never sees a network: the real outbox, the real server, and a folder for a stick.
#include "shared/sync/bundle.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "kiosk/sync/stick.hpp"
#include "shared/json/json.hpp"
#include "tests/support/server_fixture.hpp"

using namespace peilpunt;
namespace fs = std::filesystem;

namespace {

class Stick : public testing::Test {
  protected:
    void SetUp() override { pair(); }
    void pair() {
        const auto code = server_.app()
                              .fleet()
                              .make_pairing_code(app::Accounts::command_line(), "Buurthuis De Zeemeeuw",
                                                 AreaCode::parse("GM0453").value())
                              .value();
        outbox_.save_enrolment(server_.app().enrol({code, outbox_.device_keys().public_key}).value()).value();
    }
    Receipt answer() {
        const auto receipt = Receipt::random(server_.random());
        const auto response = server_.response();
        EXPECT_TRUE(outbox_.capture(sync::Kind::response, json::response_tree(response).dump(), receipt));
        return receipt;
    }
    fs::path there() const {
        return stick_.path() / sync::bundle_name(sync::BundleFrom::kiosk, outbox_.enrolment()->kiosk);
    }
    fs::path back() const {
        return stick_.path() / sync::bundle_name(sync::BundleFrom::server, outbox_.enrolment()->kiosk);
    }
    static std::string read(const fs::path& path) { return sync::read_bundle_file(path).value(); }
    static void write(const fs::path& path, const std::string& bytes) {
        std::ofstream(path, std::ios::binary) << bytes;
    }
    Result<app::App::BundleOutcome> import_there() {
        auto outcome = server_.app().answer_bundle(read(there()));
        if (outcome) sync::write_bundle_file(back(), outcome->answer).value();
        return outcome;
    }
    std::int64_t stored() {
        std::int64_t all = 0;
        for (const auto& [key, tally] : server_.store().cells(tests::test_poll().id, 1))
            all += tally.responses;
        return all;
    }
    int waiting() const { return outbox_.status().waiting_responses; }

    tests::ServerFixture server_;
    tests::TemporaryFolder kiosk_folder_, stick_;
    kiosk::Outbox outbox_{kiosk_folder_.str() + "/k", server_.clock(), server_.random()};
};

}  // namespace

TEST_F(Stick, AnswersCountOnTheDayThatTheyWereGiven) {
    answer();
    ASSERT_TRUE(kiosk::export_to_stick(outbox_, stick_.path()));
    server_.clock().move(std::chrono::hours(24));
    ASSERT_TRUE(server_.app().close_poll("fietsen", "test"));
    server_.clock().move(std::chrono::hours(240));
    const auto outcome = import_there();
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->stored, 1) << "given before the poll closed";
    EXPECT_EQ(server_.store().kiosk(outbox_.enrolment()->kiosk)->last_contact, "2026-11-10T13:00:00Z");
}

TEST_F(Stick, CarriesAnswersThereAndNewsBack) {
    std::vector<Receipt> receipts;
    for (int i = 0; i < 250; ++i) receipts.push_back(answer());
    const auto exported = kiosk::export_to_stick(outbox_, stick_.path());
    ASSERT_TRUE(exported);
    EXPECT_EQ(exported->envelopes, 250);
    EXPECT_EQ(waiting(), 250) << "until the answer is back, all stays";

    const auto outcome = import_there();
    ASSERT_TRUE(outcome) << outcome.error().message;
    EXPECT_EQ(outcome->stored, 250);
    EXPECT_EQ(stored(), 250);
    EXPECT_EQ(server_.store().kiosk(outbox_.enrolment()->kiosk)->missing(), 0);
    for (const auto& receipt : receipts) EXPECT_TRUE(server_.app().follow(receipt));

    const auto imported = kiosk::import_from_stick(outbox_, stick_.path());
    ASSERT_TRUE(imported) << imported.error().message;
    EXPECT_EQ(imported->settled, 250);
    EXPECT_TRUE(imported->content_changed);
    EXPECT_EQ(waiting(), 0);
    ASSERT_TRUE(outbox_.content());
    EXPECT_EQ(outbox_.content()->polls.size(), 1U);
    // The same bundle once more changes nothing.
    const auto again = kiosk::import_from_stick(outbox_, stick_.path());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->settled, 0);
}

TEST_F(Stick, AndNetworkTogetherStillCountOnce) {
    for (int i = 0; i < 20; ++i) answer();
    ASSERT_TRUE(kiosk::export_to_stick(outbox_, stick_.path()));
    // The network comes back before the stick arrives.
    const auto batch = outbox_.next_batch();
    const auto body = sync::write_batch(batch);
    const auto direct =
        server_.app().accept_batch(batch.kiosk.str(), seal::sign(outbox_.device_keys(), "batch", body), body);
    ASSERT_TRUE(direct);
    outbox_.apply(*direct).value();
    answer();  // given in between: not on the stick

    const auto outcome = import_there();
    ASSERT_TRUE(outcome);
    EXPECT_EQ(outcome->stored, 0);
    EXPECT_EQ(outcome->duplicates, 20);
    EXPECT_EQ(stored(), 20);
    ASSERT_TRUE(kiosk::import_from_stick(outbox_, stick_.path()));
    EXPECT_EQ(waiting(), 1) << "what the stick did not carry stays";
}

TEST_F(Stick, DamagedOrCutOffIsRefusedWhole) {
    for (int i = 0; i < 150; ++i) answer();
    ASSERT_TRUE(kiosk::export_to_stick(outbox_, stick_.path()));
    const auto whole = read(there());
    const auto refused = [&](const std::string& bytes) {
        const auto outcome = server_.app().answer_bundle(bytes);
        return !outcome && outcome.error().message.find('\n') == std::string::npos;
    };
    for (std::size_t size = 0; size < whole.size(); size += 1 + whole.size() / 200)
        EXPECT_TRUE(refused(whole.substr(0, size))) << "cut off at " << size;
    for (std::size_t at = 0; at < whole.size(); at += 1 + whole.size() / 200) {
        auto bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ 1);
        EXPECT_TRUE(refused(bytes)) << "one bit changed at " << at;
    }
    EXPECT_EQ(stored(), 0) << "nothing of a bad bundle is taken in";
    EXPECT_TRUE(import_there()) << "the good one still is";
    EXPECT_EQ(stored(), 150);

    const auto answers = read(back());
    for (std::size_t at = 0; at < answers.size(); at += 1 + answers.size() / 100) {
        auto bytes = answers;
        bytes[at] = static_cast<char>(bytes[at] ^ 1);
        write(back(), bytes);
        EXPECT_FALSE(kiosk::import_from_stick(outbox_, stick_.path())) << at;
        write(back(), answers.substr(0, at));
        EXPECT_FALSE(kiosk::import_from_stick(outbox_, stick_.path())) << at;
    }
    EXPECT_EQ(waiting(), 150);
    EXPECT_FALSE(outbox_.content());
}

TEST_F(Stick, FromAStrangerOrTheWrongWayIsRefused) {
    answer();
    ASSERT_TRUE(kiosk::export_to_stick(outbox_, stick_.path()));
    auto bundle = sync::parse_bundle(read(there()), sync::BundleFrom::kiosk).value();
    const auto outcome_of = [&] { return server_.app().answer_bundle(sync::write_bundle(bundle)); };
    const auto good = bundle;

    // Signed by somebody else, whole as a file.
    const auto stranger = seal::make_sign_keys();
    for (auto& part : bundle.parts) part.signature = seal::sign(stranger, part.what, part.body);
    EXPECT_EQ(outcome_of().error().code, ErrorCode::unauthorized);
    // One good message and one bad: nothing of either.
    bundle = good;
    bundle.parts.push_back({"batch", "{}", seal::sign(stranger, "batch", "{}")});
    EXPECT_FALSE(outcome_of());
    EXPECT_EQ(stored(), 0);
    // The server's own bundle is not for the server.
    const auto content = server_.app().content_bundles();
    ASSERT_EQ(content.size(), 1U);
    EXPECT_EQ(server_.app().answer_bundle(content[0].second).error().code, ErrorCode::unsupported);
    // A revoked kiosk.
    bundle = good;
    server_.store().revoke_kiosk(outbox_.enrolment()->kiosk, "test").value();
    EXPECT_EQ(outcome_of().error().code, ErrorCode::unauthorized);
    EXPECT_TRUE(server_.app().content_bundles().empty());
}

TEST_F(Stick, AnotherServersAnswerIsNotBelieved) {
    answer();
    const auto id = outbox_.enrolment()->kiosk;
    const auto liar = seal::make_sign_keys();
    sync::Acknowledgement lie{id, 1, "2026-11-10T13:00:00Z", {}};
    for (const auto& envelope : outbox_.next_batch().envelopes)
        lie.answers.push_back({envelope.id, sync::Outcome::stored, ""});
    const auto body = sync::write_acknowledgement(lie);
    sync::Bundle bundle{
        sync::BundleFrom::server, id, {{"antwoord", body, seal::sign(liar, "antwoord", body)}}};
    sync::write_bundle_file(back(), sync::write_bundle(bundle)).value();
    EXPECT_EQ(kiosk::import_from_stick(outbox_, stick_.path()).error().code, ErrorCode::forbidden);
    EXPECT_EQ(waiting(), 1);
}

TEST_F(Stick, ContentGoesToAKioskThatGaveNothing) {
    for (const auto& [kiosk, bytes] : server_.app().content_bundles())
        sync::write_bundle_file(stick_.path() / sync::bundle_name(sync::BundleFrom::server, kiosk), bytes)
            .value();
    ASSERT_TRUE(kiosk::import_from_stick(outbox_, stick_.path()));
    ASSERT_TRUE(outbox_.content());
    EXPECT_EQ(outbox_.content()->polls.size(), 1U);
    EXPECT_FALSE(kiosk::import_from_stick(outbox_, stick_.path() / "elders"));
}
