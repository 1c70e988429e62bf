// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "shared/model/poll.hpp"
#include "shared/model/response.hpp"

/// Answers counted: what the store keeps instead of reading all answers again.
namespace peilpunt::results {

/// Counts of one question, as kept by the store in the same transaction as the answers.
/// single, multiple, yes-no: by option id; scale: by value "1".."5"; ranking: times put first, and under
/// "rang:<id>" the rank score (see rank_score) and under "genoemd:<id>" how many people ranked it at all;
/// points: sum of points, and under "gevers:<id>" how many people gave it any; number: "som" (sum) and
/// "kwadraat" (sum of squares) besides `answered`; open: only `answered`. Sums stop at the largest 64-bit
/// number.
struct QuestionTally {
    std::int64_t answered = 0;
    std::map<std::string, std::int64_t> counts;
    bool operator==(const QuestionTally&) const = default;
};

/// Counts of one group of responses.
struct Tally {
    std::int64_t responses = 0;
    std::map<std::string, QuestionTally> questions;
    void add(const Tally& other);
    bool operator==(const Tally&) const = default;
};

/// Which group a response falls in; the store keeps one Tally per cell.
struct CellKey {
    AreaCode municipality;
    AreaCode district;      ///< empty: not said
    std::string age_group;  ///< empty: not said
    Channel channel = Channel::web;
    /// Answers of which we doubt that people gave them: counted in one line, never in a figure.
    bool set_apart = false;
    auto operator<=>(const CellKey&) const = default;
};

/// All cells of one revision of a poll.
using Cells = std::map<CellKey, Tally>;

/// What one response adds to its cell.
Tally tally_of(const Poll& poll, const Answers& answers);

/// Points for a place in a ranking (Borda): as many as there are places for the first, one less for each
/// place below it. `place` counts from 0.
std::int64_t rank_score(const Question& question, std::size_t place);

/// Binary form of a Tally for the store; small, versioned.
std::string pack(const Tally& tally);
Result<Tally> unpack(std::string_view bytes);

}  // namespace peilpunt::results
