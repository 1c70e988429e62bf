// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/results/puzzle.hpp"
#include "server/results/results.hpp"

namespace peilpunt::results {

inline constexpr std::int64_t kMinPeople = 10;  ///< a group, or those of it who answered a question (STAT-1)
inline constexpr std::int64_t kMinCell = 5;     ///< a count of answers (STAT-2)

/// One question's counts in one group of people, and which of them may be seen.
struct Slice {
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
    bool pinned = false;  ///< has not changed since it was published, so what is shown stays as it was
    std::vector<char> shown;
    std::vector<char> was_hidden;  ///< in the publication before; empty: there was none
};

/// One question in everybody together (slices[0]) and in the groups of some breakdowns.
struct Sheet {
    const Question* question = nullptr;
    std::vector<Slice> slices;
    int breakdowns = 0;
    /// The question that this one follows on, in the same slices: who gave those answers had to answer this
    /// one.
    const Question* condition = nullptr;
    std::vector<Slice> condition_slices;
};

/// What became of hiding: done, or which breakdown (-1: everybody together) cannot be shown safely.
struct Settled {
    bool done = true;
    int breakdown = -1;
};

/// Fills counts and shows everything.
Slice make_slice(const Question& question, const Tally& tally, int breakdown, std::string value);
/// Takes over what was shown of it in `figures` (nothing: nothing).
void show_as_in(Slice& slice, const Question& question, const QuestionFigures* figures);
/// The options add up to what is known: answered, or the points that each person had to give.
bool adds_up(QuestionKind kind);
/// What the options add up to.
std::int64_t row_total(const Question& question, const Slice& slice);

/// Whether counts of this kind may be seen by themselves. `cells` are added up: what a sum of hidden ones
/// would tell.
struct Part {
    const Slice* slice;
    std::size_t option;
};
bool enough(const Question& question, const std::vector<Part>& cells);

/// Decides which of the groups of one breakdown stay closed, so that those together are at least kMinPeople
/// and at least two; nothing when that cannot be done. `must` closes a group whatever its size; pinned groups
/// stay as given.
struct OneWay {
    std::vector<std::int64_t> people;
    std::vector<char> must_close;
    std::vector<char> pinned_open, pinned_closed;
};
std::optional<std::vector<char>> close_small(const OneWay& groups);

/// Hides cells until nothing hidden can be worked out from this sheet. With `keep_hidden`, what was hidden
/// before stays hidden.
Settled settle(Sheet& sheet, bool keep_hidden);

/// Whether the publications of one question, in the order in which they came, keep each other's secrets once
/// the last is added to the others. Each holds everybody together and any breakdowns; a breakdown has the
/// same number in all.
bool safe_together(const std::vector<Sheet>& before, const Sheet& now);

/// The variables of a sheet in a puzzle.
struct SheetVariables {
    std::vector<std::vector<int>> cells;  ///< by slice and option
    std::vector<int> totals;              ///< by slice: what its options add up to
    std::vector<std::vector<int>> condition_cells;
    std::vector<int> condition_totals;
};
/// Puts what everybody can see of the sheet into the puzzle.
SheetVariables add_to_puzzle(const Sheet& sheet, Puzzle& puzzle);

QuestionFigures figures_of(const Question& question, const Slice& slice);

}  // namespace peilpunt::results
