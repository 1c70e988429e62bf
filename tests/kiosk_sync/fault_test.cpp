// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>

#include "tests/kiosk_sync/fault_vfs.hpp"
#include "tests/kiosk_sync/fixture.hpp"

namespace peilpunt::kiosk {
namespace {

struct Kind {
    const char* name;
    int code;
    bool sticky;
};
class OutboxOnAFailingDisk : public testing::TestWithParam<Kind> {
  protected:
    void TearDown() override { fault::plan = {}; }
    /// Fails the n-th call from now on.
    void fail(int n) { fault::plan = {n, GetParam().sticky, GetParam().code, 0, false}; }
    /// The disk is good again; whether a call did fail.
    static bool mend() {
        const bool happened = fault::plan.happened;
        fault::plan = {};
        return happened;
    }
};

constexpr int kEnd = 400;  ///< more calls than any of these makes

TEST_P(OutboxOnAFailingDisk, ShowsNothingAsCapturedThatIsNotAndGoesOnByItself) {
    int n = 1;
    for (; n < kEnd; ++n) {
        Kiosk kiosk(static_cast<std::uint64_t>(n));
        kiosk.reopen(fault::vfs_name());
        std::set<EnvelopeId> thanked{kiosk.give("voor de storing")};
        fail(n);
        std::set<EnvelopeId> tried;
        for (int i = 0; i < 3; ++i) {
            const auto id = EnvelopeId::random(kiosk.random);
            tried.insert(id);
            const auto captured = kiosk.capture(id, std::string(1500, 'x'));
            if (captured)
                thanked.insert(id);
            else
                EXPECT_TRUE(captured.error().code == ErrorCode::storage_failed ||
                            captured.error().code == ErrorCode::storage_full)
                    << captured.error().message;
        }
        const bool happened = mend();
        thanked.insert(kiosk.give("na de storing"));  // no restart was needed
        const auto captured = kiosk.outbox->status().captured;
        kiosk.reopen();  // checks every page
        const auto there = kiosk.drain();
        for (const auto& id : thanked) EXPECT_TRUE(there.contains(id)) << "call " << n;
        EXPECT_EQ(static_cast<std::int64_t>(there.size()), captured)
            << "envelopes and total agree, call " << n;
        for (const auto& id : there) EXPECT_TRUE(thanked.contains(id) || tried.contains(id));
        if (!happened) break;
        if (GetParam().sticky) {
            EXPECT_LT(thanked.size(), 5U) << "a disk that fails for good takes nothing";
        }
    }
    EXPECT_GT(n, 6) << "calls were made to fail";
    EXPECT_LT(n, kEnd);
}

TEST_P(OutboxOnAFailingDisk, ForgetsAllOrNothingOfAnAnswer) {
    int n = 1;
    for (; n < kEnd; ++n) {
        Kiosk kiosk(static_cast<std::uint64_t>(n));
        kiosk.reopen(fault::vfs_name());
        for (int i = 0; i < 6; ++i) kiosk.give(std::string(900, 'x'));
        const auto batch = kiosk.outbox->next_batch(4);
        sync::Acknowledgement answer{batch.kiosk, batch.number, batch.sent_at, {}};
        for (const auto& envelope : batch.envelopes)
            answer.answers.push_back({envelope.id, sync::Outcome::stored, ""});
        fail(n);
        const auto applied = kiosk.outbox->apply(answer);
        const bool happened = mend();
        const int left = kiosk.waiting();
        EXPECT_TRUE(left == 2 || left == 6) << left << " at call " << n;
        if (applied) {
            EXPECT_EQ(left, 2);
        }
        ASSERT_TRUE(kiosk.outbox->apply(answer)) << "once more, when the disk is good";
        kiosk.reopen();
        EXPECT_EQ(kiosk.drain().size(), 2U);
        if (!happened) break;
    }
    EXPECT_GT(n, 6);
    EXPECT_LT(n, kEnd);
}

TEST_P(OutboxOnAFailingDisk, MakesItsFileOrRefusesAndMakesItWhenTheDiskIsGood) {
    int n = 1;
    for (; n < kEnd; ++n) {
        Kiosk kiosk(static_cast<std::uint64_t>(n), false);
        kiosk.outbox.reset();
        std::filesystem::remove(kiosk.folder.file("kiosk.db"));
        fail(n);
        try {
            kiosk.open(fault::vfs_name());
        } catch (const ResultError& error) {
            EXPECT_TRUE(error.error().code == ErrorCode::storage_failed ||
                        error.error().code == ErrorCode::storage_full)
                << error.what();
        }
        kiosk.outbox.reset();
        const bool happened = mend();
        kiosk.open();
        kiosk.outbox->save_enrolment(kiosk.server.enrolment("key")).value();
        const auto id = kiosk.give();
        EXPECT_EQ(kiosk.drain(), std::set<EnvelopeId>{id});
        if (!happened) break;
    }
    EXPECT_GT(n, 6);
    EXPECT_LT(n, kEnd);
}

INSTANTIATE_TEST_SUITE_P(Disk, OutboxOnAFailingDisk,
                         testing::Values(Kind{"FailsOnce", SQLITE_IOERR_WRITE, false},
                                         Kind{"FailsForGood", SQLITE_IOERR_WRITE, true},
                                         Kind{"FullOnce", SQLITE_FULL, false},
                                         Kind{"Full", SQLITE_FULL, true}),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace peilpunt::kiosk
