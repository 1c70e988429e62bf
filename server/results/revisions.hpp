// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <vector>

#include "server/results/release.hpp"

/// A poll that was changed while it ran: which answers still belong together.
namespace peilpunt::results {

/// Whether answers to the one can be counted with answers to the other: the same id, kind, text in Dutch,
/// choices (ids and words in Dutch, in any order) and greatest answer, asked of everybody in both or in both
/// after the same answers to a question that is the same itself.
bool same_question(const Question& a, const Poll& poll_a, const Question& b, const Poll& poll_b);

/// What publishing `after` in place of `before` does to the figures, by question id.
struct RevisionChange {
    std::vector<std::string> same;     ///< go on counting
    std::vector<std::string> changed;  ///< told per revision
    std::vector<std::string> added;
    std::vector<std::string> gone;  ///< told as they were asked before
};
RevisionChange change_between(const Poll& before, const Poll& after);

/// All answers to a poll together, as if it had been asked once. Questions of the newest answered revision
/// keep their ids; as they were asked before they follow with the id "v2@1": v2, last asked so in revision 1.
struct Combined {
    Poll poll;    ///< the newest revision that was answered, with all questions of all revisions
    Cells cells;  ///< by those ids, without the answers that were set apart
    struct Asked {
        std::string id;              ///< as in its revisions
        std::vector<int> revisions;  ///< ascending, of those that were answered
        bool in_all = false;         ///< asked so in every answered revision
    };
    std::vector<Asked> asked;  ///< one for each question of `poll`
    std::size_t current = 0;   ///< how many of the questions are of the newest revision
    std::int64_t set_apart = 0;
    std::int64_t responses() const;
};
/// `revisions` holds every revision of the poll, and may hold others. With no answers at all the newest
/// revision is taken.
Combined combine(PollId poll, const std::vector<Poll>& revisions, const CellsByRevision& counted);

}  // namespace peilpunt::results
