// SPDX-License-Identifier: EUPL-1.2
// After a visit nothing of it is left in the object that held it. That freed memory is overwritten as well is
// in memory/memory_test.cpp.
#include <gtest/gtest.h>

#include <cstring>

#include "kiosk/flow/flow.hpp"
#include "shared/model/sources.hpp"

namespace peilpunt::kiosk_tests {
namespace {

using namespace flow;

/// A visit in which everything was chosen, typed or said. `mark` is short enough to live inside a string.
void fill(Session& visit, const std::string& mark) {
    // A member more or less does not compile here: fill it below, and wipe it in flow.cpp.
    auto& [language, larger, contrast, read_aloud, volume, task, poll, answers, visited, removed, age_group,
           theme, kind, area, picked, story, recording, helps, own_part, cleared, returning, identity, helped,
           number, followed] = visit;
    language = "ar";
    larger = contrast = read_aloud = returning = helped = true;
    volume = kHighestVolume;
    task = Task::signal;
    poll = std::make_shared<const Poll>();
    answers.set("v1", OpenText{mark});
    answers.set("v2", Choice{"a", mark});
    visited = removed = picked.sentences = picked.helps = picked.own_part = {mark, mark};
    for (auto* text : {&age_group, &theme, &area, &story, &helps, &own_part, &cleared, &number}) *text = mark;
    kind = SignalKind::need;
    recording = {Recording::Phase::kept, 7, 5'000, 1, 50, false, false};
    SystemRandom random;
    identity = Identity{ResponseId::random(random), Receipt::random(random)};
    followed = Followed{LocalText({{"nl", mark}}), {}};
}

std::string bytes_of(const Session& visit) {
    std::string bytes(sizeof(Session), '\0');
    std::memcpy(bytes.data(), static_cast<const void*>(&visit), sizeof(Session));
    return bytes;
}

template <class Value>
std::string bytes_of_plain(const Value& value) {
    static_assert(std::is_trivially_copyable_v<Value>);
    return {reinterpret_cast<const char*>(&value), sizeof(Value)};
}

}  // namespace

TEST(Wipe, LeavesAVisitAsNewAndNothingOfItInItsPlace) {
    const std::string mark = "geheim-7319";
    Session visit;
    fill(visit, mark);
    const auto id = bytes_of_plain(visit.identity->id);
    ASSERT_NE(bytes_of(visit).find(mark), std::string::npos) << "a short text lives inside the visit";
    ASSERT_NE(bytes_of(visit).find(id), std::string::npos);
    wipe(visit);
    EXPECT_EQ(bytes_of(visit).find(mark), std::string::npos);
    EXPECT_EQ(bytes_of(visit).find(id), std::string::npos) << "the id of what was given";

    const Session fresh;
    EXPECT_EQ(visit.language, fresh.language);
    EXPECT_EQ(visit.answers, fresh.answers);
    EXPECT_EQ(visit.picked, fresh.picked);
    EXPECT_EQ(visit.kind, fresh.kind);
    EXPECT_EQ(visit.task, fresh.task);
    EXPECT_EQ(visit.volume, fresh.volume);
    EXPECT_EQ(visit.recording.phase, fresh.recording.phase);
    EXPECT_EQ(visit.recording.take, fresh.recording.take);
    EXPECT_FALSE(visit.larger || visit.contrast || visit.read_aloud || visit.returning || visit.helped);
    EXPECT_FALSE(visit.poll || visit.identity || visit.followed);
    EXPECT_TRUE(visit.visited.empty() && visit.removed.empty());
    EXPECT_FALSE(has_input(visit));
}

}  // namespace peilpunt::kiosk_tests
