// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "server/results/groups.hpp"
#include "server/results/revisions.hpp"
#include "server/results/table.hpp"

namespace peilpunt::results {

/// The figures of a question; nothing when they are not there.
const QuestionFigures* figures_in(const std::vector<QuestionFigures>& figures, const std::string& question);
/// The question on whose answers this one had to follow, counted over the same people; nothing when it need
/// not be asked or answered.
const Question* condition_of(const Combined& combined, std::size_t question);
/// A question that follows on some answers tells how many gave those; it shows only where these are shown.
bool conditions_shown(const Combined& combined, const Question& question, const Stratum* condition);
/// Rank scores (Borda) of everybody together; nothing when they would tell of few people. See rank_score.
std::optional<std::vector<std::int64_t>> rank_scores(const Question& question, const QuestionTally& counted,
                                                     const Stratum& first_places);

/// The tables of the first edition. Works out what can be shown of everybody together and of each breakdown;
/// what cannot be kept safe is left out: first cells, then a question in a breakdown, then the breakdown.
class FirstEdition {
  public:
    FirstEdition(const Combined& combined, std::string now);
    Edition make();

  private:
    struct Candidate {
        std::string by;
        std::vector<Group> groups;
        std::vector<char> closed;  ///< groups of which nothing is shown
    };
    std::vector<Candidate> candidates() const;
    bool groups_safe(const Candidate& candidate) const;
    bool draft_all();
    bool draft_question(std::size_t place);
    Table make_table(std::size_t place) const;
    Stratum everybody(std::size_t place) const;
    void fill_breakdown(Table& table, std::size_t place, int breakdown) const;
    const Stratum* condition_stratum(const Question& question, std::size_t stratum) const;
    QuestionFigures figures(std::size_t place, const Stratum& stratum) const;
    Breakdown breakdown(std::string_view by) const;

    const Combined& combined_;
    std::string now_;
    Tally total_;
    std::vector<Candidate> candidates_;
    std::set<std::string> untold_;  ///< questions that cannot be shown at all
    /// By question: everybody, then each candidate's groups.
    std::map<std::string, std::vector<Stratum>> drafted_;
};

/// A later edition of the totals, with the late answers in it; its breakdowns stay those of the first. What
/// was hidden stays hidden, and a question is renewed only when its late answers could be told by themselves.
/// Nothing when no question can be.
std::optional<Edition> later_edition(const Combined& combined, const Edition& last, std::string now);

}  // namespace peilpunt::results
