// SPDX-License-Identifier: EUPL-1.2
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "tests/kiosk_sync/fixture.hpp"

namespace peilpunt::kiosk {
namespace {

/// Captures until it is killed, and reports the id of each success on `pipe`.
[[noreturn]] void capture_for_ever(const std::string& folder, std::uint64_t seed, int pipe) {
    ManualClock clock;
    SeededRandom random(seed);
    Outbox outbox(folder, clock, random);
    while (true) {
        const auto id = EnvelopeId::random(random);
        const std::string text(static_cast<std::size_t>(random.below(3000)), 'x');
        if (!outbox.capture(sync::Kind::signal, signal_body(id, text), Receipt::random(random))) ::_exit(3);
        if (::write(pipe, id.bytes().data(), 16) != 16) ::_exit(4);
    }
}

/// Reads up to `most` ids; fewer when the writer is gone.
void read_ids(int pipe, std::uint64_t most, std::set<EnvelopeId>& ids) {
    std::array<char, 16> id{};
    for (std::uint64_t i = 0; i < most; ++i) {
        std::size_t have = 0;
        while (have < id.size()) {
            const ssize_t got = ::read(pipe, id.data() + have, id.size() - have);
            if (got <= 0) return;
            have += static_cast<std::size_t>(got);
        }
        ids.insert(EnvelopeId::from_bytes(std::string_view(id.data(), id.size())));
    }
}

TEST(OutboxKilled, KeepsEverythingThatItReportedAsCaptured) {
    Kiosk kiosk(9);
    SeededRandom chance(9);
    std::size_t in_all = 0;
    for (std::uint64_t round = 1; round <= 20; ++round) {
        kiosk.outbox.reset();
        std::array<int, 2> pipe{};
        ASSERT_EQ(::pipe(pipe.data()), 0);
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            ::close(pipe[0]);
            ::alarm(60);  // whatever happens to the parent
            capture_for_ever(kiosk.folder.str(), 1000 + round, pipe[1]);
        }
        ::close(pipe[1]);
        std::set<EnvelopeId> reported;
        read_ids(pipe[0], 1 + chance.below(80), reported);
        // Turns of this loop instead of a clock: the kill lands anywhere in the child's next captures.
        for (volatile std::uint64_t turns = chance.below(400'000); turns > 0;) turns = turns - 1;
        ASSERT_EQ(::kill(child, SIGKILL), 0);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << status;
        read_ids(pipe[0], UINT64_MAX, reported);
        ::close(pipe[0]);

        kiosk.open();
        const int waiting = kiosk.waiting();
        const auto there = kiosk.drain();
        EXPECT_EQ(static_cast<std::size_t>(waiting), there.size());
        for (const auto& id : reported)
            EXPECT_TRUE(there.contains(id)) << "round " << round << ": " << id.str();
        EXPECT_LE(there.size(), reported.size() + 1) << "at most the one that was under way";
        in_all += there.size();
        EXPECT_EQ(kiosk.outbox->status().captured, static_cast<std::int64_t>(in_all)) << "totals agree";
    }
    EXPECT_GT(in_all, 100U);
}

}  // namespace
}  // namespace peilpunt::kiosk
