// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "server/results/groups.hpp"
#include "server/results/sheet.hpp"

namespace peilpunt::results {

/// Whether the answers differ enough that a difference of two publications says nothing about one person: at
/// least two different answers three times each. `more` are the answers that came in between.
bool differ_enough(const Question& question, const QuestionTally& more);

/// The figures of a question or a group; nothing when they are not there.
const QuestionFigures* figures_in(const std::vector<QuestionFigures>& figures, const std::string& question);
const GroupFigures* group_in(const Breakdown& breakdown, const std::string& value);
/// The question on whose answers this one had to follow; nothing when it need not be asked or answered.
const Question* condition_of(const Poll& poll, const Question& question);

/// What happens to a question of the total in the next release.
enum class Renewal {
    renew,
    keep,  ///< one to nine new answers: stays as it was published
    same,  ///< no new answers: nothing changes
};

/// One breakdown that may be renewed.
struct Candidate {
    std::string by;
    std::vector<Group> groups;
    std::vector<char> closed;           ///< groups of which nothing is shown
    const Breakdown* before = nullptr;  ///< as last published; nothing: never
    std::vector<Group> groups_before;
};

/// The figures of one release in the making. Works out what can be shown, from the total and the breakdowns
/// that the rules of renewal allow; whatever cannot be kept safe is left as it was.
class Draft {
  public:
    Draft(const Poll& poll, const Cells& cells, const Published* last, std::string now);
    /// Nothing: wait.
    std::optional<Published> make();

  private:
    bool is_ripe();
    bool renewable(const Question& question, bool& any_new);
    std::vector<Candidate> candidates() const;
    bool in_lockstep(const Candidate& candidate) const;
    bool close_groups(Candidate& candidate) const;
    bool groups_safe(const Candidate& candidate) const;

    enum class Outcome { done, again, wait };
    Outcome draft_all();
    Outcome draft_question(const Question& question);
    std::optional<Sheet> make_sheet(const Question& question, int& failing) const;
    Slice make_region_slice(const Question& question) const;
    bool fill_breakdown(Sheet& sheet, int place) const;
    bool conditions_shown(const Question& question, std::size_t slice) const;
    std::vector<Sheet> history_of(const Question& question) const;
    bool safe_with(const std::vector<Sheet>& history, const Sheet& sheet,
                   const std::vector<int>& places) const;
    void drop(int candidate);
    Published finish() const;
    Breakdown finish_breakdown(std::string_view by) const;

    const QuestionFigures* published(const Question& question) const;

    const Poll& poll_;
    const Cells& cells_;
    const Published* last_;
    std::string now_;
    Tally total_;
    std::map<std::string, Renewal> renewal_;
    std::vector<Candidate> candidates_;
    std::map<std::string, std::vector<Slice>>
        drafted_;  ///< by question: everybody, then each candidate's groups
};

}  // namespace peilpunt::results
