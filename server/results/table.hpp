// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "server/results/intruder.hpp"
#include "server/results/release.hpp"

namespace peilpunt::results {

inline constexpr std::int64_t kMinPeople = 10;  ///< a group, or those of it who answered a question (STAT-1)
inline constexpr std::int64_t kMinCell = 5;     ///< a count of answers (STAT-2)

/// One question's counts in one group of people, and which of them may be seen.
struct Stratum {
    int breakdown = -1;  ///< place in the caller's list of breakdowns; -1: everybody together
    std::string value;   ///< of the group; empty for everybody
    std::int64_t people = 0;
    std::int64_t answered = 0;
    std::vector<std::int64_t> counts;  ///< in the order of option_ids
    std::vector<std::int64_t> givers;  ///< points: how many gave any
    std::int64_t squares = 0;          ///< number: sum of squares
    bool group_shown = true;           ///< the number of people in the group is public
    bool open = true;                  ///< `answered` is public, and those of `shown`
    bool answered_known = true;        ///< `answered` is public or follows from what is
    bool answered_follows = false;     ///< it follows from other figures, open or not
    std::vector<char> shown;
    std::vector<char> was_hidden;  ///< in the edition before, so it stays hidden; empty: there was none
};

/// One question in everybody together (strata[0]) and in the groups of some breakdowns.
struct Table {
    const Question* question = nullptr;
    std::vector<Stratum> strata;
    int breakdowns = 0;
    /// The question that this one follows on, in the same strata: who gave those answers had to answer this
    /// one.
    const Question* condition = nullptr;
    std::vector<Stratum> condition_strata;
};

/// What became of hiding: done, or which breakdown (-1: everybody together) cannot be shown safely.
struct Suppressed {
    bool done = true;
    int breakdown = -1;
};

/// Fills counts and shows everything.
Stratum make_stratum(const Question& question, const Tally& tally, int breakdown, std::string value);
/// The options add up to what is known: answered, or the points that each person had to give.
bool adds_up(QuestionKind kind);
/// What the options add up to.
std::int64_t row_total(const Question& question, const Stratum& stratum);

/// Whether counts of this kind may be seen by themselves. `cells` are added up: what a sum of hidden ones
/// would tell.
struct Part {
    const Stratum* stratum;
    std::size_t option;
};
bool enough(const Question& question, const std::vector<Part>& cells);

/// Decides which of the groups of one breakdown stay closed, so that those together are at least kMinPeople
/// and at least two; all of them when that is the only way. `must_close` closes a group whatever its size.
struct OneWay {
    std::vector<std::int64_t> people;
    std::vector<char> must_close;
};
std::vector<char> close_small(const OneWay& groups);

/// Primary suppression (small cells), then complementary suppression (cells from which those could be worked
/// out), until an intruder cannot work out anything hidden from this table.
Suppressed suppress(Table& table);

/// The variables of a table in an intruder’s sums.
struct TableVariables {
    std::vector<std::vector<int>> cells;  ///< by stratum and option
    std::vector<int> totals;              ///< by stratum: what its options add up to
    std::vector<std::vector<int>> condition_cells;
    std::vector<int> condition_totals;
};
/// Puts what everybody can see of the table into the intruder.
TableVariables add_to_intruder(const Table& table, Intruder& intruder);

QuestionFigures figures_of(const Question& question, const Stratum& stratum);

}  // namespace peilpunt::results
