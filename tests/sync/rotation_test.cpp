// SPDX-License-Identifier: EUPL-1.2
// The server's key changes while kiosks hold what was sealed to the old one.
#include <gtest/gtest.h>

#include "kiosk/outbox/outbox.hpp"
#include "kiosk/sync/stick.hpp"
#include "shared/json/json.hpp"
#include "tests/support/server_fixture.hpp"

using namespace peilpunt;

namespace {

/// A server whose keys live in a folder of its own, and a kiosk that meets it by stick.
class Rotation : public testing::Test {
  protected:
    Rotation()
        : clock_(tests::test_start()),
          random_(7),
          store_(tests::open_test_store(server_folder_.str(), clock_, random_, true)) {
        seal::start();
        app::make_keys(keys_folder(), tests::test_passphrase(), seal::Secret("135790")).value();
        start();
        app_->import_areas(tests::test_areas()).value();
        app_->import_poll(tests::test_poll(), "test").value();
        app_->publish_poll("fietsen", "test").value();
        outbox_ = std::make_unique<kiosk::Outbox>(kiosk_folder_.str(), clock_, random_);
        outbox_->save_enrolment(pair(outbox_->device_keys().public_key)).value();
    }
    std::string keys_folder() const { return server_folder_.str() + "/sleutels"; }
    void start() {
        app_.reset();
        app_ = std::make_unique<app::App>(*store_, app::read_keys(keys_folder()).value(), clock_, random_);
    }
    sync::Enrolment pair(const std::string& key) {
        const auto code = app_->fleet()
                              .make_pairing_code(app::Accounts::command_line(), "De Zeemeeuw",
                                                 AreaCode::parse("GM0453").value())
                              .value();
        return app_->enrol({code, key}).value();
    }
    void give() {
        Response response;
        response.id = ResponseId::random(random_);
        response.poll = tests::test_poll().id;
        response.municipality = AreaCode::parse("GM0453").value();
        response.age_group = "16-17";
        response.answers.set("v1", Choice{"dijk", ""});
        response.answers.set("v2", Choice{"ja", ""});
        outbox_->capture(sync::Kind::response, json::response_tree(response).dump(), Receipt::random(random_))
            .value();
    }
    /// A stick to the server, and its answer onto the stick.
    void carry() {
        clock_.move(std::chrono::minutes(1));
        const auto there = kiosk::export_to_stick(*outbox_, stick_.path()).value();
        const auto outcome = app_->answer_bundle(sync::read_bundle_file(there.file).value()).value();
        const auto name = sync::bundle_name(sync::BundleFrom::server, outcome.kiosk.id);
        sync::write_bundle_file(stick_.path() / name, outcome.answer).value();
    }
    void bring_back() { kiosk::import_from_stick(*outbox_, stick_.path()).value(); }
    std::string current() { return sync::key_id_of(app_->keys().box.public_key); }
    std::int64_t stored() {
        std::int64_t all = 0;
        for (const auto& [key, tally] : store_->cells(tests::test_poll().id, 1)) all += tally.responses;
        return all;
    }

    tests::TemporaryFolder server_folder_, kiosk_folder_, stick_;
    tests::HandClock clock_;
    tests::SeededRandom random_;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<app::App> app_;
    std::unique_ptr<kiosk::Outbox> outbox_;
};

}  // namespace

TEST_F(Rotation, TheOldKeyOpensWhatItSealedAndGoesWhenNobodyNeedsIt) {
    const auto old_key = current();
    give();
    const auto fresh = app::rotate_box_key(keys_folder()).value();
    start();
    EXPECT_EQ(current(), fresh);
    ASSERT_NE(fresh, old_key);
    EXPECT_EQ(app_->fleet().users_of_key(old_key).size(), 1U) << "it has not said yet";

    // The news brings the new key; what was given before it came is sealed to the old one.
    carry();
    EXPECT_EQ(stored(), 1);
    EXPECT_EQ(sync::key_id_of(outbox_->enrolment()->server_box_key), old_key) << "it is still on the stick";
    give();
    bring_back();
    EXPECT_EQ(sync::key_id_of(outbox_->enrolment()->server_box_key), fresh);
    give();
    carry();
    EXPECT_EQ(stored(), 3);
    EXPECT_EQ(app_->fleet().users_of_key(old_key).size(), 1U) << "something there was sealed to it";
    bring_back();
    carry();
    EXPECT_TRUE(app_->fleet().users_of_key(old_key).empty());

    ASSERT_TRUE(app::forget_box_key(keys_folder(), old_key));
    EXPECT_EQ(app::forget_box_key(keys_folder(), old_key).error().code, ErrorCode::not_found);
    EXPECT_EQ(app::forget_box_key(keys_folder(), fresh).error().code, ErrorCode::not_found) << "in use";
    start();
    EXPECT_TRUE(app_->keys().old_boxes.empty());
    EXPECT_EQ(store_->quarantined(), 0);
}

TEST_F(Rotation, ARevokedKioskHoldsNoKey) {
    const auto old_key = current();
    carry();
    EXPECT_EQ(app_->fleet().users_of_key(old_key).size(), 1U);
    ASSERT_TRUE(store_->revoke_kiosk(outbox_->enrolment()->kiosk, "test"));
    EXPECT_TRUE(app_->fleet().users_of_key(old_key).empty());
}

TEST_F(Rotation, ANewKeyOutlivesTheKiosksRestart) {
    const auto fresh = app::rotate_box_key(keys_folder()).value();
    start();
    carry();
    bring_back();
    outbox_.reset();
    outbox_ = std::make_unique<kiosk::Outbox>(kiosk_folder_.str(), clock_, random_);
    EXPECT_EQ(sync::key_id_of(outbox_->enrolment()->server_box_key), fresh);
}

TEST_F(Rotation, TwoRotationsKeepBothOldKeys) {
    const auto first = current();
    give();
    const auto second = app::rotate_box_key(keys_folder()).value();
    ASSERT_TRUE(app::rotate_box_key(keys_folder()));
    start();
    EXPECT_EQ(app_->keys().old_boxes.size(), 2U);
    EXPECT_EQ(sync::key_id_of(app::box_of(app_->keys(), first).public_key), first);
    EXPECT_EQ(sync::key_id_of(app::box_of(app_->keys(), second).public_key), second);
    carry();
    EXPECT_EQ(stored(), 1);
}
