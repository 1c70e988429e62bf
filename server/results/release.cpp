// SPDX-License-Identifier: EUPL-1.2
#include "server/results/release.hpp"

#include <algorithm>
#include <stdexcept>

#include "server/results/interim.hpp"

namespace peilpunt::results {
namespace {

const Poll& find_revision(const std::vector<Poll>& revisions, PollId poll, int revision) {
    const auto found = std::find_if(revisions.begin(), revisions.end(), [&](const Poll& one) {
        return one.id == poll && one.revision == revision;
    });
    if (found == revisions.end()) throw std::logic_error("results: a revision that is told of is gone");
    return *found;
}

}  // namespace

const Poll& poll_of(const std::vector<Poll>& revisions, const Release& release) {
    return find_revision(revisions, release.poll, release.revision);
}

const Poll& poll_of(const std::vector<Poll>& revisions, const Interim& interim) {
    return find_revision(revisions, interim.poll, interim.revision);
}

const Question* question_of(const std::vector<Poll>& revisions, const Release& release,
                            const QuestionFigures& figures) {
    const int newest = figures.revisions.empty() ? release.revision : figures.revisions.back();
    return find_revision(revisions, release.poll, newest).question(figures.question);
}

}  // namespace peilpunt::results
