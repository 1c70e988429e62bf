// SPDX-License-Identifier: EUPL-1.2
#include "server/results/revisions.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "server/results/groups.hpp"

namespace peilpunt::results {
namespace {

std::map<std::string, std::string> choices_of(const Question& question) {
    std::map<std::string, std::string> choices;
    for (const auto& option : question.options) choices[option.id] = option.text.in("nl");
    return choices;
}

bool same_condition(const Question& a, const Poll& poll_a, const Question& b, const Poll& poll_b) {
    if (!a.show_if || !b.show_if) return !a.show_if && !b.show_if;
    auto of_a = a.show_if->any_of;
    auto of_b = b.show_if->any_of;
    std::sort(of_a.begin(), of_a.end());
    std::sort(of_b.begin(), of_b.end());
    if (a.show_if->question != b.show_if->question || of_a != of_b) return false;
    const auto* parent_a = poll_a.question(a.show_if->question);
    const auto* parent_b = poll_b.question(b.show_if->question);
    return parent_a != nullptr && parent_b != nullptr && same_question(*parent_a, poll_a, *parent_b, poll_b);
}

/// The answered revisions, newest first.
std::vector<const Poll*> answered_revisions(PollId id, const std::vector<Poll>& revisions,
                                            const CellsByRevision& counted) {
    std::vector<const Poll*> found;
    const Poll* newest = nullptr;
    for (const auto& poll : revisions) {
        if (poll.id != id) continue;
        if (newest == nullptr || poll.revision > newest->revision) newest = &poll;
        const auto cells = counted.find(poll.revision);
        if (cells == counted.end()) continue;
        const bool any = std::any_of(cells->second.begin(), cells->second.end(), [](const auto& cell) {
            return !cell.first.set_apart && cell.second.responses > 0;
        });
        if (any) found.push_back(&poll);
    }
    if (newest == nullptr) throw std::logic_error("results: no revision of this poll is known");
    if (found.empty()) found.push_back(newest);
    std::sort(found.begin(), found.end(),
              [](const Poll* a, const Poll* b) { return a->revision > b->revision; });
    return found;
}

/// By revision and the id there: the id in Combined.
using NewIds = std::map<std::pair<int, std::string>, std::string>;

NewIds collect_questions(const std::vector<const Poll*>& newest_first, Combined& combined) {
    NewIds ids;
    std::vector<const Poll*> asked_in;  // the newest revision of each question of `combined`
    for (const auto* poll : newest_first) {
        for (const auto& question : poll->questions) {
            std::size_t place = 0;
            while (
                place < asked_in.size() &&
                !(combined.asked[place].id == question.id &&
                  same_question(question, *poll, *asked_in[place]->question(question.id), *asked_in[place])))
                ++place;
            if (place == asked_in.size()) {
                auto added = question;
                if (poll != newest_first.front()) added.id += '@' + std::to_string(poll->revision);
                if (added.show_if) {
                    const auto parent = ids.find({poll->revision, added.show_if->question});
                    if (parent != ids.end()) added.show_if->question = parent->second;
                }
                combined.poll.questions.push_back(std::move(added));
                combined.asked.push_back({question.id, {}, false});
                asked_in.push_back(poll);
            }
            auto& same = combined.asked[place];
            same.revisions.insert(same.revisions.begin(), poll->revision);
            combined.poll.questions[place].required &= question.required;
            ids[{poll->revision, question.id}] = combined.poll.questions[place].id;
        }
    }
    for (auto& asked : combined.asked) asked.in_all = asked.revisions.size() == newest_first.size();
    return ids;
}

}  // namespace

bool same_question(const Question& a, const Poll& poll_a, const Question& b, const Poll& poll_b) {
    return a.id == b.id && a.kind == b.kind && a.text.in("nl") == b.text.in("nl") &&
           a.effective_max() == b.effective_max() && choices_of(a) == choices_of(b) &&
           same_condition(a, poll_a, b, poll_b);
}

RevisionChange change_between(const Poll& before, const Poll& after) {
    RevisionChange change;
    for (const auto& question : after.questions) {
        const auto* earlier = before.question(question.id);
        auto& list = earlier == nullptr                                 ? change.added
                     : same_question(*earlier, before, question, after) ? change.same
                                                                        : change.changed;
        list.push_back(question.id);
    }
    for (const auto& question : before.questions)
        if (after.question(question.id) == nullptr) change.gone.push_back(question.id);
    return change;
}

std::int64_t Combined::responses() const { return total_of(cells).responses; }

Combined combine(PollId id, const std::vector<Poll>& revisions, const CellsByRevision& counted) {
    const auto newest_first = answered_revisions(id, revisions, counted);
    Combined combined;
    combined.poll = *newest_first.front();
    combined.poll.questions.clear();
    const auto ids = collect_questions(newest_first, combined);
    combined.current = newest_first.front()->questions.size();
    for (const auto& [revision, cells] : counted) {
        for (const auto& [key, tally] : cells) {
            if (key.set_apart) {
                combined.set_apart += tally.responses;
                continue;
            }
            Tally renamed;
            renamed.responses = tally.responses;
            for (const auto& [question, counts] : tally.questions) {
                const auto found = ids.find({revision, question});
                if (found != ids.end()) renamed.questions[found->second] = counts;
            }
            combined.cells[key].add(renamed);
        }
    }
    return combined;
}

}  // namespace peilpunt::results
